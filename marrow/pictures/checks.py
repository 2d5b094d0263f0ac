"""What the shape of the picture files cannot say: references that lead somewhere, and SVG that is safe to show.

Every problem has the form ``file:line: entry, field: what``, as those of ``marrow.knowledge.checks``.
"""

from __future__ import annotations

import re
import xml.sax
from collections import Counter
from pathlib import Path
from typing import Dict, Iterator, List, Tuple
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from marrow.knowledge.files import Knowledge, Places, statements
from marrow.knowledge.schema import SITE, Stance, Statement
from marrow.pictures.files import HEALING_TIMES, Pictures, picture_file

ALTERNATIVES = ("title", "desc")
ACTIVE = {"script", "foreignObject", "set", "animate"}  # elements that run something, or can make others do so
MOST_PICTURES = 2  # of one answer
OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)[^'\"\s)]|@import")


def check_pictures(pictures: Pictures, places: Places, knowledge: Knowledge, folder: Path) -> Iterator[str]:
    """All problems of the pictures, their files and the healing times.

    Args:
        pictures: as read from below ``folder``.
        places: where their entries stand.
        knowledge: what topics, statements, sources and words there are.
        folder: the folder of the knowledge files.
    """
    yield from check_entries(pictures, places, knowledge)
    yield from check_files(pictures, places, folder)


def check_entries(pictures: Pictures, places: Places, knowledge: Knowledge) -> Iterator[str]:
    """Problems of ``pictures.yml`` and ``healing_times.yml``; without any, the chart can be drawn."""
    by_id: Dict[str, Statement] = {statement.id: statement for _, _, statement in statements(knowledge.topics)}
    yield from _ids(pictures, places)
    yield from _references(pictures, places, knowledge)
    yield from _crowded(pictures, places)
    yield from _healing_times(pictures, places, knowledge, by_id)
    yield from _chart(pictures, places, by_id)


def check_files(pictures: Pictures, places: Places, folder: Path) -> Iterator[str]:
    """Problems of the SVG files below ``folder``."""
    for picture in pictures.pictures:
        path = picture_file(folder, picture)
        if path.is_file():
            yield from check_svg(path)
        else:
            yield places.problem(picture.id, "file", f"there is no file {path}")


def check_svg(path: Path) -> Iterator[str]:
    """Problems of one SVG file: no text alternative, or anything in it that runs or is fetched from elsewhere."""
    text = path.read_text(encoding="utf-8")
    if "<!DOCTYPE" in text:
        yield f"{path}:1: svg: has a DOCTYPE, which may name files elsewhere"
        return
    look = _Look()
    try:
        xml.sax.parseString(text.encode(), look)  # noqa: S317  no DOCTYPE, so no entities to expand
    except xml.sax.SAXParseException as error:
        yield f"{path}:{error.getLineNumber()}: svg: not XML ({error.getMessage()})"
        return
    yield from (f"{path}:{line}: svg: {what}" for line, what in look.found)
    for name in ALTERNATIVES:
        if not look.texts.get(name, "").strip():
            yield f"{path}:1: svg: has no <{name}> of its own"


class _Look(ContentHandler):
    """Walks through an SVG. ``found``: (line, what) of all that must not be there; ``texts``: title and description."""

    def __init__(self) -> None:
        super().__init__()
        self.found: List[Tuple[int, str]] = []
        self.texts: Dict[str, str] = {}
        self._open: List[str] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        """An element and its attributes."""
        self._open.append(name.split(":")[-1])
        if self._open[-1] in ACTIVE:
            self._note(f"has a <{self._open[-1]}>")
        for key, value in attrs.items():
            local = key.split(":")[-1]
            if local.lower().startswith("on"):
                self._note(f"has an event handler, {key}")
            if (local in ("href", "src") and not value.startswith("#")) or OUTSIDE.search(value):
                self._note(f"refers to something outside, {key}")

    def endElement(self, name: str) -> None:
        """The end of an element; a style sheet may bring something in."""
        if self._open.pop() == "style" and OUTSIDE.search(self.texts.pop("style", "")):
            self._note("refers to something outside, in <style>")

    def characters(self, content: str) -> None:
        """Text: that of a style sheet, and the title and description of the picture as a whole."""
        name = self._open[-1]
        if name == "style" or (name in ALTERNATIVES and len(self._open) == 2):
            self.texts[name] = self.texts.get(name, "") + content

    def processingInstruction(self, target: str, data: str) -> None:
        """Such as a style sheet that is named before the picture begins."""
        self._note(f"has an instruction, {target}")

    def _note(self, what: str) -> None:
        self.found.append((self._locator.getLineNumber(), what))  # type: ignore[attr-defined]


def _ids(pictures: Pictures, places: Places) -> Iterator[str]:
    for entries in (pictures.pictures, pictures.healing_times):
        for name, count in Counter(entry.id for entry in entries).items():
            if count > 1:
                yield places.problem(name, "id", f"used {count} times")


def _references(pictures: Pictures, places: Places, knowledge: Knowledge) -> Iterator[str]:
    answers = {answer.id for topic in knowledge.topics for answer in topic.answers}
    sources = {source.id for source in knowledge.sources}
    for picture in pictures.pictures:
        for answer in picture.answers:
            if answer not in answers:
                yield places.problem(picture.id, "answers", f"{answer} is not an answer of the topics")
        for citation in picture.sources:
            if citation.id not in sources:
                yield places.problem(picture.id, "sources", f"{citation.id} is not in sources.yml")


def _crowded(pictures: Pictures, places: Places) -> Iterator[str]:
    """Answers with so many pictures that their words are lost; told at the last of those."""
    shown = Counter(answer for picture in pictures.pictures for answer in picture.answers)
    last = {answer: picture.id for picture in pictures.pictures for answer in picture.answers}
    for answer, count in shown.items():
        if count > MOST_PICTURES:
            yield places.problem(last[answer], "answers", f"{answer} shows {count} pictures; at most {MOST_PICTURES}")


def _healing_times(
    pictures: Pictures, places: Places, knowledge: Knowledge, by_id: Dict[str, Statement]
) -> Iterator[str]:
    sites = {term.id for term in knowledge.vocabulary if term.kind == SITE}
    things = {term.id for term in knowledge.vocabulary} - sites
    for time in pictures.healing_times:
        for field, statement in zip(("statement", "other_statement"), time.statements):
            if statement not in by_id:
                yield places.problem(time.id, field, f"{statement} is not a statement")
        if time.site and time.site not in sites:
            yield places.problem(time.id, "site", f"{time.site} is not a site of vocabulary.yml")
        if time.about and time.about not in things:
            yield places.problem(time.id, "about", f"{time.about} is not in vocabulary.yml")
        if time.from_weeks > time.to_weeks:
            yield places.problem(time.id, "from_weeks", "later than to_weeks")
        if time.other is not None and time.other[0] > time.other[1]:
            yield places.problem(time.id, "other_from_weeks", "later than other_to_weeks")
        if time.some_weeks is not None and time.some_weeks <= time.to_weeks:
            field = "some_up_to_weeks" if time.some_over_weeks is None else "some_over_weeks"
            yield places.problem(time.id, field, "not later than to_weeks")


def _chart(pictures: Pictures, places: Places, by_id: Dict[str, Statement]) -> Iterator[str]:
    """Whoever hears the chart read aloud gets each time that is drawn, and each source is named."""
    charts = [picture for picture in pictures.pictures if picture.id == HEALING_TIMES]
    if not (charts and pictures.healing_times):
        yield f"knowledge/pictures.yml:1: id: there is no picture {HEALING_TIMES}, or no time to draw"
    for chart in charts:
        named = {citation.id for citation in chart.sources}
        for field, text in (("reading", chart.reading), ("note", chart.note)):
            if text and " ".join(text.split()) not in " ".join(chart.alt.split()):
                yield places.problem(chart.id, "alt", f"does not say the {field}")
        for time in pictures.healing_times:
            if f"{time.label}: {time.in_words}." not in chart.alt:
                yield places.problem(chart.id, "alt", f"does not say '{time.label}: {time.in_words}.'")
            for citation in (one for name in time.statements if name in by_id for one in by_id[name].sources):
                if citation.stance is Stance.SUPPORTS and citation.id not in named:
                    yield places.problem(chart.id, "sources", f"lacks {citation.id}, a source of {time.id}")
                    named.add(citation.id)
