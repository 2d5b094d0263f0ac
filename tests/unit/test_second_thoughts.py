"""What the pipeline is not sure of, or takes for something else, may be clear in the light of the talk."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from actions.unsure import AHEAD, LEAST, LEAST_OF_A_MOVE, LEAST_OF_SMALL_TALK, MOST_FOREIGN, MOST_FOREIGN_LEANING
from tests.person import Person, if_it_does_not_help, reason_for, said

UNSURE = "nlu_fallback"
BARELY = 0.02
PLAIN, LEANING = "how long for healing", "how long does that take"


def ranking(foreign: float, best: str, chance: float, other: float = 0.0) -> list:
    """As the fallback passes it on: itself first, then something else, the likeliest intent and another one."""
    return [(UNSURE, 0.5), ("out_of_scope", foreign), (best, chance), ("symptoms", other)]


@pytest.fixture
def talking(person: Person) -> Person:
    """Somebody who has been told about surgery of the knee."""
    person.says("treatment_surgery", "knee")
    return person


@pytest.mark.parametrize("intent", [UNSURE, "out_of_scope"])
def test_a_topic_that_the_talk_makes_likely_is_answered(talking: Person, intent: str) -> None:
    reply = talking.says(intent, text=LEANING, ranking=ranking(0.6, "recovery_time", 0.3))
    assert reply.turn["answer_id"] == "recovery_time.knee"
    assert (talking.context.misses, talking.context.strangers) == (0, 0)


@pytest.mark.parametrize("intent, kind", [(UNSURE, "clarify"), ("out_of_scope", "out_of_scope")])
def test_at_the_beginning_of_a_talk_nothing_is_likely(person: Person, intent: str, kind: str) -> None:
    reply = person.says(intent, text=LEANING, ranking=ranking(0.1, "recovery_time", 0.8))
    assert reply.turn["kind"] == kind


@pytest.mark.parametrize(
    "text, names, foreign, answered",
    [
        (PLAIN, [], MOST_FOREIGN - BARELY, True),
        (PLAIN, [], MOST_FOREIGN, False),
        (LEANING, [], MOST_FOREIGN, True),
        (LEANING, [], MOST_FOREIGN_LEANING - BARELY, True),
        (LEANING, [], MOST_FOREIGN_LEANING, False),
        (PLAIN.upper() + " IT", [], MOST_FOREIGN, True),
        (PLAIN + " with items", [], MOST_FOREIGN, False),
    ],
    ids=["likely", "foreign", "leans", "leans, quite foreign", "leans, too foreign", "in capitals", "only letters"],
)
def test_a_message_that_leans_on_the_talk_may_look_more_foreign(
    talking: Person, text: str, names: list, foreign: float, answered: bool
) -> None:
    reply = talking.says("out_of_scope", *names, text=text, ranking=ranking(foreign, "recovery_time", 0.28))
    assert (reply.turn["kind"] == "answer") == answered
    assert (talking.context.strangers == 0) == answered


@pytest.mark.parametrize(
    "chance, other, answered",
    [
        (LEAST, 0.0, True),
        (LEAST - BARELY, 0.0, False),
        (0.4, 0.4 / AHEAD - BARELY, True),
        (0.4, 0.4 / AHEAD + BARELY, False),
    ],
    ids=["just enough", "too little", "ahead of the second", "too near to the second"],
)
def test_a_topic_must_be_likely_enough_and_stand_out(
    talking: Person, chance: float, other: float, answered: bool
) -> None:
    reply = talking.says(UNSURE, text=PLAIN, ranking=ranking(0.1, "recovery_time", chance, other))
    assert (reply.turn["kind"] == "answer") == answered


@pytest.mark.parametrize("name, answered", [("ct", True), ("osteoarthritis", False), ("sleep", False)])
def test_only_the_topic_of_a_thing_named_need_not_stand_out(talking: Person, name: str, answered: bool) -> None:
    unclear = ranking(0.1, "imaging_xray_ct", LEAST, LEAST)
    reply = talking.says(UNSURE, name, text="and now", ranking=unclear)
    assert (reply.turn.get("answer_id") == "imaging_xray_ct.ct") == answered
    assert (reply.turn["kind"] == "clarify") == (not answered)


@pytest.mark.parametrize("intent", [UNSURE, "out_of_scope"])
def test_another_condition_is_never_answered(talking: Person, intent: str) -> None:
    reply = talking.says(intent, "eczema", text="how long does that take", ranking=ranking(0.1, "recovery_time", 0.8))
    assert reply.turn["kind"] != "answer"


@pytest.mark.parametrize(
    "move, statements",
    [
        ("more_detail", ["treatment_surgery.knee.more"]),
        ("simpler", ["treatment_surgery.simpler", "treatment_surgery.knee.said"]),
        ("say_again", ["treatment_surgery.knee.said", "treatment_surgery.knee.next_step"]),
        ("follow_up", ["treatment_surgery.knee.said", "treatment_surgery.knee.next_step"]),
        ("why", [reason_for("treatment_surgery")]),
        (
            "if_not_better",
            [f"{name}.{part}" for name in if_it_does_not_help("treatment_surgery") for part in ("said", "next_step")],
        ),
    ],
)
def test_a_move_must_be_likelier_than_a_topic(talking: Person, move: str, statements: list) -> None:
    too_little = talking.says(UNSURE, text=PLAIN, ranking=ranking(0.1, move, LEAST_OF_A_MOVE - BARELY))
    assert too_little.turn["kind"] == "clarify"
    assert said(talking.says(UNSURE, text=PLAIN, ranking=ranking(0.1, move, LEAST_OF_A_MOVE))) == statements


@pytest.mark.parametrize("intent", ["greet", "thanks", "correction", "affirm", "start_over"])
def test_one_kind_of_small_talk_and_choices_are_not_guessed(talking: Person, intent: str) -> None:
    assert talking.says(UNSURE, text=LEANING, ranking=ranking(0.1, intent, 0.49)).turn["kind"] == "clarify"


@pytest.mark.parametrize("before", [True, False], ids=["in a talk", "at the beginning"])
def test_of_two_kinds_of_small_talk_the_likelier_is_answered(invented: Session, before: bool) -> None:
    person = Person(invented)
    if before:
        person.says("recovery_time")
    remembered = person.context
    reply = person.says(UNSURE, ranking=[(UNSURE, 0.4), ("goodbye", 0.3), ("thanks", LEAST_OF_SMALL_TALK - 0.3)])
    assert (reply.response, reply.turn["kind"]) == ("utter_goodbye", "smalltalk")
    assert person.context == remembered


@pytest.mark.parametrize(
    "second", [("thanks", LEAST_OF_SMALL_TALK - 0.3 - BARELY), ("symptoms", 0.29), ("affirm", 0.29)]
)
def test_small_talk_with_anything_else_is_not_guessed(person: Person, second: tuple) -> None:
    assert person.says(UNSURE, ranking=[(UNSURE, 0.4), ("goodbye", 0.3), second]).turn["kind"] == "clarify"


def test_without_any_ranking_nothing_is_guessed(talking: Person) -> None:
    assert talking.says(UNSURE, text=LEANING).turn["kind"] == "clarify"
    assert talking.says("out_of_scope", text=LEANING, ranking=[("out_of_scope", 0.6)]).turn["kind"] == "out_of_scope"
