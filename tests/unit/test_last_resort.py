"""A red flag is found in a text of any length, wherever it stands there."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, Dict, List

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from marrow.channels.last_resort import MOST, OVERLAP, WINDOW, escalation, windows
from marrow.contract import Kind
from marrow.conversation.intents import RED_FLAG
from marrow.conversation.nlg import GuideNLG
from marrow.conversation.turn import make_turn
from marrow.knowledge.safety_schema import Urgency

FLAG = "a sign of danger "
SIGNS = {"R07": "urgent", "R26": "crisis", "R01": "emergency"}
SAID = [{"text": "Please call."}, {"custom": make_turn(Kind.ESCALATE, signs=["R01"])}]


class Agent:
    """Knows one red flag; ``read``: what it was given to read."""

    def __init__(self) -> None:
        self.read: List[str] = []
        self.nlg = SimpleNamespace(generate=self._generate)
        self.found: List[str] = []

    async def parse_message(self, text: str) -> Dict[str, Any]:
        self.read.append(text)
        flags = [
            {"entity": RED_FLAG, "value": [sign], "role": role}
            for sign, role in SIGNS.items()
            if f"{FLAG}{sign}" in text
        ]
        return {"intent": {"name": RED_FLAG if flags else "greet"}, "entities": flags}

    async def _generate(self, _response: str, tracker: DialogueStateTracker, _channel: str) -> Dict[str, Any]:
        self.found = [sign for one in tracker.latest_message.entities for sign in one["value"]]
        return {"text": "Please call.", "custom": SAID[1]["custom"]}


def look_through(text: str, agent: Any = None) -> Any:
    return asyncio.run(escalation(agent or Agent(), text, "web"))


def words(characters: int) -> str:
    """A text of so many characters, in which each word tells where it stands."""
    return " ".join(f"w{place:07}" for place in range(characters // 9 + 1))[:characters]


@pytest.mark.parametrize("place", range(0, 10_000, 397))
def test_a_red_flag_anywhere_in_a_long_text_is_answered(place: int) -> None:
    text = words(10_000)
    assert look_through(f"{text[:place]} {FLAG}R01 {text[place:]}") == SAID


@pytest.mark.parametrize("text", [words(10_000), "x" * 10_000, " " * 10_000, "", words(100_000)])
def test_a_text_without_one_is_not(text: str) -> None:
    assert look_through(text) is None


def test_a_text_that_fits_is_looked_at_as_it_is() -> None:
    assert list(windows(words(WINDOW))) == [words(WINDOW)]


@pytest.mark.parametrize("length", [WINDOW + 1, 5000, 10_000, MOST])
def test_all_of_a_long_text_is_looked_at(length: int) -> None:
    text = words(length)
    assert {word for window in windows(text) for word in window.split()} == set(text.split())
    assert all(len(window) <= WINDOW for window in windows(text))


@pytest.mark.parametrize("length", [5000, 100_003])
def test_no_word_is_cut_in_two(length: int) -> None:
    assert {word for window in windows(words(length)) for word in window.split()} <= set(words(length).split())


@pytest.mark.parametrize(
    "text", [words(MOST), "".join(chr(0x4E00 + place) for place in range(MOST))], ids=["words", "without white space"]
)
def test_what_stands_on_the_edge_of_a_window_stands_whole_in_the_next(text: str) -> None:
    parts = list(windows(text))
    begins = [text.index(part) for part in parts]
    ends = [begin + len(part) for begin, part in zip(begins, parts)]
    assert all(end - begin >= OVERLAP for begin, end in zip(begins[1:], ends))


def test_of_an_endless_text_the_beginning_and_the_end_are_looked_at() -> None:
    text = words(100_000)
    parts = list(windows(text))
    assert len(parts) <= MOST // (WINDOW - OVERLAP) + 5
    assert text[:MOST].startswith(parts[0]) and sum(map(len, parts)) < 2 * MOST
    assert text.endswith(parts[-1]) and len(parts[-1]) > WINDOW - 10
    assert look_through(f"{text} {FLAG}R01") == SAID
    assert look_through(f"{text[: 2 * MOST]} {FLAG}R01 {text}") is None


def test_the_most_pressing_red_flag_of_a_long_text_is_answered_first() -> None:
    agent = Agent()
    filler = words(3000)
    assert look_through(f"{FLAG}R07 {filler} {FLAG}R26 {filler} {FLAG}R01", agent) == SAID
    pressing = [urgency.value for urgency in Urgency]
    assert agent.found == sorted(SIGNS, key=lambda sign: pressing.index(SIGNS[sign]))


def test_no_text_that_is_looked_at_begins_as_an_intent_does() -> None:
    agent = Agent()
    look_through("/ /greet, \ud800 please\0", agent)
    assert agent.read == ["greet, \ufffd please"]


def test_others_have_their_turn_between_two_windows() -> None:
    agent, heard = Agent(), []

    async def both() -> None:
        looking = asyncio.ensure_future(escalation(agent, words(10_000), "web"))  # type: ignore[arg-type]
        while not looking.done():
            heard.append(len(agent.read))
            await asyncio.sleep(0)

    asyncio.run(both())
    assert len(set(heard)) > 3


@pytest.mark.parametrize("agent", [None, SimpleNamespace()], ids=["not there yet", "without a model"])
def test_nothing_is_found_by_nobody(agent: Any) -> None:
    assert asyncio.run(escalation(agent, f"{FLAG}R01", "web")) is None


def test_what_is_said_is_that_of_the_real_words() -> None:
    turn = make_turn(Kind.ESCALATE, urgency="emergency", signs=["R01"])
    flags = [{"id": "R01", "text": "R01: please {emergency}", "custom": turn}]
    agent = Agent()
    agent.nlg = GuideNLG(domain=Domain.from_dict({"responses": {"utter_red_flag": flags}}))  # type: ignore[assignment]
    text, turned = look_through(f"{FLAG}R01", agent)
    assert text["text"].startswith("R01: please") and turned["custom"]["kind"] == "escalate"
