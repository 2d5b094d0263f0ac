"""Find what the guide says: the most specific answer for a topic, the thing named and the body site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Dict, List, Optional, Sequence, Tuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from marrow.knowledge.models import Answer, Citation, Grade, NextTopic, Part, Reason, Source, Statement, Term, Topic
from marrow.knowledge.schema import Stance

# Built once: putting a query together costs more than SQLite needs to run it.
_VARIANTS = select(Answer.id, Answer.about, Answer.site).where(Answer.topic_id == bindparam("topic"))
CITED = (
    Statement.id,
    Statement.text,
    Statement.otherwise,
    Statement.part,
    Citation.at,
    Citation.stance,
    Source.id.label("source_id"),
    Source.title,
    Source.authors,
    Source.publisher,
    Source.year,
    Source.url,
    Source.doi,
    Source.read,
    Source.kind,
)
_STATEMENTS = (
    select(
        Answer.topic_id,
        Answer.site,
        Topic.label,
        Topic.checked_on,
        Topic.reviewed_by,
        Answer.written_on,
        Answer.changed_on,
        Answer.changed_because,
        *CITED,
    )
    .join(Topic, Topic.id == Answer.topic_id)
    .join(Statement, Statement.answer_id == Answer.id)
    .join(Citation, Citation.statement_id == Statement.id)
    .join(Source, Source.id == Citation.source_id)
)
_OF_AN_ANSWER = _STATEMENTS.where(Answer.id == bindparam("answer")).order_by(Statement.position, Citation.position)
_REASONS = (
    _STATEMENTS.join(Reason, Reason.statement_id == Statement.id)
    .where(Reason.topic_id == bindparam("topic"))
    .order_by(Reason.position, Citation.position)
)
_NEXT_TOPICS = (
    select(Topic.id, Topic.label)
    .join(NextTopic, NextTopic.next_id == Topic.id)
    .where(NextTopic.topic_id == bindparam("topic"), NextTopic.reason == bindparam("reason"))
    .order_by(NextTopic.position)
)


@dataclass(frozen=True)
class FoundSource:
    """One source as a reader sees it, with where in it and whether it supports the statement."""

    id: str
    title: str
    authors: Optional[str]
    publisher: Optional[str]
    year: Optional[int]
    url: str
    doi: Optional[str]
    kind: str
    locator: str
    stance: str

    @property
    def disputes(self) -> bool:
        """Whether it says otherwise."""
        return self.stance == Stance.DISPUTES.value


FoundPart = Tuple[str, Tuple[FoundSource, ...]]


@dataclass(frozen=True)
class FoundStatement:
    """One or two sentences with their sources, one or more; ``otherwise``: what those that dispute it say instead."""

    id: str
    text: str
    part: Part
    sources: Tuple[FoundSource, ...]
    otherwise: Optional[str] = None

    @property
    def backed(self) -> FoundPart:
        """The statement itself with the sources behind it; with all of them, where nobody's other view is told."""
        return self.text, tuple(one for one in self.sources if not self.otherwise or not one.disputes)

    @property
    def disputed(self) -> Optional[FoundPart]:
        """What is said otherwise, with the sources that say so, if that is told."""
        return (self.otherwise, tuple(one for one in self.sources if one.disputes)) if self.otherwise else None


@dataclass(frozen=True)
class FoundAnswer:
    """An answer ready to be rendered. ``site`` is None for an answer that is not about one body site.

    ``label``: of its topic. ``reviewed_by``: the clinician behind it as it is now. ``written_on``: when it was first
    written, where that is on record. ``change``: when and why it changed since then.
    """

    id: str
    topic: str
    site: Optional[str]
    checked_on: date
    statements: Tuple[FoundStatement, ...]
    label: str = ""
    reviewed_by: Optional[str] = None
    change: Optional[Tuple[date, str]] = None
    written_on: Optional[date] = None

    @property
    def is_general(self) -> bool:
        """Whether it is the answer of its topic for everybody: that one has the topic's id."""
        return self.id == self.topic

    def parts(self, *wanted: Part) -> List[FoundStatement]:
        """The statements that a reader meets at these places, in order."""
        return [statement for statement in self.statements if statement.part in wanted]


def find_answer(
    session: Session, topic: str, about: Sequence[str] = (), site: Optional[str] = None
) -> Optional[FoundAnswer]:
    """The answer of ``topic`` that fits best: thing and site, thing, site, general. None for an unknown topic.

    Args:
        about: ids of the things the person named, the most important first.
        site: id of the body site, if one is known.
    """
    variants = {(row.about, row.site): row.id for row in session.execute(_VARIANTS, {"topic": topic})}
    wanted = [(thing, site) for thing in about] + [(thing, None) for thing in about] + [(None, site), (None, None)]
    for key in wanted:
        if key in variants:
            return read_answer(session, variants[key])
    return None


def read_answer(session: Session, answer_id: str) -> Optional[FoundAnswer]:
    """One answer by its id, its next step last; None when there is no such answer."""
    rows = session.execute(_OF_AN_ANSWER, {"answer": answer_id}).all()
    if not rows:
        return None
    return FoundAnswer(
        id=answer_id,
        topic=rows[0].topic_id,
        site=rows[0].site,
        checked_on=max(filter(None, (rows[0].checked_on, rows[0].written_on))),  # it was compared when written
        label=rows[0].label,
        reviewed_by=rows[0].reviewed_by,
        change=(rows[0].changed_on, rows[0].changed_because) if rows[0].changed_on else None,
        written_on=rows[0].written_on,
        statements=tuple(found_statements(rows)),
    )


def gist(session: Session, answer: FoundAnswer) -> List[FoundStatement]:
    """The simpler wording; a special answer without one says its first statement after the topic's."""
    own = answer.parts(Part.SIMPLER)
    general = None if own else read_answer(session, answer.topic)  # the general answer has the topic's id
    return own or [*(general.parts(Part.SIMPLER) if general else ()), answer.parts(Part.SAID)[0]]


def reasons(session: Session, topic: str) -> List[FoundStatement]:
    """The statements that say why the general answer of a topic is so, in order."""
    return found_statements(session.execute(_REASONS, {"topic": topic}).all())


def found_statements(rows: Sequence[Any]) -> List[FoundStatement]:
    """The statements in rows that have the columns ``CITED``, one for each citation, in order."""
    by_statement: Dict[str, list] = {}
    for row in rows:
        by_statement.setdefault(row.id, []).append(row)
    return [
        FoundStatement(name, group[0].text, Part(group[0].part), tuple(map(_source, group)), group[0].otherwise)
        for name, group in by_statement.items()
    ]


def _source(row: Any) -> FoundSource:
    return found_source(row, row.source_id, row.at, row.stance)


def found_source(record: Any, name: str, at: Optional[str], stance: str) -> FoundSource:
    """A source as a reader sees it, from a row of the database or an entry of the bibliography."""
    return FoundSource(
        id=name,
        title=record.title,
        authors=record.authors,
        publisher=record.publisher,
        year=record.year,
        url=record.url,
        doi=record.doi,
        kind=str(getattr(record.kind, "value", record.kind)),
        locator=at or record.read,
        stance=stance,
    )


def next_topics(session: Session, topic: str, reason: str = "read_next") -> List[Tuple[str, str]]:
    """(id, label) of the topics that a field of the topic file (``read_next``...) names, best first."""
    return [(row.id, row.label) for row in session.execute(_NEXT_TOPICS, {"topic": topic, "reason": reason})]


def grades(session: Session) -> Dict[str, Grade]:
    """How each kind of source is called and what stands behind it, the strongest first."""
    return {grade.id: grade for grade in session.scalars(select(Grade).order_by(Grade.position))}


def labels(session: Session, topics: Sequence[str]) -> List[Tuple[str, str]]:
    """(id, label) of the given topics, in the given order; unknown ids are left out."""
    found = dict(session.execute(select(Topic.id, Topic.label).where(Topic.id.in_(topics))).all())
    return [(topic, found[topic]) for topic in topics if topic in found]


def term_name(session: Session, term: str) -> Optional[str]:
    """How the guide calls a term in a sentence, such as "the knee"."""
    return session.scalars(select(Term.name).where(Term.id == term)).first()


def term_topic(session: Session, term: str) -> Optional[str]:
    """The topic that a message with nothing but this term is about."""
    return session.scalars(select(Term.topic_id).where(Term.id == term)).first()
