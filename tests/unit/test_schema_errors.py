"""Whoever breaks a knowledge file is told which file, which line and which field."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Callable, List

import pytest

from marrow.contract import topic_ids
from marrow.knowledge.files import read_knowledge
from marrow.knowledge.readability import check_reading
from marrow.settings import ROOT
from tests.knowledge_files import all_problems

Problems = Callable[[], List[str]]
TOPIC = "topics/definition.yml"
STATEMENT_SOURCES = r"        sources: \[.*\]"


def lines_like(file: Path, pattern: str) -> List[int]:
    """Numbers of the lines that match as a whole, the first line being 1."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if re.fullmatch(pattern, line)]


def rewrite(file: Path, number: int, new: str) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[number - 1] = new
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def line_at(file: Path, number: int) -> str:
    return file.read_text(encoding="utf-8").splitlines()[number - 1]


def id_before(file: Path, number: int) -> str:
    """The id of the entry that a line belongs to."""
    lines = file.read_text(encoding="utf-8").splitlines()[:number]
    return [match[1] for match in (re.fullmatch(r"\s*- id: (\S+)", line) for line in lines) if match][-1]


def test_the_real_files_have_no_problem() -> None:
    assert all_problems(ROOT / "knowledge") == []


def test_a_topic_without_a_file_is_named(few: Path) -> None:
    missing = [problem.split(":")[0] for problem in all_problems(few) if "there is no file for it" in problem]
    assert missing == [name for name in (f"knowledge/topics/{topic}.yml" for topic in topic_ids()) if TOPIC not in name]


@pytest.mark.parametrize(
    "name, pattern, new, field, what",
    [
        ("sources.yml", r"  kind: \w+", "  colour: red", "0.colour", "extra fields not permitted"),
        ("sources.yml", r"  checked_on: \S+", "  checked_on: tomorrow", "0.checked_on", "invalid date format"),
        (TOPIC, r"label: .+", "label: @home", "YAML", "cannot start any token"),
        (TOPIC, r"due_on: \S+", "due_on: 1999-01-01", "due_on", "later than checked_on"),
        (TOPIC, r"why: .+", "why: []", "why", "at least 1 items"),
        (TOPIC, r"why: .+", "why: [a, b, c, d]", "why", "at most 3 items"),
        (TOPIC, r"if_it_does_not_help: .+", "if_it_does_not_help: []", "if_it_does_not_help", "at least 1 items"),
        (TOPIC, r"    simpler:", "    easier:", "answers.0.easier", "extra fields not permitted"),
    ],
    ids=[
        "unknown field",
        "wrong date",
        "bad YAML",
        "due before it was checked",
        "no reason",
        "too many reasons",
        "nothing if it does not help",
        "a misspelt field",
    ],
)
def test_a_wrong_shape_is_pointed_at(
    folder: Path, new_problems: Problems, name: str, pattern: str, new: str, field: str, what: str
) -> None:
    number = lines_like(folder / name, pattern)[0]
    rewrite(folder / name, number, new)
    assert any(problem.startswith(f"{name}:{number}: {field}: ") and what in problem for problem in new_problems()), (
        new_problems()
    )


def test_a_character_that_yaml_does_not_allow_is_a_problem(folder: Path, new_problems: Problems) -> None:
    file = folder / "sources.yml"
    file.write_text("\a" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert any(found.startswith("sources.yml:1: file: ") and "not allowed" in found for found in new_problems())


def without(file: Path, pattern: str) -> None:
    """Takes the entry that begins with this line out of the file, with the deeper lines below it."""
    lines = file.read_text(encoding="utf-8").splitlines()
    start = lines_like(file, pattern)[0] - 1
    depth = len(lines[start]) - len(lines[start].lstrip())
    end = next((n for n in range(start + 1, len(lines)) if len(lines[n]) - len(lines[n].lstrip()) <= depth), len(lines))
    file.write_text("\n".join([*lines[:start], *lines[end:]]) + "\n", encoding="utf-8")


def test_a_general_answer_has_a_simpler_wording(folder: Path, new_problems: Problems) -> None:
    without(folder / TOPIC, r"    simpler:")
    number = lines_like(folder / TOPIC, r"answers:")[0]
    problem = f"{TOPIC}:{number}: answers: the general answer has a 'simpler' wording"
    assert [found for found in new_problems() if "simpler" in found] == [problem]


@pytest.mark.parametrize("field", ["why", "if_it_does_not_help"])
def test_a_field_that_every_topic_has_is_missed(folder: Path, new_problems: Problems, field: str) -> None:
    without(folder / TOPIC, rf"{field}: .+")
    assert f"{TOPIC}:1: {field}: field required" in new_problems()


@pytest.mark.parametrize("part", ["next_step", "simpler"])
def test_what_is_said_whole_cannot_be_kept_back(folder: Path, new_problems: Problems, part: str) -> None:
    number = lines_like(folder / TOPIC, rf"    {part}:")[0]
    rewrite(folder / TOPIC, number, f"    {part}:\n      more: true")
    assert f"{TOPIC}:{number}: answers.0.{part}: always shown; leave out 'more'" in new_problems()


def test_a_reason_that_is_no_statement_is_pointed_at(folder: Path, new_problems: Problems) -> None:
    number = lines_like(folder / TOPIC, r"why: .+")[0]
    rewrite(folder / TOPIC, number, "why: [definition.simpler, definition.nowhere]")
    assert new_problems() == [f"{TOPIC}:{number}: topic definition, why: definition.nowhere is not a statement"]


@pytest.mark.parametrize("field", ["read_next", "if_it_does_not_help"])
@pytest.mark.parametrize("name", ["definition", "nowhere"], ids=["itself", "no topic"])
def test_a_next_topic_is_another_topic(folder: Path, new_problems: Problems, field: str, name: str) -> None:
    number = lines_like(folder / TOPIC, rf"{field}: .+")[0]
    rewrite(folder / TOPIC, number, f"{field}: [symptoms, {name}]")
    assert new_problems() == [f"{TOPIC}:{number}: topic definition, {field}: {name} is not another topic"]


def test_a_simpler_wording_that_is_not_simple_is_pointed_at(folder: Path) -> None:
    knowledge, places = read_knowledge(folder)
    assert [problem for problem in check_reading(knowledge, places) if "simpler" in problem] == []
    simpler = knowledge.topics[0].answers[0].simpler
    assert simpler
    simpler.text = " ".join(["Considerable intellectual sophistication necessitates perseverance."] * 10)
    number = lines_like(folder / TOPIC, rf"      id: {re.escape(simpler.id)}")[0] + 1
    assert line_at(folder / TOPIC, number).lstrip().startswith("text:")
    problems = [problem for problem in check_reading(knowledge, places) if "simpler" in problem]
    start = f"{folder / TOPIC}:{number}: {simpler.id}, text: "
    assert [problem[len(start) :].split(";")[0].split(" ")[0] for problem in problems] == ["50", "reading"]
    assert all(problem.startswith(start) for problem in problems)


def test_an_unknown_source_is_pointed_at(folder: Path, new_problems: Problems) -> None:
    file = folder / TOPIC
    number = lines_like(file, STATEMENT_SOURCES)[0]
    rewrite(file, number, line_at(file, number)[:-1] + ", {id: SRC998}]")
    assert new_problems() == [f"{TOPIC}:{number}: {id_before(file, number)}, sources: SRC998 is not in sources.yml"]


def test_a_statement_with_nothing_but_a_weak_source_is_pointed_at(folder: Path, new_problems: Problems) -> None:
    knowledge, _ = read_knowledge(folder)
    weak = next(source.id for source in knowledge.sources if source.weak)
    file = folder / TOPIC
    number = lines_like(file, STATEMENT_SOURCES)[0]
    rewrite(file, number, f"        sources: [{{id: {weak}}}]")
    problem = f"{TOPIC}:{number}: {id_before(file, number)}, sources: needs a supporting source that is not weak"
    assert problem in new_problems()


def test_what_is_said_otherwise_without_a_source_that_says_it_is_pointed_at(
    folder: Path, new_problems: Problems
) -> None:
    file = folder / TOPIC
    number = lines_like(file, STATEMENT_SOURCES)[0]
    rewrite(file, number, f"        otherwise: Some say no.\n{line_at(file, number)}")
    problem = f"{TOPIC}:{number}: {id_before(file, number)}, otherwise: needs a source that disputes the statement"
    assert new_problems() == [problem]


def test_an_id_used_twice_is_pointed_at(folder: Path, new_problems: Problems) -> None:
    file = folder / TOPIC
    first, second = lines_like(file, r"      - id: \S+")[:2]
    twice = id_before(file, first)
    rewrite(file, second, f"      - id: {twice}")
    assert new_problems() == [f"{TOPIC}:{first}: {twice}, id: used 2 times"]


def test_an_unknown_site_is_pointed_at(folder: Path, new_problems: Problems) -> None:
    file = folder / TOPIC
    number = lines_like(file, r"    site: \w+")[0]
    rewrite(file, number, "    site: left_ear")
    assert new_problems() == [
        f"{TOPIC}:{number}: {id_before(file, number)}, site: left_ear is not a site of vocabulary.yml"
    ]


def test_a_problem_of_the_general_answer_is_pointed_at_the_answer(folder: Path) -> None:
    """The topic and its general answer have the same id: the line is the answer's, not the top of the file."""
    file = folder / TOPIC
    _, places = read_knowledge(folder)
    number = lines_like(file, r"    statements:")[0]
    assert places.problem("definition", "statements", "too short").startswith(f"{file}:{number}: ")


def test_a_missing_file_is_named(folder: Path, new_problems: Problems) -> None:
    (folder / "article.yml").unlink()
    assert new_problems() == ["article.yml:1: file: No such file or directory"]


def test_all_problems_of_all_files_are_told_at_once(folder: Path, new_problems: Problems) -> None:
    rewrite(folder / "sources.yml", lines_like(folder / "sources.yml", r"  kind: \w+")[0], "  kind: rumour")
    rewrite(folder / TOPIC, lines_like(folder / TOPIC, r"due_on: \S+")[0], "due_on: soon")
    assert {problem.split(":")[0] for problem in new_problems()} == {"sources.yml", TOPIC}
