"""What is asked of the treatment, scan or cause that was just explained."""

from __future__ import annotations

import pytest

from marrow.conversation.words import NOTHING_MORE_EXACT
from tests.person import Person, said
from tests.unit.conftest import Decide


@pytest.mark.parametrize(
    "topic, intent, text, of_it",
    [
        ("treatment_surgery", "symptoms", "does it hurt", True),
        ("treatment_surgery", "untreated_complications", "what can go wrong with that", True),
        ("treatment_surgery", "is_it_serious", "is that dangerous", True),
        ("treatment_surgery", "is_it_serious", "is it dangerous", False),
        ("imaging_mri", "recovery_time", "how long does it take", False),
        ("treatment_surgery", "recovery_time", "how long does that take", False),
        ("imaging_mri", "recovery_time", "how long does that take", True),
        ("treatment_surgery", "symptoms", "does a bone hurt", False),
        ("treatment_overview", "symptoms", "does it hurt", False),
        ("definition", "symptoms", "does it hurt", False),
    ],
)
def test_a_question_may_be_about_the_treatment_or_scan_just_explained(
    person: Person, topic: str, intent: str, text: str, of_it: bool
) -> None:
    person.says(topic)
    assert person.says(intent, text=text).turn["topic"] == (topic if of_it else intent)


def test_a_question_about_it_that_seemed_to_be_about_something_else_is_about_it_too(
    person: Person, talks: Decide
) -> None:
    talks("is_it_serious", 0.9)
    person.says("treatment_surgery")
    ranking = [("out_of_scope", 0.4), ("is_it_serious", 0.38), ("definition", 0.05)]
    assert person.says("out_of_scope", text="is that dangerous", ranking=ranking).turn["topic"] == "treatment_surgery"


def test_what_is_asked_of_it_stays_with_the_last_answer(person: Person) -> None:
    person.says("treatment_surgery")
    reply = person.says("about_it", text="any side effects?")
    assert reply.turn["topic"] == "treatment_surgery"
    assert person.context.last and person.context.last.topic == "treatment_surgery"


def test_what_is_asked_of_it_is_asked_back_where_nothing_was_said_before(person: Person) -> None:
    assert person.says("about_it", text="any side effects?").turn["kind"] == "clarify"


def test_what_is_asked_of_another_thing_by_name_is_not_about_the_last_answer(person: Person) -> None:
    person.says("treatment_surgery")
    assert person.says("about_it", "ct", text="is a CT any good").turn["topic"] == "imaging_xray_ct"


def test_what_is_asked_of_another_scan_under_the_same_topic_is_not_about_the_last_answer(person: Person) -> None:
    person.says("imaging_xray_ct")
    assert said(person.says("about_it", "ct", text="side effects of a CT"))[0] == "imaging_xray_ct.ct.said"


def test_what_is_asked_of_it_elsewhere_in_the_body_is_answered_for_there(person: Person) -> None:
    person.says("recovery_time", "hip")
    assert person.says("about_it", "knee", text="does it differ in the knee").turn["site"] == "knee"


def test_the_same_answer_is_not_said_twice_in_a_row_but_for_a_button(person: Person) -> None:
    first = person.says("recovery_time", text="how long")
    again = person.says("recovery_time", text="how many weeks is that now")
    assert said(first) != said(again) and str(again.text).startswith(NOTHING_MORE_EXACT)
    assert said(person.says("recovery_time", text="/recovery_time")) == said(first)
    person.says("symptoms", text="what does it feel like")
    assert said(person.says("recovery_time", text="how long")) == said(first)
