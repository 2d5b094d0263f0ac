"""What a message names and which parts of it may each be a question."""

from __future__ import annotations

import pytest
from spacy.language import Language

from marrow.knowledge.schema import Term
from marrow.understanding.language import MAX_PARTS, build_language, read


@pytest.fixture(scope="module")
def language() -> Language:
    return build_language(
        [
            Term(id="knee", kind="site", name="the knee", says=["knee", "knee cap", "kneecaps"]),
            Term(id="ct", kind="scan", name="CT", says=["ct", "ct scan"]),
        ]
    )


@pytest.mark.parametrize("text", ["my knee aches", "MY KNEE ACHES", "My Knee aches"])
def test_a_term_is_found_in_any_case(language: Language, text: str) -> None:
    assert [(mention.kind, mention.term) for mention in read(language, text).mentions] == [("site", "knee")]


def test_the_longest_phrase_is_the_one_that_is_named(language: Language) -> None:
    assert [mention.text for mention in read(language, "a CT scan of one knee cap").mentions] == ["CT scan", "knee cap"]


def test_a_term_is_found_as_a_whole_word_only(language: Language) -> None:
    assert read(language, "kneeling in Connecticut").mentions == ()


def test_spans_point_into_the_text_as_it_was_sent(language: Language) -> None:
    text = "  Übrigens 🦴: the KNEE,\nthen a ct-scan; knee?"
    mentions = read(language, text).mentions
    assert [text[mention.start : mention.end] for mention in mentions] == [mention.text for mention in mentions]
    assert [mention.text for mention in mentions] == ["KNEE", "ct", "knee"]


@pytest.mark.parametrize(
    "text, parts",
    [
        ("How long does it take and can I walk?", ["How long does it take", "can I walk?"]),
        ("What is it? How long does it take?", ["What is it?", "How long does it take?"]),
        ("what is it, and also how long does it take", ["what is it", "also how long does it take"]),
        ("what is it\nwill it go away", ["what is it", "will it go away"]),
    ],
)
def test_two_questions_are_two_parts(language: Language, text: str, parts: list) -> None:
    assert [part.text for part in read(language, text).parts] == parts


@pytest.mark.parametrize("text", ["How long does it take?", "the knee and the foot", "", "?"])
def test_one_question_has_no_parts(language: Language, text: str) -> None:
    assert read(language, text).parts == ()


def test_each_part_has_the_terms_it_names(language: Language) -> None:
    reading = read(language, "What of my knee? And what does a CT show?")
    assert [part.features for part in reading.parts] == [["kind_site", "term_knee"], ["kind_scan", "term_ct"]]
    assert reading.features == ["kind_scan", "kind_site", "term_ct", "term_knee"]


def test_of_a_long_story_the_end_is_kept(language: Language) -> None:
    parts = read(language, "This was so. " * 40 + "How long does it take?").parts
    assert len(parts) == MAX_PARTS
    assert parts[-1].text == "How long does it take?"
