"""Whoever breaks a picture or its entry is told where; nothing that runs or comes from elsewhere gets through."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Callable, List

import pytest

from marrow.knowledge.checks import uncited
from marrow.knowledge.files import Knowledge, KnowledgeError
from marrow.pictures.__main__ import main
from marrow.pictures.checks import check_pictures, check_svg
from marrow.pictures.files import HEALING_TIMES, Pictures, read_pictures
from marrow.settings import ROOT

KNOWLEDGE = ROOT / "knowledge"
Problems = Callable[[], List[str]]


@pytest.fixture
def pictures() -> Pictures:
    return read_pictures(KNOWLEDGE)[0]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("pictures.yml", "healing_times.yml"):
        shutil.copy(KNOWLEDGE / name, tmp_path / name)
    shutil.copytree(KNOWLEDGE / "pictures", tmp_path / "pictures")
    return tmp_path


@pytest.fixture
def problems(copy: Path, knowledge: Knowledge) -> Problems:
    """What is wrong with the copy, with paths as seen from it."""
    return lambda: [
        problem.replace(f"{copy}/", "") for problem in check_pictures(*read_pictures(copy), knowledge, copy)
    ]


def edit(file: Path, old: str, new: str) -> int:
    """Puts ``new`` in the place of the first ``old``; the line where that was."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_real_pictures_have_no_problem(problems: Problems) -> None:
    assert problems() == []


@pytest.mark.parametrize(
    "name, old, new, entry",
    [
        ("pictures.yml", "file: bone.svg", "file: bones.svg", "bone, file: there is no file"),
        ("pictures.yml", "answers: [body_", "answers: [my_", "body_map, answers: my_site_specific is not an answer"),
        ("pictures.yml", "sources: [{id: SRC105}", "sources: [{id: SRC998}", "bone, sources: SRC998 is not in"),
        ("healing_times.yml", "site: hip", "site: left_ear", "hip.no_cause, site: left_ear is not a site"),
        ("healing_times.yml", "about: injury", "about: knee", "injury.bruise, about: knee is not in vocabulary.yml"),
    ],
)
def test_a_reference_that_leads_nowhere_is_pointed_at(
    copy: Path, problems: Problems, name: str, old: str, new: str, entry: str
) -> None:
    line = edit(copy / name, old, new)
    found = problems()
    assert len(found) == 1 and found[0].startswith(f"{name}:{line}: {entry}"), found


def test_an_answer_with_too_many_pictures_is_pointed_at(copy: Path, problems: Problems, pictures: Pictures) -> None:
    first, second, third = pictures.pictures[:3]
    answer = first.answers[0]
    for picture in (second, third):
        head = f"answers: [\n    {picture.answers[0]},"
        line = edit(copy / "pictures.yml", head, f"{head} {answer},")
    assert problems() == [f"pictures.yml:{line}: {third.id}, answers: {answer} shows 3 pictures; at most 2"]


def test_an_answer_named_twice_by_a_picture_is_refused(copy: Path, pictures: Pictures) -> None:
    answer = pictures.pictures[0].answers[0]
    line = edit(copy / "pictures.yml", f"[{answer}]", f"[{answer}, {answer}]")
    with pytest.raises(KnowledgeError) as error:
        read_pictures(copy)
    assert error.value.problems == [f"{copy}/pictures.yml:{line}: 0.answers: the list has duplicated items"]


def test_an_id_used_twice_is_pointed_at(copy: Path, problems: Problems) -> None:
    edit(copy / "healing_times.yml", "id: hip.no_cause", "id: knee.scan")
    assert [problem.split(": ", 1)[1] for problem in problems()] == ["knee.scan, id: used 2 times"]


def test_a_source_of_a_time_that_the_chart_does_not_name_is_told(copy: Path, problems: Problems) -> None:
    edit(copy / "pictures.yml", "{id: SRC29}, ", "")
    told = f"{HEALING_TIMES}, sources: lacks SRC29, a source of foot_ankle.sprain"
    assert [problem.split(": ", 1)[1] for problem in problems()] == [told]


def test_a_time_that_ends_before_it_begins_is_pointed_at(copy: Path, problems: Problems) -> None:
    line = edit(copy / "healing_times.yml", "  from_weeks: 17\n", "  from_weeks: 40\n")
    assert f"healing_times.yml:{line}: foot_ankle.no_cause, from_weeks: later than to_weeks" in problems()
    line = edit(copy / "healing_times.yml", "other_from_weeks: 9\n", "other_from_weeks: 40\n")
    assert f"healing_times.yml:{line}: hip.no_cause, other_from_weeks: later than other_to_weeks" in problems()
    line = edit(copy / "healing_times.yml", "some_up_to_weeks: 78", "some_up_to_weeks: 50")
    assert (
        f"healing_times.yml:{line}: transient_osteoporosis.time, some_up_to_weeks: not later than to_weeks"
        in problems()
    )


def test_a_time_that_the_text_alternative_does_not_say_is_pointed_at(
    copy: Path, problems: Problems, pictures: Pictures
) -> None:
    line = edit(copy / "pictures.yml", "alt: >-\n    A chart", "alt: >-\n    Another chart")
    assert problems() == []
    time = pictures.healing_times[0]
    edit(copy / "healing_times.yml", f"label: {json.dumps(time.label)}", "label: Something new")
    missing = f"Something new: {time.in_words}."
    assert problems() == [f"pictures.yml:{line}: {HEALING_TIMES}, alt: does not say '{missing}'"]


@pytest.mark.parametrize("field", ["reading", "note"])
def test_words_around_the_chart_that_the_text_alternative_does_not_say_are_pointed_at(
    copy: Path, problems: Problems, field: str
) -> None:
    text = (copy / "pictures.yml").read_text(encoding="utf-8")
    (copy / "pictures.yml").write_text(re.sub(rf"  {field}: ([|>]-?\s+)?", r"\g<0>Invented. ", text), encoding="utf-8")
    assert [problem.split(": ", 1)[1] for problem in problems()] == [f"{HEALING_TIMES}, alt: does not say the {field}"]


def test_a_source_may_be_that_of_a_picture_alone(pictures: Pictures, knowledge: Knowledge) -> None:
    _, places = read_pictures(KNOWLEDGE)
    alone = {problem.split(": ")[1].split(",")[0] for problem in uncited(knowledge, places)}
    behind = {citation.id for picture in pictures.pictures for citation in picture.sources}
    assert alone and alone <= behind
    assert list(uncited(knowledge, places, behind)) == []


def test_an_unknown_statement_is_pointed_at(copy: Path, problems: Problems) -> None:
    line = edit(copy / "healing_times.yml", "statement: recovery_time.", "statement: nowhere.")
    assert [problem for problem in problems() if "is not a statement" in problem][0].startswith(
        f"healing_times.yml:{line}: knee.scan, statement: nowhere."
    )


def test_a_list_without_the_chart_is_told(copy: Path, problems: Problems) -> None:
    edit(copy / "pictures.yml", f"id: {HEALING_TIMES}", "id: other")
    assert len(problems()) == 1 and "there is no picture" in problems()[0]


@pytest.mark.parametrize(
    "old, new",
    [
        ("    site: knee", "    site: knee\n    about: injury"),
        ("  site: knee", "  site: null"),
        ("  from_weeks: 0", "  from_weeks: -1"),
        ("  other_to_weeks: 39", "  other_to_weeks: null"),
        ("  other_from_weeks: 9", "  other_from_weeks: 39"),
        ("some_over_weeks: 52", "some_over_weeks: 52\n  some_up_to_weeks: 52"),
        ("  other_to_weeks: 39", "  other_to_weeks: 39\n    some_up_to_weeks: 60"),
        ("  other_to_weeks: 39", "  other_to_weeks: 39\n    some_over_weeks: 60"),
        ("  site: knee", "  place: knee"),
    ],
    ids=[
        "two groups",
        "no group",
        "before the start",
        "half of another",
        "another without a width",
        "two things of a few",
        "some up to, and another",
        "some over, and another",
        "unknown field",
    ],
)
def test_a_wrong_shape_is_refused(copy: Path, old: str, new: str) -> None:
    edit(copy / "healing_times.yml", old.strip(), new.strip().replace("\n    ", "\n  "))
    with pytest.raises(KnowledgeError) as error:
        read_pictures(copy)
    assert re.match(rf"{re.escape(str(copy))}/healing_times.yml:\d+: \d+", error.value.problems[0])


@pytest.mark.parametrize(
    "put, what",
    [
        ("<script>1</script>", "has a <script>"),
        ("<foreignObject/>", "has a <foreignObject>"),
        ('<g onclick="a()"/>', "has an event handler, onclick"),
        ('<g xmlns:x="urn:x" x:onload="a()"/>', "has an event handler, x:onload"),
        ('<image href="https://example.org/a.png"/>', "refers to something outside, href"),
        ('<a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="javascript:a()"/>', "outside, xlink:href"),
        ('<image href="data:image/png;base64,AA=="/>', "refers to something outside, href"),
        ('<rect fill="url(https://example.org/a.svg#b)"/>', "refers to something outside, fill"),
        ("<style>@import 'a.css';</style>", "refers to something outside, in &lt;style&gt;"),
        ("<style>rect { fill: url( 'a.svg#b' ) }</style>", "refers to something outside, in &lt;style&gt;"),
        ("<?xml-stylesheet href='a.css'?>", "has an instruction, xml-stylesheet"),
        ("<g>", "not XML"),
    ],
)
def test_what_runs_or_comes_from_outside_is_found(copy: Path, put: str, what: str) -> None:
    file = copy / "pictures" / "bone.svg"
    line = edit(file, "<clipPath", f"{put}<clipPath")
    problems = list(check_svg(file))
    assert len(problems) == 1 and what.replace("&lt;", "<").replace("&gt;", ">") in problems[0], problems
    assert "not XML" in what or problems[0].startswith(f"{file}:{line}: svg: ")


def test_a_doctype_is_found(copy: Path) -> None:
    file = copy / "pictures" / "bone.svg"
    edit(file, "<svg", "<!DOCTYPE svg><svg")
    assert [problem.split(": ")[2] for problem in check_svg(file)] == ["has a DOCTYPE, which may name files elsewhere"]


@pytest.mark.parametrize("name", ["title", "desc"])
def test_a_picture_without_a_text_alternative_is_found(copy: Path, name: str) -> None:
    file = copy / "pictures" / "bone.svg"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(rf"(<{name}[^>]*>)[^<]*", r"\1 ", text), encoding="utf-8")
    assert list(check_svg(file)) == [f"{file}:1: svg: has no <{name}> of its own"]


def test_python_m_marrow_pictures_draws_the_chart_anew(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    for path in KNOWLEDGE.iterdir():
        if not (copy / path.name).exists():
            (copy / path.name).symlink_to(path)
    monkeypatch.setenv("MARROW_KNOWLEDGE_FOLDER", str(copy))
    chart = copy / "pictures" / "healing_times.svg"
    chart.unlink()
    assert main() == 0
    assert chart.read_bytes() == (KNOWLEDGE / "pictures" / "healing_times.svg").read_bytes()
    edit(copy / "healing_times.yml", "statement: recovery_time.", "statement: nowhere.")
    assert main() == 1 and "is not a statement" in capsys.readouterr().err
