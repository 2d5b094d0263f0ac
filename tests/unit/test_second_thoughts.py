"""What the pipeline is not sure of, or takes for something else, may be clear in the light of the talk."""

from __future__ import annotations

from typing import List, Optional, Sequence, Tuple

import pytest
from sqlalchemy.orm import Session

from actions.second_thoughts import AHEAD, ENOUGH, FOREIGN, LEAST
from marrow.conversation.intents import DECLINE, OUT_OF_SCOPE
from marrow.conversation.talk_model import TALK
from tests.invented import if_it_does_not_help, reason_for
from tests.person import Person, said
from tests.unit.conftest import Decide

UNSURE = "nlu_fallback"
BARELY = 0.02
PLAIN, LEANING = "how long for healing", "how long does that take"


def ranking(best: str, chance: float, other: str = "symptoms", second: float = 0.0) -> List[Tuple[str, float]]:
    """As the fallback passes it on: itself first, then the likeliest intent and another one."""
    return [(UNSURE, 0.5), (best, chance), (other, second)]


@pytest.fixture
def talking(person: Person) -> Person:
    """Somebody who has been told about surgery of the knee."""
    person.says("treatment_surgery", "knee")
    return person


@pytest.mark.parametrize("intent", [UNSURE, OUT_OF_SCOPE])
def test_a_topic_that_the_talk_makes_likely_is_answered(talking: Person, intent: str, talks: Decide) -> None:
    learnt = talks("recovery_time")
    reply = talking.says(intent, text=LEANING, ranking=ranking("symptoms", 0.3))
    assert reply.turn["answer_id"] == "recovery_time.knee"
    assert (talking.context.misses, talking.context.strangers) == (0, 0)
    assert learnt.asked == ([("symptoms", 0.3), ("symptoms", 0.0)], "treatment_surgery", LEANING)


@pytest.mark.parametrize(
    "wanted, share", [("recovery_time", ENOUGH - BARELY), (OUT_OF_SCOPE, 0.9), (TALK, 0.9)], ids=str
)
@pytest.mark.parametrize("intent, kind", [(UNSURE, "clarify"), (OUT_OF_SCOPE, "out_of_scope")])
def test_what_it_does_not_make_likely_is_not(
    talking: Person, intent: str, kind: str, wanted: str, share: float, talks: Decide
) -> None:
    talks(wanted, share)
    assert talking.says(intent, text=LEANING, ranking=ranking("recovery_time", 0.3)).turn["kind"] == kind


@pytest.mark.parametrize("intent, kind", [(UNSURE, "clarify"), (OUT_OF_SCOPE, "out_of_scope")])
def test_at_the_beginning_of_a_talk_nothing_is_likely(person: Person, intent: str, kind: str) -> None:
    assert person.says(intent, text=LEANING, ranking=ranking("recovery_time", 0.8)).turn["kind"] == kind


TOLD = ("bone_marrow_edema", "knee")


@pytest.mark.parametrize("named", [TOLD, (*TOLD, "ct")])
def test_who_begins_by_telling_where_it_is_hears_of_that_place(person: Person, named: Sequence[str]) -> None:
    reply = person.says(UNSURE, *named, text="they found it in my knee", ranking=ranking("symptoms", 0.3))
    assert (reply.turn["topic"], person.context.site) == ("body_site_specific", "knee")


@pytest.mark.parametrize(
    "text, named",
    [
        ("is it bad to have it in the knee", TOLD),
        ("my knee hurts", ["knee"]),
        ("they found it", ["bone_marrow_edema"]),
        *(("they found it there", (*TOLD, other)) for other in ("eczema", "surgery", "osteoarthritis", "sleep", "hip")),
    ],
)
def test_a_question_and_what_names_less_or_more_are_not_guessed(
    person: Person, text: str, named: Sequence[str]
) -> None:
    assert person.says(UNSURE, *named, text=text, ranking=ranking("symptoms", 0.3)).turn["kind"] == "clarify"


@pytest.mark.parametrize(
    "intent, likeliest, alarm, denied",
    [
        (OUT_OF_SCOPE, OUT_OF_SCOPE, None, False),
        (UNSURE, "correction", None, False),
        (UNSURE, "symptoms", "emergency", False),
        (UNSURE, "symptoms", None, True),
    ],
)
def test_nor_is_what_is_rather_something_else(
    person: Person, intent: str, likeliest: str, alarm: Optional[str], denied: bool
) -> None:
    person.is_in(alarm)
    seen = {"words": [{"gloss": "tear", "text": "tear", "denied": denied}]}
    reply = person.says(intent, *TOLD, text="in the knee", ranking=ranking(likeliest, 0.3), report=seen)
    assert reply.turn["kind"] in ("clarify", "out_of_scope")


@pytest.mark.parametrize("intent", [UNSURE, OUT_OF_SCOPE])
def test_another_condition_is_never_answered(talking: Person, intent: str, talks: Decide) -> None:
    talks("recovery_time", 0.9)
    reply = talking.says(intent, "eczema", text=LEANING, ranking=ranking("recovery_time", 0.8))
    assert reply.turn["kind"] != "answer"


@pytest.mark.parametrize(
    "told, role, chance, topic",
    [
        (DECLINE, None, 0.6, "imaging_xray_ct"),
        (DECLINE, None, 0.1, "treatment_surgery"),
        ("red_flag", "urgent", 0.6, "imaging_xray_ct"),
        ("red_flag", "emergency", 0.6, "treatment_surgery"),
        ("red_flag", "crisis", 0.6, "treatment_surgery"),
        ("thanks", None, 0.6, "treatment_surgery"),
    ],
)
def test_what_a_message_asked_that_got_the_words_of_safety_is_what_the_talk_is_about(
    talking: Person, told: str, role: Optional[str], chance: float, topic: str, talks: Decide
) -> None:
    learnt = talks("recovery_time")
    talking.is_told_fixed_words(ranking=[(told, 1.0), ("imaging_xray_ct", chance)], role=role)
    talking.says(UNSURE, text=LEANING, ranking=ranking("symptoms", 0.3))
    assert learnt.asked[1] == topic


@pytest.mark.parametrize(
    "move, statements",
    [
        ("more_detail", ["treatment_surgery.knee.more"]),
        ("simpler", ["treatment_surgery.simpler", "treatment_surgery.knee.said"]),
        ("say_again", ["treatment_surgery.knee.said", "treatment_surgery.knee.next_step"]),
        ("why", [reason_for("treatment_surgery")]),
        ("recovery_time", ["treatment_surgery.knee.said", "treatment_surgery.knee.next_step"]),
    ],
)
def test_who_stays_with_the_last_answer_hears_of_it_what_was_likely_wanted(
    talking: Person, move: str, statements: List[str], talks: Decide
) -> None:
    talks("treatment_surgery")
    assert said(talking.says(UNSURE, text=PLAIN, ranking=ranking(move, 0.1))) == statements


@pytest.mark.parametrize(
    "move, statements",
    [
        ("go_back", ["definition.said", "definition.next_step"]),
        (
            "if_not_better",
            [f"{name}.{part}" for name in if_it_does_not_help("treatment_surgery") for part in ("said", "next_step")],
        ),
    ],
)
def test_a_likely_move_away_from_it_is_made(person: Person, move: str, statements: List[str], talks: Decide) -> None:
    talks("treatment_surgery", ENOUGH - BARELY)
    person.says("definition")
    person.says("treatment_surgery", "knee")
    assert person.says(UNSURE, text=PLAIN, ranking=ranking(move, LEAST - BARELY)).turn["kind"] == "clarify"
    assert said(person.says(UNSURE, text=PLAIN, ranking=ranking(move, LEAST))) == statements


@pytest.mark.parametrize(
    "chance, made", [(0.3 / AHEAD + BARELY, False), (0.3 / AHEAD - BARELY, True)], ids=["too near", "ahead"]
)
def test_such_a_move_must_stand_out(talking: Person, chance: float, made: bool, talks: Decide) -> None:
    talks("treatment_surgery", ENOUGH - BARELY)
    reply = talking.says(UNSURE, text=PLAIN, ranking=ranking("if_not_better", 0.3, "symptoms", chance))
    assert (reply.turn["kind"] == "answer") == made


@pytest.mark.parametrize("names, topic", [(["hip"], "treatment_surgery"), ([], "recovery_time")])
def test_a_fragment_that_names_nothing_is_no_move(talking: Person, names: List[str], topic: str, talks: Decide) -> None:
    talks("recovery_time")
    reply = talking.says(UNSURE, *names, text="and then", ranking=ranking("follow_up", 0.4))
    assert reply.turn["topic"] == topic


def test_a_correction_and_the_topic_that_it_names_are_the_same(talking: Person, talks: Decide) -> None:
    talks("recovery_time")
    unsure = ranking("correction", 0.4, "imaging_xray_ct", 0.38)
    assert talking.says(UNSURE, "ct", text="nah the CT one I meant", ranking=unsure).turn["topic"] == "imaging_xray_ct"


@pytest.mark.parametrize("best, other", [("follow_up", "body_site_specific"), ("body_site_specific", "follow_up")])
def test_only_a_body_site_keeps_the_topic(talking: Person, best: str, other: str, talks: Decide) -> None:
    talks("body_site_specific")
    reply = talking.says(UNSURE, "hip", text="and were it the hip", ranking=ranking(best, 0.4, other, 0.4))
    assert (reply.turn["topic"], talking.context.site) == ("treatment_surgery", "hip")


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
    assert talking.says(OUT_OF_SCOPE, text=LEANING, ranking=[(OUT_OF_SCOPE, 0.6)]).turn["kind"] == OUT_OF_SCOPE


@pytest.mark.parametrize("intent", ["affirm", "deny", "choose_option", "start_over"])
def test_a_choice_and_a_fresh_start_are_not_guessed(talking: Person, intent: str, talks: Decide) -> None:
    talks("treatment_surgery", 0.9)
    assert talking.says(UNSURE, text=LEANING, ranking=ranking(intent, 0.44)).turn["kind"] == "clarify"


def test_who_corrects_does_not_hear_the_answer_just_refused(talking: Person, talks: Decide) -> None:
    talks("treatment_surgery", 0.9)
    unsure = ranking("correction", 0.4, "deny", 0.36)
    assert talking.says(UNSURE, text="no that is not what i asked", ranking=unsure).turn["kind"] == "clarify"


@pytest.mark.parametrize("chance, kind", [(FOREIGN - BARELY, "answer"), (FOREIGN, OUT_OF_SCOPE)])
def test_what_is_surely_something_else_stays_so(talking: Person, chance: float, kind: str, talks: Decide) -> None:
    talks("recovery_time", 0.9)
    foreign = [(OUT_OF_SCOPE, chance), ("recovery_time", 0.2), ("symptoms", 0.1)]
    assert talking.says(OUT_OF_SCOPE, text=LEANING, ranking=foreign).turn["kind"] == kind


def test_a_move_that_stays_is_made_only_of_the_topic_that_is_wanted(talking: Person, talks: Decide) -> None:
    talks("recovery_time")
    reply = talking.says(UNSURE, text=PLAIN, ranking=ranking("simpler", 0.1))
    assert said(reply)[0] == "recovery_time.knee.said"


def test_something_else_is_no_move_either(talking: Person, talks: Decide) -> None:
    talks(OUT_OF_SCOPE, 0.9)
    assert talking.says(OUT_OF_SCOPE, text=PLAIN, ranking=ranking("if_not_better", 0.4)).turn["kind"] == OUT_OF_SCOPE
