"""What is said to a red flag."""

from __future__ import annotations

from typing import Dict, List, Optional

import pytest
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered

from marrow.clinic import get_clinic
from marrow.conversation.intents import SAID_WITH, STILL_URGENT
from marrow.conversation.nlg import GuideNLG
from tests.red_flag_talk import DOMAIN, flag, said, set_ranking, talk, words_of


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
        reply["text"].startswith(DOMAIN["responses"][response][0]["text"].format(**nlg._known))
        and "R07: please" in reply["text"]
    )
    assert (reply["custom"]["kind"], reply["custom"]["signs"]) == ("escalate", ["R07"])


def test_a_decline_is_that_of_its_kind(nlg: GuideNLG) -> None:
    assert said(nlg, "utter_decline", talk([{"entity": "decline", "value": ["dose"]}]))["text"] == "no"


def test_who_is_not_in_danger_and_never_was_hears_of_no_danger(nlg: GuideNLG) -> None:
    reply = said(nlg, "utter_not_in_danger", talk([]))
    assert (reply["text"], reply["custom"]["kind"]) == (words_of("utter_not_in_danger", "nothing"), "smalltalk")


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
    tracker = talk([flag("R01", "emergency")], emergency=["R01"])
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
    text = words_of("utter_not_in_danger", level)
    assert said(nlg, "utter_not_in_danger", tracker)["text"] == text.format(**nlg._known)


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
