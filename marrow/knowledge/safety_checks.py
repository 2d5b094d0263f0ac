"""What the shape of the safety files cannot say: phrases that can be matched and references that lead somewhere."""

from __future__ import annotations

import re
from collections import Counter
from string import Formatter
from typing import Dict, Iterator, List, Set

from marrow.contract import topic_ids
from marrow.knowledge.files import Knowledge, Places, statements
from marrow.knowledge.safety_schema import Conclusion, Numbers
from marrow.text.phrases import PhraseBook, PhraseError

SPELLING = "_known"  # lists that only tell the spelling repair which words there are
_LIST = re.compile(r"<(\w+)>")
_WAY = re.compile(r"\{([^}]*)\}")


def check_safety(knowledge: Knowledge, places: Places) -> List[str]:
    """All problems of the red flags, the declines and their findings."""
    return [*_names(knowledge, places), *_phrases(knowledge, places), *_references(knowledge, places)]


def cited_by_red_flags(knowledge: Knowledge) -> Set[str]:
    """Ids of the sources behind red flags."""
    return {source for flag in knowledge.safety.red_flags for source in flag.sources}


def _names(knowledge: Knowledge, places: Places) -> Iterator[str]:
    safety = knowledge.safety
    conclusions: List[Conclusion] = [*safety.red_flags, *safety.declines.kinds]
    for names in (
        [finding.id for finding in safety.all_findings],
        [conclusion.id for conclusion in conclusions],
    ):
        for name, count in Counter(names).items():
            if count > 1:
                yield places.problem(name, "id", f"used {count} times")
    for name, count in Counter(name for file in safety.files for name in file.lists).items():
        if count > 1:
            yield f"knowledge/findings:1: lists: {name} exists {count} times"
    written = [entry for words in safety.lists.values() for entry in words]
    written += [phrase for finding in safety.all_findings for phrase in finding.says]
    used = {name for phrase in written for name in _LIST.findall(phrase)}
    for name in safety.lists:
        if name not in used and not name.endswith(SPELLING):
            yield f"knowledge/findings:1: lists: no phrase names {name}"
    needed = {name for one in conclusions for row in [*one.needs, one.unless] for name in row}
    for finding in safety.all_findings:
        if finding.id not in needed:
            yield places.problem(finding.id, "id", "nothing needs this finding")


def _phrases(knowledge: Knowledge, places: Places) -> Iterator[str]:
    book = PhraseBook(knowledge.safety.lists)
    for finding in knowledge.safety.all_findings:
        for phrase in finding.says:
            try:
                book.compile(phrase)
            except PhraseError as error:
                yield places.problem(finding.id, "says", str(error))


def _references(knowledge: Knowledge, places: Places) -> Iterator[str]:
    safety = knowledge.safety
    known: Dict[str, Set[str]] = {
        "findings": {finding.id for finding in safety.all_findings},
        "sources": {source.id for source in knowledge.sources},
        "facts": {statement.id for _, _, statement in statements(knowledge.topics)},
        "topics": {*topic_ids()},
    }
    conclusions: List[Conclusion] = [*safety.red_flags, *safety.declines.kinds]
    for conclusion in conclusions:
        for name in {name for row in [*conclusion.needs, conclusion.unless] for name in row} - known["findings"]:
            yield places.problem(conclusion.id, "needs", f"{name} is no finding")
    for flag in safety.red_flags:
        for name in {*flag.sources} - known["sources"]:
            yield places.problem(flag.id, "sources", f"{name} is not in sources.yml")
        for field in ("act", "why", "avoid"):
            text = getattr(flag, field) or ""
            try:
                [*Formatter().parse(text)]
            except ValueError as error:
                yield places.problem(flag.id, field, f"a bracket too many or too few ({error})")
            for name in {*_WAY.findall(text)} - {*Numbers.__fields__}:
                yield places.problem(flag.id, field, f"{{{name}}} is none of {', '.join(Numbers.__fields__)}")
    for kind in safety.declines.kinds:
        for field in ("facts", "topics"):
            for name in {*getattr(kind, field)} - known[field]:
                yield places.problem(kind.id, field, f"{name} does not exist")
