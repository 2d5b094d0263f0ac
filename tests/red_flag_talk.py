"""Talks with invented red flags, as Rasa tracks them, and what is said in them."""

from __future__ import annotations

import asyncio
from typing import Any, Dict, List, Tuple

import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from marrow.contract import Kind
from marrow.conversation.intents import RED_FLAG
from marrow.conversation.nlg import GuideNLG
from marrow.conversation.turn import make_turn
from marrow.knowledge.safety_schema import LEVELS
from marrow.settings import ROOT

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
CHANNEL = "rest"


def variation(sign: str, urgency: str) -> Dict[str, Any]:
    turn = make_turn(Kind.ESCALATE, urgency=urgency, signs=[sign], citations=[{"n": 1, "source_id": f"of {sign}"}])
    return {
        "id": sign,
        "text": f"{sign}: please {{{'emergency' if urgency == 'soon' else urgency}}} [1]",
        "custom": turn,
    }


def invented_nlg() -> GuideNLG:
    """The domain's responses, with invented red flags."""
    signs = (("R01", "emergency"), ("R07", "urgent"), ("R17", "soon"), ("R26", "crisis"))
    flags = [variation(*sign) for sign in signs]
    topics = [
        {"id": name, "text": name, "buttons": [{"title": name, "payload": f"/{name}"}]}
        for name in ("imaging_mri", "symptoms")
    ]
    decline = {"id": "dose", "text": "no", "buttons": topics[1]["buttons"]}
    decline["custom"] = make_turn(Kind.DECLINE, options=["symptoms"])
    responses = {
        **DOMAIN["responses"], "utter_red_flag": flags, "utter_decline": [decline], "utter_asked": topics
    }  # fmt: skip
    return GuideNLG(domain=Domain.from_dict({"responses": responses}))


def talk(*said: List[Dict[str, Any]], **slots: List[str]) -> DialogueStateTracker:
    """A talk of messages with these entities."""
    tracker = DialogueStateTracker.from_events(
        "talk",
        [SessionStarted(), *(UserUttered("said", entities=entities) for entities in said)],
        slots=[AnySlot(level, mappings=[]) for level in LEVELS],
    )
    tracker.update_with_events([SlotSet(level, signs) for level, signs in slots.items()], None)
    return tracker


def set_ranking(tracker: DialogueStateTracker, ranking: List[Tuple[str, float]]) -> None:
    """What the intents of the latest message are."""
    assert tracker.latest_message
    entries = [{"name": name, "confidence": sure} for name, sure in ranking]
    tracker.latest_message.parse_data["intent_ranking"] = entries  # type: ignore[typeddict-item]


def flag(sign: str, role: str) -> Dict[str, Any]:
    return {"entity": RED_FLAG, "role": role, "value": [sign]}


def said(nlg: GuideNLG, response: str, tracker: DialogueStateTracker) -> Dict[str, Any]:
    return asyncio.run(nlg.generate(response, tracker, CHANNEL)) or {}


def words_of(response: str, name: str) -> str:
    """The text of a response of the domain that has several."""
    (text,) = (one["text"] for one in DOMAIN["responses"][response] if one["id"] == name)
    return text
