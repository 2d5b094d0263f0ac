"""The shape of the knowledge files.

One class per kind of entry. The loader, the checks and the editors' error messages all come from here; the files
themselves are under ``knowledge/``. Nothing here touches the disk.
"""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from typing import List, Optional

from pydantic import BaseModel, ConstrainedStr, Extra, Field, HttpUrl, validator

# Kinds of terms (``Term.kind``). Sites and things may choose a special answer; a fragment ("and CT?") names only those.
SITE = "site"
SCAN, TREATMENT = "scan", "treatment"
PATIENT = "patient"  # what is told of the patient holds for the rest of the talk
THINGS = (TREATMENT, SCAN, "cause", PATIENT, "person", "activity", "lifestyle")
SUBJECT = "subject"
OTHER_CONDITION = "other_condition"

NEXT_TOPICS = ("read_next", "if_it_does_not_help")  # fields of a topic that name other topics


class Entry(BaseModel):
    """Base of all entries: an unknown field is a mistake, not an extension."""

    class Config:
        extra = Extra.forbid
        anystr_strip_whitespace = True


class Id(ConstrainedStr):
    """Lower-case words joined by underscores, with dots between levels."""

    regex = re.compile(r"[a-z0-9]+(?:[_.][a-z0-9]+)*$")


class SourceId(ConstrainedStr):
    """``SRC`` and a number, as in the evidence record the project started from."""

    regex = re.compile(r"SRC\d{2,3}$")


class ClaimId(ConstrainedStr):
    """``S01`` to ``S54``: a claim of the article the project started from."""

    regex = re.compile(r"S\d{2}$")


class Doi(ConstrainedStr):
    """A DOI without its resolver address."""

    regex = re.compile(r"10\.\d{4,9}/\S+$")


class Text(ConstrainedStr):
    """Text that is not blank."""

    min_length = 2
    strip_whitespace = True


class Evidence(str, Enum):
    """What stands behind a source, strongest first."""

    GUIDELINE = "guideline"
    REVIEW = "review"
    TRIAL = "trial"
    COHORT = "cohort"
    SMALL_STUDY = "small_study"
    EXPERT = "expert"
    CONSUMER_PAGE = "consumer_page"

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return list(type(self)).index(self)


class Stance(str, Enum):
    """Whether a source backs a statement or says otherwise."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"


class Grade(Entry):
    """How the guide calls one of the kinds of evidence (``knowledge/grades.yml``), and what stands behind it."""

    id: Evidence
    name: Text
    plural: Text
    means: Text


class Source(Entry):
    """One entry of the bibliography (``knowledge/sources.yml``)."""

    id: SourceId
    title: Text
    authors: Optional[Text]
    publisher: Optional[Text]
    year: Optional[int]
    doi: Optional[Doi]
    url: HttpUrl
    kind: Evidence
    read: Text
    checked_on: date
    weak: bool = False

    @validator("year")
    def year_is_plausible(cls, value: Optional[int]) -> Optional[int]:
        """A year that a source can have."""
        if value is not None and not 1950 <= value <= 2100:
            raise ValueError("a year between 1950 and 2100")
        return value


class Citation(Entry):
    """A source behind a statement, and where in it."""

    id: SourceId
    at: Optional[Text]
    stance: Stance = Stance.SUPPORTS


class Statement(Entry):
    """One or two plain sentences with the sources behind them.

    ``otherwise``: what the sources say instead that dispute it; said apart, so that it keeps nobody from reading.
    """

    id: Id
    text: Text
    otherwise: Optional[Text]
    sources: List[Citation] = Field(..., min_items=1)
    claims: List[ClaimId] = []
    facts: List[str] = []
    conflicts: List[str] = []
    more: bool = False


class Answer(Entry):
    """What a person reads: general, or for one body site or one thing they asked about.

    ``simpler`` is the gist in the easiest words, for whoever asks for it.
    """

    id: Id
    site: Optional[Id]
    about: Optional[Id]
    statements: List[Statement] = Field(..., min_items=2)
    next_step: Statement
    simpler: Optional[Statement]

    @validator("next_step", "simpler")
    def never_kept_back(cls, value: Optional[Statement]) -> Optional[Statement]:
        """A next step and a simpler wording are whole statements of their own."""
        if value and value.more:
            raise ValueError("always shown; leave out 'more'")
        return value


class Topic(Entry):
    """One file under ``knowledge/topics``: everything the guide says on one topic of the contract.

    ``why``: statements, of any topic, that give the reasons; ``if_it_does_not_help``: topics that come next then.
    """

    topic: Id
    label: ConstrainedStr
    examples: List[Text] = Field(..., min_items=4)
    read_next: List[Id] = Field(..., min_items=2, max_items=4)
    if_it_does_not_help: List[Id] = Field(..., min_items=1, max_items=2)
    why: List[Id] = Field(..., min_items=1, max_items=3)
    checked_on: date
    due_on: date
    answers: List[Answer] = Field(..., min_items=1)

    @validator("label")
    def label_fits_a_button(cls, value: str) -> str:
        """Between 3 and 40 characters."""
        if not 3 <= len(value) <= 40:
            raise ValueError("between 3 and 40 characters, to fit a button")
        return value

    @validator("due_on")
    def due_after_check(cls, value: date, values: dict) -> date:
        """The next check lies after the last."""
        if "checked_on" in values and value <= values["checked_on"]:
            raise ValueError("later than checked_on")
        return value

    @validator("answers")
    def general_answer_first(cls, value: List[Answer]) -> List[Answer]:
        """The first answer is for everybody."""
        if value[0].site or value[0].about:
            raise ValueError("the first answer is the general one, without 'site' or 'about'")
        if not value[0].simpler:
            raise ValueError("the general answer has a 'simpler' wording")
        return value


class ArticleClaim(Entry):
    """One claim of the article the project started from (``knowledge/article.yml``)."""

    id: ClaimId
    section: Text
    claim: Text
    verdict: Text
    question: Text


class Term(Entry):
    """One word of the vocabulary (``knowledge/vocabulary.yml``) with all the ways people write it.

    ``implied_by``: words of other terms that name this one too ("ACL": the knee), where no other of its kind is named.
    """

    id: Id
    kind: Id
    name: Text
    topic: Optional[Id]
    says: List[Text] = Field(..., min_items=1)
    implied_by: List[Text] = []


class GlossKind(str, Enum):
    """What a word of a report is about: the scan, how bright a spot is, where it is, what it is, how sure, how big."""

    TECHNIQUE = "technique"
    SIGNAL = "signal"
    PLACE = "place"
    ANATOMY = "anatomy"
    FINDING = "finding"
    HEDGE = "hedge"
    SIZE = "size"


class Gloss(Statement):
    """One term of a scan report in plain words (``knowledge/glossary.yml``); ``says``: every way reports write it."""

    kind: GlossKind
    name: Text
    says: List[Text] = Field(..., min_items=1)
