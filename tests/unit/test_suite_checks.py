"""What a turn of a suite asks for, compared with what came back."""

from __future__ import annotations

from typing import Any

import pytest

from marrow.clinic import Clinic
from marrow.conversation.turn import Button
from marrow.conversation.words import english_only
from tests.suite.checks import CHECKS, check
from tests.suite.clients.client import Reply
from tests.suite.format import Turn
from tests.suite.knowledge import statements

STATEMENT = "recovery_time.no_single_number"
TURN = {
    "kind": "answer",
    "topic": "recovery_time",
    "also": ["definition"],
    "site": "hip",
    "answer_id": "recovery_time.hip",
    "options": ["imaging_mri"],
    "urgency": None,
    "citations": [{"n": 1, "source_id": "SRC01"}, {"n": 2, "source_id": "SRC02"}],
}


def reply(text: str = "Two words.", **fields: Any) -> Reply:
    turn = {**TURN, **fields}
    return Reply(text, (Button("Once more", "/again"),), turn)


RIGHT = [
    {"kind": "answer"}, {"kind": ["clarify", "answer"]}, {"topic": "recovery_time"},
    {"topic": ["definition", "recovery_time"]}, {"also": ["definition"]}, {"site": "hip"}, {"site": [None, "hip"]},
    {"answer": "recovery_time.hip"}, {"urgency": None}, {"contains": "Two"}, {"contains": ["Two", "words."]},
    {"offers": ["imaging_mri", "again"]}, {"buttons": ["Once more"]}, {"citations": 2}, {"citations": ["SRC02"]},
    {"reminds": "no"}, {"new_words": True},
]  # fmt: skip
WRONG = [
    ({"kind": "clarify"}, "kind is 'answer', not 'clarify'"),
    ({"kind": ["clarify", "decline"]}, "kind is 'answer', not 'clarify' or 'decline'"),
    ({"topic": "definition"}, "topic is 'recovery_time', not 'definition'"),
    ({"also": []}, "also is ['definition'], not []"),
    ({"site": None}, "site is 'hip', not None"),
    ({"answer": "recovery_time"}, "answer is 'recovery_time.hip', not 'recovery_time'"),
    ({"urgency": "crisis"}, "urgency is None, not 'crisis'"),
    ({"says": STATEMENT}, f"the statement {STATEMENT} is not said"),
    ({"says": "nothing.at_all"}, "the knowledge files have no statement nothing.at_all"),
    ({"contains": ["Two", "three"]}, "'three' is not said"),
    ({"offers": ["again", "symptoms"]}, "symptoms is not offered"),
    ({"buttons": ["Less"]}, "there is no button 'Less', but ['Once more']"),
    ({"citations": 3}, "2 sources are cited, not 3"),
    ({"citations": ["SRC01", "SRC03"]}, "SRC03 is not cited"),
    ({"reminds": "crisis"}, "reminds is 'no', not 'crisis'"),
    ({"language": "es"}, "it does not say in es that the guide speaks English"),
]  # fmt: skip


@pytest.mark.parametrize("expected", RIGHT)
def test_what_is_as_it_must_be_is_no_problem(expected: Any) -> None:
    assert check(Turn(user="hello", **expected), reply()).problems == ()


@pytest.mark.parametrize("expected, problem", WRONG)
def test_what_differs_is_said(expected: Any, problem: str) -> None:
    assert check(Turn(user="hello", **expected), reply()).problems == (problem,)


def test_every_key_of_a_turn_is_checked() -> None:
    assert {*CHECKS, "new_words", "user", "press"} == {*Turn.__fields__}


def test_a_statement_is_found_wherever_the_channel_breaks_the_line() -> None:
    said = reply("Before. " + statements()[STATEMENT].replace(" ", "\n") + " [1]")
    assert check(Turn(user="hello", says=STATEMENT), said).problems == ()


def test_the_same_words_as_before_are_not_new() -> None:
    same = check(Turn(user="hello", new_words=True), reply(), reply())
    assert same.problems == ("the same words as before are said",)


def test_saying_it_again_takes_the_same_words() -> None:
    other = check(Turn(user="hello", new_words=False), reply(), reply("Other words."))
    assert other.problems == ("other words than before are said",)


def test_the_clinic_in_a_sentence_may_be_any() -> None:
    said = reply(english_only("es", Clinic.parse_obj({"name": "Some clinic", "phone": "555"})))
    assert check(Turn(user="hello", language="es"), said).problems == ()


def test_an_error_that_nobody_asked_for_is_a_problem() -> None:
    assert check(Turn(user="hello"), reply(kind="error")).problems == ("kind is 'error', which nobody asked for",)
    assert check(Turn(user="hello", kind="error"), reply(kind="error")).problems == ()


def test_what_breaks_the_contract_is_a_problem_of_any_turn() -> None:
    broken = Reply("Two words.", faults=("the turn breaks its schema",))
    assert check(Turn(user="hello"), broken).problems == ("the turn breaks its schema",)


def test_what_the_channel_does_not_show_is_counted_not_judged() -> None:
    seen = Reply("Two words.", (), {"topic": "symptoms"}, {"site": frozenset(), "answer_id": frozenset()})
    checked = check(Turn(user="hello", topic="definition", site="hip", answer="definition"), seen)
    assert checked.problems == ("topic is 'symptoms', not 'definition'",)
    assert checked.unseen == ("site", "answer")


@pytest.mark.parametrize(
    "kind, problems, unseen",
    [
        ("clarify", 0, ("kind",)),
        (["clarify", "decline"], 0, ()),
        ("answer", 1, ()),
    ],
)
def test_a_kind_is_judged_as_far_as_it_shows(kind: Any, problems: int, unseen: Any) -> None:
    either = Reply("Two words.", unsure={"kind": frozenset(["clarify", "decline"])})
    checked = check(Turn(user="hello", kind=kind), either)
    assert (len(checked.problems), checked.unseen) == (problems, unseen)
