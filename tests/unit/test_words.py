"""The assistant's own words: every language is complete, and every title fits its button."""

from __future__ import annotations

import string
from datetime import date

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
GERMAN = Clinic(country="DE")
SOMEBODY = Clinic(name="The Clinic", phone="555 0100", website="https://clinic.example")
TEXTS = yaml.safe_load((ROOT / "marrow" / "conversation" / "languages.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_every_language_names_the_clinic_and_the_number_to_call_once_and_nothing_else(language: str) -> None:
    fields = [field for _, field, _, _ in string.Formatter().parse(TEXTS[language]["says"]) if field is not None]
    assert fields == ["clinic", "emergency"]
    assert TEXTS[language].keys() == {"says", "number"}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_every_language_is_said_with_what_is_known_of_the_clinic(language: str) -> None:
    says, number = TEXTS[language]["says"], TEXTS[language]["number"]
    assert english_only(language, SOMEBODY) == says.format(clinic="The Clinic, 555 0100", emergency=number)
    german = english_only(language, Clinic(name="The Clinic", country="DE"))
    assert german == says.format(clinic="The Clinic", emergency=GERMAN.numbers()["emergency"])
    nobody = english_only(language, NOBODY)
    assert nobody.endswith(says[-1]) and number in nobody and not set("{}()（）") & set(nobody)


@pytest.mark.parametrize("language", ["ja", "", "None", "EN"])
def test_a_language_without_a_text_is_answered_in_english(language: str) -> None:
    assert english_only(language, NOBODY) == english_only("en", NOBODY)


def test_the_languages_are_those_that_have_a_text_each_its_own() -> None:
    assert languages() == list(TEXTS)
    assert "en" in TEXTS
    assert len({text["says"] for text in TEXTS.values()}) == len(TEXTS)


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


def test_what_the_widget_says_as_well_is_said_in_the_same_words() -> None:
    """It is drawn in the browser, which reads no Python."""
    strings = (ROOT / "web" / "widget" / "src" / "strings.ts").read_text(encoding="utf-8")
    both = [words.NEXT_STEP, words.WHO_SAYS_OTHERWISE, words.SAYS_OTHERWISE, words.NO_YEAR, words.HELP_NOW]
    one = date(2026, 5, 6)
    below = [words.dated(*days) for days in ((one, None, None), (None, one, None), (None, None, one))]
    both += [words.SEEN_TODAY, words.LICENSE, *(text.replace(words.day(one), "${day}") for text in below)]
    assert [text for text in both if text not in strings] == []


def test_the_dates_below_an_answer_stand_in_the_order_of_time_as_far_as_they_are_known() -> None:
    days = [date(2026, 5, day) for day in (4, 5, 6)]
    assert words.dated(*days) == (
        "First written on 4 May 2026. Changed on 5 May 2026. Compared with its sources on 6 May 2026."
    )
    assert words.dated(days[0], None, None) == "First written on 4 May 2026."
    assert words.dated(None, None, None) == ""


def test_what_is_said_of_the_license_is_what_stands_in_it() -> None:
    """Its last lines have room for a holder: once somebody fills that in, the line has to name them."""
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text and "Version 2.0" in text and "Apache License 2.0" in words.LICENSE
    assert "[name of copyright owner]" in text and "Nobody is named" in words.LICENSE


@pytest.mark.parametrize("clinic", [Clinic(), Clinic(authors="A. Writer", funding="Nobody.", interests="None.")])
def test_whoever_asks_who_is_behind_the_guide_hears_under_which_license_it_is(clinic: Clinic) -> None:
    said = words.behind_the_guide(clinic)
    assert said.endswith(words.LICENSE) and ("nobody has filled that in yet" in said) is not bool(clinic.authors)
