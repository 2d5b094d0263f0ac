"""A stand-in for a running guide that talks on Slack or Telegram, for the tests of ``tests/suite``."""

from __future__ import annotations

import json
from typing import Any, Callable, Dict, List, Optional
from urllib.parse import parse_qs

import requests

from marrow.contract import Kind
from marrow.conversation.turn import make_turn
from marrow.conversation.words import HOW_TO_ASK
from marrow.rendering import slack, telegram
from marrow.rendering.said import Said, said_of
from marrow.settings import get_settings
from tests.platforms.server import Answer, Call, FakePlatform
from tests.suite.knowledge import sources, topics

LABEL, TOPIC = next(iter(topics().items()))
URL, SOURCE = next(iter(sources().items()))
BUTTON = {"title": "Once & more", "payload": "/again"}
CITATION = {"n": 1, "source_id": SOURCE, "title": "A title", "publisher": "A publisher", "year": 2020, "url": URL}
ANSWER = make_turn(Kind.ANSWER, topic=TOPIC, heading=LABEL, site="hip", answer_id=f"{TOPIC}.hip", citations=[CITATION])
ANSWERS: Dict[str, Dict[str, Any]] = {
    "hello": make_turn(Kind.SMALL_TALK),
    "ask": ANSWER,
    "/again": make_turn(Kind.CLARIFY, options=[TOPIC]),
    "alarm": make_turn(Kind.ESCALATE, urgency="emergency", signs=["R01"], citations=[]),
    "soon": make_turn(Kind.ESCALATE, urgency="urgent", signs=["R01"], citations=[]),
}
NOTE = said_of([{"text": "A note on the platform."}, {"custom": make_turn(Kind.SMALL_TALK)}])


class Guide(FakePlatform):
    """Answers what it knows, as a guide does, with a call to the platform.

    ``heard``: what was said or sent; ``also``: a message to say first that no platform takes.
    """

    def __init__(self, sends: Callable[[Call, "Guide"], None]) -> None:
        self.heard: List[str] = []
        self.also: Dict[str, Any] = {}
        self.sends = sends
        super().__init__()

    def handle(self, call: Call) -> Answer:
        self.sends(call, self)
        return Answer(b"")

    def answer_to(self, text: str) -> List[Said]:
        """The note comes with the first answer; in an emergency behind it."""
        self.heard.append(text)
        buttons = {"text": f"About {text}, so & so. [1]" if text == "ask" else f"About {text}.", "buttons": [BUTTON]}
        answer = said_of([buttons, {"custom": ANSWERS[text]}])
        if len(self.heard) > 1:
            return [answer]
        return [answer, NOTE] if answer.kind == "escalate" else [NOTE, answer]


def on_slack(call: Call, guide: Guide) -> None:
    if call.name == "interactions":
        event = json.loads(parse_qs(call.body.decode())["payload"][0])
        text, channel = event["actions"][0]["value"], event["channel"]["id"]
    else:
        event = json.loads(call.body)["event"]
        text, channel = event["text"], event["channel"]
    settings = get_settings()
    headers = {"Authorization": f"Bearer {settings.slack_bot_token and settings.slack_bot_token.get_secret_value()}"}
    messages = [message for said in guide.answer_to(text) for message in slack.render(said)]
    for message in [guide.also, *messages] if guide.also else messages:
        body = {"channel": channel, **message}
        requests.post(f"{settings.slack_api_url}chat.postMessage", json=body, headers=headers, timeout=10)


def on_telegram(call: Call, guide: Guide) -> None:
    update = json.loads(call.body)
    query = update.get("callback_query")
    message = query["message"] if query else update["message"]
    text = query["data"] if query else message["text"]
    token = get_settings().telegram_bot_token
    send = f"{get_settings().telegram_api_url}/bot{token and token.get_secret_value()}/sendMessage"
    rendered: List[Dict[str, Any]] = [{"text": HOW_TO_ASK}]
    if text != "/help":
        rendered = [one for said in guide.answer_to(text) for one in telegram.render(said)]
    for body in [guide.also, *rendered] if guide.also else rendered:
        requests.post(send, json={"chat_id": message["chat"]["id"], **_on_the_wire(body)}, timeout=10)


def _on_the_wire(message: Dict[str, Any]) -> Dict[str, Any]:
    markup: Optional[Any] = message.get("reply_markup")
    return {**message, "reply_markup": json.dumps(markup)} if markup else message
