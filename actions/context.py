"""What a message names and what the conversation remembers."""
from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa_sdk import Tracker

SITE_KIND = "site"
THING_KINDS = ("treatment", "scan", "cause", "person", "activity", "lifestyle")


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
    return sites[0] if sites else tracker.get_slot("site")
