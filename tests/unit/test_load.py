"""What the load test counts: what is lost, duplicated, crossed, in wrong order, and what meets an error."""

from __future__ import annotations

import asyncio
import random
from itertools import islice
from typing import Any, Dict, List, Tuple

import aiohttp
import pytest

from benchmarks.load import users
from benchmarks.load.__main__ import FOLLOW_UPS, script, scripts
from benchmarks.load.counts import ASIDE, CROSSED, DUPLICATED, ERROR, KINDS, LOST, MISORDERED, Question, Reply, Tally
from benchmarks.load.platforms import Part, PlatformUser
from benchmarks.load.users import NotTaken
from marrow.clinic import get_clinic
from marrow.conversation.words import on_a_platform

HERS, HIS, SOMEBODY_ELSES = "her topic", "his topic", "somebody else's topic"
NOTE = Part(on_a_platform("Slack", get_clinic()), None, True)
QUESTIONS = {topic: [f"{topic} {number}" for number in range(3)] for topic in ("a", "b", "c", "d")}


def tally(*happened: Any) -> Tally:
    """The counts after questions (their marks) and replies, one each second."""
    counts = Tally()
    for second, one in enumerate(happened):
        if isinstance(one, Reply):
            counts.hears(one, float(second))
        else:
            counts.asks(Question("what", one), float(second))
    return counts


def faults(counts: Tally) -> Dict[str, int]:
    return {kind: counts.count(kind) for kind in KINDS if counts.count(kind)}


def test_a_question_is_answered_by_what_has_its_mark() -> None:
    counts = tally(HERS, Reply(HERS, "one"))
    assert (len(counts.asked), counts.seconds, counts.faults, counts.waiting) == (1, [1.0], [], False)


def test_an_answer_that_was_given_before_is_an_answer_when_it_is_asked_for_again() -> None:
    counts = tally(HERS, Reply(HERS, "one"), HIS, Reply(HIS, "two"), HERS, Reply(HERS, "one"))
    assert (len(counts.seconds), counts.faults) == (3, [])


def test_what_nothing_can_come_twice_on_may_say_the_same_twice_in_a_row() -> None:
    counts = tally(HERS, Reply(HERS, ""), HERS, Reply(HERS, ""))
    assert (len(counts.seconds), counts.faults) == (2, [])


def test_a_question_without_an_answer_is_lost() -> None:
    counts = tally(HERS)
    counts.gives_up()
    assert (faults(counts), counts.seconds, counts.waiting) == ({LOST: 1}, [], False)


def test_an_answer_that_comes_again_is_a_duplicate() -> None:
    assert faults(tally(HERS, Reply(HERS, "one"), Reply(HERS, "one"))) == {DUPLICATED: 1}


def test_a_duplicate_does_not_answer_the_next_question_on_the_same_topic() -> None:
    counts = tally(HERS, Reply(HERS, "one"), HERS, Reply(HERS, "one"))
    assert (faults(counts), counts.waiting) == ({DUPLICATED: 1}, True)


def test_a_duplicate_that_comes_with_the_next_question_open_is_no_wrong_order() -> None:
    counts = tally(HERS, Reply(HERS, "one"), HIS, Reply(HERS, "one"), Reply(HIS, "two"))
    assert (faults(counts), len(counts.seconds)) == ({DUPLICATED: 1}, 2)


def test_an_answer_to_somebody_else_is_crossed_and_is_all_that_the_question_gets() -> None:
    counts = tally(HERS, Reply(SOMEBODY_ELSES, "three"))
    assert (faults(counts), counts.seconds, counts.waiting) == ({CROSSED: 1}, [], False)


def test_of_two_answers_that_are_swapped_both_are_crossed() -> None:
    counts = [tally(HERS, Reply(HIS, "two")), tally(HIS, Reply(HERS, "one"))]
    assert [faults(one) for one in counts] == [{CROSSED: 1}] * 2


def test_an_answer_to_somebody_else_is_crossed_also_when_nothing_was_asked() -> None:
    assert faults(tally(Reply(SOMEBODY_ELSES, "three"))) == {CROSSED: 1}


def test_a_topic_that_is_only_asked_about_later_is_still_somebody_elses() -> None:
    assert faults(tally(HERS, Reply(HIS, "two"), HIS, Reply(HIS, "three"))) == {CROSSED: 1}


def test_an_answer_that_comes_too_late_is_in_wrong_order_and_does_not_answer_the_next_question() -> None:
    counts = tally(HERS)
    counts.gives_up()
    counts.asks(Question("what", HIS), 40.0)
    counts.hears(Reply(HERS, "late"), 41.0)
    counts.hears(Reply(HIS, "two"), 42.0)
    assert (faults(counts), counts.seconds) == ({LOST: 1, MISORDERED: 1}, [2.0])


def test_an_answer_to_an_earlier_question_is_in_wrong_order() -> None:
    assert faults(tally(HERS, Reply(HERS, "one"), HIS, Reply(HERS, "two"))) == {MISORDERED: 1}


def test_a_second_answer_in_other_words_does_not_go_uncounted() -> None:
    assert faults(tally(HERS, Reply(HERS, "one"), Reply(HERS, "in other words"))) == {MISORDERED: 1}


def test_a_reply_that_is_no_answer_is_an_error_each_time() -> None:
    counts = tally(HERS, Reply(None, "sorry"), HIS, Reply(None, "sorry"))
    assert (faults(counts), counts.waiting) == ({ERROR: 2}, False)


def test_the_answer_that_comes_after_another_one_was_taken_for_it_is_counted_too() -> None:
    assert faults(tally(HERS, Reply(SOMEBODY_ELSES, "three"), Reply(HERS, "one"))) == {CROSSED: 1, MISORDERED: 1}


def test_what_comes_to_a_question_is_its_answer_once_there_is_a_reason_for_it() -> None:
    counts = tally(HERS, Reply(HERS, "one"), HIS, Reply(HERS, "two"))
    (fault,) = counts.faults
    assert (fault.question, fault.came) == (2, HERS)
    counts.explain(fault)
    assert (counts.faults, counts.seconds, counts.otherwise) == ([], [1.0, 1.0], 1)


@pytest.mark.parametrize("happened", [[HERS], [HERS, Reply(HERS, "one"), Reply(HERS, "one")], [Reply(HIS, "two")]])
def test_nothing_can_explain_what_no_question_got(happened: List[Any]) -> None:
    counts = tally(*happened)
    if counts.waiting:
        counts.gives_up()
    assert [fault.question for fault in counts.faults] == [0]


def test_what_is_said_aside_answers_nothing_and_is_counted_only_when_it_comes_again() -> None:
    once = tally(HERS, Reply(ASIDE, "note"))
    assert (once.faults, once.waiting) == ([], True)
    assert faults(tally(HERS, Reply(ASIDE, "note"), Reply(ASIDE, "note"))) == {DUPLICATED: 1}


class Somebody(PlatformUser):
    """``brought``: the events that were brought, and whether as a retry; each is answered with these parts."""

    channel = "Slack"

    def __init__(self, *parts: Part, repeated: float = 0.0, fails: bool = False) -> None:
        super().__init__(repeated, random.Random(1))  # noqa: S311
        self._parts_to_come, self._fails = parts, fails
        self.brought: List[Tuple[str, bool]] = []

    def event(self, text: str) -> Dict[str, Any]:
        return {"text": text}

    async def bring(self, event: Dict[str, Any], again: bool = False) -> None:
        self.brought.append((event["text"], again))
        if self._fails:
            raise NotTaken("status 500")
        for part in () if again else self._parts_to_come:
            self.gets(part)


def after(somebody: Somebody, *marks: str) -> Somebody:
    """They have asked these questions one after the other, and all that was to come has come."""

    async def talk() -> None:
        async with aiohttp.ClientSession() as http:
            await somebody.begin(http)
            for mark in marks:
                await somebody.ask(Question("what", mark))
            await somebody.end()

    asyncio.run(talk())
    return somebody


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(users, "PATIENCE_SECONDS", 0.01)


def test_the_messages_up_to_the_last_are_one_answer() -> None:
    counts = after(Somebody(NOTE, Part("one", HERS, False), Part("two", None, True)), HERS).tally
    assert (len(counts.seconds), counts.faults) == (1, [])


@pytest.mark.usefixtures("impatient")
def test_without_its_last_message_an_answer_is_lost() -> None:
    assert faults(after(Somebody(Part("one", HERS, False)), HERS).tally) == {LOST: 1}


@pytest.mark.usefixtures("impatient")
def test_a_part_that_comes_behind_the_end_is_in_wrong_order() -> None:
    somebody = after(Somebody(Part("two", HERS, True), Part("one", None, False)), HERS)
    assert somebody.tally.faults == []
    assert MISORDERED in faults(after(somebody, HERS).tally)


def test_a_message_that_is_not_taken_is_an_error() -> None:
    assert faults(after(Somebody(fails=True), HERS).tally) == {ERROR: 1}


def test_an_event_is_sent_twice_and_still_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.load.platforms.REPEATED_TO", 0.0)
    somebody = after(Somebody(Part("one", HERS, True), repeated=1.0), HERS)
    assert sorted(somebody.brought) == [("what", False), ("what", True)]
    assert (len(somebody.tally.asked), somebody.tally.repeated, somebody.tally.faults) == (1, 1, [])


def test_no_two_users_ask_about_the_same_two_topics_in_the_same_order() -> None:
    pairs = {tuple(dict.fromkeys(question.mark for question in islice(one, 4))) for one in scripts(QUESTIONS, 12)}
    assert len(pairs) == 12


def test_a_user_asks_about_two_topics_in_turn_and_leans_on_the_answer_now_and_then() -> None:
    questions = list(islice(script(("a", "b"), QUESTIONS, "seed"), 60))
    own = [question for question in questions if question.text not in FOLLOW_UPS]
    assert [question.mark for question in own] == (["a", "b"] * 60)[: len(own)]
    assert 0 < len(own) < len(questions)
    assert all(
        question.mark == before.mark
        for before, question in zip(questions, questions[1:])
        if question.text in FOLLOW_UPS
    )


def test_the_same_users_ask_the_same_in_every_run() -> None:
    one, again = (scripts(QUESTIONS, 3)[2] for _ in range(2))
    assert list(islice(one, 20)) == list(islice(again, 20))
