"""Somebody who talks to the actions without Rasa, about an invented knowledge."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from datetime import date
from typing import Any, Dict, List, Optional, Sequence, Tuple

import jsonschema
import yaml
from rasa_sdk import Tracker
from sqlalchemy.orm import Session

import actions
from actions import context
from actions.context import Context
from actions.skill import Skill
from marrow.contract import topic_ids, turn_schema
from marrow.conversation.intents import DECLINE, RED_FLAG
from marrow.conversation.turn import Reply
from marrow.conversation.words import LONGEST_TITLE
from marrow.knowledge import models
from marrow.knowledge.database import migrate, open_session
from marrow.knowledge.models import Part
from marrow.settings import ROOT
from tests.marks import marks

for _module in pkgutil.iter_modules(actions.__path__):
    importlib.import_module(f"actions.{_module.name}")
SKILLS = {skill().name(): skill for skill in Skill.__subclasses__()}
ACTIONS = {
    step["intent"]: rule["steps"][1]["action"]
    for rule in yaml.safe_load((ROOT / "data" / "rules" / "turns.yml").read_text(encoding="utf-8"))["rules"]
    for step in rule["steps"][0].get("or", rule["steps"][:1])
}
DAY = date(2026, 1, 2)
SOURCES = {"SRC01": "review", "SRC02": "small"}  # with their kinds, the strongest first
KINDS = {
    "knee": ("site", "body_site_specific"),
    "hip": ("site", "body_site_specific"),
    "elbow": ("site", None),
    "ct": ("scan", "imaging_xray_ct"),
    "surgery": ("treatment", "treatment_surgery"),
    "osteoarthritis": ("cause", "cause_ligament_cartilage_arthritis"),
    "sleep": ("activity", None),
    "pregnancy": ("patient", "pregnancy_children"),
    "bone_marrow_edema": ("subject", "definition"),
    "eczema": ("other_condition", None),
}
SPECIAL: List[Tuple[str, str, Optional[str], Optional[str]]] = [  # id, topic, site, about
    ("recovery_time.knee", "recovery_time", "knee", None),
    ("recovery_time.osteoarthritis", "recovery_time", None, "osteoarthritis"),
    ("imaging_xray_ct.ct", "imaging_xray_ct", None, "ct"),
    ("treatment_surgery.knee", "treatment_surgery", "knee", None),
    ("recovery_time.pregnancy", "recovery_time", None, "pregnancy"),
    ("symptoms.ct", "symptoms", None, "ct"),
]
GLOSSES = {"tear": "finding", "stir": "technique", "mild": "size", "likely": "hedge"}
NOTHING_MORE = ("other_names",)


def topic_after(topic: str, steps: int) -> str:
    """Another topic: the invented knowledge names those that stand behind one in the contract."""
    ids = topic_ids()
    return ids[(ids.index(topic) + steps) % len(ids)]


def read_next(topic: str) -> List[str]:
    return [topic_after(topic, steps) for steps in (1, 2)]


def if_it_does_not_help(topic: str) -> List[str]:
    return [topic_after(topic, steps) for steps in (4, 5)]


def reason_for(topic: str) -> str:
    """The id of the statement that says why the answer of a topic is so: one of another topic."""
    return f"{topic_after(topic, 6)}.{Part.SAID.value}"


def invent_knowledge(url: str) -> None:
    """Every topic of the contract with an answer, some with special ones, each said of its id only."""
    migrate(url)
    with open_session(url) as session, session.begin():
        for place, (name, kind) in enumerate(SOURCES.items()):
            session.add(models.Grade(id=kind, position=place, name=f"{kind} study", plural="", means=f"<{kind}>"))
            session.add(
                models.Source(id=name, title=name, url="https://example.org", kind=kind, read="all", checked_on=DAY)
            )
        session.add_all(models.Topic(id=name, label=_label(name), checked_on=DAY, due_on=DAY) for name in topic_ids())
        session.flush()
        session.add_all(
            models.Term(id=name, kind=kind, name=f"the {name}", topic_id=topic) for name, (kind, topic) in KINDS.items()
        )
        session.flush()
        for topic in topic_ids():
            session.add(_answer(topic, topic, None, None))
            for reason, names in (("read_next", read_next(topic)), ("if_it_does_not_help", if_it_does_not_help(topic))):
                session.add_all(
                    models.NextTopic(topic_id=topic, reason=reason, position=place, next_id=name)
                    for place, name in enumerate(names)
                )
        session.add_all(_answer(*special) for special in SPECIAL)
        session.flush()
        session.add_all(
            models.Statement(
                id=f"glossary.{name}",
                position=place,
                text=f"<glossary.{name}>",
                evidence="review",
                part=Part.SAID.value,
                citations=[models.Citation(position=0, source_id="SRC01", stance="supports")],
            )
            for place, name in enumerate(GLOSSES)
        )
        session.flush()
        session.add_all(
            models.Gloss(id=f"glossary.{name}", kind=kind, name=name.upper(), says=[name])
            for name, kind in GLOSSES.items()
        )
        session.add_all(models.Reason(topic_id=name, position=0, statement_id=reason_for(name)) for name in topic_ids())


def _label(topic: str) -> str:
    return topic.replace("_", " ").capitalize()


def _answer(name: str, topic: str, site: Optional[str], about: Optional[str]) -> models.Answer:
    general = name == topic
    parts = [
        part
        for part in Part
        if not (part is Part.MORE and topic in NOTHING_MORE) and not (part is Part.SIMPLER and not general)
    ]
    return models.Answer(
        id=name,
        topic_id=topic,
        position=0,
        site=site,
        about=about,
        statements=[
            models.Statement(
                id=f"{name}.{part.value}",
                position=place,
                text=f"<{name}.{part.value}>",
                evidence="review",
                part=part.value,
                citations=[models.Citation(position=0, source_id=f"SRC0{1 + place % 2}", stance="supports")],
            )
            for place, part in enumerate(parts)
        ],
    )


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

        ``role``: the urgency of the red flag in it, or DECLINE; ``response``: of the domain that answers, else that of the intent.
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
    return {
        "entity": KINDS[name][0],
        "value": name,
        "start": max(text.find(name), 0),
        "end": text.find(name) + len(name),
    }
