"""What a message names and what the conversation remembers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Tuple

from rasa_sdk import Tracker

SLOT = "context"
SITE_KIND = "site"
THING_KINDS = ("treatment", "scan", "cause", "person", "activity", "lifestyle")


@dataclass(frozen=True)
class Context:
    """What the conversation was about last: the topic, the body site, and the ids of the answers that were given."""

    topic: Optional[str] = None
    site: Optional[str] = None
    answers: Tuple[str, ...] = ()


def last(tracker: Tracker) -> Context:
    """The context of the conversation; an empty one at its beginning."""
    return Context(**(tracker.get_slot(SLOT) or {}))


def intent(tracker: Tracker) -> str:
    """The intent of the latest message."""
    return str((tracker.latest_message.get("intent") or {}).get("name"))


def named(tracker: Tracker, kinds: tuple) -> List[str]:
    """Ids of the terms of these kinds that the latest message names, in the order of the message, each once."""
    entities: List[Dict[str, Any]] = tracker.latest_message.get("entities") or []
    return list(dict.fromkeys(str(entity["value"]) for entity in entities if entity.get("entity") in kinds))


def things(tracker: Tracker) -> List[str]:
    """Causes, scans, treatments and so on that the latest message names."""
    return named(tracker, THING_KINDS)


def site(tracker: Tracker) -> Optional[str]:
    """The body site of the latest message, or else the one that the conversation was about."""
    sites = named(tracker, (SITE_KIND,))
    return sites[0] if sites else last(tracker).site
