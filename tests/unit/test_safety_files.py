"""Whoever breaks a safety file is told which file, which line and which field."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, List

import pytest

Problems = Callable[[], List[str]]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "problem"),
    [
        ("findings/bones.yml", "<bone> shows", "<bones> shows", 6, "bone_shows, says: there is no list 'bones'"),
        ("findings/bones.yml", "<bone> shows", "shows)", 6, "bone_shows, says: 'shows)' has a bracket too many"),
        ("findings/bones.yml", "id: bone_shows", "id: skin_shows", 5, "skin_shows, id: nothing needs this finding"),
        ("red_flags.yml", "[[bone_shows]]", "[[skin_shows]]", 6, "R01, needs: skin_shows is no finding"),
        ("red_flags.yml", "[SRC01]", "[SRC999]", 10, "R01, sources: SRC999 is not in sources.yml"),
        (
            "red_flags.yml",
            "{emergency}",
            "{emergency",
            7,
            "R01, act: a bracket too many or too few (expected '}' before end of string)",
        ),
        ("declines.yml", "[definition.fluid]", "[definition.why]", 11, "dose, facts: definition.why does not exist"),
        ("declines.yml", "topics: [definition]", "topics: [none]", 13, "dose, topics: none does not exist"),
    ],
)
def test_a_mistake_in_a_safety_file_is_told(
    folder: Path, new_problems: Problems, file: str, old: str, new: str, line: int, problem: str
) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    assert f"{file}:{line}: {problem}" in new_problems()


def test_lists_that_nobody_names_or_that_exist_twice_are_told(folder: Path, new_problems: Problems) -> None:
    (folder / "findings" / "more.yml").write_text("lists:\n  bone: [heel]\n  skin: [skin]\n", encoding="utf-8")
    assert {problem.split(": ", 1)[1] for problem in new_problems()} == {
        "lists: bone exists 2 times",
        "lists: no phrase names skin",
    }
