"""From the probabilities of a message and its parts to the topics that the person asks about."""

from __future__ import annotations

import pytest

from marrow.understanding.wishes import MOST_WISHES, is_question, wishes

TOPICS = ["walk", "time", "scan", "food", "name"]


def part(text: str, name: str, probability: float) -> tuple:
    return (text, [(name, probability), ("greet", 1 - probability)])


def whole(**chances: float) -> list:
    return sorted(chances.items(), key=lambda entry: -entry[1])


def test_two_sure_questions_are_two_wishes() -> None:
    parts = [part("can I walk", "walk", 0.9), part("how long is it?", "time", 0.8)]
    ranking, also = wishes(whole(walk=0.5, time=0.4, greet=0.1), parts, TOPICS, 0.45)
    assert ranking == [("walk", 0.9), ("time", 0.4), ("greet", 0.1)]
    assert also == ["time"]


def test_one_wish_stays_one() -> None:
    parts = [part("can I walk", "walk", 0.9), part("can I walk far?", "walk", 0.7)]
    assert wishes(whole(walk=0.95, time=0.05), parts, TOPICS, 0.45) == (whole(walk=0.95, time=0.05), [])


def test_the_question_at_the_end_of_a_story_stands_for_the_message() -> None:
    parts = [part("I fell", "name", 0.9), part("how long is it?", "time", 0.8)]
    ranking, also = wishes(whole(name=0.4, time=0.3), parts, TOPICS, 0.45)
    assert ranking[0] == ("time", 0.8)
    assert also == []


def test_the_whole_message_wins_when_it_is_clearer_than_its_one_sure_part() -> None:
    message = whole(name=0.9, time=0.1)
    assert wishes(message, [part("how long is it?", "time", 0.8)], TOPICS, 0.45) == (message, [])


@pytest.mark.parametrize(
    "second",
    [
        part("how long is it?", "time", 0.3),
        part("it was a long time", "time", 0.9),
        part("how are you?", "greet", 0.9),
    ],
    ids=["not sure", "not a question", "not a topic"],
)
def test_a_part_counts_only_as_a_sure_question_about_a_topic(second: tuple) -> None:
    message = whole(walk=0.9, time=0.1)
    assert wishes(message, [part("can I walk", "walk", 0.8), second], TOPICS, 0.45) == (message, [])


def test_a_message_about_something_else_stays_so() -> None:
    message = whole(out_of_scope=0.6, walk=0.4)
    parts = [part("can I walk", "walk", 0.9), part("how long is it?", "time", 0.8)]
    assert wishes(message, parts, TOPICS, 0.45) == (message, [])


def test_there_are_never_too_many_wishes() -> None:
    parts = [part("how?", name, 0.9) for name in TOPICS]
    ranking, also = wishes([(name, 1 / len(TOPICS)) for name in TOPICS], parts, TOPICS, 0.45)
    assert len([ranking[0][0], *also]) == len({ranking[0][0], *also}) == MOST_WISHES


@pytest.mark.parametrize("text", ["can I walk", "It hurts, why? ", "HOW LONG"])
def test_questions_are_recognised(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize("text", ["I can walk", "cannot say", "howl", ""])
def test_other_sentences_are_not(text: str) -> None:
    assert not is_question(text)
