"""Somebody deletes the embedded database while the chat runs: it is noticed, and made again from the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Text

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from actions.skill import ERROR_RESPONSE, Skill
from marrow.contract import Kind
from marrow.conversation.turn import Reply, make_turn
from marrow.knowledge.database import open_session
from marrow.knowledge.finding import find_answer
from marrow.knowledge.loading import load

TOPIC = "definition"


class Tell(Skill):
    """Says the first statement of a topic."""

    def name(self) -> Text:
        return "action_tell"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        found = find_answer(session, TOPIC)
        return Reply(turn=make_turn(Kind.ANSWER), text=found.statements[0].text, context={"topic": found.topic})


@pytest.fixture
def file(sqlite: str, small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A loaded database that the settings name."""
    load(small, sqlite)
    monkeypatch.setenv("MARROW_KNOWLEDGE_FOLDER", str(small))
    monkeypatch.setenv("MARROW_DATABASE_URL", sqlite)
    return Path(make_url(sqlite).database)


def run_skill() -> Dict[str, List[Dict[str, Any]]]:
    dispatcher = CollectingDispatcher()
    tracker = Tracker("somebody", {}, {}, [], False, None, {}, "action_listen")
    events = Tell().run(dispatcher, tracker, {})
    return {"messages": dispatcher.messages, "events": events}


def test_reading_a_deleted_database_fails_and_does_not_create_it(file: Path, sqlite: str) -> None:
    with open_session(sqlite) as session:
        assert find_answer(session, TOPIC)
    file.unlink()
    with pytest.raises(SQLAlchemyError), open_session(sqlite) as session:
        find_answer(session, TOPIC)
    assert not file.exists()


def test_an_action_makes_a_deleted_database_again_and_answers(file: Path) -> None:
    before = run_skill()
    assert before["messages"][0]["text"]
    file.unlink()
    assert run_skill() == before
    assert file.exists()


@pytest.mark.parametrize("damage", [b"", b"this is no database" * 100], ids=["empty", "overwritten"])
def test_an_action_says_something_whatever_became_of_the_file(file: Path, damage: bytes) -> None:
    file.write_bytes(damage)
    (message,) = run_skill()["messages"]
    assert message["text"] or message["response"] == ERROR_RESPONSE


def test_without_database_and_files_the_action_says_that_something_failed(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARROW_KNOWLEDGE_FOLDER", str(tmp_path / "nowhere"))
    file.unlink()
    said = run_skill()
    assert said["messages"][0]["response"] == ERROR_RESPONSE
    assert said["events"] == []
    assert not file.exists()
