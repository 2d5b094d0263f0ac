"""The red flags of a talk: those of the latest message, and those that nobody has taken back yet."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Text, Tuple

from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from marrow.conversation.intents import RED_FLAG, SAID_WITH, WARNINGS
from marrow.knowledge.safety_schema import LEVELS, Urgency


def alarm(tracker: DialogueStateTracker) -> Tuple[Optional[Text], List[Text]]:
    """How pressing it is (None: nothing is) and the ids of all signs, the most pressing first."""
    signs = {level: tracker.get_slot(level) or [] for level in LEVELS}
    return next((level for level in LEVELS if signs[level]), None), [sign for level in LEVELS for sign in signs[level]]


def named(tracker: DialogueStateTracker, entity: Text, role: Optional[Text] = None) -> List[Text]:
    """The signs, or kinds of decline, of the latest message; with a role only those of it."""
    return values(tracker.latest_message.entities if tracker.latest_message else [], entity, role)


def values(entities: List[Dict[Text, Any]], entity: Text, role: Optional[Text] = None) -> List[Text]:
    """The same of the entities of any message."""
    fitting = [one for one in entities if one["entity"] == entity and role in (None, one.get("role"))]
    return [name for one in fitting for name in one["value"]]


def last_with(tracker: DialogueStateTracker, entity: Text) -> Dict[Text, Any]:
    """The last message with a red flag, or with a request to decline, as Rasa parsed it; an empty one without any."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered) and any(one["entity"] == entity for one in event.entities):
            return dict(event.parse_data)
    return {}


def just_warned(tracker: DialogueStateTracker) -> bool:
    """Whether what was said last are the words of a red flag, and it still holds."""
    return bool(alarm(tracker)[0] and said_last(tracker) in WARNINGS)


def said_last(tracker: DialogueStateTracker) -> Optional[Text]:
    """The response of the domain that was said last; None where that was an action's own words, or nothing."""
    said = next((event for event in reversed(tracker.events) if isinstance(event, BotUttered)), None)
    return said.metadata.get(SAID_WITH) if said else None


def level_before(tracker: DialogueStateTracker) -> Optional[Text]:
    """How pressing it was before the latest message, which may have taken it back; None where nothing was."""
    events = list(tracker.events)
    latest = max((place for place, event in enumerate(events) if isinstance(event, UserUttered)), default=0)
    signs = {event.key: event.value for event in events[:latest] if isinstance(event, SlotSet)}
    return next((level for level in LEVELS if signs.get(level)), None)


def advice(tracker: DialogueStateTracker) -> List[Text]:
    """The signs of the latest message that can wait a little."""
    return named(tracker, RED_FLAG, Urgency.SOON.value)
