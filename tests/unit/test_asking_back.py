"""What happens when a message is not understood, or is about something else: never the same words twice."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from actions.asking_back import MAX_OPTIONS, STARTING_POINTS
from actions.out_of_scope import NEAR
from marrow.clinic import get_clinic
from marrow.contract import topic_ids
from marrow.conversation.turn import Reply
from marrow.conversation.words import SOMETHING_ELSE, contact, english_only, ours_or_not
from tests.invented import read_next
from tests.person import ACTIONS, Person, said

UNSURE = "nlu_fallback"
RANKING = [(UNSURE, 0.5), ("imaging_mri", 0.15), ("greet", 0.14), ("symptoms", 0.13), ("recovery_time", 0.12)]
NEAREST = [
    {"topic": "imaging_mri", "question": "What does the machine see?"},
    {"topic": "diet_supplements", "question": "What about soup?"},
]


def payloads(reply: Reply) -> list:
    return [button.payload.lstrip("/") for button in reply.buttons]


def words(reply: Reply) -> tuple:
    return reply.response, reply.text, payloads(reply)


def test_first_the_likely_topics_are_offered_and_something_else(person: Person) -> None:
    reply = person.says(UNSURE, ranking=RANKING, nearest=NEAREST)
    assert (reply.response, reply.turn["kind"]) == ("utter_clarify", "clarify")
    assert reply.turn["options"] == ["imaging_mri", "symptoms", "diet_supplements", "recovery_time"]
    assert payloads(reply) == [*reply.turn["options"], "deny"]
    assert reply.buttons[-1].title == SOMETHING_ELSE


UNCLEAR = [("imaging_mri", 0.15), ("symptoms", 0.14)]


@pytest.mark.parametrize(
    "text, first, third",
    [
        ("that tells me nothing at all", (UNSURE, 0.5), "recovery_time"),
        ("that is not what I asked", ("correction", 0.3), read_next("recovery_time")[0]),
        ("nothing for soup lovers", (UNSURE, 0.5), "diet_supplements"),
    ],
    ids=["leans", "leans, but means something else", "does not lean"],
)
def test_what_leans_on_the_last_answer_is_offered_its_topic(
    person: Person, text: str, first: tuple, third: str
) -> None:
    person.says("recovery_time")
    reply = person.says(UNSURE, text=text, ranking=[first, *UNCLEAR], nearest=NEAREST)
    assert reply.turn["options"][:3] == ["imaging_mri", "symptoms", third]


def test_what_to_read_after_the_last_answer_is_offered_when_nothing_else_is_near(person: Person) -> None:
    person.says("recovery_time")
    reply = person.says(UNSURE, text="that tells me nothing at all", ranking=[(UNSURE, 0.5), *UNCLEAR])
    assert reply.turn["options"] == ["imaging_mri", "symptoms", "recovery_time", read_next("recovery_time")[0]]


def test_the_options_name_the_site_of_the_person(person: Person) -> None:
    reply = person.says(UNSURE, "knee", ranking=RANKING)
    assert reply.buttons[0].title.endswith(": the knee")
    assert person.says("recovery_time").turn["site"] == "knee"


def test_then_the_nearest_questions_that_were_not_just_refused(person: Person) -> None:
    first = person.says(UNSURE, ranking=RANKING)
    second = person.says(
        UNSURE, ranking=RANKING, nearest=[*NEAREST, {"topic": "symptoms", "question": "Does it ache?"}]
    )
    assert second.response == "utter_search"
    assert second.turn["options"][0] == "diet_supplements"
    assert second.buttons[0].title == NEAREST[1]["question"]
    assert not set(second.turn["options"]) & set(first.turn["options"])


def test_then_a_person_is_named_who_can_help(person: Person) -> None:
    for _ in range(2):
        person.says(UNSURE, ranking=RANKING)
    reply = person.says(UNSURE, ranking=RANKING)
    assert reply.turn["kind"] == "handoff"
    assert contact(get_clinic()) in (reply.text or "")
    assert payloads(reply) == reply.turn["options"] == list(STARTING_POINTS[:MAX_OPTIONS])


def test_the_same_is_never_asked_twice_running_nor_more_than_fits(person: Person) -> None:
    replies = [person.says(UNSURE, ranking=RANKING, nearest=NEAREST) for _ in range(7)]
    for before, after in zip(replies, replies[1:]):
        assert before.response is None or before.response != after.response
        assert payloads(before) != payloads(after)
    for reply in replies:
        options = [name for name in payloads(reply) if name != "deny"]
        assert 1 <= len(options) <= MAX_OPTIONS
        assert len(set(options)) == len(options)
        assert set(options) <= set(topic_ids())
        assert (SOMETHING_ELSE in [button.title for button in reply.buttons]) == (reply.turn["kind"] == "clarify")


def test_an_answer_in_between_starts_the_count_anew(person: Person) -> None:
    person.says(UNSURE, ranking=RANKING)
    person.says("recovery_time")
    assert person.says(UNSURE, ranking=RANKING).response == "utter_clarify"


def test_something_else_gets_other_options_and_then_the_clinic(person: Person) -> None:
    first = person.says(UNSURE, ranking=RANKING)
    second = person.presses(SOMETHING_ELSE)
    assert second.response == "utter_something_else"
    assert not set(second.turn["options"]) & set(first.turn["options"])
    assert person.presses(SOMETHING_ELSE).turn["kind"] == "handoff"


def test_no_after_an_answer_is_a_polite_no(person: Person) -> None:
    person.says("recovery_time")
    before = person.context
    reply = person.says("deny")
    assert (reply.response, reply.turn["kind"], reply.buttons) == ("utter_deny", "smalltalk", ())
    assert person.context == before


def test_no_after_the_clinic_was_named_is_a_polite_no(person: Person) -> None:
    for _ in range(3):
        person.says(UNSURE, ranking=RANKING)
    assert person.says("deny").response == "utter_deny"


@pytest.mark.parametrize(
    "text, place",
    [
        ("the first one", 0),
        ("1", 0),
        ("one", 0),
        ("the top one", 0),
        ("the second one", 1),
        ("2 please", 1),
        ("Number Two", 1),
        ("the 3rd", 2),
        ("third one", 2),
        ("option four", 3),
        ("the last one", 3),
        ("the bottom one", 3),
    ],
)
def test_an_option_is_chosen_by_its_place(person: Person, text: str, place: int) -> None:
    options = person.says(UNSURE, ranking=RANKING).turn["options"]
    assert len(options) == MAX_OPTIONS
    assert person.says("choose_option", text=text).turn["topic"] == options[place]


def test_the_first_option_after_an_answer_is_more_of_it(person: Person) -> None:
    person.says("recovery_time")
    assert said(person.says("choose_option", text="the first one")) == ["recovery_time.more"]
    assert person.says("choose_option", text="the second one").turn["topic"] == read_next("recovery_time")[1]


@pytest.mark.parametrize(
    "text", ["the fifth one", "the other one", "not the first one, the other", "that one with the boot"]
)
def test_one_is_no_place_of_its_own(person: Person, text: str) -> None:
    person.says(UNSURE, ranking=RANKING)
    assert person.says("choose_option", text=text).turn["kind"] == "clarify"


@pytest.mark.parametrize("text", ["the fourth", "that thing", ""])
def test_what_was_not_offered_cannot_be_chosen(person: Person, text: str) -> None:
    person.says("recovery_time")
    reply = person.says("choose_option", text=text)
    assert reply.turn["kind"] == "clarify"
    assert person.context.misses == 1


def test_yes_takes_what_was_offered_first(person: Person) -> None:
    options = person.says(UNSURE, ranking=RANKING).turn["options"]
    assert person.says("affirm").turn["topic"] == options[0]
    assert said(person.says("affirm")) == [f"{options[0]}.more"]
    assert person.says("affirm").turn["topic"] == read_next(options[0])[0]


def test_yes_to_nothing_is_asked_back(person: Person) -> None:
    assert person.says("affirm").response == "utter_clarify"


def test_what_is_not_of_this_guide_is_said_in_three_ways(person: Person) -> None:
    replies = [person.says("out_of_scope", ranking=[("out_of_scope", 0.9)]) for _ in range(3)]
    assert len({reply.response or reply.text for reply in replies}) == 3
    assert [reply.turn["kind"] for reply in replies] == ["out_of_scope"] * 3
    assert contact(get_clinic()) in (replies[2].text or "")
    assert [bool(reply.buttons) for reply in replies] == [False, True, True]
    person.says("recovery_time")
    assert words(person.says("out_of_scope", ranking=[("out_of_scope", 0.9)])) == words(replies[0])


def test_what_may_be_of_this_guide_after_all_is_offered(person: Person) -> None:
    reply = person.says("out_of_scope", ranking=[("out_of_scope", 0.7), ("imaging_mri", NEAR), ("symptoms", NEAR / 2)])
    assert reply.turn["kind"] == "out_of_scope" and reply.text == ours_or_not(
        get_clinic().ways_to_get_help()["emergency"]
    )
    assert payloads(reply) == reply.turn["options"] == ["imaging_mri"]
    again = person.says("out_of_scope", ranking=[("out_of_scope", 0.7), ("imaging_mri", NEAR), ("symptoms", NEAR)])
    assert again.response == "utter_out_of_scope_again" and payloads(again) == ["symptoms"]  # the other was passed by


def test_what_an_answer_offers_to_read_next_was_not_passed_by(person: Person) -> None:
    person.says("recovery_time")
    (topic, *_) = read_next("recovery_time")
    assert payloads(person.says("out_of_scope", ranking=[("out_of_scope", 0.7), (topic, NEAR)])) == [topic]


def test_a_stranger_and_a_miss_are_counted_apart(person: Person) -> None:
    person.says(UNSURE, ranking=RANKING)
    assert person.says("out_of_scope", ranking=[("out_of_scope", 0.9)]).response == "utter_out_of_scope"
    assert person.says(UNSURE, ranking=RANKING).response == "utter_clarify"
    assert person.says("out_of_scope", ranking=[("out_of_scope", 0.9)]).response == "utter_out_of_scope"


def test_another_language_is_answered_in_it_and_changes_nothing(person: Person) -> None:
    person.says("recovery_time", "knee")
    before = person.context
    reply = person.says("other_language", language="es")
    assert reply.text == english_only("es", get_clinic()) != english_only("en", get_clinic())
    assert reply.turn["kind"] == "out_of_scope"
    assert person.context == before


def test_every_starting_point_is_a_topic_of_its_own(invented: Session) -> None:
    assert len(set(STARTING_POINTS)) == len(STARTING_POINTS) >= 2 * MAX_OPTIONS
    for topic in STARTING_POINTS:
        assert ACTIONS[topic] == "action_answer"
        assert Person(invented).says(topic).turn["topic"] == topic
