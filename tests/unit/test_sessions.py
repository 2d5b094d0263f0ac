"""A token opens one conversation, for a time, and nobody but the server can make one."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from itsdangerous import TimestampSigner

from marrow.channels.sessions import ID_BYTES, Sessions, secret_of
from marrow.settings import SettingsError, get_settings

HOUR = 3600
SECRET = b"x" * 32


@pytest.fixture
def sessions() -> Sessions:
    return Sessions(SECRET, hours=2)


def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    now = TimestampSigner(b"").get_timestamp()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: now + seconds)


def test_a_token_names_one_conversation_of_at_least_128_random_bits(sessions: Sessions) -> None:
    tokens = [sessions.begin() for _ in range(100)]
    assert len({sessions.conversation_of(token) for token in tokens}) == 100
    assert ID_BYTES * 8 >= 128
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", token) for token in tokens)


def test_the_same_token_names_the_same_conversation_after_a_restart(sessions: Sessions) -> None:
    token = sessions.begin()
    assert Sessions(SECRET, hours=2).conversation_of(token) == sessions.conversation_of(token) is not None


@pytest.mark.parametrize("seconds, good", [(0, True), (2 * HOUR, True), (2 * HOUR + 1, False)])
def test_a_token_expires(sessions: Sessions, seconds: int, good: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    token = sessions.begin()
    later(monkeypatch, seconds)
    assert bool(sessions.conversation_of(token)) == good


def test_a_token_of_the_future_is_none(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    token = sessions.begin()
    later(monkeypatch, -HOUR)
    assert sessions.conversation_of(token) is None


def test_a_token_of_another_secret_is_none(sessions: Sessions) -> None:
    assert sessions.conversation_of(Sessions(b"y" * 32, hours=2).begin()) is None


def test_a_token_with_any_letter_changed_is_none(sessions: Sessions) -> None:
    token = sessions.begin()
    for place in range(len(token) - 1):  # the last letter has bits that mean nothing
        other = "A" if token[place] != "A" else "B"
        assert sessions.conversation_of(token[:place] + other + token[place + 1 :]) is None


@pytest.mark.parametrize("token", ["", ".", "..", "x", "a" * 32, "a.b.c", "\ud800", "🦴", "x" * 100_000, "a.\0.b"])
def test_what_is_no_token_is_none(sessions: Sessions, token: str) -> None:
    assert sessions.conversation_of(token) is None


def test_a_part_of_a_token_is_none(sessions: Sessions) -> None:
    token = sessions.begin()
    conversation, made, _ = token.split(".")
    for part in (conversation, f"{conversation}.{made}", token[:-1], f"{token}A"):
        assert sessions.conversation_of(part) is None


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "new" / "secret"
    secret = secret_of(get_settings(), file)
    assert len(secret) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret_of(get_settings(), file) == secret
    assert secret_of(get_settings(), tmp_path / "other") != secret


def test_a_secret_of_the_settings_makes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARROW_SECRET", "s" * 32)
    assert secret_of(get_settings(), tmp_path / "secret") == b"s" * 32
    assert not (tmp_path / "secret").exists()


def test_a_short_secret_is_refused_and_a_good_one_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARROW_SECRET", "hush" * 8)
    assert "hush" not in repr(get_settings())
    get_settings.cache_clear()
    monkeypatch.setenv("MARROW_SECRET", "hush" * 7)
    with pytest.raises(SettingsError, match="MARROW_SECRET") as error:
        get_settings()
    assert "hush" not in str(error.value)


def test_an_empty_file_of_the_secret_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "secret").touch()
    with pytest.raises(SettingsError, match="secret"):
        secret_of(get_settings(), tmp_path / "secret")
