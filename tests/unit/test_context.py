"""What the conversation remembers, and what a message means in its light."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional

import pytest
from rasa_sdk import Tracker

from actions import context
from actions.context import MOST_EARLIER, SLOT, Context, Talk
from tests.person import Person

ONE, TWO, THREE = (Talk(name, answers=(name,)) for name in ("definition", "symptoms", "recovery_time"))


def tracker(
    remembered: Optional[Context] = None, *entities: str, events: Optional[List[Dict[str, Any]]] = None
) -> Tracker:
    """A conversation with this context, and a message that names ``kind:id`` terms."""
    value = json.loads(json.dumps(remembered.value())) if remembered else None
    named = [dict(zip(("entity", "value"), entity.split(":"))) for entity in entities]
    return Tracker("somebody", {SLOT: value}, {"entities": named}, events or [], False, None, {}, None)


def bot(*payloads: str) -> Dict[str, Any]:
    return {"event": "bot", "data": {"buttons": [{"title": name, "payload": name} for name in payloads] or None}}


def test_a_talk_is_remembered_with_what_it_was_about() -> None:
    talk = Talk("definition", "knee", ("ct", "rest"), ("definition.knee",))
    assert Context(misses=2, strangers=3).after(talk) == Context("knee", ("ct", "rest"), talk)


def test_the_talks_before_are_kept_the_latest_last() -> None:
    assert Context().after(ONE).after(TWO).after(THREE) == Context(last=THREE, earlier=(ONE, TWO))


def test_only_so_many_talks_are_kept() -> None:
    remembered = Context()
    for number in range(MOST_EARLIER + 3):
        remembered = remembered.after(Talk(str(number)))
    assert [talk.topic for talk in remembered.earlier] == [str(number) for number in range(2, MOST_EARLIER + 2)]


def test_saying_the_same_again_leaves_no_trace() -> None:
    assert Context().after(ONE).after(TWO).after(TWO).earlier == (ONE,)


def test_the_same_topic_about_something_else_is_another_talk() -> None:
    assert Context().after(ONE).after(Talk("definition", "knee")).earlier == (ONE,)


def test_back_is_how_it_was_before_the_last_answer() -> None:
    about_the_knee = Talk("definition", "knee", ("ct",), ("definition.knee",))
    before = Context().after(about_the_knee)
    assert before.after(TWO).back() == before
    assert Context().after(ONE).after(TWO).after(THREE).back().back() == Context(last=ONE)


def test_back_stays_when_nothing_was_before() -> None:
    assert Context(last=ONE, misses=2, strangers=1).back() == Context(last=ONE)
    assert Context().back() == Context()


def test_saying_it_again_forgets_what_was_not_understood() -> None:
    remembered = Context("knee", ("ct",), ONE, (TWO,), misses=2, strangers=1)
    assert remembered.again() == Context("knee", ("ct",), ONE, (TWO,))


def test_a_miss_is_counted_and_what_it_named_is_kept() -> None:
    before = Context("knee", ("ct",), ONE, (TWO,), misses=1, strangers=2)
    assert context.after_a_miss(tracker(before, "site:hip", "treatment:rest")) == Context(
        "hip", ("rest",), ONE, (TWO,), misses=2
    )


def test_a_stranger_is_counted_and_changes_nothing_else() -> None:
    before = Context("knee", ("ct",), ONE, (TWO,), misses=2, strangers=1)
    assert context.after_a_stranger(tracker(before, "site:hip")) == Context(
        "knee", ("ct",), ONE, (TWO,), strangers=2
    )  # fmt: skip


@pytest.mark.parametrize(
    "remembered",
    [Context(), Context("knee", ("ct",), Talk("definition", "knee", ("ct",), ("definition.knee",)), (TWO,), 1, 2)],
)
def test_the_context_survives_the_slot(remembered: Context) -> None:
    assert context.read(tracker(remembered)) == remembered


def test_at_the_beginning_nothing_is_remembered() -> None:
    assert context.read(tracker()) == Context()


@pytest.mark.parametrize(
    "entities, things",
    [
        (["scan:ct"], ["ct"]),
        (["treatment:ice", "scan:ct", "treatment:ice"], ["ice", "ct"]),
        ([], ["rest"]),
        (["site:hip"], ["rest"]),
        (["subject:edema"], []),
        (["subject:edema", "scan:ct"], ["ct"]),
        (["other_condition:eczema"], ["rest"]),
    ],
    ids=["another", "symptoms", "none", "a site", "the subject", "subject and thing", "not of this guide"],
)
def test_things_are_replaced_or_dropped_when_the_subject_is_named(entities: List[str], things: List[str]) -> None:
    assert context.things_meant(tracker(Context("knee", ("rest",), ONE), *entities)) == things


@pytest.mark.parametrize(
    "entities, site",
    [
        ([], "knee"),
        (["scan:ct"], "knee"),
        (["subject:edema"], "knee"),
        (["site:hip"], "hip"),
        (["site:hip", "site:jaw"], "hip"),
    ],
)
def test_the_site_stays_until_another_is_named(entities: List[str], site: str) -> None:
    assert context.site_meant(tracker(Context("knee", ("rest",), ONE), *entities)) == site


def test_what_was_offered_is_on_the_last_message_that_had_buttons() -> None:
    events = [
        bot("/one", "/two"),
        {"event": "user"},
        bot("/recovery_time", "/deny"),
        {"event": "user"},
        bot(),
        {"event": "bot"},
    ]
    assert context.offered(tracker(events=events)) == ["recovery_time", "deny"]
    assert context.offered(tracker(events=[{"event": "user"}, bot()])) == []


def test_what_a_message_with_fixed_words_names_is_remembered(person: Person) -> None:
    """A declined "can I run a marathon on this knee", then "how long does it take"."""
    person.says("recovery_time", "hip")
    person.is_told_fixed_words("knee", "surgery")
    assert person.says("recovery_time").turn["answer_id"] == "recovery_time.knee"
    assert person.context.things == ("surgery",)
    person.is_told_fixed_words()
    assert person.says("symptoms").turn["kind"] == "answer"
    assert person.context.site == "knee"
    person.is_told_fixed_words("hip")
    assert person.says("recovery_time", "knee").turn["site"] == "knee", "what is named now goes first"


def test_an_answer_on_a_topic_that_is_gone_is_forgotten() -> None:
    gone = Talk("no_such_topic")
    assert context.read(tracker(Context(last=gone, earlier=(ONE, gone, TWO)))) == Context(earlier=(ONE, TWO))
