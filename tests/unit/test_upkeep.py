"""What has gone stale is told: days of checking, and addresses that contradict a DOI."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Callable, List, Optional

import pytest
from pydantic import HttpUrl, parse_obj_as

from marrow.knowledge.files import Knowledge, Places, read_knowledge
from marrow.knowledge.upkeep import check_upkeep, due_soon

DAY = timedelta(days=1)


class Editor:
    """Somebody who checks the few knowledge files on the day when they were last compared with their sources."""

    def __init__(self, folder: Path) -> None:
        self.knowledge: Knowledge
        self.places: Places
        self.knowledge, self.places = read_knowledge(folder)
        self.topic = self.knowledge.topics[0]
        self.source = next(source for source in self.knowledge.sources if source.doi)
        self.today = max(entry.checked_on for entry in (self.topic, *self.knowledge.sources))

    def told(self) -> List[str]:
        """``entry, field: what`` of the problems."""
        problems = check_upkeep(self.knowledge, self.places, self.today)
        return [problem.split(": ", 1)[1] for problem in problems]


@pytest.fixture
def editor(few: Path) -> Editor:
    return Editor(few)


def test_a_day_of_checking_that_has_not_come_is_told(editor: Editor) -> None:
    tomorrow = editor.today + DAY
    assert editor.told() == []
    editor.source.checked_on = editor.topic.checked_on = tomorrow
    assert editor.told() == [
        f"topic definition, checked_on: {tomorrow} has not come yet",
        f"{editor.source.id}, checked_on: {tomorrow} has not come yet",
    ]


def test_a_check_that_is_overdue_is_told(editor: Editor) -> None:
    editor.topic.due_on = editor.today
    assert editor.told() == []
    editor.topic.due_on = yesterday = editor.today - DAY
    assert editor.told() == [f"topic definition, due_on: {yesterday} is past; check the topic again"]


@pytest.mark.parametrize(("days", "warned"), [(-1, False), (0, True), (30, True), (31, False)])
def test_a_check_that_is_due_soon_is_only_warned_of(editor: Editor, days: int, warned: bool) -> None:
    editor.topic.due_on = editor.today + days * DAY
    warnings = [*due_soon(editor.knowledge, editor.places, editor.today)]
    assert [warning.split(": ", 1)[1] for warning in warnings] == (
        [f"topic definition, due_on: to be checked again within {days} day(s)"] if warned else []
    )


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("https://doi.org/10.1000/OTHER", "10.1000/OTHER"),
        ("http://dx.doi.org/10.1000/Mine%281%29", None),
        ("https://publisher.example/10.1000/other", None),
    ],
    ids=["another one", "the same", "no address of a DOI"],
)
def test_an_address_that_contradicts_the_doi_is_told(editor: Editor, address: str, leads_to: Optional[str]) -> None:
    editor.source.doi, editor.source.url = "10.1000/mine(1)", parse_obj_as(HttpUrl, address)
    problem = f"{editor.source.id}, doi: 10.1000/mine(1), but the address leads to {leads_to}"
    assert editor.told() == ([problem] if leads_to else [])


@pytest.mark.parametrize(
    ("pattern", "new", "field"),
    [
        ('url: "https?://', 'url: "ftp://', "url"),
        ('url: "https?://', 'url: "https://no where/', "url"),
        ('doi: "10.', 'doi: "11.', "doi"),
    ],
)
def test_an_address_or_a_doi_that_is_not_well_formed_is_refused(
    folder: Path, new_problems: Callable[[], List[str]], pattern: str, new: str, field: str
) -> None:
    file = folder / "sources.yml"
    file.write_text(re.sub(pattern, new, file.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    (problem,) = new_problems()
    assert re.match(rf"sources.yml:\d+: \d+\.{field}: ", problem)
