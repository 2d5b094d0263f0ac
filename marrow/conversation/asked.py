"""What a message asks about beside all else that it may be, told from what Rasa made of it. Free of Rasa."""

from __future__ import annotations

from typing import Any, List, Mapping, Optional

from marrow.contract import topic_ids
from marrow.conversation.intents import RED_FLAG
from marrow.knowledge.safety_schema import GRAVEST

ASKED = 0.4  # how likely a topic must be to be offered beside a red flag or a decline: hardly a second one is as likely


def asked_beside(parsed: Mapping[str, Any]) -> Optional[str]:
    """The topic that is offered beside what is said to a red flag or a decline: nobody is left with a no and no answer.

    None where none is clear, and where the red flag leaves no time for it.

    Args:
        parsed: the message as Rasa parsed it, with ``entities`` and ``intent_ranking``.
    """
    roles = {one.get("role") for one in parsed.get("entities") or [] if one["entity"] == RED_FLAG}
    return None if roles & {*GRAVEST} else asked_about(parsed)


def asked_about(parsed: Mapping[str, Any]) -> Optional[str]:
    """The topic that a message asks about, whatever else it is; None when that is not clear enough to offer it."""
    return next(iter(topics_of(parsed, ASKED)), None)


def topics_of(parsed: Mapping[str, Any], least: float = 0.0) -> List[str]:
    """The topics that a message may be about, the likeliest first; only those that are at least so likely."""
    ranking = parsed.get("intent_ranking") or []
    return [one["name"] for one in ranking if one["name"] in topic_ids() and one["confidence"] >= least]
