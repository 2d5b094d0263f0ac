"""What the second opinion learns from, and in which order."""

from __future__ import annotations

import pytest

from marrow.safety.learn import passes


@pytest.mark.parametrize(("lessons", "ordinary"), [(3, 4), (1, 5), (0, 2), (2, 0)])
def test_a_lesson_is_in_every_pass_and_an_ordinary_message_in_one(lessons: int, ordinary: int) -> None:
    found = passes(lessons, ordinary)
    assert all(places[:lessons] == [*range(lessons)] for places in found)
    others = [places[lessons:] for places in found]
    assert sorted(sum(others, [])) == [*range(lessons, lessons + ordinary)]
    assert max(map(len, others)) - min(map(len, others)) <= 1
