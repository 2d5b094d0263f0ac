"""What the second opinion learns from, and in which order."""

from __future__ import annotations

import pytest

from marrow.safety.learn import passes


@pytest.mark.parametrize(("lessons", "ordinary"), [(3, 4), (1, 5), (0, 2), (2, 0)])
def test_a_lesson_is_in_the_first_pass_and_an_ordinary_message_in_one(lessons: int, ordinary: int) -> None:
    first, second = passes(lessons, ordinary)
    assert first[:lessons] == [*range(lessons)]
    again = [place for place in second if place < lessons]
    assert again == [*range(0, lessons, 2)]
    others = [place for place in [*first, *second] if place >= lessons]
    assert sorted(others) == [*range(lessons, lessons + ordinary)]
    assert abs(len(first[lessons:]) - len(second[len(again) :])) <= 1
