"""How much is read of a talk and of a person, and how often somebody is told that it was too much."""

from __future__ import annotations

import pytest

from marrow.channels.limits import SECONDS_PER_MINUTE, SWEEP_FROM
from marrow.channels.platforms.pace import TALKS, Pace
from tests.clock import Clock


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(2, clock)


def test_a_talk_has_its_messages_a_minute(pace: Pace, clock: Clock) -> None:
    assert [pace.wait("talk", "somebody") for _ in range(3)] == [0, 0, 30]
    clock.now = 30
    assert pace.wait("talk", "somebody") == 0


def test_a_person_has_those_of_some_talks(pace: Pace) -> None:
    waits = [pace.wait(f"talk {number}", "somebody") for number in range(2 * TALKS + 1)]
    assert waits == [*[0] * 2 * TALKS, pytest.approx(SECONDS_PER_MINUTE / 2 / TALKS)]
    assert pace.wait("talk of another", "another") == 0


def test_what_is_not_read_of_one_talk_is_not_taken_from_the_others(pace: Pace) -> None:
    for _ in range(100):
        pace.wait("talk", "somebody")
    assert pace.wait("another talk", "somebody") == 0


def test_what_is_refused_for_the_person_is_not_taken_from_the_talk(pace: Pace) -> None:
    for number in range(2 * TALKS):
        pace.wait(f"talk {number}", "somebody")
    assert pace.wait("a fresh talk", "somebody") > 0
    assert [pace.wait("a fresh talk", "another") for _ in range(2)] == [0, 0]


def test_somebody_is_told_to_wait_once_until_something_is_read_again(pace: Pace, clock: Clock) -> None:
    assert [pace.is_news("somebody", 30), pace.is_news("somebody", 30), pace.is_news("another", 30)] == [1, 0, 1]
    clock.now = 30
    assert pace.is_news("somebody", 30)


def test_who_was_told_is_not_remembered_for_ever(pace: Pace, clock: Clock) -> None:
    for number in range(SWEEP_FROM):
        pace.is_news(f"{number}", 30)
    clock.now = 30
    pace.is_news("one more", 30)
    assert list(pace._told_until) == ["one more"]
