"""The assistant's own words: every language is complete, and every title fits its button."""

from __future__ import annotations

import string

import pytest
import yaml
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from marrow.clinic import Clinic
from marrow.conversation import words
from marrow.conversation.words import LONGEST_TITLE, about, contact, english_only, languages
from marrow.knowledge.files import Knowledge
from marrow.knowledge.schema import SITE
from marrow.settings import ROOT

NOBODY = Clinic(name=None, phone=None, website=None)
SOMEBODY = Clinic(name="The Clinic", phone="555 0100", website="https://clinic.example")
TEXTS = yaml.safe_load((ROOT / "marrow" / "conversation" / "languages.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_every_language_names_the_clinic_once_and_nothing_else(language: str) -> None:
    assert [field for _, field, _, _ in string.Formatter().parse(TEXTS[language]) if field is not None] == ["clinic"]


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_every_language_is_said_with_the_clinic_filled_in(language: str) -> None:
    said = english_only(language, SOMEBODY)
    assert "The Clinic, 555 0100" in said
    assert said.replace("The Clinic, 555 0100", "{clinic}") == TEXTS[language]
    assert english_only(language, NOBODY) == TEXTS[language].replace("{clinic}", "-")


@pytest.mark.parametrize("language", ["ja", "", "None", "EN"])
def test_a_language_without_a_text_is_answered_in_english(language: str) -> None:
    assert english_only(language, NOBODY) == english_only("en", NOBODY)


def test_the_languages_are_those_that_have_a_text_each_its_own() -> None:
    assert languages() == list(TEXTS)
    assert "en" in TEXTS
    assert len(set(TEXTS.values())) == len(TEXTS)


def test_every_language_can_be_recognised() -> None:
    identifier = LanguageIdentifier.from_pickled_model(MODEL_FILE)
    assert set(languages()) <= set(identifier.nb_classes)


def test_the_contact_is_what_is_known() -> None:
    assert contact(NOBODY) == "your clinic"
    assert contact(SOMEBODY) == "The Clinic, 555 0100, https://clinic.example"


@pytest.mark.parametrize("words_with_a_place", [words.nobody_to_ask, words.not_mine])
def test_whom_to_ask_is_said(words_with_a_place: object) -> None:
    assert callable(words_with_a_place)
    assert "The Clinic" in words_with_a_place("The Clinic")


def test_a_title_names_the_site_where_both_fit() -> None:
    assert about("Label", None) == "Label"
    assert about("Label", "the knee") == "Label: the knee"
    assert about("x" * 50, "y" * 8) == f"{'x' * 50}: {'y' * 8}"
    assert about("x" * 50, "y" * 9) == "x" * 50


def test_every_title_fits_its_button(knowledge: Knowledge) -> None:
    labels = [topic.label for topic in knowledge.topics]
    sites = [term.name for term in knowledge.vocabulary if term.kind == SITE]
    titles = [about(label, site) for label in labels for site in (None, *sites)]
    titles += [words.MORE, words.SHORTER, words.SURE, words.SOMETHING_ELSE]
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    titles += [
        button["title"]
        for variants in domain["responses"].values()
        for variant in variants
        for button in variant.get("buttons", [])
    ]
    assert len(titles) > len(labels) * len(sites)
    assert [title for title in titles if not 0 < len(title) <= LONGEST_TITLE] == []
    assert LONGEST_TITLE <= 60


def test_every_topic_has_a_question_that_fits_a_button(knowledge: Knowledge) -> None:
    """Search offers the guide's own questions; a topic of which none fits is never offered by it."""
    without = [topic.topic for topic in knowledge.topics if all(len(text) > LONGEST_TITLE for text in topic.examples)]
    assert without == []
