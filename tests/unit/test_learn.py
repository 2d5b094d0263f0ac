"""What the second opinion learns from, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from marrow.safety.learn import Lesson, lessons, passes


def test_what_people_say_amid_a_talk_is_no_red_flag_but_for_what_is_one(tmp_path: Path) -> None:
    told = {
        "red_flags": [{"text": "a flag", "signs": ["R01", "R02"]}],
        "hard_negatives": [{"text": "like a flag", "why": "idiom"}],
        "declines": [{"text": "a request", "kind": "dose"}],
        "not_declines": [{"text": "like a request", "topic": "symptoms"}],
    }
    for name, messages in told.items():
        (tmp_path / f"{name}.yml").write_text(yaml.safe_dump(messages), encoding="utf-8")
    talks = tmp_path / "talks"
    talks.mkdir()
    kinds = ("answer", "smalltalk", "out_of_scope", "escalate", "decline")
    turns = [{"user": f"a turn: {kind}", "kind": kind} for kind in kinds]
    (talks / "somebody.yml").write_text(yaml.safe_dump([{"turns": turns}]), encoding="utf-8")
    assert lessons(tmp_path, talks) == [
        Lesson("a flag", sign="R01"),
        Lesson("like a flag"),
        Lesson("a request", decline="dose"),
        Lesson("like a request"),
        *(Lesson(f"a turn: {kind}") for kind in kinds[:3]),
    ]


@pytest.mark.parametrize(("lessons", "ordinary"), [(3, 4), (1, 5), (0, 2), (2, 0)])
def test_a_lesson_is_in_the_first_pass_and_an_ordinary_message_in_one(lessons: int, ordinary: int) -> None:
    first, second = passes(lessons, ordinary)
    assert first[:lessons] == [*range(lessons)]
    again = [place for place in second if place < lessons]
    assert again == [*range(0, lessons, 2)]
    others = [place for place in [*first, *second] if place >= lessons]
    assert sorted(others) == [*range(lessons, lessons + ordinary)]
    assert abs(len(first[lessons:]) - len(second[len(again) :])) <= 1
