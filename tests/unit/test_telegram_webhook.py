"""The webhook is set by a command, never at the start."""

from __future__ import annotations

import sys
from typing import Iterator

import pytest

from marrow.channels.platforms.commands import COMMANDS
from marrow.channels.telegram import webhook
from marrow.conversation import words
from tests.platforms.server import Fault
from tests.platforms.telegram import BOT_NAME, SECRET, TOKEN, FakeTelegram, refusal

URL = "https://guide.example.org"
ADDRESS = f"{URL}/webhooks/telegram/webhook"


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTelegram]:
    running = FakeTelegram()
    for name, value in running.settings().items():
        monkeypatch.setenv(name, value)
    yield running
    running.stop()


def run(monkeypatch: pytest.MonkeyPatch, url: str = URL) -> int:
    monkeypatch.setattr(sys, "argv", ["webhook", "--url", url])
    return webhook.main()


@pytest.mark.parametrize("url", [URL, f"{URL}/", ADDRESS, f" {ADDRESS}/ "])
def test_telegram_is_told_where_to_send_and_what_to_prove_itself_with(
    url: str, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, url) == 0
    assert telegram.webhook == {
        "url": ADDRESS,
        "secret_token": SECRET,
        "allowed_updates": ["message", "edited_message", "callback_query"],
    }
    printed = "".join(capsys.readouterr())
    assert ADDRESS in printed and f"@{BOT_NAME}" in printed
    assert TOKEN not in printed and SECRET not in printed


def test_the_commands_are_listed(telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch) == 0
    assert [command["command"] for command in telegram.commands] == list(COMMANDS)
    assert all(command["description"] for command in telegram.commands)


def test_every_command_says_what_it_does() -> None:
    assert words.COMMANDS.keys() == COMMANDS.keys()


@pytest.mark.parametrize("url", ["", "http://guide.example.org", "guide.example.org", "https://", "https:guide"])
def test_an_address_that_telegram_cannot_use_is_told_before_anything_is_called(
    url: str, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, url) == 1
    assert "https" in capsys.readouterr().err
    assert telegram.calls == []


def test_the_name_of_another_bot_is_told(
    telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MARROW_TELEGRAM_BOT_NAME", "another_bot")
    assert run(monkeypatch) == 1
    assert f"MARROW_TELEGRAM_BOT_NAME={BOT_NAME}" in capsys.readouterr().err
    assert telegram.names() == ["getMe"]


def test_without_a_token_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MARROW_TELEGRAM_BOT_TOKEN", raising=False)
    assert run(monkeypatch) == 1
    assert "MARROW_TELEGRAM_BOT_TOKEN" in capsys.readouterr().err


def test_a_wrong_setting_is_told(
    telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MARROW_TELEGRAM_WEBHOOK_SECRET", "short")
    assert run(monkeypatch) == 1
    assert "MARROW_TELEGRAM_WEBHOOK_SECRET" in capsys.readouterr().err


@pytest.mark.parametrize(
    "status, description, said",
    [(400, "Bad Request: bad webhook: Failed to resolve host", "resolve host"), (401, "Unauthorized", "Unauthorized")],
)
def test_why_telegram_does_not_do_it_is_told(
    status: int,
    description: str,
    said: str,
    telegram: FakeTelegram,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    telegram.fail_next(Fault(refusal(status, description)), name="setWebhook")
    assert run(monkeypatch) == 1
    assert said in capsys.readouterr().err
    assert telegram.commands == []
