"""The shape of the safety files: red flags, requests to decline, and the findings that tell them apart.

``knowledge/red_flags.yml``, ``knowledge/declines.yml``, ``knowledge/findings/*.yml`` and ``knowledge/numbers.yml``.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Dict, List, Optional

from pydantic import ConstrainedStr, Field, HttpUrl, StrictStr

from marrow.knowledge.schema import Entry, Id, Text

Lists = Dict[str, List[str]]


class Urgency(str, Enum):
    """How soon somebody must be seen, the most pressing first; ``SOON`` is advice inside an answer."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    URGENT = "urgent"
    SOON = "soon"


# The slots of the domain, the most pressing first; what can wait a little is advice, and no alarm.
LEVELS = tuple(urgency.value for urgency in Urgency if urgency is not Urgency.SOON)
GRAVEST = (Urgency.CRISIS, Urgency.EMERGENCY)  # what leaves no time for anything else


class SignId(ConstrainedStr):
    """``R01`` to ``R25`` as in the evidence record the project started from; those after it are our own."""

    regex = re.compile(r"R\d{2}$")


class Label(ConstrainedStr):
    """A name that fits a button or a list."""

    min_length, max_length = 3, 60
    strip_whitespace = True


class Finding(Entry):
    """One thing that a message can mention: phrases in the language of ``marrow.text.phrases``.

    ``past``: it counts also when it is long ago (had cancer).
    """

    id: Id
    says: List[StrictStr] = Field(..., min_items=1)
    past: bool = False


class FindingsFile(Entry):
    """A file of ``knowledge/findings``: lists of words that phrases of all files may name, and findings."""

    lists: Lists = {}
    findings: List[Finding] = []


class Conclusion(Entry):
    """What follows from findings: all of one row of ``needs`` are there and none of ``unless``."""

    id: str
    needs: List[List[str]] = Field(..., min_items=1)
    unless: List[str] = []


class RedFlag(Conclusion):
    """A sign, and what a person is told.

    ``act``, ``why`` and ``avoid`` may hold ``{emergency}``, ``{urgent}`` and ``{crisis}``: how the clinic's patients
    reach help.
    """

    id: SignId
    urgency: Urgency
    label: Label
    sign: Text
    act: Text
    why: Text
    avoid: Optional[Text]
    sources: List[str] = Field(..., min_items=1)


class Decline(Conclusion):
    """A kind of request that is declined, and what is said.

    ``facts``: statements of topic files that help at once; ``topics``: offered as buttons.
    """

    id: Id
    label: Label
    cannot: Text
    because: Text
    facts: List[str] = Field(..., min_items=1, max_items=3)
    ask: Text
    topics: List[str] = Field(..., min_items=1, max_items=3)


class DeclinesFile(FindingsFile):
    """``knowledge/declines.yml``: its lists and findings serve its kinds."""

    kinds: List[Decline] = Field(..., min_items=1)


class Number(Entry):
    """How to reach help: ``text`` goes into a sentence ("call 112"); ``seen_at``: the page that shows the number."""

    number: Optional[StrictStr]
    name: Optional[Text]
    text: Text
    seen_at: Optional[HttpUrl]


class Numbers(Entry):
    """The numbers of a country; None where no national one is known."""

    emergency: Optional[Number]
    urgent: Optional[Number]
    crisis: Optional[Number]


class Safety(Entry):
    """Everything the safety files say."""

    red_flags: List[RedFlag]
    findings: List[FindingsFile]
    declines: DeclinesFile

    @property
    def files(self) -> List[FindingsFile]:
        """All files that have findings."""
        return [*self.findings, self.declines]

    @property
    def lists(self) -> Lists:
        """All lists, by name."""
        return {name: words for file in self.files for name, words in file.lists.items()}

    @property
    def all_findings(self) -> List[Finding]:
        """All findings, in file order."""
        return [finding for file in self.files for finding in file.findings]
