"""What is said beside an answer: what this is, a reminder, advice, and that it has changed."""

from __future__ import annotations

import asyncio
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Dict, List, Optional

import pytest
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from marrow.channels.notices import SAY_NOTHING_OF_IT, with_notices
from marrow.clinic import get_clinic
from marrow.contract import Kind
from marrow.conversation.intents import SAID_WITH
from marrow.conversation.nlg import GuideNLG
from marrow.conversation.turn import make_turn
from marrow.knowledge.safety_schema import LEVELS
from tests.red_flag_talk import CHANNEL, DOMAIN, flag, talk

ANSWER = [{"text": "said [1]"}, {"custom": make_turn(Kind.ANSWER, citations=[{"n": 1, "source_id": "SRC01"}])}]


def noticed(nlg: GuideNLG, tracker: Optional[DialogueStateTracker], messages: List[Dict[str, Any]]) -> List[str]:
    async def retrieve(_: str) -> Optional[DialogueStateTracker]:
        return tracker

    store = SimpleNamespace(retrieve=retrieve, retrieve_full_tracker=retrieve)
    agent: Any = SimpleNamespace(nlg=nlg, tracker_store=store)
    return [message.get("text", "turn") for message in asyncio.run(with_notices(agent, messages, "talk", CHANNEL))]


def test_the_first_answer_says_what_this_is_and_no_other(nlg: GuideNLG) -> None:
    (first, *rest) = noticed(nlg, talk([]), ANSWER)
    assert first.startswith("What I am") and get_clinic().ways_to_get_help()["emergency"] in first
    assert rest == ["said [1]", "turn"]
    assert noticed(nlg, talk([], []), ANSWER) == ["said [1]", "turn"]
    assert noticed(nlg, talk([]), [{"text": "hello"}, {"custom": make_turn(Kind.SMALL_TALK)}]) == ["hello", "turn"]


@pytest.mark.parametrize("response", SAY_NOTHING_OF_IT)
def test_small_talk_that_says_nothing_of_it_is_no_first_answer_alone(nlg: GuideNLG, response: str) -> None:
    tracker = talk([])
    tracker.update(BotUttered("so it is", metadata={SAID_WITH: response}))
    (first, *_) = noticed(nlg, tracker, [{"text": "so it is"}, {"custom": make_turn(Kind.SMALL_TALK)}])
    assert response in DOMAIN["responses"] and first.startswith("What I am")


@pytest.mark.parametrize("told, noticed_it", [("the same", True), ("another", False)])
def test_who_comes_back_to_an_answer_that_has_changed_is_told(nlg: GuideNLG, told: str, noticed_it: bool) -> None:
    before, after = (datetime(2026, 5, day).timestamp() for day in (5, 7))
    turn = make_turn(Kind.ANSWER, answer_id="the same", changed={"on": "2026-05-06", "because": "of a new study."})
    for when, expected in ((before, noticed_it), (after, False)):
        tracker = talk([], [])
        tracker.update(BotUttered("told", {"custom": {"answer_id": told}}, timestamp=when))
        texts = noticed(nlg, tracker, [{"text": "said"}, {"custom": turn}])
        assert (
            texts[0] == "This answer has changed since you read it: on 6 May 2026, because of a new study."
        ) == expected
        assert texts[-2:] == ["said", "turn"]


def test_in_an_emergency_what_to_do_is_said_first(nlg: GuideNLG) -> None:
    messages = [{"text": "call"}, {"custom": make_turn(Kind.ESCALATE)}]
    said = noticed(nlg, talk([flag("R01", "emergency")], emergency=["R01"]), messages)
    assert said[:2] == ["call", "turn"] and len(said) == 3 and said[2].startswith("What I am")


@pytest.mark.parametrize("level", LEVELS)
def test_a_red_flag_is_not_forgotten(nlg: GuideNLG, level: str) -> None:
    (*answer, reminder) = noticed(nlg, talk([], [], **{level: ["R01"]}), ANSWER)
    assert answer == ["said [1]", "turn"] and get_clinic().ways_to_get_help()[level] in reminder


def test_what_was_taken_back_is_not_reminded_of(nlg: GuideNLG) -> None:
    assert noticed(nlg, talk([], [], emergency=[]), ANSWER) == ["said [1]", "turn"]


def test_advice_joins_the_answer_with_its_source_numbered_behind(nlg: GuideNLG) -> None:
    messages = [dict(ANSWER[0]), {"custom": make_turn(Kind.ANSWER, citations=[{"n": 1, "source_id": "SRC01"}])}]
    texts = noticed(nlg, talk([], [flag("R17", "soon")]), messages)
    assert texts[:2] == ["said [1]", "turn"] and texts[2].startswith("R17") and texts[2].endswith("[2]")
    assert messages[1]["custom"]["citations"] == [{"n": 1, "source_id": "SRC01"}, {"n": 2, "source_id": "of R17"}]
    assert messages[1]["custom"]["signs"] == ["R17"]


def test_a_talk_that_cannot_be_read_costs_no_answer(nlg: GuideNLG) -> None:
    assert noticed(nlg, None, ANSWER) == ["said [1]", "turn"]
