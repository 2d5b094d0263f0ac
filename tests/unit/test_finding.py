"""The most specific answer wins, and an answer of another topic never does."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Iterator, List, Optional

import pytest
from sqlalchemy.orm import Session

from marrow.knowledge import models
from marrow.knowledge.database import migrate, open_session
from marrow.knowledge.finding import find_answer, labels, next_topics, read_answer, term_name, term_topic
from marrow.knowledge.models import Part

DAY = date(2026, 1, 2)


def answer(name: str, topic: str, site: Optional[str] = None, about: Optional[str] = None) -> models.Answer:
    """An answer with two statements, the first of which supports itself by two sources."""
    cited = [[("SRC01", None, "supports"), ("SRC02", "Table 1", "disputes")], [("SRC02", None, "supports")]]
    return models.Answer(
        id=name,
        topic_id=topic,
        position=0,
        site=site,
        about=about,
        statements=[
            models.Statement(
                id=f"{name}.{place}",
                position=place,
                text=f"Statement {place} of {name}.",
                evidence="review",
                part="more" if place == 1 else "said",
                citations=[
                    models.Citation(position=number, source_id=source, at=at, stance=stance)
                    for number, (source, at, stance) in enumerate(sources)
                ],
            )
            for place, sources in enumerate(cited)
        ],
    )


def source(name: str) -> models.Source:
    return models.Source(
        id=name, title=f"Title of {name}", url="https://example.org", kind="review", read="abstract", checked_on=DAY
    )


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    url = f"sqlite:///{tmp_path / 'knowledge.sqlite'}"
    migrate(url)
    with open_session(url) as session:
        session.add_all([source("SRC01"), source("SRC02")])
        session.add_all(
            models.Topic(id=name, label=f"Label of {name}", checked_on=DAY, due_on=DAY) for name in ("one", "two")
        )
        session.flush()
        session.add_all(
            models.Term(id=name, kind=kind, name=f"the {name}", topic_id=topic)
            for name, kind, topic in (
                ("knee", "site", None),
                ("hip", "site", None),
                ("ct", "scan", "two"),
                ("rest", "treatment", None),
            )  # fmt: skip
        )
        session.flush()
        session.add_all(
            [
                answer("one", "one"),
                answer("one.knee", "one", site="knee"),
                answer("one.ct", "one", about="ct"),
                answer("one.ct.knee", "one", site="knee", about="ct"),
                answer("two", "two"),
                answer("two.hip", "two", site="hip"),
                answer("two.rest", "two", about="rest"),
                models.NextTopic(topic_id="one", reason="read_next", position=0, next_id="two"),
            ]
        )
        session.flush()
        yield session


@pytest.mark.parametrize(
    "things, site, expected",
    [
        (["ct"], "knee", "one.ct.knee"),
        (["ct"], "hip", "one.ct"),
        (["ct"], None, "one.ct"),
        ([], "knee", "one.knee"),
        (["rest"], "knee", "one.knee"),
        (["rest", "ct"], "knee", "one.ct.knee"),
        (["rest", "ct"], None, "one.ct"),
        ([], "hip", "one"),
        (["rest"], "hip", "one"),
        ([], None, "one"),
        (["nothing known"], "nowhere", "one"),
    ],
)
def test_the_most_specific_answer_of_the_topic_wins(
    session: Session, things: List[str], site: Optional[str], expected: str
) -> None:
    found = find_answer(session, "one", things, site)
    assert found is not None
    assert (found.id, found.topic) == (expected, "one")


def test_an_unknown_topic_has_no_answer(session: Session) -> None:
    assert find_answer(session, "three", ["ct"], "knee") is None
    assert read_answer(session, "three") is None


def test_an_answer_comes_whole_and_in_order(session: Session) -> None:
    found = read_answer(session, "one.knee")
    assert found is not None
    assert (found.topic, found.site, found.checked_on) == ("one", "knee", DAY)
    assert [(one.id, one.part) for one in found.statements] == [("one.knee.0", Part.SAID), ("one.knee.1", Part.MORE)]
    assert [one.id for one in found.parts(Part.MORE)] == ["one.knee.1"]
    assert [(one.id, one.locator, one.stance) for one in found.statements[0].sources] == [
        ("SRC01", "abstract", "supports"),
        ("SRC02", "Table 1", "disputes"),
    ]


def test_what_to_read_next_and_how_things_are_called(session: Session) -> None:
    assert next_topics(session, "one") == [("two", "Label of two")]
    assert next_topics(session, "one", "if_it_does_not_help") == []
    assert next_topics(session, "two") == []
    assert labels(session, ["two", "three", "one"]) == [("two", "Label of two"), ("one", "Label of one")]
    assert (term_name(session, "knee"), term_name(session, "ear")) == ("the knee", None)
    assert (term_topic(session, "ct"), term_topic(session, "rest")) == ("two", None)
