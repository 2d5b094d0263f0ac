"""What the conversation remembers, and what the latest message means in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Dict, List, Optional, Tuple

from rasa_sdk import Tracker

from actions.message import named, patient_of, site_named, site_of, terms_of, text, things
from marrow.contract import topic_ids
from marrow.conversation.asked import asked_beside
from marrow.conversation.intents import DECLINE, SAFETY, SAID_WITH, UTTER_DECLINE, WARNINGS
from marrow.knowledge.safety_schema import LEVELS
from marrow.knowledge.schema import SUBJECT, THINGS

SLOT = "context"
MOST_EARLIER = 5


@dataclass(frozen=True)
class Talk:
    """What one answer was about: its topic, the body site, the things named, and the ids of the answers given."""

    topic: str
    site: Optional[str] = None
    things: Tuple[str, ...] = ()
    answers: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """What the conversation remembers.

    ``site`` and ``things``: what it is about now. ``last``: the last answer, ``earlier``: those before it, the latest
    last. ``misses`` counts messages that were not understood, ``strangers`` those about something else, since then.
    ``patient``: what was told of the patient, such as a pregnancy; it stays whatever is asked next.
    """

    site: Optional[str] = None
    things: Tuple[str, ...] = ()
    last: Optional[Talk] = None
    earlier: Tuple[Talk, ...] = ()
    misses: int = 0
    strangers: int = 0
    patient: Tuple[str, ...] = ()

    def after(self, talk: Talk) -> Context:
        """The context once ``talk`` was said; saying the same again leaves no trace."""
        earlier = self.earlier
        if self.last and self.last != talk:
            earlier = (*earlier, self.last)[-MOST_EARLIER:]
        return Context(talk.site, talk.things, talk, earlier, patient=self.patient)

    def back(self) -> Context:
        """The context before the last answer; the same when nothing was before it."""
        if not self.earlier:
            return self.again()
        *earlier, before = self.earlier
        return Context(before.site, before.things, before, tuple(earlier), patient=self.patient)

    def again(self) -> Context:
        """The context once the last answer was said again."""
        return replace(self, misses=0, strangers=0)

    def said(self) -> List[str]:
        """Ids of the answers that were given, as far as they are remembered."""
        return [name for talk in (*self.earlier, self.last) if talk for name in talk.answers]

    def value(self) -> Dict[str, Any]:
        """The slot's value."""
        return asdict(self)


def read(tracker: Tracker) -> Context:
    """The context of the conversation; an empty one at its beginning."""
    value: Dict[str, Any] = tracker.get_slot(SLOT)
    told = [term for one in (*reversed(_unanswered(tracker)), tracker.latest_message) for term in patient_of(one)]
    if not value:
        return Context(patient=tuple(dict.fromkeys(told)))
    return Context(
        value["site"],
        tuple(value["things"]),
        _talk(value["last"]) if value["last"] and _is_known(value["last"]) else None,
        tuple(map(_talk, filter(_is_known, value["earlier"]))),
        value["misses"],
        value["strangers"],
        tuple(dict.fromkeys([*value.get("patient", ()), *told])),
    )


def _is_known(value: Dict[str, Any]) -> bool:
    """Whether there still is the topic of an answer: a conversation may be older than the guide is now."""
    return value["topic"] in topic_ids()


def _talk(value: Dict[str, Any]) -> Talk:
    return Talk(value["topic"], value["site"], tuple(value["things"]), tuple(value["answers"]))


def after_a_miss(tracker: Tracker) -> Context:
    """The context once the latest message was not understood; what it named is kept for the answer to the question."""
    before = read(tracker)
    return replace(
        before, site=site_meant(tracker), things=tuple(things_meant(tracker)), misses=before.misses + 1, strangers=0
    )


def after_a_stranger(tracker: Tracker) -> Context:
    """The context once the latest message was about something else."""
    before = read(tracker)
    return replace(before, misses=0, strangers=before.strangers + 1)


def topic_of_the_talk(tracker: Tracker) -> Optional[str]:
    """That of a message since the last answer that got the words of safety only, or else that of the last answer."""
    for message in _unanswered(tracker):
        beside = asked_beside(message)
        if beside and (message.get("intent") or {}).get("name") in SAFETY:
            return beside
    last = read(tracker).last
    return last.topic if last else None


def just_warned(tracker: Tracker) -> bool:
    """Whether the latest message answers the words of a red flag that still holds, by its own words."""
    pressed = text(tracker).startswith("/")  # a button, such as one that the red flag offers
    return bool(alarm(tracker)) and not pressed and _said_last(tracker) in WARNINGS


def just_answered(tracker: Tracker) -> bool:
    """Whether nothing was said since the last answer but that."""
    return len(_unanswered(tracker)) == 0 and not _said_last(tracker)


def just_declined(tracker: Tracker) -> bool:
    """Whether what was said last declined a request that is still in view."""
    return _said_last(tracker) == UTTER_DECLINE and any(terms_of(one, (DECLINE,)) for one in _unanswered(tracker))


def alarm(tracker: Tracker) -> Optional[str]:
    """How pressing the red flags are that still hold; None where there are none."""
    return next((level for level in LEVELS if tracker.get_slot(level)), None)


def _said_last(tracker: Tracker) -> Optional[str]:
    """The response of the domain that was said last, before the latest message."""
    said = [event for event in tracker.events if event.get("event") == "bot"]
    return (said[-1].get("metadata") or {}).get(SAID_WITH) if said else None


def things_meant(tracker: Tracker) -> List[str]:
    """The things named; when the message names nothing of its own ("how long does that take"), those before it."""
    found = things(tracker)
    if found or named(tracker, (SUBJECT,)):
        return found
    before = (terms_of(message, THINGS) for message in _unanswered(tracker))
    return next((names for names in before if names), list(read(tracker).things))


def site_meant(tracker: Tracker) -> Optional[str]:
    """The body site named, or else the one of the talk: it stays until another is named or the talk starts over."""
    before = (site_of(message) for message in _unanswered(tracker))
    return site_named(tracker) or next((site for site in before if site), read(tracker).site)


def _unanswered(tracker: Tracker) -> List[Dict[str, Any]]:
    """The messages before the latest that the context knows nothing of, the last first.

    A red flag, a request to decline and small talk get fixed words, and no action that would remember what they name.
    """
    since: List[Dict[str, Any]] = []
    for event in reversed(tracker.events):
        if event.get("event") == "slot" and event.get("name") == SLOT:
            break
        if event.get("event") == "user":
            since.append(event.get("parse_data") or {})
    return since[1:]


def offered(tracker: Tracker) -> List[str]:
    """What the buttons of the last message send that had any, without the slash, in order."""
    for event in reversed(tracker.events):
        buttons = (event.get("data") or {}).get("buttons") if event.get("event") == "bot" else None
        if buttons:
            return [str(button.get("payload", "")).lstrip("/") for button in buttons]
    return []
