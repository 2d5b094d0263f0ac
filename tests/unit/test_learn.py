"""What the second opinion learns from, and in which order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import List

import pytest
import yaml

from marrow.safety.learn import (
    AMID,
    AROUND,
    ASIDE,
    FEW,
    SHORT,
    SHORT_ASIDE,
    Lesson,
    amid,
    lessons,
    passes,
    with_a_question,
)


def test_what_people_say_amid_a_talk_is_no_red_flag_but_for_what_is_one(tmp_path: Path) -> None:
    told = {
        "red_flags": [{"text": "a flag", "signs": ["R01", "R02"]}],
        "hard_negatives": [{"text": "like a flag", "why": "idiom"}],
        "declines": [{"text": "a request", "kind": "dose"}],
        "not_declines": [{"text": "like a request", "topic": "symptoms"}],
        "stories": [
            {"text": "this and that and so on", "topic": "symptoms"},
            {"text": "this and a flag and that", "signs": ["R03"], "said": "a flag"},
            {"text": "and a favour, a large one, and that", "kind": "dose", "said": "a favour, a large one"},
        ],
    }
    for name, messages in told.items():
        (tmp_path / f"{name}.yml").write_text(yaml.safe_dump(messages), encoding="utf-8")
    talks = tmp_path / "talks"
    talks.mkdir()
    kinds = ("answer", "smalltalk", "out_of_scope", "escalate", "decline")
    turns = [{"user": f"a turn: {kind}", "kind": kind} for kind in kinds]
    (talks / "somebody.yml").write_text(yaml.safe_dump([{"turns": turns}]), encoding="utf-8")
    assert lessons(four_words_overlapping_by_two, tmp_path, talks) == [
        Lesson("a flag", sign="R01"),
        Lesson("like a flag"),
        Lesson("a request", decline="dose"),
        Lesson("like a request"),
        *(Lesson(f"a turn: {kind}") for kind in kinds[:3]),
        Lesson("this and that and"),
        Lesson("this and a flag", sign="R03"),
        Lesson("a flag and that", sign="R03"),
        Lesson("favour, a large one,", decline="dose"),
    ]


def four_words_overlapping_by_two(text: str) -> List[str]:
    words = text.split()
    return [" ".join(words[start : start + 4]) for start in range(0, len(words) - 2, 2)]


@pytest.mark.parametrize(("lessons", "ordinary"), [(3, 4), (1, 5), (0, 2), (2, 0)])
def test_a_lesson_is_in_the_first_pass_and_an_ordinary_message_in_one(lessons: int, ordinary: int) -> None:
    first, second = passes(lessons, ordinary)
    assert first[:lessons] == [*range(lessons)]
    others = [*first[lessons:], *second]
    assert sorted(others) == [*range(lessons, lessons + ordinary)]
    assert abs(len(first) - lessons - len(second)) <= 1


def test_some_lessons_stand_amid_other_messages_with_their_label() -> None:
    told = [Lesson(f"lesson {place}", sign=f"R{place}") for place in range(2 * AMID)]
    told[AMID] = replace(told[AMID], text="a long lesson " * SHORT)
    others = [f"{name} and so on" for name in ("one", "other")]
    found = amid(told, others)
    assert found == amid(told, others)
    for place, (before, after) in enumerate(zip(told, found)):
        assert after.sign == before.sign
        if place != 0:
            assert after == before
        else:
            words = after.text.split()
            assert len(words) == 2 * AROUND + 2 and " ".join(words[AROUND:-AROUND]) == before.text


def test_some_short_lessons_have_a_question_behind_them_but_no_request() -> None:
    told = [Lesson(f"lesson {place}", sign=f"R{place}") for place in range(2 * ASIDE)]
    told += [Lesson("a request", decline="dose"), Lesson("a long one " * SHORT_ASIDE)]
    found = with_a_question(told, ["how long", "a long question " * FEW])
    assert found == with_a_question(told, ["how long", "a long question " * FEW])
    changed = [place for place, (before, after) in enumerate(zip(told, found)) if before != after]
    assert changed == [0, ASIDE]
    for place in changed:
        assert found[place].sign == told[place].sign
        assert found[place].text.startswith(told[place].text) and found[place].text.endswith(" how long")
