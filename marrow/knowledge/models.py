"""The knowledge database as SQLAlchemy models: a copy to query; the files under ``knowledge/`` are the original."""

from __future__ import annotations

from enum import Enum
from typing import Any

from sqlalchemy import JSON, Column, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import declarative_base, relationship

Base: Any = declarative_base()


class Part(str, Enum):
    """When a reader meets a statement: at once, as the next step at the end, or on asking for more or for simpler."""

    SAID = "said"
    NEXT_STEP = "next_step"
    MORE = "more"
    SIMPLER = "simpler"


class Grade(Base):
    """A kind of evidence, the strongest at position 0: how it is called, and what stands behind it."""

    __tablename__ = "grade"
    id = Column(String(32), primary_key=True)
    position = Column(Integer, nullable=False)
    name = Column(Text, nullable=False)
    plural = Column(Text, nullable=False)
    means = Column(Text, nullable=False)


class Source(Base):
    """One entry of the bibliography."""

    __tablename__ = "source"
    id = Column(String(16), primary_key=True)
    title = Column(Text, nullable=False)
    authors = Column(Text)
    publisher = Column(Text)
    year = Column(Integer)
    doi = Column(Text)
    url = Column(Text, nullable=False)
    kind = Column(String(32), nullable=False)
    read = Column(Text, nullable=False)
    checked_on = Column(Date, nullable=False)


class ArticleClaim(Base):
    """One claim of the article the project started from."""

    __tablename__ = "article_claim"
    id = Column(String(8), primary_key=True)
    section = Column(Text, nullable=False)
    claim = Column(Text, nullable=False)
    verdict = Column(String(32), nullable=False)
    question = Column(Text, nullable=False)


class Topic(Base):
    """What a person may want to know: one topic of the contract."""

    __tablename__ = "topic"
    id = Column(String(64), primary_key=True)
    label = Column(String(40), nullable=False)
    checked_on = Column(Date, nullable=False)
    due_on = Column(Date, nullable=False)
    reviewed_by = Column(Text)
    answers = relationship("Answer", cascade="all, delete-orphan", order_by="Answer.position")
    next_topics = relationship("NextTopic", cascade="all, delete-orphan", foreign_keys="NextTopic.topic_id")
    reasons = relationship("Reason", cascade="all, delete-orphan", order_by="Reason.position")


class NextTopic(Base):
    """A topic that comes after another, in order. ``reason``: the field of the topic file that names it."""

    __tablename__ = "next_topic"
    topic_id = Column(String(64), ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True)
    reason = Column(String(32), primary_key=True)
    position = Column(Integer, primary_key=True)
    next_id = Column(String(64), ForeignKey("topic.id", deferrable=True, initially="DEFERRED"), nullable=False)


class Reason(Base):
    """A statement, of any topic, that says why the general answer of a topic is so, in order."""

    __tablename__ = "reason"
    topic_id = Column(String(64), ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True)
    position = Column(Integer, primary_key=True)
    statement_id = Column(String(128), ForeignKey("statement.id"), nullable=False)


class Term(Base):
    """A body site, cause, scan, treatment and so on that a person may name."""

    __tablename__ = "term"
    id = Column(String(64), primary_key=True)
    kind = Column(String(32), nullable=False)
    name = Column(Text, nullable=False)
    topic_id = Column(String(64), ForeignKey("topic.id"))


class Answer(Base):
    """One answer of a topic: general, or for a body site, or about one thing the person named."""

    __tablename__ = "answer"
    id = Column(String(96), primary_key=True)
    topic_id = Column(String(64), ForeignKey("topic.id", ondelete="CASCADE"), nullable=False, index=True)
    position = Column(Integer, nullable=False)
    site = Column(String(64), ForeignKey("term.id"))
    about = Column(String(64), ForeignKey("term.id"))
    written_on = Column(Date)  # first; null where that is not on record
    changed_on = Column(Date)  # since it was first written; null while it never changed
    changed_because = Column(Text)
    statements = relationship("Statement", cascade="all, delete-orphan", order_by="Statement.position")


class Statement(Base):
    """One or two sentences of an answer, or of the glossary. ``part``: a value of ``Part``, when a reader meets it.

    ``otherwise``: what the sources say that dispute it, where that is said.
    """

    __tablename__ = "statement"
    id = Column(String(128), primary_key=True)
    answer_id = Column(String(96), ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    position = Column(Integer, nullable=False)
    text = Column(Text, nullable=False)
    otherwise = Column(Text)
    evidence = Column(String(32), nullable=False)
    part = Column(String(16), nullable=False)
    citations = relationship("Citation", cascade="all, delete-orphan", order_by="Citation.position")
    claims = relationship("StatementClaim", cascade="all, delete-orphan")


class Gloss(Base):
    """A term of scan reports; the statement of the same id says what it means."""

    __tablename__ = "gloss"
    id = Column(String(128), ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True)
    kind = Column(String(16), nullable=False)
    name = Column(Text, nullable=False)
    says = Column(JSON, nullable=False)


class Citation(Base):
    """A source behind a statement, where in it, and whether it supports or disputes the statement."""

    __tablename__ = "citation"
    statement_id = Column(String(128), ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True)
    position = Column(Integer, primary_key=True)
    source_id = Column(String(16), ForeignKey("source.id"), nullable=False)
    at = Column(Text)
    stance = Column(String(16), nullable=False)


class StatementClaim(Base):
    """Which claims of the article a statement covers."""

    __tablename__ = "statement_claim"
    statement_id = Column(String(128), ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True)
    claim_id = Column(String(8), ForeignKey("article_claim.id"), primary_key=True)


class Release(Base):
    """The one row that says which state of the files the database holds."""

    __tablename__ = "release"
    fingerprint = Column(String(64), primary_key=True)
