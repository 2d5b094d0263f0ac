"""What is said to a red flag, and beside later answers."""

from __future__ import annotations

import asyncio
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Dict, List, Optional, Tuple

import pytest
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from marrow.channels.notices import with_notices
from marrow.clinic import get_clinic
from marrow.contract import Kind
from marrow.conversation.intents import RED_FLAG, SAID_WITH, STILL_URGENT
from marrow.conversation.nlg import GuideNLG
from marrow.conversation.turn import make_turn
from marrow.knowledge.safety_schema import LEVELS
from marrow.settings import ROOT

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
ANSWER = [{"text": "said [1]"}, {"custom": make_turn(Kind.ANSWER, citations=[{"n": 1, "source_id": "SRC01"}])}]
CHANNEL = "rest"


def variation(sign: str, urgency: str) -> Dict[str, Any]:
    turn = make_turn(Kind.ESCALATE, urgency=urgency, signs=[sign], citations=[{"n": 1, "source_id": f"of {sign}"}])
    return {
        "id": sign,
        "text": f"{sign}: please {{{'emergency' if urgency == 'soon' else urgency}}} [1]",
        "custom": turn,
    }


@pytest.fixture
def nlg() -> GuideNLG:
    """The domain's responses, with invented red flags."""
    signs = (("R01", "emergency"), ("R07", "urgent"), ("R17", "soon"), ("R26", "crisis"))
    flags = [variation(*sign) for sign in signs]
    topics = [
        {"id": name, "text": name, "buttons": [{"title": name, "payload": f"/{name}"}]}
        for name in ("imaging_mri", "symptoms")
    ]
    decline = {"id": "dose", "text": "no", "buttons": topics[1]["buttons"]}
    decline["custom"] = make_turn(Kind.DECLINE, options=["symptoms"])
    responses = {
        **DOMAIN["responses"], "utter_red_flag": flags, "utter_decline": [decline], "utter_asked": topics
    }  # fmt: skip
    return GuideNLG(domain=Domain.from_dict({"responses": responses}))


def talk(*said: List[Dict[str, Any]], **slots: List[str]) -> DialogueStateTracker:
    """A talk of messages with these entities."""
    tracker = DialogueStateTracker.from_events(
        "talk",
        [SessionStarted(), *(UserUttered("said", entities=entities) for entities in said)],
        slots=[AnySlot(level, mappings=[]) for level in LEVELS],
    )
    tracker.update_with_events([SlotSet(level, signs) for level, signs in slots.items()], None)
    return tracker


def set_ranking(tracker: DialogueStateTracker, ranking: List[Tuple[str, float]]) -> None:
    """What the intents of the latest message are."""
    assert tracker.latest_message
    entries = [{"name": name, "confidence": sure} for name, sure in ranking]
    tracker.latest_message.parse_data["intent_ranking"] = entries  # type: ignore[typeddict-item]


def flag(sign: str, role: str) -> Dict[str, Any]:
    return {"entity": RED_FLAG, "role": role, "value": [sign]}


def said(nlg: GuideNLG, response: str, tracker: DialogueStateTracker) -> Dict[str, Any]:
    return asyncio.run(nlg.generate(response, tracker, CHANNEL)) or {}


def noticed(nlg: GuideNLG, tracker: Optional[DialogueStateTracker], messages: List[Dict[str, Any]]) -> List[str]:
    async def retrieve(_: str) -> Optional[DialogueStateTracker]:
        return tracker

    store = SimpleNamespace(retrieve=retrieve, retrieve_full_tracker=retrieve)
    agent: Any = SimpleNamespace(nlg=nlg, tracker_store=store)
    return [message.get("text", "turn") for message in asyncio.run(with_notices(agent, messages, "talk", CHANNEL))]


def test_the_most_pressing_sign_is_said_with_the_number_and_all_are_named(nlg: GuideNLG) -> None:
    reply = said(nlg, "utter_red_flag", talk([flag("R01", "emergency"), flag("R07", "urgent")]))
    assert reply["text"] == f"R01: please {get_clinic().ways_to_get_help()['emergency']} [1]"
    assert (reply["custom"]["urgency"], reply["custom"]["signs"]) == ("emergency", ["R01", "R07"])


@pytest.mark.parametrize("number, call", [("01 23", {"title": "Call 01 23", "href": "tel:0123"}), (None, None)])
def test_a_red_flag_brings_the_number_to_call(
    nlg: GuideNLG, number: Optional[str], call: Optional[Dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(nlg._numbers, "emergency", number)
    assert said(nlg, "utter_red_flag", talk([flag("R01", "emergency")]))["custom"].get("call") == call


@pytest.mark.parametrize("response", ["utter_call_for_help", "utter_about_someone_else"])
def test_the_buttons_of_a_red_flag_say_its_words_again(nlg: GuideNLG, response: str) -> None:
    reply = said(nlg, response, talk([], urgent=["R07"]))
    assert (
        reply["text"].startswith(DOMAIN["responses"][response][0]["text"].format(**nlg._help))
        and "R07: please" in reply["text"]
    )
    assert (reply["custom"]["kind"], reply["custom"]["signs"]) == ("escalate", ["R07"])


def test_a_decline_is_that_of_its_kind(nlg: GuideNLG) -> None:
    assert said(nlg, "utter_decline", talk([{"entity": "decline", "value": ["dose"]}]))["text"] == "no"


@pytest.mark.parametrize("level, sign", [("crisis", "R26"), ("emergency", "R01"), ("urgent", "R07")])
def test_it_is_said_once_more_in_words_for_how_pressing_it_is(nlg: GuideNLG, level: str, sign: str) -> None:
    words = {one["id"]: one["text"] for one in DOMAIN["responses"][STILL_URGENT]}
    reply = said(nlg, STILL_URGENT, talk([], **{level: [sign]}))
    assert reply["text"].startswith(words[level] + "\n" + f"{sign}: please")
    assert (reply["custom"]["kind"], reply["custom"]["signs"]) == ("escalate", [sign])


@pytest.mark.parametrize(
    "response, signs, kind",
    [
        ("utter_red_flag", ["R07"], "escalate"),
        ("utter_call_for_help", ["R07"], "escalate"),
        ("utter_red_flag", [], "decline"),
        ("utter_thanks", ["R07"], "decline"),
    ],
    ids=["right after a red flag", "after its button", "taken back", "later"],
)
def test_a_request_right_after_a_red_flag_hears_that_again(
    nlg: GuideNLG, response: str, signs: List[str], kind: str
) -> None:
    tracker = talk([], urgent=signs)
    tracker.update(BotUttered("told", metadata={SAID_WITH: response}))
    tracker.update(UserUttered("and?", entities=[{"entity": "decline", "value": ["dose"]}]))
    assert said(nlg, "utter_decline", tracker)["custom"]["kind"] == kind


@pytest.mark.parametrize("sure, offered", [(0.9, ["imaging_mri"]), (0.2, [])])
def test_what_is_asked_beside_a_red_flag_that_leaves_time_is_offered_where_it_is_clear(
    nlg: GuideNLG, sure: float, offered: List[str]
) -> None:
    tracker = talk([flag("R07", "urgent")])
    set_ranking(tracker, [("red_flag", 1.0), ("imaging_mri", sure), ("symptoms", sure / 2)])
    reply = said(nlg, "utter_red_flag", tracker)
    assert reply["custom"].get("options", []) == offered
    assert [button["payload"] for button in reply.get("buttons", [])] == [f"/{topic}" for topic in offered]


@pytest.mark.parametrize("level", ["emergency", "crisis"])
def test_nothing_draws_away_from_what_cannot_wait(nlg: GuideNLG, level: str) -> None:
    tracker = talk([flag("R07", "urgent"), flag("R01" if level == "emergency" else "R26", level)])
    set_ranking(tracker, [("red_flag", 1.0), ("imaging_mri", 0.9)])
    assert not said(nlg, "utter_red_flag", tracker).get("buttons")


def test_who_is_not_in_danger_is_offered_what_was_asked(nlg: GuideNLG) -> None:
    tracker = talk([flag("R01", "emergency")])
    set_ranking(tracker, [("red_flag", 1.0), ("imaging_mri", 0.9)])
    tracker.update(UserUttered("/not_in_danger"))
    reply = said(nlg, "utter_not_in_danger", tracker)
    assert reply["custom"]["options"] == ["imaging_mri"] and len(reply["buttons"]) == 1


@pytest.mark.parametrize("level, sign", [("crisis", "R26"), ("emergency", "R01"), ("urgent", "R07")])
def test_who_is_not_in_danger_hears_what_holds_all_the_same(nlg: GuideNLG, level: str, sign: str) -> None:
    tracker = talk([flag(sign, level)], **{level: [sign]})
    for text in ("one thing", "another", "/not_in_danger"):
        tracker.update(UserUttered(text))
    tracker.update(SlotSet(level, []))
    (text,) = (one["text"] for one in DOMAIN["responses"]["utter_not_in_danger"] if one["id"] == level)
    assert said(nlg, "utter_not_in_danger", tracker)["text"] == text.format(**nlg._help)


def test_a_model_that_knows_no_such_buttons_says_its_words(nlg: GuideNLG) -> None:
    del nlg.responses["utter_asked"]
    tracker = talk([flag("R07", "urgent")])
    set_ranking(tracker, [("red_flag", 1.0), ("imaging_mri", 0.9)])
    assert said(nlg, "utter_red_flag", tracker)["text"].startswith("R07")


def test_a_decline_offers_what_was_asked_once(nlg: GuideNLG) -> None:
    tracker = talk([{"entity": "decline", "value": ["dose"]}])
    for topic, offered in (("imaging_mri", ["symptoms", "imaging_mri"]), ("symptoms", ["symptoms"])):
        set_ranking(tracker, [("decline", 1.0), (topic, 0.9)])
        reply = said(nlg, "utter_decline", tracker)
        assert reply["custom"]["options"] == offered
        assert [button["payload"] for button in reply["buttons"]] == [f"/{topic}" for topic in offered]


def test_an_unknown_response_is_none(nlg: GuideNLG) -> None:
    assert said(nlg, "utter_nothing", talk()) == {}


def test_the_first_answer_says_what_this_is_and_no_other(nlg: GuideNLG) -> None:
    (first, *rest) = noticed(nlg, talk([]), ANSWER)
    assert first.startswith("What I am") and get_clinic().ways_to_get_help()["emergency"] in first
    assert rest == ["said [1]", "turn"]
    assert noticed(nlg, talk([], []), ANSWER) == ["said [1]", "turn"]
    assert noticed(nlg, talk([]), [{"text": "hello"}, {"custom": make_turn(Kind.SMALL_TALK)}]) == ["hello", "turn"]


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
