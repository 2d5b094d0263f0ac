"""Bring the knowledge files into the database: all of them or none, and the same result however often."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Dict, List, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from marrow.knowledge import models
from marrow.knowledge.checks import check
from marrow.knowledge.database import migrate, open_session
from marrow.knowledge.files import FILES, Knowledge, KnowledgeError, read_knowledge
from marrow.knowledge.models import Part
from marrow.knowledge.review import Change, contents, first_day, latest_change, reviewers
from marrow.knowledge.schema import NEXT_TOPICS, Answer, Evidence, SourceId, Stance, Statement


def load(folder: Path, url: str) -> bool:
    """Load the files below ``folder`` into the database at ``url``; False when it already holds exactly these files.

    Raises:
        KnowledgeError: when the files do not validate; the database is left as it is.
    """
    fingerprint = fingerprint_of(folder)  # before reading: what is saved meanwhile is loaded the next time
    knowledge, places = read_knowledge(folder)
    problems = check(knowledge, places)
    if problems:
        raise KnowledgeError(problems)
    migrate(url)
    with open_session(url) as session, session.begin():
        if session.scalars(select(models.Release.fingerprint)).first() == fingerprint:
            return False
        _empty(session)
        _fill(session, knowledge)
        session.add(models.Release(fingerprint=fingerprint))
    return True


def fingerprint_of(folder: Path) -> str:
    """A hash of all the knowledge files below ``folder``, names included."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob(FILES)):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _empty(session: Session) -> None:
    for table in reversed(models.Base.metadata.sorted_tables):
        session.execute(delete(table))


def _fill(session: Session, knowledge: Knowledge) -> None:
    kinds = {source.id: source.kind for source in knowledge.sources}
    reviewed = reviewers(knowledge.sign_offs, contents(knowledge.topics, knowledge.safety.red_flags))
    session.add_all(
        models.Grade(id=grade.id.value, position=grade.id.rank, **grade.dict(include={"name", "plural", "means"}))
        for grade in knowledge.grades
    )
    session.add_all(
        models.Source(**source.dict(exclude={"weak", "kind"}), kind=source.kind.value) for source in knowledge.sources
    )
    session.add_all(models.ArticleClaim(**claim.dict()) for claim in knowledge.article)
    for topic in knowledge.topics:
        session.add(
            models.Topic(
                id=topic.topic,
                reviewed_by=reviewed.get(topic.topic),
                **topic.dict(include={"label", "checked_on", "due_on"}),
            )
        )
    session.flush()
    session.add_all(
        models.Term(id=term.id, kind=term.kind, name=term.name, topic_id=term.topic) for term in knowledge.vocabulary
    )
    session.flush()
    for topic in knowledge.topics:
        session.add_all(
            models.NextTopic(topic_id=topic.topic, reason=reason, position=position, next_id=name)
            for reason in NEXT_TOPICS
            for position, name in enumerate(getattr(topic, reason))
        )
        session.add_all(
            _answer(topic.topic, position, answer, knowledge.history, kinds)
            for position, answer in enumerate(topic.answers)
        )
    session.add_all(_statement(place, Part.SAID, gloss, kinds) for place, gloss in enumerate(knowledge.glossary))
    session.flush()
    session.add_all(
        models.Gloss(id=gloss.id, kind=gloss.kind.value, name=gloss.name, says=gloss.says)
        for gloss in knowledge.glossary
    )
    session.add_all(
        models.Reason(topic_id=topic.topic, position=position, statement_id=name)
        for topic in knowledge.topics
        for position, name in enumerate(topic.why)
    )


def _answer(
    topic: str, position: int, answer: Answer, history: Sequence[Change], kinds: Dict[SourceId, Evidence]
) -> models.Answer:
    change = latest_change(answer.id, history)
    parts = [(Part.MORE if statement.more else Part.SAID, statement) for statement in answer.statements]
    parts.append((Part.NEXT_STEP, answer.next_step))
    if answer.simpler:
        parts.append((Part.SIMPLER, answer.simpler))
    return models.Answer(
        id=answer.id,
        topic_id=topic,
        position=position,
        site=answer.site,
        about=answer.about,
        written_on=first_day(answer.id, history),
        changed_on=change and change.day,
        changed_because=change and change.because,
        statements=[_statement(place, part, statement, kinds) for place, (part, statement) in enumerate(parts)],
    )


def _statement(position: int, part: Part, statement: Statement, kinds: Dict[SourceId, Evidence]) -> models.Statement:
    supporting = [kinds[citation.id] for citation in statement.sources if citation.stance is Stance.SUPPORTS]
    citations: List[models.Citation] = [
        models.Citation(position=place, source_id=citation.id, at=citation.at, stance=citation.stance.value)
        for place, citation in enumerate(statement.sources)
    ]
    return models.Statement(
        id=statement.id,
        position=position,
        text=statement.text,
        otherwise=statement.otherwise,
        evidence=min(supporting, key=lambda kind: kind.rank).value,
        part=part.value,
        citations=citations,
        claims=[models.StatementClaim(claim_id=claim) for claim in statement.claims],
    )
