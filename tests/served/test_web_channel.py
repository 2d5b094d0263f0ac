"""The web channel of the running assistant: a talk that survives a reload and a restart, and is gone when told so."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any, Dict, List

import pytest
import requests

from marrow.run import LOGS
from tests.bot import Bot, Reply

QUESTION = "How long does a bone bruise take to heal?"


def begin(bot: Bot) -> str:
    begun = requests.post(f"{bot.url}/chat/conversations", json={}, timeout=30)
    assert begun.status_code == 201, begun.text
    return str(begun.json()["conversation"])


def post(bot: Bot, token: str, text: str, **fields: str) -> Dict[str, Any]:
    address = f"{bot.url}/chat/conversations/{token}/messages"
    said = requests.post(address, json={"text": text, **fields}, timeout=60)
    assert said.status_code == 200, said.text
    return dict(said.json())


def ask(bot: Bot, token: str, text: str, **fields: str) -> Reply:
    return Reply(post(bot, token, text, **fields)["messages"])


def shown(bot: Bot, token: str) -> List[Dict[str, Any]]:
    answer = requests.get(f"{bot.url}/chat/conversations/{token}/messages", timeout=30)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["messages"])


def test_a_talk_is_followed_and_shown_again_as_it_was(bot: Bot) -> None:
    token = begin(bot)
    first = post(bot, token, QUESTION)["messages"]
    guide = [{name: message[name] for name in message if name != "from"} for message in shown(bot, token)[1:]]
    assert Reply(guide).text == Reply(first).text, "the notices beside the last answer, too"
    assert Reply(guide).turn == Reply(first).turn
    assert Reply(guide).buttons == Reply(first).buttons
    second = ask(bot, token, "and in the knee?")
    assert second.turn["site"] == "knee"
    said = shown(bot, token)
    assert [message["text"] for message in said if message["from"] == "person"] == [QUESTION, "and in the knee?"]
    assert [message["custom"] for message in said if "custom" in message] == [Reply(first).turn, second.turn]


def test_a_button_that_was_pressed_stands_as_its_title(bot: Bot) -> None:
    token = begin(bot)
    button = ask(bot, token, QUESTION).buttons[0]
    ask(bot, token, button["payload"])
    assert [message["text"] for message in shown(bot, token) if message["from"] == "person"][-1] == button["title"]


def test_a_payload_that_was_not_offered_is_text(bot: Bot) -> None:
    token = begin(bot)
    ask(bot, token, QUESTION)
    ask(bot, token, "/restart")
    assert ask(bot, token, "and in the knee?").turn["site"] == "knee"


def test_a_message_that_comes_twice_is_said_once(bot: Bot) -> None:
    token = begin(bot)
    assert post(bot, token, QUESTION, id="m-1") == post(bot, token, QUESTION, id="m-1")
    assert [message["from"] for message in shown(bot, token)].count("person") == 1


def test_a_forged_token_opens_nothing(bot: Bot) -> None:
    mine = begin(bot)
    topic = ask(bot, mine, QUESTION).turn["topic"]
    forged = f"{mine.split('.')[0]}.{begin(bot).split('.', 1)[1]}"
    answer = post(bot, forged, "and in the knee?")
    assert Reply(answer["messages"]).turn.get("topic") != topic, "it knows nothing of my talk"
    assert answer["conversation"].split(".")[0] != mine.split(".")[0]
    assert len(shown(bot, mine)) < 5
    for ending in ("messages", "visit-sheet", "visit-sheet.pdf"):
        assert requests.get(f"{bot.url}/chat/conversations/{forged}/{ending}", timeout=30).status_code == 404


def test_the_visit_sheet_opens_with_the_token(bot: Bot) -> None:
    token = begin(bot)
    ask(bot, token, QUESTION)
    address = f"{bot.url}/chat/conversations/{token}/visit-sheet"
    assert f"{token}/visit-sheet.pdf" in requests.get(address, timeout=30).text
    assert requests.get(f"{address}.pdf", timeout=30).content.startswith(b"%PDF")


def holding(bot: Bot, word: str) -> List[str]:
    """Files of the running assistant that hold a word."""
    files = [*bot.folder.iterdir(), *LOGS.glob(f"*-{bot.port}.log")]
    return [file.name for file in files if file.is_file() and word.encode() in file.read_bytes()]


def test_a_deleted_conversation_is_in_no_file_any_more(bot: Bot) -> None:
    token, word = begin(bot), f"zq{uuid.uuid4().hex}"
    answer = ask(bot, token, f"{QUESTION} My cat is called {word}.")
    conversation = f"{bot.url}/chat/conversations/{token}"
    feedback = {"answer_id": answer.turn.get("answer_id") or "none", "helpful": False, "word": f"not for {word}"}
    assert requests.post(f"{conversation}/feedback", json=feedback, timeout=30).status_code == 204
    with closing(sqlite3.connect(bot.folder / "conversations.sqlite")) as database:
        kept = database.execute("SELECT helpful, word FROM feedback WHERE sender_id = ?", [token.split(".")[0]])
        assert kept.fetchall() == [(0, f"not for {word}")]
    assert holding(bot, word)
    deleted = requests.delete(conversation, timeout=30)
    assert (deleted.status_code, Reply(deleted.json()["messages"]).kind) == (200, "privacy")
    assert holding(bot, word) == []
    assert shown(bot, token) == []


def test_a_talk_goes_on_after_a_restart(tmp_path: Path) -> None:
    first = Bot(tmp_path)
    try:
        token = begin(first)
        ask(first, token, QUESTION)
    finally:
        first.stop()
    second = Bot(tmp_path)
    try:
        assert len(shown(second, token)) > 1
        assert ask(second, token, "and in the knee?").turn["site"] == "knee"
    finally:
        second.stop()


@pytest.mark.parametrize("address", ["chat/", "chat/demo", "chat/widget.js"])
def test_the_pages_and_the_widget_are_served(address: str, bot: Bot) -> None:
    first = requests.get(f"{bot.url}/{address}", timeout=30)
    assert first.status_code == 200
    assert "default-src 'none'" in first.headers["Content-Security-Policy"]
    assert first.headers["Content-Encoding"] == "gzip"
    again = requests.get(f"{bot.url}/{address}", headers={"If-None-Match": first.headers["ETag"]}, timeout=30)
    assert again.status_code == 304
