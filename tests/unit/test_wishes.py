"""From the probabilities of a message and its questions to the topics that the person asks about."""

from __future__ import annotations

from typing import List, Tuple

import pytest

from marrow.contract import READ_MY_REPORT
from marrow.conversation.intents import OUT_OF_SCOPE
from marrow.understanding.wishes import CLEAR, MOST_WISHES, TORN, TORN_TOGETHER, heard, of_ours, wishes

TOPICS = ["walk", "time", "scan", "food", "name"]
SURE, ABOUT, DOUBT = 0.5, 0.35, 0.3
BARELY = 0.01
Ranking = List[Tuple[str, float]]


def ranking(**chances: float) -> Ranking:
    """The chances as the model gives them: the likeliest first, every topic somewhere."""
    return sorted({**dict.fromkeys(TOPICS, 0.0), **chances}.items(), key=lambda entry: -entry[1])


def question(name: str, chance: float) -> List[Ranking]:
    """A question that is likely about this topic, with or without its context."""
    return [ranking(**{name: chance, "greet": 1 - chance})] * 2


def unsure(*rankings: Ranking) -> List[Ranking]:
    """A question and its rankings: alone, and in context."""
    return list(rankings)


def wanted(whole: Ranking, *questions: List[Ranking]) -> Tuple[Ranking, List[str]]:
    return wishes(whole, questions, TOPICS, SURE, ABOUT)


def test_several_topics_surely_asked_for_are_several_wishes() -> None:
    found, also = wanted(ranking(walk=0.5, time=0.4, greet=0.1), question("walk", 0.9), question("time", 0.8))
    assert found[:2] == [("walk", 1.0), ("greet", 0.1)]
    assert also == ["time"]
    assert "time" not in dict(found)


def test_the_topic_of_the_whole_message_stands_first_then_the_order_of_the_questions() -> None:
    whole = ranking(walk=0.4, scan=0.3, time=0.3)
    found, also = wanted(whole, question("time", 0.9), question("scan", 0.9), question("walk", 0.9))
    assert (found[0][0], also) == ("walk", ["time", "scan"])


def test_the_first_question_stands_first_when_the_message_is_about_none_of_them() -> None:
    whole = ranking(name=CLEAR - BARELY, time=0.3, scan=0.11)
    found, also = wanted(whole, question("time", 0.9), question("scan", 0.9))
    assert (found[0][0], also) == ("time", ["scan"])


def test_a_clear_topic_of_the_whole_message_stands_first_though_no_question_alone_asks_for_it() -> None:
    whole = ranking(name=CLEAR, time=0.1, greet=0.3)
    assert wanted(whole, question("time", 0.9), question("scan", 0.9)) == (whole, ["time", "scan"])
    torn = ranking(name=CLEAR - BARELY, time=0.1, greet=0.31)
    assert wanted(torn, question("time", 0.9), question("scan", 0.9))[0][0][0] == "time"


def test_one_topic_asked_for_twice_is_one_wish() -> None:
    found, also = wanted(ranking(walk=0.55, time=0.15, greet=0.3), question("walk", 0.7), question("walk", 0.9))
    assert (found[0][0], also) == ("walk", [])


def test_a_question_beside_quoted_lines_is_another_wish() -> None:
    whole = [(READ_MY_REPORT, 0.9), *ranking(time=0.1)]
    found, also = wishes(whole, [question("time", 0.9)], [*TOPICS, READ_MY_REPORT], SURE, ABOUT)
    assert (found[0][0], also) == (READ_MY_REPORT, ["time"])


def test_without_a_question_the_message_is_what_it_is() -> None:
    message = ranking(walk=0.9, time=0.1)
    assert wanted(message) == (message, [])


def test_the_question_at_the_end_of_a_story_stands_for_the_message() -> None:
    found, also = wanted(ranking(name=0.4, time=0.3, greet=0.3), question("time", 0.8))
    assert found[0] == ("time", 1.0)
    assert found[1:3] == [("name", 0.4), ("greet", 0.3)]
    assert also == []


@pytest.mark.parametrize("chance, first", [(CLEAR, "name"), (CLEAR - BARELY, "time")])
def test_one_question_in_a_clear_message_changes_nothing(chance: float, first: str) -> None:
    message = ranking(name=chance, walk=0.3 - chance / 4, scan=0.7 - chance * 3 / 4)
    found, also = wanted(message, question("time", 0.9))
    assert (found[0][0], also) == (first, [])
    assert (found == message) == (first == "name")


@pytest.mark.parametrize(
    "second",
    [
        unsure(ranking(time=0.4, walk=0.3, scan=0.3), ranking(time=0.45, walk=0.35, scan=0.2)),
        question("greet", 0.9),
        question("time", ABOUT - BARELY),
        unsure(ranking(out_of_scope=0.8, time=0.2), ranking(out_of_scope=0.7, time=0.3)),
    ],
    ids=["not sure which", "small talk", "hardly about a topic", "about something else"],
)
def test_a_question_counts_only_when_it_is_surely_about_a_topic(second: List[Ranking]) -> None:
    message = ranking(walk=0.9, time=0.1)
    assert wanted(message, question("walk", 0.8), second) == (message, [])


def test_a_question_is_as_sure_as_its_topic_is_among_the_topics() -> None:
    just = ranking(time=ABOUT * SURE, scan=ABOUT * (1 - SURE), greet=1 - ABOUT)
    assert wanted(ranking(walk=0.55, name=0.45), question("walk", 0.9), [just, just])[1] == ["time"]


def test_a_question_unsure_alone_may_be_sure_in_context() -> None:
    alone, in_context = ranking(time=0.4, scan=0.3, walk=0.3), ranking(scan=0.9, time=0.1)
    found, also = wanted(ranking(walk=0.5, scan=0.3, greet=0.2), question("walk", 0.9), unsure(alone, in_context))
    assert (found[0][0], also) == ("walk", ["scan"])


def test_a_question_sure_alone_is_not_asked_about_its_context() -> None:
    alone, in_context = ranking(time=0.8, scan=0.2), ranking(scan=0.9, time=0.1)
    found, also = wanted(ranking(walk=0.5, scan=0.3, greet=0.2), question("walk", 0.9), unsure(alone, in_context))
    assert (found[0][0], also) == ("walk", ["time"])


@pytest.mark.parametrize("foreign", [0.5, 0.9])
def test_a_message_about_something_else_stays_so(foreign: float) -> None:
    message = ranking(**{OUT_OF_SCOPE: foreign, "walk": 1 - foreign})
    assert wanted(message, question("walk", 0.9), question("time", 0.9)) == (message, [])
    assert wanted(message, question("time", 0.9)) == (message, [])


def test_a_message_partly_about_something_else_is_less_sure() -> None:
    message = ranking(**{OUT_OF_SCOPE: 0.4, "name": 0.3, "time": 0.2, "scan": 0.1})
    found, _ = wanted(message, question("time", 0.9))
    assert found[0] == ("time", pytest.approx(0.6))


@pytest.mark.parametrize(
    "first, second, torn",
    [
        (0.45, TORN, True),
        (0.5, TORN - BARELY, False),
        (TORN_TOGETHER - TORN - BARELY, TORN, False),
    ],
    ids=["both", "the second too unlikely", "both too unlikely"],
)
def test_a_message_torn_between_two_topics_is_about_both(first: float, second: float, torn: bool) -> None:
    message = ranking(walk=first, time=second, greet=1 - first - second)
    found, also = wanted(message)
    assert also == (["time"] if torn else [])
    assert found[0] == ("walk", pytest.approx(first + second) if torn else first)
    assert ("time" in dict(found)) == (not torn)


def test_a_message_is_not_torn_between_a_topic_and_small_talk() -> None:
    message = ranking(greet=0.5, time=0.45)
    assert wanted(message) == (message, [])


def test_there_are_never_too_many_wishes() -> None:
    whole = ranking(**dict.fromkeys(TOPICS, 1 / len(TOPICS)))
    found, also = wanted(whole, *(question(name, 0.9) for name in TOPICS))
    assert len([found[0][0], *also]) == len({found[0][0], *also}) == MOST_WISHES


def test_what_is_surely_ours_is_judged_without_the_share_of_the_foreign() -> None:
    found = dict(of_ours([("walk", 0.6), (OUT_OF_SCOPE, 0.25), ("time", 0.15)], DOUBT))
    assert found == {"walk": pytest.approx(0.8), OUT_OF_SCOPE: 0.25, "time": pytest.approx(0.2)}


def test_what_may_well_be_foreign_is_never_sure() -> None:
    assert dict(of_ours([("walk", 0.6), (OUT_OF_SCOPE, DOUBT + BARELY)], DOUBT))["walk"] == pytest.approx(0.3)


@pytest.mark.parametrize("ranking", [[(OUT_OF_SCOPE, 0.9), ("walk", 0.1)], [("walk", 1.0), ("time", 0.95)]])
def test_what_is_foreign_or_certain_stays(ranking: Ranking) -> None:
    assert of_ours(ranking, DOUBT) == ranking


def test_nothing_is_more_than_certain() -> None:
    assert of_ours([("walk", 0.9), (OUT_OF_SCOPE, 0.2)], DOUBT)[0] == ("walk", 1.0)


@pytest.mark.parametrize(
    ("chance", "say", "foreign"), [(0.2, 0.5, 0.2), (0.9, 0.0, 0.2), (0.9, 1.0, 0.9), (0.8, 0.5, 0.5)]
)
def test_another_who_was_asked_whether_it_is_out_of_scope_is_heard(chance: float, say: float, foreign: float) -> None:
    found = heard(ranking(walk=0.6, time=0.2, **{OUT_OF_SCOPE: 0.2}), chance, say)
    assert dict(found)[OUT_OF_SCOPE] == pytest.approx(foreign)
    assert dict(found)["walk"] == pytest.approx(3 * dict(found)["time"])
    assert sum(probability for _, probability in found) == pytest.approx(1)
    assert found == sorted(found, key=lambda entry: -entry[1])


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_who_is_quite_certain_can_still_be_answered(certain: float) -> None:
    found = dict(heard(ranking(walk=1.0, **{OUT_OF_SCOPE: 0.0}), certain, 0.3))
    assert 0 < found[OUT_OF_SCOPE] < 0.5 < found["walk"]
