"""What the pipeline is not sure of, or takes for something else, may be clear in the light of the talk."""

from __future__ import annotations

from typing import Optional

import pytest
from sqlalchemy.orm import Session

from actions.second_thoughts import AHEAD, LEAST, MOST_FOREIGN, MOST_FOREIGN_LEANING, MOST_FOREIGN_NAMED, STAY
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
    reply = talking.says(intent, text=LEANING, ranking=ranking(MOST_FOREIGN_LEANING - BARELY, "recovery_time", 0.3))
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
        (PLAIN, ["ct"], MOST_FOREIGN_NAMED - BARELY, True),
        (PLAIN, ["ct"], MOST_FOREIGN_NAMED, False),
        (PLAIN, ["ct", "eczema"], MOST_FOREIGN - BARELY, False),
    ],
    ids=[
        "likely",
        "foreign",
        "leans",
        "leans, quite foreign",
        "leans, too foreign",
        "in capitals",
        "only letters",
        "named",
        "named, too foreign",
        "named with another illness",
    ],
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
        ("go_back", ["definition.said", "definition.next_step"]),
        ("why", [reason_for("treatment_surgery")]),
        (
            "if_not_better",
            [f"{name}.{part}" for name in if_it_does_not_help("treatment_surgery") for part in ("said", "next_step")],
        ),
    ],
)
def test_a_likely_move_is_made(person: Person, move: str, statements: list) -> None:
    person.says("definition")
    person.says("treatment_surgery", "knee")
    unlikely = person.says(UNSURE, text=PLAIN, ranking=ranking(0.1, move, LEAST - BARELY))
    assert unlikely.turn["kind"] == "clarify"
    assert said(person.says(UNSURE, text=PLAIN, ranking=ranking(0.1, move, LEAST))) == statements


def test_a_correction_and_the_topic_that_it_names_are_the_same(talking: Person) -> None:
    unsure = [(UNSURE, 0.5), ("correction", 0.4), ("imaging_xray_ct", 0.38)]
    assert talking.says(UNSURE, "ct", text="nah the CT one I meant", ranking=unsure).turn["topic"] == "imaging_xray_ct"


def test_a_likely_correction_is_taken(talking: Person) -> None:
    unsure = [(UNSURE, 0.5), ("correction", 0.3), ("treatment_surgery", 0.24), ("recovery_time", 0.22)]
    assert talking.says(UNSURE, text=PLAIN, ranking=unsure).turn["topic"] == "recovery_time"


@pytest.mark.parametrize(
    "other, chance, made",
    [("symptoms", 0.3 / AHEAD + BARELY, False), ("symptoms", 0.3 / AHEAD - BARELY, True), ("say_again", 0.3, True)],
    ids=["too near to a topic", "ahead of a topic", "near to another move"],
)
def test_a_move_must_stand_out_from_all_but_other_moves(talking: Person, other: str, chance: float, made: bool) -> None:
    reply = talking.says(UNSURE, text=PLAIN, ranking=[(UNSURE, 0.5), ("simpler", 0.3), (other, chance)])
    assert (said(reply)[:1] == ["treatment_surgery.simpler"]) == made
    assert (reply.turn["kind"] == "clarify") == (not made)


@pytest.mark.parametrize("intent", ["affirm", "deny", "choose_option", "start_over"])
def test_choices_and_a_fresh_start_are_not_guessed(talking: Person, intent: str) -> None:
    assert talking.says(UNSURE, text=LEANING, ranking=ranking(0.1, intent, 0.49)).turn["kind"] == "clarify"


@pytest.mark.parametrize("before", [True, False], ids=["in a talk", "at the beginning"])
@pytest.mark.parametrize(
    "chance, other, second, answered",
    [
        (LEAST, "symptoms", 0.0, True),
        (LEAST - BARELY, "symptoms", 0.0, False),
        (0.3, "thanks", 0.3, True),
        (LEAST - BARELY, "thanks", LEAST - BARELY, False),
        (0.3, "symptoms", 0.3 / AHEAD + BARELY, False),
    ],
    ids=["just enough", "too little", "two kinds of it", "two kinds, too little", "too near to a topic"],
)
def test_small_talk_is_answered_when_it_is_clear(
    invented: Session, before: bool, chance: float, other: str, second: float, answered: bool
) -> None:
    person = Person(invented)
    if before:
        person.says("recovery_time")
    remembered = person.context
    reply = person.says(UNSURE, text=PLAIN, ranking=[(UNSURE, 0.4), ("goodbye", chance), (other, second)])
    assert (reply.response == "utter_goodbye" and reply.turn["kind"] == "smalltalk") == answered
    assert (person.context == remembered) == answered


def test_without_any_ranking_nothing_is_guessed(talking: Person) -> None:
    assert talking.says(UNSURE, text=LEANING).turn["kind"] == "clarify"
    assert talking.says("out_of_scope", text=LEANING, ranking=[("out_of_scope", 0.6)]).turn["kind"] == "out_of_scope"


@pytest.mark.parametrize(
    "text, chance, stays",
    [
        (LEANING, 0.46 * STAY + BARELY, True),
        (LEANING, 0.46 * STAY - BARELY, False),
        (PLAIN, 0.46 * STAY + BARELY, False),
    ],
    ids=["leans", "leans, but too unlikely", "does not lean"],
)
def test_a_message_that_leans_stays_with_the_topic_of_the_talk(
    talking: Person, text: str, chance: float, stays: bool
) -> None:
    unsure = [(UNSURE, 0.5), ("recovery_time", 0.46), ("treatment_surgery", chance)]
    topic = talking.says(UNSURE, text=text, ranking=unsure).turn["topic"]
    assert topic == ("treatment_surgery" if stays else "recovery_time")


@pytest.mark.parametrize("best, other", [("follow_up", "body_site_specific"), ("body_site_specific", "follow_up")])
def test_two_intents_that_lead_to_the_same_answer_are_no_rivals(talking: Person, best: str, other: str) -> None:
    reply = talking.says(UNSURE, "hip", text="and were it the hip", ranking=[(UNSURE, 0.5), (best, 0.4), (other, 0.4)])
    assert (reply.turn["topic"], talking.context.site) == ("treatment_surgery", "hip")


@pytest.mark.parametrize(
    "names, chance, fragment, topic",
    [
        ([], LEAST, LEAST + BARELY, "symptoms"),
        ([], LEAST - BARELY, LEAST, None),
        (["hip"], LEAST, LEAST + BARELY, None),
        ([], LEAST, LEAST * AHEAD + BARELY, "treatment_surgery"),
    ],
    ids=["as likely", "an unlikely topic", "something is named", "a likelier fragment"],
)
def test_a_fragment_that_names_nothing_is_no_rival_of_a_topic(
    talking: Person, names: list, chance: float, fragment: float, topic: Optional[str]
) -> None:
    unsure = sorted([("follow_up", fragment), ("symptoms", chance), ("why", 0.01)], key=lambda one: -one[1])
    assert talking.says(UNSURE, *names, text=PLAIN, ranking=[(UNSURE, 0.5), *unsure]).turn["topic"] == topic


def test_the_topic_of_the_talk_need_not_stand_out(talking: Person) -> None:
    unsure = [(UNSURE, 0.5), ("treatment_surgery", 0.24), ("recovery_time", 0.23)]
    assert talking.says(UNSURE, text=PLAIN, ranking=unsure).turn["topic"] == "treatment_surgery"
