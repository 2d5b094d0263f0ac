"""An invented knowledge: every topic with an answer, each said of its id only."""

from __future__ import annotations

from datetime import date
from typing import List, Optional, Tuple

from marrow.contract import topic_ids
from marrow.knowledge import models
from marrow.knowledge.database import migrate, open_session
from marrow.knowledge.models import Part

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
    ("treatment_surgery.pregnancy", "treatment_surgery", None, "pregnancy"),
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
