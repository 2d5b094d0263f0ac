"""All of the knowledge files come into the database, or none of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Dict, List

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from marrow.contract import topic_ids
from marrow.knowledge import loading, models
from marrow.knowledge.database import engine_for, open_session
from marrow.knowledge.files import Knowledge, KnowledgeError, cited_texts, read_knowledge
from marrow.knowledge.finding import find_answer
from marrow.knowledge.loading import load
from marrow.settings import ROOT

KNOWLEDGE = ROOT / "knowledge"
TOPIC = "definition"
MIN_PUBLISHERS = 2


def content(url: str) -> Dict[str, List[Any]]:
    """Every row of every table."""
    with engine_for(url).connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in models.Base.metadata.sorted_tables
        }


def relabel(folder: Path, label: str) -> None:
    """Give the topic a new label."""
    file = folder / "topics" / f"{TOPIC}.yml"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[[line.startswith("label: ") for line in lines].index(True)] = f"label: {label}"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def served_label(url: str) -> str:
    with open_session(url) as session:
        return session.get(models.Topic, TOPIC).label


def test_loading_twice_is_loading_once(url: str, folder: Path) -> None:
    assert load(folder, url) is True
    before = content(url)
    assert all(before.values())
    assert load(folder, url) is False
    assert content(url) == before


def test_an_answer_has_the_day_it_was_first_written(url: str, folder: Path) -> None:
    states = [f"{{answer: {TOPIC}, day: 2026-05-0{day}, because: because, content: abcdefabcdef}}" for day in (4, 5)]
    (folder / "history.yml").write_text("".join(f"- {state}\n" for state in states), encoding="utf-8")
    load(folder, url)
    with open_session(url) as session:
        found = find_answer(session, TOPIC)
        others = [one.written_on for one in session.query(models.Answer) if one.id != TOPIC]
    assert found and found.change and (found.written_on, found.change[0]) == (date(2026, 5, 4), date(2026, 5, 5))
    assert others and not any(others), "of what is not on record nothing is said"


def test_changed_files_are_loaded_and_the_way_back_too(url: str, small: Path, folder: Path) -> None:
    load(small, url)
    before = content(url)
    relabel(folder, "Another label")
    assert load(folder, url) is True
    assert served_label(url) == "Another label"
    assert load(small, url) is True
    assert content(url) == before


def test_a_broken_file_is_refused_and_the_old_content_still_served(url: str, folder: Path) -> None:
    load(folder, url)
    before = content(url)
    relabel(folder, "x" * 41)
    with pytest.raises(KnowledgeError, match=rf"{TOPIC}.yml:2: label: between 3 and 40 characters"):
        load(folder, url)
    assert content(url) == before


def test_a_load_that_fails_at_its_end_leaves_the_old_content(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(folder, url)
    before = content(url)
    relabel(folder, "Never to be seen")
    fill = loading._fill

    def fill_and_fail(session: Session, knowledge: Knowledge) -> None:
        fill(session, knowledge)
        session.flush()
        assert session.get(models.Topic, TOPIC).label == "Never to be seen"
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr(loading, "_fill", fill_and_fail)
    with pytest.raises(OperationalError, match="disk full"):
        load(folder, url)
    assert content(url) == before
    monkeypatch.undo()
    assert load(folder, url) is True
    assert served_label(url) == "Never to be seen"


def test_who_reads_while_it_is_loaded_sees_the_old_content(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(folder, url)
    before = served_label(url)
    relabel(folder, "Another label")
    fill = loading._fill
    seen = []

    def fill_and_look(session: Session, knowledge: Knowledge) -> None:
        fill(session, knowledge)
        session.flush()
        seen.append(served_label(url))

    monkeypatch.setattr(loading, "_fill", fill_and_look)
    load(folder, url)
    assert seen == [before]
    assert served_label(url) == "Another label"


def test_all_of_the_real_files_is_in_the_database(url: str) -> None:
    load(KNOWLEDGE, url)
    knowledge, _ = read_knowledge(KNOWLEDGE)
    with open_session(url) as session:
        for model, entries in (
            (models.Source, [source.id for source in knowledge.sources]),
            (models.ArticleClaim, [claim.id for claim in knowledge.article]),
            (models.Term, [term.id for term in knowledge.vocabulary]),
            (models.Topic, topic_ids()),
            (models.Answer, [answer.id for topic in knowledge.topics for answer in topic.answers]),
            (models.Statement, [statement.id for statement in cited_texts(knowledge)]),
            (models.Gloss, [gloss.id for gloss in knowledge.glossary]),
            (models.Grade, [grade.id.value for grade in knowledge.grades]),
        ):
            assert sorted(session.scalars(select(model.id))) == sorted(entries)
        for topic in topic_ids():
            found = find_answer(session, topic)
            assert found is not None, topic
            assert found.topic == topic
            publishers = {source.publisher for part in found.statements for source in part.sources} - {None}
            assert len(publishers) >= MIN_PUBLISHERS, topic
