"""Who signed what, and when answers changed: on record, tied to the content, and void once that is edited."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from marrow.knowledge.files import Knowledge, KnowledgeError, read_knowledge
from marrow.knowledge.records import HISTORY, SIGN_OFFS, record_changes, sign_off, unrecorded
from marrow.knowledge.review import Change, content_of_topic, contents, first_day, latest_change, reviewers
from tests.unit.conftest import TOPIC

NAME, ROLE = "Invented Name", "rheumatologist"


def knowledge_of(folder: Path) -> Knowledge:
    return read_knowledge(folder)[0]


def reviewed(folder: Path) -> dict:
    knowledge = knowledge_of(folder)
    return reviewers(knowledge.sign_offs, contents(knowledge.topics, knowledge.safety.red_flags))


def edit(folder: Path) -> None:
    file = folder / TOPIC
    file.write_text(file.read_text(encoding="utf-8").replace("text: ", "text: Also, ", 1), encoding="utf-8")


def test_a_sign_off_holds_until_the_text_is_edited(folder: Path) -> None:
    assert reviewed(folder) == {}
    for of in ("definition", "R01"):
        sign_off(folder, knowledge_of(folder), of, f" {NAME} ", ROLE)
    line = f"{NAME}, {ROLE}, on {date.today().isoformat()}"
    assert reviewed(folder) == {"definition": line, "R01": line}
    edit(folder)
    assert reviewed(folder) == {"R01": line}


def test_a_sign_off_does_not_hold_for_another_place_in_the_body_or_part_of_an_answer(folder: Path) -> None:
    topic = knowledge_of(folder).topics[0]
    answer = topic.answers[0]
    moved = answer.copy(update={"site": "jaw" if answer.site != "jaw" else "hip"})
    parted = answer.copy(update={"statements": [*answer.statements, answer.next_step], "simpler": None})
    contents_of = [content_of_topic(topic.copy(update={"answers": [one]})) for one in (answer, moved, parted)]
    assert len({*contents_of}) == 3


@pytest.mark.parametrize(
    "of, name, role", [("nothing", NAME, ROLE), ("R01", NAME, "x"), ("definition", " ", ROLE), ("R01", NAME, "")]
)
def test_a_sign_off_of_nothing_or_by_nobody_is_refused(folder: Path, of: str, name: str, role: str) -> None:
    before = (folder / SIGN_OFFS).read_text(encoding="utf-8")
    with pytest.raises(KnowledgeError):
        sign_off(folder, knowledge_of(folder), of, name, role)
    assert (folder / SIGN_OFFS).read_text(encoding="utf-8") == before


def test_an_edit_without_a_reason_is_a_problem_until_it_is_given(folder: Path) -> None:
    everything = record_changes(folder, knowledge_of(folder), "first version")
    assert "definition" in everything and unrecorded(knowledge_of(folder)) == []
    assert latest_change("definition", knowledge_of(folder).history) is None, "it has not changed yet"
    edit(folder)
    assert [problem.split(": ")[1] for problem in unrecorded(knowledge_of(folder))] == ["definition"]
    assert record_changes(folder, knowledge_of(folder), "a word: was missing") == ["definition"]
    change = latest_change("definition", knowledge_of(folder).history)
    assert change and (change.because, change.day) == ("a word: was missing", date.today())
    assert record_changes(folder, knowledge_of(folder), "again") == []


def test_the_first_day_of_an_answer_is_that_of_its_first_line_and_stays_so() -> None:
    first, second = date(2026, 5, 4), date(2026, 5, 5)
    history = [
        Change(answer="one", day=day, because="because", content=letter * 12)
        for day, letter in ((first, "a"), (second, "b"))
    ]
    assert first_day("one", history) == first_day("one", history[:1]) == first
    assert first_day("two", history) is None


def test_every_answer_has_a_first_day_and_its_days_stand_in_order(knowledge: Knowledge) -> None:
    ids = [one.id for topic in knowledge.topics for one in topic.answers]
    assert [name for name in ids if not first_day(name, knowledge.history)] == []
    days = {name: [change.day for change in knowledge.history if change.answer == name] for name in ids}
    assert [name for name in ids if days[name] != sorted(days[name])] == []


def test_a_change_without_a_reason_is_refused(folder: Path) -> None:
    with pytest.raises(KnowledgeError):
        record_changes(folder, knowledge_of(folder), " ")
    assert (folder / HISTORY).read_text(encoding="utf-8") == "[]"


def test_the_comments_of_the_record_files_stay(folder: Path) -> None:
    (folder / SIGN_OFFS).write_text("# why\n[]\n", encoding="utf-8")
    sign_off(folder, knowledge_of(folder), "R01", NAME, ROLE)
    assert (folder / SIGN_OFFS).read_text(encoding="utf-8").startswith("# why\n- {of: R01")
