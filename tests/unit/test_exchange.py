"""Whatever comes in, exactly one turn goes out."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, Awaitable, Callable, Dict, List, Optional

import pytest
import yaml
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import UserUttered

from marrow.channels.exchange import MODEL_MISSING, exchange
from marrow.channels.masking import REMOVED
from marrow.clinic import get_clinic
from marrow.contract import Kind, schema_id
from marrow.conversation.intents import RED_FLAG
from marrow.conversation.nlg import GuideNLG
from marrow.conversation.turn import Button, make_turn
from marrow.conversation.words import in_an_emergency
from marrow.safety.responses import BUTTONS
from marrow.settings import ROOT

RESPONSES = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
OFFERED = "/offered"
ESCALATION = make_turn(Kind.ESCALATE, signs=[RED_FLAG])


class Agent:
    """As much of Rasa's agent as a channel needs; it has just offered one button."""

    def __init__(self, offered: Optional[List[str]] = None) -> None:
        flag = {"id": RED_FLAG, "text": "Please call.", "custom": ESCALATION}
        self.domain = SimpleNamespace(responses={**RESPONSES, "utter_red_flag": [flag]})
        self.nlg = GuideNLG(domain=self.domain)  # type: ignore[arg-type]
        self.tracker_store = self
        self._offered = offered

    async def retrieve(self, _conversation: str) -> Any:
        if self._offered is None:
            return None
        buttons = [{"title": payload, "payload": payload} for payload in self._offered]
        return SimpleNamespace(
            latest_bot_utterance=SimpleNamespace(data={"buttons": buttons}),
            events=[UserUttered("before"), UserUttered("now")],
            latest_message=None,
            get_slot=lambda _: None,
        )

    async def parse_message(self, text: str) -> Dict[str, Any]:
        if RED_FLAG in text:
            return {
                "intent": {"name": RED_FLAG},
                "entities": [{"entity": RED_FLAG, "value": [RED_FLAG], "role": "urgent"}],
            }
        return {"intent": {"name": "greet"}, "entities": []}


class Assistant:
    """What Rasa would do with a message: keeps it, and answers with a turn."""

    def __init__(self, answer: Callable[[UserMessage], Awaitable[Any]]) -> None:
        self.heard: List[str] = []
        self.ids: List[str] = []
        self._answer = answer

    async def __call__(self, message: UserMessage) -> None:
        self.heard.append(message.text)
        self.ids.append(message.message_id)
        await self._answer(message)


async def answer(message: UserMessage) -> None:
    await message.output_channel.send_text_message(message.sender_id, "said")
    await message.output_channel.send_custom_json(message.sender_id, make_turn(Kind.SMALL_TALK))


async def silence(_: UserMessage) -> None:
    """An assistant that has nothing to say."""


async def text_only(message: UserMessage) -> None:
    await message.output_channel.send_text_message(message.sender_id, "said")


async def fail(message: UserMessage) -> None:
    await message.output_channel.send_text_message(message.sender_id, "said half")
    raise RuntimeError("invented")


def send(text: Any, agent: Optional[Agent], assistant: Assistant) -> List[Dict[str, Any]]:
    return asyncio.run(exchange(agent, assistant, text, "conversation", "web"))


def fixed(name: str) -> List[Dict[str, Any]]:
    """A response of the domain as a channel returns it."""
    text = RESPONSES[name][0]["text"].replace("{emergency}", get_clinic().ways_to_get_help()["emergency"])
    return [{"text": text}, {"custom": RESPONSES[name][0]["custom"]}]


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\t", None, 7, 1.5, True, ["hello"], {"text": "hello"}, "/", " // ", "\ud800 \ud800"]
)
def test_what_holds_no_words_is_asked_for_again(text: Any) -> None:
    assistant = Assistant(answer)
    assert send(text, Agent(), assistant) == fixed("utter_no_text")
    assert assistant.heard == []


def test_a_message_that_is_too_long_is_refused_kindly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARROW_MAX_MESSAGE_CHARS", "100")
    assistant = Assistant(answer)
    assert send("x" * 101, Agent(), assistant) == fixed("utter_too_long")
    assert assistant.heard == []
    send("x" * 100, Agent(), assistant)
    assert assistant.heard == ["x" * 100]


@pytest.mark.parametrize("place", [0, 4990, 10_000], ids=["begin", "middle", "end"])
def test_a_red_flag_in_a_message_that_is_too_long_is_answered(place: int) -> None:
    text, assistant = "word " * 2000, Assistant(answer)
    said = send(f"{text[:place]}{RED_FLAG} {text[place:]}", Agent(), assistant)
    assert said == [{"text": "Please call."}, {"custom": ESCALATION}]
    assert assistant.heard == []


@pytest.mark.parametrize("text, kept", [(f"patient: {RED_FLAG}", True), ("patient: somebody", False)])
def test_a_red_flag_behind_a_label_is_not_taken_for_a_name(text: str, kept: bool) -> None:
    assistant = Assistant(answer)
    send(text, Agent(), assistant)
    assert assistant.heard == [text if kept else f"patient: {REMOVED}"]


def test_a_red_flag_is_answered_when_the_conversation_fails() -> None:
    assert send(RED_FLAG, Agent(), Assistant(fail)) == [{"text": "Please call."}, {"custom": ESCALATION}]


def test_a_message_is_passed_on_and_its_answer_returned() -> None:
    assistant = Assistant(answer)
    messages = send("  hello ", Agent(), assistant)
    assert assistant.heard == ["hello"]
    assert [message.get("text") for message in messages] == ["said", None]
    assert [message["custom"]["schema"] for message in messages if "custom" in message] == [schema_id()]


def test_the_clients_id_of_a_message_goes_with_it() -> None:
    assistant = Assistant(answer)
    asyncio.run(exchange(Agent(), assistant, "hello", "conversation", "web", "m-1"))
    send("hello", Agent(), assistant)
    assert assistant.ids[0] == "m-1" != assistant.ids[1]


@pytest.mark.parametrize(
    "text, heard",
    [
        (OFFERED, OFFERED),
        (f" {OFFERED} ", OFFERED),
        ("/restart", "restart"),
        ("//restart", "restart"),
        ("/ /restart", "restart"),
        ('/offered{"context": 1}', 'offered{"context": 1}'),
        ("and / or", "and / or"),
    ],
    ids=[
        "offered",
        "offered with blanks",
        "not offered",
        "twice",
        "behind a blank",
        "offered with more",
        "not at the beginning",
    ],
)
def test_a_slash_is_kept_only_for_a_payload_that_was_offered(text: str, heard: str) -> None:
    assistant = Assistant(answer)
    send(text, Agent([OFFERED, "/other"]), assistant)
    assert assistant.heard == [heard]


def test_nothing_is_offered_at_the_beginning_of_a_conversation() -> None:
    assistant = Assistant(answer)
    send(OFFERED, Agent(), assistant)
    assert assistant.heard == ["offered"]


@pytest.mark.parametrize("button", BUTTONS)
def test_the_buttons_of_a_red_flag_can_always_be_pressed(button: Button) -> None:
    """They stand further up in a talk, too, and the reminder holds until one of them is pressed."""
    assistant = Assistant(answer)
    send(button.payload, Agent([OFFERED]), assistant)
    send(button.payload, Agent(), assistant)
    assert assistant.heard == [button.payload] * 2


@pytest.mark.parametrize("reaction", [fail, silence, text_only])
def test_a_failure_or_an_answer_without_a_turn_is_the_error_turn(
    reaction: Callable[[UserMessage], Awaitable[Any]], caplog: pytest.LogCaptureFixture
) -> None:
    assert send("hello", Agent(), Assistant(reaction)) == fixed("utter_error")
    assert bool(caplog.records) == (reaction is fail)


def test_a_model_that_is_not_loaded_is_said() -> None:
    messages = send("hello", None, Assistant(silence))
    whom = get_clinic().ways_to_get_help()["emergency"]
    assert messages == [{"text": f"{MODEL_MISSING} {in_an_emergency(whom)}"}, {"custom": make_turn(Kind.ERROR)}]
