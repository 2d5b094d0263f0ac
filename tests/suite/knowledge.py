"""What the checkout knows, to compare a guide's words with: statements, topics, sources, and its fixed sentences."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, Pattern

import yaml

from marrow.clinic import Clinic
from marrow.conversation.words import english_only
from marrow.knowledge.files import Knowledge, cited_texts, read_knowledge
from marrow.settings import ROOT

NUMBER = "000 000"  # stands for what is called in an emergency where the clinic is
ANYTHING = "@@"  # stands for what the clinic has filled in: the one of the deployment may be another than ours


def one_line(text: str) -> str:
    """The text without its line breaks, which each channel has elsewhere."""
    return " ".join(text.split())


@lru_cache(maxsize=None)
def statements() -> Dict[str, str]:
    """The text of every statement and gloss, by id."""
    return {one.id: one_line(one.text) for one in cited_texts(_knowledge())}


@lru_cache(maxsize=None)
def topics() -> Dict[str, str]:
    """The id of every topic, by its label."""
    return {topic.label: topic.topic for topic in _knowledge().topics}


@lru_cache(maxsize=None)
def sources() -> Dict[str, str]:
    """The id of every source, by its address."""
    return {str(source.url): source.id for source in _knowledge().sources}


@lru_cache(maxsize=None)
def reminders() -> Dict[str, Pattern[str]]:
    """How a reminder of a red flag reads, by how pressing it is."""
    domain = yaml.load((ROOT / "domain.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    anything = dict.fromkeys(("emergency", "urgent", "crisis"), ANYTHING)
    return {one["id"]: _pattern(one["text"].format(**anything)) for one in domain["responses"]["utter_reminder"]}


def speaks_english(language: str) -> Pattern[str]:
    """How the sentence reads that says in a language that the guide speaks English."""
    clinics = [Clinic(name=name, emergency_number=number) for name in (None, ANYTHING) for number in (None, NUMBER)]
    sentences = [re.escape(one_line(english_only(language, clinic))) for clinic in clinics]
    pattern = "|".join(sentences).replace(re.escape(ANYTHING), ".+?").replace(re.escape(NUMBER), r"[\d ()+-]+")
    return re.compile(pattern)


def _pattern(text: str) -> Pattern[str]:
    return re.compile(re.escape(one_line(text)).replace(re.escape(ANYTHING), ".+?"))


@lru_cache(maxsize=None)
def _knowledge() -> Knowledge:
    return read_knowledge(ROOT / "knowledge")[0]
