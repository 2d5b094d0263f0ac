"""Right after a red flag: what puts it off, plays it down or is not understood hears it once more."""

from __future__ import annotations

from typing import Optional, Tuple

import pytest

from actions.still_urgent import HEARD, PLAYED_DOWN, SURE
from marrow.conversation.intents import (
    ABOUT_SOMEONE_ELSE,
    AFFIRM,
    HELP,
    MOVES,
    NOT_IN_DANGER,
    OUT_OF_SCOPE,
    RED_FLAG,
    STILL_URGENT,
    TAKE_BACK,
)
from marrow.knowledge.safety_schema import LEVELS
from tests.person import Person
from tests.unit.conftest import Decide

UNSURE = "nlu_fallback"
TEXT = "it will be nothing"


@pytest.fixture
def warned(person: Person) -> Person:
    """Somebody who was just told about a red flag, after an answer."""
    person.says("recovery_time")
    person.is_in("emergency")
    person.is_told_fixed_words(ranking=[(RED_FLAG, 1.0)])
    return person


@pytest.mark.parametrize(
    "intent", [UNSURE, OUT_OF_SCOPE, *PLAYED_DOWN, *(move for move in MOVES if move not in (*HEARD, TAKE_BACK))]
)
def test_it_is_said_once_more_and_then_not_again(warned: Person, intent: str) -> None:
    remembered = warned.context
    reply = warned.says(intent, text=TEXT)
    assert (reply.response, reply.turn, warned.context) == (STILL_URGENT, {}, remembered)
    assert warned.says(intent, text=TEXT).response != STILL_URGENT


@pytest.mark.parametrize("intent, response", [(HELP, None), (ABOUT_SOMEONE_ELSE, None), (AFFIRM, f"utter_{HELP}")])
def test_also_after_one_of_its_buttons_or_a_yes(warned: Person, intent: str, response: Optional[str]) -> None:
    warned.is_told_fixed_words(ranking=[(intent, 1.0)], response=response)
    assert warned.says(UNSURE, text=TEXT).response == STILL_URGENT


@pytest.mark.parametrize("chance, response", [(SURE, None), (SURE - 0.01, STILL_URGENT)])
def test_what_is_clearly_a_question_gets_its_answer(warned: Person, chance: float, response: Optional[str]) -> None:
    assert warned.says("recovery_time", text=TEXT, chance=chance).response == response


@pytest.mark.parametrize("chance, taken_back", [(SURE, True), (SURE - 0.01, False)])
def test_who_surely_takes_it_back_is_believed(warned: Person, chance: float, taken_back: bool) -> None:
    reply = warned.says(TAKE_BACK, text=TEXT, chance=chance)
    assert (reply.response, reply.taken_back) == (f"utter_{NOT_IN_DANGER}" if taken_back else STILL_URGENT, taken_back)


@pytest.mark.parametrize("intent", [AFFIRM, "start_over"])
def test_a_yes_and_a_fresh_start_mean_what_they_always_do(warned: Person, intent: str) -> None:
    assert warned.says(intent, text=TEXT).response != STILL_URGENT


@pytest.mark.parametrize("topic", PLAYED_DOWN)
def test_a_button_gets_its_answer(warned: Person, topic: str) -> None:
    assert warned.says(topic, text=f"/{topic}").turn["topic"] == topic


def test_who_is_not_in_danger_does_not_hear_it_again(warned: Person) -> None:
    warned.is_in(None)
    assert warned.says(UNSURE, text=TEXT).response != STILL_URGENT


@pytest.mark.parametrize("intent", ["decline", "thanks"])
def test_after_other_words_it_is_not_said(warned: Person, intent: str) -> None:
    warned.is_told_fixed_words(ranking=[(intent, 1.0)])
    assert warned.says(UNSURE, text=TEXT).response != STILL_URGENT


def test_after_an_answer_it_is_not_said(warned: Person) -> None:
    warned.says("recovery_time")
    assert warned.says(UNSURE, text=TEXT).response != STILL_URGENT


@pytest.mark.parametrize("level", LEVELS)
def test_in_grave_danger_nothing_is_guessed_from_the_talk(person: Person, level: str, talks: Decide) -> None:
    talks("recovery_time", 0.9)
    person.says("recovery_time")
    person.is_in(level)
    reply = person.says(UNSURE, text="whatever", ranking=[("symptoms", 0.3), ("recovery_time", 0.2)])
    assert (reply.turn["kind"] == "answer") == (level == "urgent")


@pytest.mark.parametrize(
    "said_so, response",
    [
        (("affirm", "yes"), "utter_call_for_help"),
        (("choose_option", "the first one"), "utter_call_for_help"),
        (("choose_option", "the second one"), STILL_URGENT),
        (("choose_option", "the last one"), "utter_about_someone_else"),
    ],
)
def test_what_a_red_flag_offers_can_be_chosen_but_nothing_takes_it_back(
    person: Person, said_so: Tuple[str, str], response: str
) -> None:
    person.is_told_fixed_words("knee", offered=["call_for_help", "not_in_danger", "about_someone_else"])
    intent, text = said_so
    reply = person.says(intent, text=text)
    assert (reply.response, reply.turn, reply.context) == (response, {}, None)
