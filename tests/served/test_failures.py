"""What a person meets when something behind the chat is gone."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Iterator

import pytest

from tests.bot import Bot

QUESTION = "How long does a bone bruise take to heal?"


@pytest.fixture(scope="module")
def own_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot of this module's own, to be harmed."""
    running = Bot(Path(tmp_path_factory.mktemp("harmed")))
    yield running
    running.stop()


def test_the_database_is_deleted_and_the_assistant_recovers_without_a_restart(own_bot: Bot) -> None:
    conversation = uuid.uuid4().hex
    before = own_bot.ask(QUESTION, conversation)
    own_bot.database.unlink()
    during = own_bot.ask(QUESTION, conversation)
    assert during.kind in {"answer", "error"}
    assert own_bot.ask(QUESTION).turn == before.turn  # in a talk of its own: the same is not said twice in a row
    assert own_bot.database.exists()


def test_the_database_is_destroyed(own_bot: Bot) -> None:
    good = own_bot.database.read_bytes()
    own_bot.database.write_bytes(b"this is no database" * 1000)
    assert own_bot.ask(QUESTION).kind in {"answer", "error"}
    assert own_bot.ask("hello").kind == "smalltalk"
    own_bot.database.write_bytes(good)
    assert own_bot.ask(QUESTION).kind == "answer"


def test_the_action_server_hangs_up_and_comes_back(own_bot: Bot) -> None:
    conversation = uuid.uuid4().hex
    assert own_bot.ask(QUESTION, conversation).kind == "answer"
    (actions,) = own_bot.children("rasa_sdk")
    actions.suspend()
    actions.resume()
    assert own_bot.ask("and in the knee?", conversation).turn["site"] == "knee"


def test_the_action_server_is_gone(tmp_path: Path) -> None:
    bot = Bot(tmp_path)
    try:
        (actions,) = bot.children("rasa_sdk")
        rasa = bot.children("marrow.server")[0]
        bot.process.kill()  # the supervisor would stop Rasa too
        actions.kill()
        actions.wait(10)
        assert bot.ask(QUESTION).kind == "error"
        assert bot.ask("hello").kind == "smalltalk"
    finally:
        for process in (actions, rasa):
            if process.is_running():
                process.kill()
        bot.stop()


def test_it_stops_cleanly(tmp_path: Path) -> None:
    bot = Bot(tmp_path)
    started = bot.children("")
    assert bot.stop() == 0
    assert not [process for process in started if process.is_running() and process.status() != "zombie"]
