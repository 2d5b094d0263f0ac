"""REST is for development: production serves the chat alone."""

from __future__ import annotations

from pathlib import Path

import requests

from tests.bot import Bot, Reply


def test_production_has_the_chat_and_no_rest(tmp_path: Path) -> None:
    bot = Bot(tmp_path, MARROW_PROFILE="production")
    try:
        assert bot.post({"sender": "x", "message": "hello"}).status_code == 404
        begun = requests.post(f"{bot.url}/chat/conversations", json={}, timeout=30).json()["conversation"]
        said = requests.post(
            f"{bot.url}/chat/conversations/{begun}/messages", json={"text": "What is bone marrow edema?"}, timeout=30
        )
        assert Reply(said.json()["messages"]).turn["topic"] == "definition"
    finally:
        bot.stop()


def test_the_page_is_served_with_its_safety_headers(bot: Bot) -> None:
    page = requests.get(bot.url, timeout=30)
    assert page.url.endswith("/chat/") and "<marrow-chat" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_rasas_own_api_is_closed(bot: Bot) -> None:
    bot.ask("hello", "somebody")
    assert requests.get(f"{bot.url}/conversations/somebody/tracker", timeout=30).status_code == 404
    assert requests.delete(f"{bot.url}/model", timeout=30).status_code in (404, 405)
    assert bot.ask("What is bone marrow edema?").kind == "answer"
