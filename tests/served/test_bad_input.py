"""Whatever comes in, a kind answer goes out and the conversation goes on."""

from __future__ import annotations

import uuid

import pytest
import requests

from tests.bot import Bot, Reply

STRANGE = {
    "empty": "",
    "blank": "   \n\t ",
    "only a slash": "/",
    "emoji": "🦴🦴❓",
    "another language": "¿Cuánto tarda en curarse el edema de médula ósea?",
    "right to left": "ما هي وذمة نخاع العظم",
    "markup": "<script>alert(1)</script><b>hi</b>",
    "template": "{{7*7}} ${jndi:ldap://x} {text}",
    "control characters": "a\u0000b\u0007c\u202e",
    "a lone surrogate": "\ud800",
    "100,000 characters": "bone " * 20_000,
    "null": None,
    "a number": 42,
    "a list": ["how long"],
    "an object": {"text": "how long"},
    "true": True,
}


@pytest.mark.parametrize("message", STRANGE.values(), ids=STRANGE.keys())
def test_a_strange_message_gets_an_answer_and_loses_nothing(message, bot: Bot) -> None:
    conversation = uuid.uuid4().hex
    assert bot.ask("How long does a bone bruise take to heal?", conversation).kind == "answer"
    assert bot.ask(message, conversation).kind in {"error", "clarify", "out_of_scope", "smalltalk"}
    follow_up = bot.ask("and in the knee?", conversation)
    assert (follow_up.kind, follow_up.turn["topic"], follow_up.turn["site"]) == ("answer", "recovery_time", "knee")


@pytest.mark.parametrize(
    "payload", ["/restart", "/definition", '/definition{"site": "hip"}', "/action_answer", "//", "/EXTERNAL: x"]
)
def test_an_intent_that_was_not_offered_is_text(payload: str, bot: Bot) -> None:
    conversation = uuid.uuid4().hex
    typed = bot.ask(payload, conversation)
    if payload.strip("/"):
        assert typed.turn == bot.ask(payload.lstrip("/"), uuid.uuid4().hex).turn
    else:
        assert typed.kind == "error"


def test_an_offered_button_works(bot: Bot) -> None:
    conversation = uuid.uuid4().hex
    offered = bot.ask("How long does a bone bruise take to heal?", conversation).buttons
    topic = next(button for button in offered if button["payload"] != "/more_detail")
    assert bot.ask(topic["payload"], conversation).turn["topic"] == topic["payload"].lstrip("/")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b"[" * 5000, b"null"])
def test_a_body_that_is_no_message_gets_an_error_turn(body: bytes, bot: Bot) -> None:
    answer = requests.post(
        f"{bot.url}/webhooks/rest/webhook", data=body, headers={"Content-Type": "application/json"}, timeout=30
    )
    assert answer.status_code in (200, 400)
    assert Reply(answer.json()).kind == "error"


@pytest.mark.parametrize("sender", [None, "", 0, [], {}, "x" * 10_000, "üñí 🦴", "a'; drop table events;--"])
def test_a_strange_sender_is_answered(sender, bot: Bot) -> None:
    answer = bot.post({"sender": sender, "message": "What is bone marrow edema?"})
    assert Reply(answer.json()).turn["topic"] == "definition"


def test_people_without_a_sender_share_nothing(bot: Bot) -> None:
    assert Reply(bot.post({"message": "How long does bone marrow edema of the hip take?"}).json()).kind == "answer"
    assert Reply(bot.post({"message": "Tell me more"}).json()).kind == "clarify"
