"""Only the official weights become the sentence encoder, and whoever has others is told so."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Tuple

import pytest

from marrow.understanding import encoder_build
from marrow.understanding.encoder import SentenceEncoder
from marrow.understanding.encoder_build import PACKAGE, WEIGHTS_SHA256, EncoderError, build_encoder, verify_weights


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "package" / "model.safetensors"
    path.parent.mkdir()
    path.write_bytes(b"other weights")
    path.with_name("tokenizer.json").write_text("{}")
    return path


def test_other_weights_are_refused_with_both_checksums(weights: Path) -> None:
    with pytest.raises(EncoderError) as error:
        verify_weights(weights)
    said = str(error.value)
    assert WEIGHTS_SHA256 in said
    assert hashlib.sha256(weights.read_bytes()).hexdigest() in said
    assert f"Reinstall the package {PACKAGE}" in said


def test_weights_with_the_right_checksum_are_accepted(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_build, "WEIGHTS_SHA256", hashlib.sha256(weights.read_bytes()).hexdigest())
    verify_weights(weights)


def test_nothing_is_written_for_other_weights(weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_build, "packaged_folder", lambda: weights.parent)
    with pytest.raises(EncoderError):
        build_encoder(tmp_path / "var" / "encoder.onnx")
    assert not (tmp_path / "var").exists()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_build, "PACKAGE", "no-such-package-anywhere")
    with pytest.raises(EncoderError, match="install the package no-such-package-anywhere"):
        encoder_build.packaged_folder()


@pytest.mark.parametrize("built", [(), ("encoder.onnx",), ("encoder.others.onnx",)], ids=str)
def test_an_encoder_that_was_not_built_says_how(tmp_path: Path, built: Tuple[str, ...]) -> None:
    for name in built:
        (tmp_path / name).touch()
    with pytest.raises(FileNotFoundError, match="make encoder"):
        SentenceEncoder(tmp_path / "encoder.onnx", 1)
