"""What the latest message says and names."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional, Sequence, Tuple

from rasa_sdk import Tracker

from marrow.conversation.leaning import is_short, points_back
from marrow.knowledge.schema import PATIENT, SCAN, SITE, THINGS

_DENIED = re.compile(r"\b(?:not|no|never|nor|without|\w+n['\u2019]?t)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
_FOUND = re.compile(
    r"(?:\W+(?:scan|report|results?))?\W+(?:also\W+)?(?:says?|said|shows?|showed|shown|found|finds|came\W+back|picked\W+up|"
    r"reveal\w*|reads?)\b",
    re.IGNORECASE,
)


def text(tracker: Tracker) -> str:
    """What the person wrote."""
    return str(tracker.latest_message.get("text") or "")


def leans(tracker: Tracker) -> bool:
    """Whether the message needs the turn before to be understood: a few words, or a word such as "it" in it."""
    return is_short(text(tracker)) or points_back(text(tracker))


def intent(tracker: Tracker) -> str:
    """The intent of the latest message."""
    return str((tracker.latest_message.get("intent") or {}).get("name"))


def confidence(tracker: Tracker) -> float:
    """How likely the latest message has its intent."""
    return float((tracker.latest_message.get("intent") or {}).get("confidence") or 0.0)


def ranking(tracker: Tracker) -> List[Tuple[str, float]]:
    """The intents of the latest message with their confidence, the likeliest first, without Rasa's fallback."""
    entries: List[Dict[str, Any]] = tracker.latest_message.get("intent_ranking") or []
    return [(entry["name"], entry["confidence"]) for entry in entries if entry["name"] != "nlu_fallback"]


def likeliest(tracker: Tracker) -> str:
    """The likeliest intent of the latest message, also where the pipeline was not sure of it."""
    return next((name for name, _ in ranking(tracker)), intent(tracker))


def named(tracker: Tracker, kinds: Sequence[str]) -> List[str]:
    """Ids of the terms of these kinds that the latest message names, in the order of the message, each once."""
    return terms_of(tracker.latest_message, kinds)


def things(tracker: Tracker) -> List[str]:
    """Causes, scans, treatments and so on that the latest message names."""
    return named(tracker, THINGS)


def scans_told(tracker: Tracker) -> List[str]:
    """The scans that the latest message names only to tell what they found ("her MRI says")."""
    said = text(tracker)
    scans = _entities(tracker.latest_message, (SCAN,))
    return [str(one["value"]) for one in scans if _FOUND.match(said[one["end"] :])]


def site_named(tracker: Tracker) -> Optional[str]:
    """The body site that the latest message names first."""
    return site_of(tracker.latest_message)


def report(tracker: Tracker) -> Dict[str, Any]:
    """The latest message as ``marrow.understanding.report`` read it; empty where it was not read."""
    found: Dict[str, Any] = tracker.latest_message.get("report") or {}
    return found


def denies(tracker: Tracker) -> bool:
    """Whether the latest message says of something that it was not seen."""
    return any(word["denied"] for word in report(tracker).get("words") or [])


def terms_of(message: Dict[str, Any], kinds: Sequence[str]) -> List[str]:
    """Ids of the terms of these kinds that any message names, in its order, each once."""
    return list(dict.fromkeys(str(entity["value"]) for entity in _entities(message, kinds)))


def site_of(message: Dict[str, Any]) -> Optional[str]:
    """The body site that any message names first."""
    return next(iter(terms_of(message, (SITE,))), None)


def patient_of(message: Dict[str, Any]) -> List[str]:
    """What any message tells of the patient, such as a pregnancy; not what it denies ("I am not pregnant")."""
    text = str(message.get("text") or "")
    told = _entities(message, (PATIENT,))
    return [str(one["value"]) for one in told if not _DENIED.search(text[: one["start"]])]


def named_apart(tracker: Tracker, kind: str, other: str) -> List[str]:
    """Ids of the terms of a kind that the latest message names in other words than those of another kind."""
    taken = {(one["start"], one["end"]) for one in _entities(tracker.latest_message, (other,))}
    named_ones = _entities(tracker.latest_message, (kind,))
    return [str(one["value"]) for one in named_ones if (one["start"], one["end"]) not in taken]


def _entities(message: Dict[str, Any], kinds: Sequence[str]) -> List[Dict[str, Any]]:
    return [one for one in message.get("entities") or [] if one.get("entity") in kinds]
