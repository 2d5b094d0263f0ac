"""Find what the words of scan reports mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from marrow.knowledge.finding import CITED, FoundStatement, found_statements
from marrow.knowledge.models import Citation, Gloss, Source, Statement
from marrow.knowledge.schema import GlossKind

WORTH_MOST = tuple(GlossKind(kind) for kind in ("finding", "hedge", "signal", "anatomy", "place", "technique", "size"))
_GLOSSES = (
    select(Gloss.kind, Gloss.name, *CITED)
    .join(Statement, Statement.id == Gloss.id)
    .join(Citation, Citation.statement_id == Statement.id)
    .join(Source, Source.id == Citation.source_id)
    .where(Gloss.id.in_(bindparam("names", expanding=True)))
    .order_by(Statement.position, Citation.position)
)


@dataclass(frozen=True)
class FoundGloss:
    """A term of scan reports: what kind of term it is, how the guide writes it, and what it means."""

    kind: GlossKind
    name: str
    meaning: FoundStatement


def find_glosses(session: Session, names: Sequence[str]) -> Dict[str, FoundGloss]:
    """The terms with these ids; unknown ids are left out."""
    rows = session.execute(_GLOSSES, {"names": list(names)}).all()
    about = {row.id: row for row in rows}
    return {
        meaning.id: FoundGloss(GlossKind(about[meaning.id].kind), about[meaning.id].name, meaning)
        for meaning in found_statements(rows)
    }


def telling_most(words: Sequence[Dict[str, Any]], glosses: Dict[str, FoundGloss], most: int) -> List[Dict[str, Any]]:
    """The words of a report that tell most, in its order; each with its ``gloss``, an id that ``glosses`` knows."""
    ranked = sorted(words, key=lambda word: WORTH_MOST.index(glosses[word["gloss"]].kind))[:most]
    return [word for word in words if word in ranked]
