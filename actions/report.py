"""Explain the words of a scan report that a message quotes, without saying what they mean for the person."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context, message
from actions.answering import buttons
from actions.context import Talk
from marrow.contract import QUESTIONS_FOR_DOCTOR, READ_MY_REPORT
from marrow.conversation.intents import MORE_DETAIL, SIMPLER
from marrow.conversation.turn import Reply, Sources, turn_of
from marrow.conversation.words import ASK_AT_THE_VISIT, denied_in_report, more_words, unknown_words
from marrow.knowledge.finding import FoundAnswer, find_answer
from marrow.knowledge.glossary import find_glosses, telling_most
from marrow.knowledge.models import Part

MOST_WORDS, MOST_UNKNOWN, MOST_QUESTIONS = 10, 6, 2
Word = Dict[str, Any]  # gloss: an id, text: as it is written, denied: whether the report says that it was not seen


def explain(session: Session, tracker: Tracker, also: Sequence[FoundAnswer] = ()) -> Optional[Reply]:
    """The terms of the report that the message quotes, each with its source; None without any, or an unknown word.

    Args:
        also: answers to what the message asks besides; they are said behind the explanation.
    """
    report = message.report(tracker)
    words: List[Word] = report.get("words") or []
    glosses = find_glosses(session, [word["gloss"] for word in words])
    things, site = context.things_meant(tracker), context.site_meant(tracker)
    general = find_answer(session, READ_MY_REPORT, (), site)
    known = [word for word in words if word["gloss"] in glosses]
    unknown = (report.get("unknown") or [])[:MOST_UNKNOWN]
    if not (known or unknown) or not general:
        return None
    shown = telling_most(known, glosses, MOST_WORDS)
    sources = Sources()
    scope, *_ = general.parts(Part.SAID)
    lines = [sources.cited(scope)]
    for word in shown:
        meaning = sources.cited(glosses[word["gloss"]].meaning)
        lines.append(f"{denied_in_report(word['text'])} {meaning}" if word["denied"] else meaning)
    left = [glosses[word["gloss"]].name for word in known if word not in shown]
    lines += [more_words(left)] if left else []
    lines += [unknown_words(unknown)] if unknown else []
    questions = find_answer(session, QUESTIONS_FOR_DOCTOR, things, site) if report.get("is_report") else None
    asks = questions.parts(Part.SAID)[:MOST_QUESTIONS] if questions else []
    if asks:
        lines.append(" ".join([ASK_AT_THE_VISIT, *(sources.cited(one) for one in asks)]))
    lines += [sources.cited(one) for one in general.parts(Part.NEXT_STEP)]
    lines += [sources.cited(one) for answer in also for one in answer.parts(Part.SAID, Part.NEXT_STEP)]
    found = [general, *also]
    talk = Talk(READ_MY_REPORT, site, tuple(things), tuple(one.id for one in found))
    return Reply(
        turn={**turn_of(found, sources.citations), "site": site},
        text="\n".join(lines),
        buttons=tuple(buttons(session, found, without=(MORE_DETAIL, SIMPLER))),
        context=context.read(tracker).after(talk).value(),
    )
