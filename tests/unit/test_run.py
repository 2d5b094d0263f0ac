"""What `make run` says when it cannot start."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Iterator

import pytest

from marrow import run
from marrow.run import StartError, _outdated, _require_free
from marrow.settings import Settings
from marrow.understanding.encoder import others_beside


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture
def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_taken_port_is_said_with_a_way_out(taken: int, free: int) -> None:
    with pytest.raises(StartError) as error:
        _require_free(Settings(port=taken, action_port=free))
    assert str(error.value) == (
        f"Port {taken} is taken. Stop what uses it, or choose another: make run PORT={taken + 1}"
    )


def test_a_taken_port_of_the_action_server_is_said_too(taken: int, free: int) -> None:
    with pytest.raises(StartError, match=f"Port {taken} is taken.* make run MARROW_ACTION_PORT={taken + 1}"):
        _require_free(Settings(port=free, action_port=taken))


def test_free_ports_are_fine(free: int) -> None:
    _require_free(Settings(port=free, action_port=free))


def test_an_encoder_is_built_where_it_is_missing_or_older_than_what_builds_it(tmp_path: Path) -> None:
    encoder = tmp_path / "encoder.onnx"
    assert _outdated(encoder)
    encoder.touch()
    assert _outdated(encoder)  # one of its two files
    others_beside(encoder).touch()
    assert not _outdated(encoder)
    os.utime(encoder, (0, 0))
    assert _outdated(encoder)


def test_the_command_fails_with_the_sentence_and_prepares_nothing(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.argv", ["marrow.run"])
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setenv("MARROW_PORT", str(taken))
    monkeypatch.setenv("MARROW_ENCODER_FILE", str(tmp_path / "encoder.onnx"))
    monkeypatch.setattr(run, "prepare", lambda _: pytest.fail("it prepared before it looked at the port"))
    assert run.main() == 1
    said = capsys.readouterr()
    assert f"PORT={taken + 1}" in said.err
    assert "Traceback" not in said.err


def test_broken_knowledge_is_said_line_by_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture, tmp_path: Path
) -> None:
    for file in (tmp_path / "encoder.onnx", others_beside(tmp_path / "encoder.onnx")):
        file.touch()
    monkeypatch.setattr("sys.argv", ["marrow.run", "--prepare-only"])
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setenv("MARROW_ENCODER_FILE", str(tmp_path / "encoder.onnx"))
    monkeypatch.setenv("MARROW_KNOWLEDGE_FOLDER", str(tmp_path / "nowhere"))
    assert run.main() == 1
    assert f"{tmp_path / 'nowhere' / 'sources.yml'}:1: file: No such file" in capsys.readouterr().err
