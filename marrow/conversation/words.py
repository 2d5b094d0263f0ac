"""The assistant's own words around an answer. The medical ones are in ``knowledge/``, whole messages in the domain."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Dict, List, Optional, Sequence

import yaml

from marrow.clinic import Clinic

HELP_TITLE = "How do I call for help?"
NOT_IN_DANGER_TITLE = "I am not in danger"
ABOUT_SOMEONE_ELSE_TITLE = "This is about someone else"
MORE = "Tell me more"
SHORTER = "In short"
SURE = "How sure is that?"
SOMETHING_ELSE = "Something else"
IN_SHORT = "In short:"
ASK_AT_THE_VISIT = "At your visit you could ask this."
WHO_SAYS_SO = "Here is what stands behind each sentence."
NOTHING_MORE_EXACT = "I have nothing more exact on that. What else I know about it:"
NOT_FOUND = "I do not have this conversation, or it has ended. Please start a new one."
NOT_READ = "I could not read what was sent. Please type your message again."
DELETED = "What you wrote here and what I answered is deleted. If you write again, we start anew."
HOW_TO_ASK = "Just type your question, with the body part it is about. I answer in English, and I can read text only."
LAST_SOURCES = "The sources of my last answer:"
NO_SOURCES = "I have not given you an answer with sources here yet."
UNSEEN = "I can read text only, so I have not seen what you sent with it."
OLD_BUTTON = "I can no longer read this button. Please type your question."
COMMANDS = {  # what they do, as the platforms list them
    "start": "Begin, with questions to choose from",
    "help": "What this guide is and how to ask it",
    "sources": "The sources of the last answer",
    "forget": "Delete what was said here",
}
CHOSEN = "You chose:"
WELCOME = "Welcome"
ON_SLACK = (
    "Under Messages you can write to me, and nobody else sees it. Mention me in a channel, and I answer in a thread "
    "that everybody there can read. What you ask with the command below, in whatever channel, only you see."
)
SOURCES = "Sources"
SAYS_OTHERWISE = "says otherwise"
WHO_SAYS_OTHERWISE = "Who says otherwise"
LICENSE = "Text and pictures of this guide: Apache License 2.0. Nobody is named as holder of the copyright yet."
NO_YEAR = "no year given"
NEXT_STEP = "What you can do next"
YOU_CAN_WRITE = "You can write one of these:"
HELP_NOW = "Get help now"
SEEN_TODAY = "Get this seen today"
LONGEST_TITLE = 60  # characters that a button shows without being cut
_NO_CLINIC = re.compile(r"\s?[(（]\{clinic\}[)）]")
_LANGUAGES = Path(__file__).with_name("languages.yml")


def denied_in_report(term: str) -> str:
    """Said of a term that the report says was not there."""
    return f"Your report says that this was not seen: {term.lower()}."


def more_words(terms: Sequence[str]) -> str:
    """Said of the terms that there was no room for."""
    return f"I can also explain: {', '.join(terms)}. Just ask what one of them means."


def unknown_words(words: Sequence[str]) -> str:
    """Said of the words that nobody has written an explanation for."""
    return f"I do not know these words, so please ask about them: {', '.join(words)}."


def evidence(name: str, year: Optional[int], disputes: bool) -> str:
    """A source as it stands behind a sentence: its kind, its year, and whether it says otherwise."""
    return f"{'against it: ' if disputes else ''}{name} ({year or NO_YEAR})"


def how_sure_of(strongest: str, means: str, checked_on: date, reviewed_by: Optional[str]) -> str:
    """Said behind the sources of an answer: how strong they are, when they were compared, who signed it off."""
    reviewed = f"Reviewed by {reviewed_by}." if reviewed_by else "No clinician has reviewed it yet."
    return (
        f"The strongest of them is a {strongest}. {means} I last compared this answer with its sources on "
        f"{day(checked_on)}. {reviewed}"
    )


def changed_since(day_of_change: date, because: str) -> str:
    """Said to somebody who comes back to an answer that is not what it was."""
    return f"This answer has changed since you read it: on {day(day_of_change)}, because {because}"


def day(value: date) -> str:
    """A date that no two countries read differently: 6 May 2026."""
    return f"{value.day} {value:%B %Y}"


def general_answer_for(site: str) -> str:
    """Said before a general answer to somebody who named a body site."""
    return f"My sources say little on {site} here, so this is the general answer."


def dated(written_on: Optional[date], changed_on: Optional[date], compared_on: Optional[date]) -> str:
    """Said below an answer, as far as it is known."""
    days = {
        "First written on": written_on,
        "Changed on": changed_on,
        "Compared with its sources on": compared_on,
    }
    return " ".join(f"{what} {day(one)}." for what, one in days.items() if one)


def about(label: str, site: Optional[str]) -> str:
    """A topic's label with the body site that the person named, where both fit on a button."""
    title = f"{label}: {site}" if site else label
    return title if len(title) <= LONGEST_TITLE else label


def contact(clinic: Clinic) -> str:
    """How to reach the clinic, as far as that is known."""
    ways = [clinic.phone, clinic.website, clinic.address, clinic.opening_hours]
    return ", ".join([clinic.name or "your clinic", *(way for way in ways if way)])


def behind_the_guide(clinic: Clinic) -> str:
    """Who stands behind what the guide says, as far as the clinic tells, and under which license it is."""
    known = {"Written by": clinic.authors, "Offered by": clinic.owner or clinic.name, "Paid for by": clinic.funding}
    told = [f"{what} {who.rstrip('.')}." for what, who in known.items() if who]
    missing = "Who wrote it and who pays for it: nobody has filled that in yet."
    unknown = [] if clinic.authors and clinic.funding else [missing]
    return " ".join(filter(None, [*told, *unknown, clinic.interests, LICENSE]))


def nobody_to_ask(clinic: str) -> str:
    """Said when two questions back did not help."""
    return (
        "I still do not find what you are looking for, and I would rather not guess. A person can help you better "
        f"here: please contact {clinic}. If you like, we can also start again with one of these."
    )


def ours_or_not(emergency: str) -> str:
    """Said to what may be about something else; ``emergency``: whom to call, such as "call 112"."""
    return (
        "That does not seem to be about bone marrow edema, and I have a checked answer for nothing else. If it is "
        "about that, press what you want to know. For anything else, please ask your doctor or your clinic, "
        f"and in an emergency, {emergency}."
    )


def not_mine(clinic: str) -> str:
    """Said when somebody goes on about something else."""
    return f"This, too, is outside what I know. For anything but bone marrow edema, please contact {clinic}."


def too_many_messages(seconds: int, emergency: str) -> str:
    """Said to somebody who sends more than is read; ``emergency``: whom to call, such as "call 112"."""
    wait = "1 second" if seconds == 1 else f"{seconds} seconds"
    return f"That was a lot at once. Please try again in {wait}. If this may be an emergency, please {emergency} now."


def text_only(emergency: str) -> str:
    """Said to a picture, a voice message or a file; ``emergency``: whom to call, such as "call 112"."""
    return f"I can read text only. Please type your question. If this may be an emergency, please {emergency} now."


def in_an_emergency(emergency: str) -> str:
    """Where there is no question yet to answer; ``emergency``: whom to call, such as "call 112"."""
    return f"If this may be an emergency, please {emergency} now."


def on_a_platform(platform: str, clinic: Clinic) -> str:
    """Said once on a platform of others, before health is talked about there: the clinic's own note, if it has one."""
    return clinic.consent_note or (
        f"Before we begin: {platform} carries and keeps what we write here, under its own terms. Please leave out "
        "names, dates of birth and numbers of records. You can have what I keep of it deleted with the command forget."
    )


def english_only(language: str, clinic: Clinic) -> str:
    """That the guide speaks English, in the language with this ISO 639-1 code; in English when there is no text."""
    texts = _english_only().get(language, _english_only()["en"])
    reached = ", ".join(filter(None, (clinic.name, clinic.phone)))
    says = texts["says"] if reached else _NO_CLINIC.sub("", texts["says"])
    return says.format(clinic=reached, emergency=clinic.numbers()["emergency"] or texts["number"])


def languages() -> List[str]:
    """ISO 639-1 codes of the languages that the guide has a sentence for."""
    return list(_english_only())


@lru_cache(maxsize=None)
def _english_only() -> Dict[str, Dict[str, str]]:
    return yaml.safe_load(_LANGUAGES.read_text(encoding="utf-8"))
