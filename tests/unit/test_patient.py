"""What is told of the patient holds for the rest of the talk, whatever is asked next."""

from __future__ import annotations

from typing import List

import pytest

from marrow.conversation.words import general_answer_for
from tests.person import Person, said


def answers(person: Person, *names: str) -> List[str]:
    """Ids of the answers on how long it takes."""
    return [name.rpartition(".")[0] for name in said(person.says("recovery_time", *names)) if name.endswith(".said")]


def test_an_answer_for_the_patient_stands_before_one_on_another_thing_and_is_said_once(person: Person) -> None:
    person.says("definition", "pregnancy")
    person.says("imaging_mri", "surgery")
    assert answers(person, "osteoarthritis") == ["recovery_time.pregnancy", "recovery_time.osteoarthritis"]
    assert answers(person, "osteoarthritis") == ["recovery_time.osteoarthritis"]


def test_it_is_told_also_beside_words_that_no_action_answers(person: Person) -> None:
    person.is_told_fixed_words("pregnancy")
    assert answers(person, "osteoarthritis")[0] == "recovery_time.pregnancy"


def test_it_stays_when_somebody_goes_back_and_is_gone_after_a_fresh_start(person: Person) -> None:
    person.says("definition", "pregnancy")
    person.says("symptoms")
    person.says("go_back")
    assert person.context.patient == ("pregnancy",)
    person.says("start_over")
    assert answers(person, "osteoarthritis") == ["recovery_time.osteoarthritis"]


@pytest.mark.parametrize(
    "text", ["I am not pregnancy", "no pregnancy here", "isn't a pregnancy", "never had a pregnancy"]
)
def test_what_is_denied_is_not_told(person: Person, text: str) -> None:
    person.says("definition", "pregnancy", text=text)
    assert person.context.patient == ()


def test_that_there_is_nothing_special_on_a_body_site_is_said_once(person: Person) -> None:
    lead = general_answer_for("the hip")
    assert lead in str(person.says("recovery_time", "hip").text)
    assert lead not in str(person.says("symptoms").text)
    assert lead in str(person.says("definition", "hip").text)


@pytest.mark.parametrize("text, answer", [("her ct says so", "symptoms"), ("the ct scan showed it", "symptoms")])
def test_a_scan_that_only_told_it_is_not_what_is_asked_about(person: Person, text: str, answer: str) -> None:
    assert person.says("symptoms", "ct", text=text).turn["answer_id"] == answer
    assert person.says("symptoms", "ct", text="and on ct?").turn["answer_id"] == "symptoms.ct"


@pytest.mark.parametrize("intent", ["out_of_scope", "nlu_fallback"])
def test_who_asks_of_a_treatment_for_a_patient_is_not_turned_away(person: Person, intent: str) -> None:
    reply = person.says(intent, "surgery", "pregnancy", "eczema", text="surgery in pregnancy, with eczema")
    assert reply.turn["answer_id"] == "treatment_surgery.pregnancy"
    assert person.says(intent, "surgery", "eczema", text="surgery for eczema").turn["kind"] != "answer"
    assert person.says(intent, "pregnancy", "eczema", text="pregnancy and eczema").turn["kind"] != "answer"
