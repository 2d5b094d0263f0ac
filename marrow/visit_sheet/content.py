"""What stands on the visit sheet of a conversation: what was talked about and read, words, questions, room to write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Dict, Iterable, List, Tuple

from rasa.shared.core.events import BotUttered, Event, UserUttered
from sqlalchemy.orm import Session

from marrow.clinic import Clinic
from marrow.contract import QUESTIONS_FOR_DOCTOR, READ_MY_REPORT, WHEN_TO_SEE_DOCTOR, Kind
from marrow.conversation.turn import Sources
from marrow.conversation.words import LICENSE, contact, day, denied_in_report
from marrow.knowledge.finding import FoundAnswer, find_answer, gist, labels, read_answer, term_name
from marrow.knowledge.glossary import find_glosses, telling_most
from marrow.knowledge.models import Part

TITLE = "For my visit"
NOT_READ = (QUESTIONS_FOR_DOCTOR, WHEN_TO_SEE_DOCTOR, READ_MY_REPORT)  # they have sections of their own
MOST_READ, MOST_WORDS, MOST_QUESTIONS = 6, 8, 6  # one page
NOTES = 5  # lines to write on


@dataclass(frozen=True)
class SheetSection:
    """A heading and what stands below it, each with its [n] marks; ``blank``: how many empty lines to write on."""

    heading: str
    lines: Tuple[str, ...]
    blank: int = 0


@dataclass(frozen=True)
class Sheet:
    """A visit sheet, ready to be drawn. ``sources``: (number, where it is from, address or "")."""

    title: str
    about: str
    sections: Tuple[SheetSection, ...]
    sources: Tuple[Tuple[int, str, str], ...]
    footer: str


def sheet_of(session: Session, events: Iterable[Event], clinic: Clinic, today: date) -> Sheet:
    """The sheet of a conversation, from its events; without any there are still the questions to ask."""
    said = list(events)
    turns: List[Dict[str, Any]] = [event.data.get("custom") or {} for event in said if isinstance(event, BotUttered)]
    answers = [turn for turn in turns if turn.get("kind") == Kind.ANSWER and turn.get("topic")]
    sites = list(dict.fromkeys(turn["site"] for turn in answers if turn.get("site")))
    sources = Sources()
    sections = [
        SheetSection("What I read", tuple(_read(session, answers, sources))),
        SheetSection("Words of my report", tuple(_words(session, said, sources))),
        SheetSection("What I want to ask", tuple(_questions(session, sites, sources))),
        SheetSection("When not to wait for the visit", tuple(_help(session, sites, sources))),
        SheetSection("My notes", (), NOTES),
    ]
    names = [name for name in (term_name(session, site) for site in sites) if name]
    about = f"Bone marrow edema{': ' + ', '.join(names) if names else ''}. Made on {day(today)}"
    return Sheet(
        title=TITLE,
        about=f"{about} for {clinic.name}." if clinic.name else f"{about}.",
        sections=tuple(section for section in sections if section.lines or section.blank),
        sources=tuple(_source(citation) for citation in sources.citations),
        footer=(
            "General information with its sources. No diagnosis, and no advice on your own case. "
            f"Questions in between: {contact(clinic)}. {LICENSE}"
        ),
    )


def _read(session: Session, answers: List[Dict[str, Any]], sources: Sources) -> Iterable[str]:
    """The gist of the last answers that were read, each once."""
    read: Dict[str, FoundAnswer] = {}
    for turn in answers:
        others = (find_answer(session, topic, (), turn.get("site")) for topic in turn.get("also", []))
        for found in (read_answer(session, turn.get("answer_id") or ""), *others):
            if found and found.topic not in NOT_READ:
                read[found.id] = read.pop(found.id, found)
    last = [*read.values()][-MOST_READ:]
    names = dict(labels(session, [one.topic for one in last]))
    for found in last:
        yield f"{names[found.topic].rstrip('?')}: {sources.cited(gist(session, found)[-1])}"


def _words(session: Session, events: List[Event], sources: Sources) -> Iterable[str]:
    """What the terms mean that reports in the conversation had."""
    reports = [event.parse_data.get("report") or {} for event in events if isinstance(event, UserUttered)]
    words: Dict[str, Dict[str, Any]] = {}
    for word in (word for report in reports if report.get("is_report") for word in report["words"]):
        if word["gloss"] not in words or words[word["gloss"]]["denied"]:  # what was seen once counts
            words[word["gloss"]] = word
    glosses = find_glosses(session, list(words))
    known = [word for gloss, word in words.items() if gloss in glosses]
    for word in telling_most(known, glosses, MOST_WORDS):
        meaning = sources.cited(glosses[word["gloss"]].meaning)
        yield f"{denied_in_report(word['text'])} {meaning}" if word["denied"] else meaning


def _questions(session: Session, sites: List[str], sources: Sources) -> Iterable[str]:
    found = find_answer(session, QUESTIONS_FOR_DOCTOR, (), sites[0] if sites else None)
    for statement in (found.parts(Part.SAID, Part.MORE) if found else [])[:MOST_QUESTIONS]:
        yield sources.cited(statement)


def _help(session: Session, sites: List[str], sources: Sources) -> Iterable[str]:
    found = find_answer(session, WHEN_TO_SEE_DOCTOR, (), sites[0] if sites else None)
    for statement in gist(session, found)[:1] if found else []:
        yield sources.cited(statement)


def _source(citation: Dict[str, Any]) -> Tuple[int, str, str]:
    parts = [citation["title"], citation["publisher"], citation["year"]]
    return citation["n"], ". ".join(str(part) for part in parts if part), citation["url"] or ""
