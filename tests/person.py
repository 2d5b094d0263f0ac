"""Somebody who talks to the actions without Rasa, about an invented knowledge."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from typing import Any, Dict, List, Optional, Sequence, Tuple

import jsonschema
import yaml
from rasa_sdk import Tracker
from sqlalchemy.orm import Session

import actions
from actions import context
from actions.context import Context
from actions.skill import Skill
from marrow.contract import turn_schema
from marrow.conversation.intents import DECLINE, RED_FLAG
from marrow.conversation.turn import Reply
from marrow.conversation.words import LONGEST_TITLE
from marrow.settings import ROOT
from tests.invented import KINDS
from tests.marks import marks

for _module in pkgutil.iter_modules(actions.__path__):
    importlib.import_module(f"actions.{_module.name}")
SKILLS = {skill().name(): skill for skill in Skill.__subclasses__()}
ACTIONS = {
    step["intent"]: rule["steps"][1]["action"]
    for rule in yaml.safe_load((ROOT / "data" / "rules" / "turns.yml").read_text(encoding="utf-8"))["rules"]
    for step in rule["steps"][0].get("or", rule["steps"][:1])
}


def said(reply: Reply) -> List[str]:
    """Ids of the statements in a reply, in order."""
    return re.findall(r"<([^>]+)>", reply.text or "")


class Person:
    """Says what Rasa would have understood, and has the rules choose the action; each turn keeps to the contract."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._slot: Any = None
        self._events: List[Dict[str, Any]] = []
        self._alarm: Dict[str, Any] = {}
        self.buttons: Dict[str, str] = {}

    @property
    def context(self) -> Context:
        """What the assistant remembers."""
        return context.read(self.tracker({}))

    def tracker(self, message: Dict[str, Any]) -> Tracker:
        """The conversation so far, and a message."""
        slots = {context.SLOT: self._slot, **self._alarm}
        return Tracker("person", slots, message, self._events, False, None, {}, None)

    def is_in(self, alarm: Optional[str]) -> None:
        """A red flag of this urgency holds; None takes it back."""
        self._alarm = {alarm: ["R01"]} if alarm else {}

    def says(
        self,
        intent: str,
        *names: str,
        text: str = "",
        ranking: Sequence[Tuple[str, float]] = (),
        chance: float = 1.0,
        **found: Any,
    ) -> Reply:
        """One turn: a message of this intent that names these terms; ``found``: ``also``, ``nearest``, ``language``."""
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": chance},
            "entities": [_entity(name, text) for name in names],
            "intent_ranking": [{"name": name, "confidence": chance} for name, chance in ranking],
            **found,
        }
        self._events.append({"event": "user", "text": text, "parse_data": message})
        reply = SKILLS[ACTIONS[intent]]().answer_to(self._session, self.tracker(message))
        assert reply.turn or reply.response
        if reply.turn:  # else the response brings its own
            jsonschema.validate(reply.turn, turn_schema())
        assert marks(reply.text or "") == {citation["n"] for citation in reply.turn.get("citations", [])}
        assert all(len(button.title) <= LONGEST_TITLE for button in reply.buttons)
        if reply.context is not None:
            self._slot = json.loads(json.dumps(reply.context))  # as it travels to Rasa and back
            self._events.append({"event": "slot", "name": context.SLOT})
        said = {"data": {"buttons": reply.button_dicts() or None}, "metadata": {"utter_action": reply.response}}
        self._events.append({"event": "bot", "text": reply.text, **said})
        self.buttons = {button.title: button.payload for button in reply.buttons}
        return reply

    def is_told_fixed_words(
        self,
        *names: str,
        offered: Sequence[str] = (),
        ranking: Sequence[Tuple[str, float]] = (),
        role: Optional[str] = None,
        response: Optional[str] = None,
    ) -> None:
        """One turn without an action, as after a red flag: a message that names these terms; what buttons send.

        ``role``: the urgency of the red flag in it, or DECLINE for a request; ``response``: of the domain that answers,
        else that of the intent.
        """
        entity = DECLINE if role == DECLINE else RED_FLAG
        flags = [{"entity": entity, "value": ["R01"], "role": role}] if role else []
        parsed = {
            "intent": {"name": ranking[0][0] if ranking else RED_FLAG},
            "entities": [*(_entity(name, "") for name in names), *flags],
            "intent_ranking": [{"name": name, "confidence": chance} for name, chance in ranking],
        }
        self._events.append({"event": "user", "text": "", "parse_data": parsed})
        buttons = [{"title": name, "payload": f"/{name}"} for name in offered]
        said = {"utter_action": response or f"utter_{parsed['intent']['name']}"}
        self._events.append({"event": "bot", "text": "fixed", "data": {"buttons": buttons or None}, "metadata": said})

    def presses(self, title: str) -> Reply:
        """One turn: a button that was just offered."""
        payload = self.buttons[title]
        return self.says(payload.lstrip("/"), text=payload)


def _entity(name: str, text: str) -> Dict[str, Any]:
    start = max(text.find(name), 0)
    return {"entity": KINDS[name][0], "value": name, "start": start, "end": start + len(name)}
