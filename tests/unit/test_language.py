"""What a message names, which parts of it are questions, and when it only names something."""

from __future__ import annotations

import pytest
from spacy.language import Language

from marrow.knowledge.schema import Term
from marrow.understanding.language import MAX_QUESTIONS, build_language, read


@pytest.fixture(scope="module")
def language() -> Language:
    return build_language(
        [
            Term(id="knee", kind="site", name="the knee", says=["knee", "knee cap", "kneecaps"]),
            Term(id="ct", kind="scan", name="CT", says=["ct", "ct scan"]),
            Term(id="edema", kind="subject", name="bone marrow edema", says=["bone marrow edema"]),
        ]
    )


@pytest.mark.parametrize("text", ["my knee aches", "MY KNEE ACHES", "My Knee aches"])
def test_a_term_is_found_in_any_case(language: Language, text: str) -> None:
    assert [(mention.kind, mention.term) for mention in read(language, text).mentions] == [("site", "knee")]


def test_the_longest_phrase_is_the_one_that_is_named(language: Language) -> None:
    assert [mention.text for mention in read(language, "a CT scan of one knee cap").mentions] == ["CT scan", "knee cap"]


def test_a_word_of_another_term_may_imply_a_site_that_stands_behind_those_named() -> None:
    language = build_language(
        [
            Term(id="knee", kind="site", name="the knee", says=["knee"], implied_by=["acl"]),
            Term(id="ankle", kind="site", name="the ankle", says=["ankle"]),
            Term(id="ligament", kind="cause", name="a ligament", says=["acl"]),
        ]
    )
    found = [(mention.kind, mention.term) for mention in read(language, "the ACL and the ankle").mentions]
    assert found == [("cause", "ligament"), ("site", "ankle"), ("site", "knee")]


def test_a_term_is_found_as_a_whole_word_only(language: Language) -> None:
    assert read(language, "kneeling in Connecticut").mentions == ()


def test_spans_point_into_the_text_as_it_was_sent(language: Language) -> None:
    text = "  Übrigens 🦴: the KNEE,\nthen a ct-scan; knee?"
    mentions = read(language, text).mentions
    assert [text[mention.start : mention.end] for mention in mentions] == [mention.text for mention in mentions]
    assert [mention.text for mention in mentions] == ["KNEE", "ct", "knee"]


@pytest.mark.parametrize(
    "text, questions",
    [
        ("How long does it take and can I walk?", ["How long does it take", "and can I walk?"]),
        ("What is it? How long does it take?", ["What is it?", "How long does it take?"]),
        ("what is it, and also how long does it take", ["what is it", "also how long does it take"]),
        ("what is it\nwill it go away", ["what is it", "will it go away"]),
        ("I fell down. I'd like to know how long it takes. Thank you all.", ["I'd like to know how long it takes."]),
        ("I fell down. It was so. Thank you all.", []),
    ],
    ids=["and", "sentences", "comma", "lines", "in a story", "a story without any"],
)
def test_the_questions_of_a_message_are_found(language: Language, text: str, questions: list) -> None:
    reading = read(language, text)
    assert [question.alone.text for question in reading.questions] == questions


@pytest.mark.parametrize("text", ["How long does it take?", "the knee and the foot", "", "?", "Why? How long is it?"])
def test_a_message_of_one_part_is_understood_as_a_whole(language: Language, text: str) -> None:
    assert read(language, text).questions == ()
    assert read(language, text).parts == []


def test_each_question_is_read_alone_and_with_the_part_before_it(language: Language) -> None:
    reading = read(language, "My knee aches. How long is that? And what does a CT show?")
    assert [(question.alone.text, question.in_context.text) for question in reading.questions] == [
        ("How long is that?", "My knee aches. How long is that?"),
        ("And what does a CT show?", "How long is that? And what does a CT show?"),
    ]
    assert [(question.alone.features, question.in_context.features) for question in reading.questions] == [
        ([], ["kind_site", "term_knee"]),
        (["kind_scan", "term_ct"], ["kind_scan", "term_ct"]),
    ]
    assert reading.features == ["kind_scan", "kind_site", "term_ct", "term_knee"]


def test_a_question_with_nothing_before_it_has_no_other_context(language: Language) -> None:
    first, second = read(language, "What of my knee? And is it bad?").questions
    assert first.in_context == first.alone
    assert second.in_context.text == "What of my knee? And is it bad?"


def test_what_there_is_to_understand_is_first_the_questions_alone_then_in_context(language: Language) -> None:
    reading = read(language, "My knee aches. How long is that? What does a CT show?")
    questions = reading.questions
    assert reading.parts == [*(one.alone for one in questions), *(one.in_context for one in questions)]
    assert len(reading.parts) == 4


def test_of_many_questions_the_last_are_kept(language: Language) -> None:
    questions = read(language, "Is this so? " * 40 + "How long does it take?").questions
    assert len(questions) == MAX_QUESTIONS
    assert questions[-1].alone.text == "How long does it take?"


def test_a_long_story_does_not_push_a_question_out(language: Language) -> None:
    questions = read(language, "How long is that? " + "This was so. " * 40).questions
    assert [question.alone.text for question in questions] == ["How long is that?"]


@pytest.mark.parametrize(
    "text",
    [
        "and CT?",
        "and the knee",
        "or a ct scan",
        "what about my knee",
        "ok, and what about the knee?",
        "how about CT",
        "what of the knee then",
        "is it the same for my knee",
        "the same for the knee?",
        "and would it be the same with a CT",
        "SAME FOR THE KNEE",
        "What about the knee? And CT?",
    ],
)
def test_a_message_that_only_names_something_is_a_fragment(language: Language, text: str) -> None:
    assert read(language, text).fragment


@pytest.mark.parametrize(
    "text",
    [
        "how long is it for the knee",
        "and how long is it for the knee",
        "and why the knee",
        "what about the knee and how is it",
        "what about the knee and how long is that",
        "knee",
        "what about it",
        "and then?",
        "is it the same for my cat",
        "and my knee aches badly",
        "what about a broken knee",
        "what about bone marrow edema",
        "",
    ],
)
def test_a_message_that_says_more_or_names_nothing_is_not_a_fragment(language: Language, text: str) -> None:
    assert not read(language, text).fragment
