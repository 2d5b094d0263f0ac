"""Where the parts of a message stand, and which of them ask for something."""

from __future__ import annotations

from typing import List

import pytest

from marrow.understanding.questions import asks, parts


def split(text: str) -> List[str]:
    return [text[start:end] for start, end in parts(text)]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("The tea is cold. How long does it keep?", ["The tea is cold.", "How long does it keep?"]),
        ("What a day! Can I stay? I hope so…  Is it late", ["What a day!", "Can I stay?", "I hope so…", "Is it late"]),
        ("How long does it keep and how is it made", ["How long does it keep", "and how is it made"]),
        ("can I swim or should I row also what of sails", ["can I swim", "or should I row", "also what of sails"]),
        ("the tea is cold, what can I do", ["the tea is cold", "what can I do"]),
        ("the tea is cold , and how do I warm it", ["the tea is cold", "and how do I warm it"]),
        ("two things: where is it; when is it", ["two things", "where is it", "when is it"]),
        ("my tea - how long does it keep", ["my tea", "how long does it keep"]),
        ("my tea — is it warm – or not", ["my tea", "is it warm", "or not"]),
        ("the tea is cold\nthe milk is not\n\nwhat now", ["the tea is cold", "the milk is not", "what now"]),
        ("THE TEA IS COLD, WHAT NOW", ["THE TEA IS COLD", "WHAT NOW"]),
        ("it is cold, what's that", ["it is cold", "what's that"]),
    ],
    ids=[
        "sentence end", "every sentence end", "and how", "or, also", "comma", "comma and", "colon, semicolon", "dash",
        "every dash", "newline", "in capitals", "short form",
    ],
)  # fmt: skip
def test_a_message_is_split_where_a_question_may_begin(text: str, expected: List[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "tea and milk",
        "I drink tea and eat cake",
        "tea, milk, sugar",
        "a well-known tea",
        "it costs 1.5 or so",
        "I like tea, however cold",
        "tea and island honey",
        "how long does it keep",
    ],
)
def test_what_belongs_together_stays_together(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Why? How long does it keep?", ["How long does it keep?"]),
        ("Hello. Tea.", []),
        ("", []),
        (" \n ", []),
        ("?", []),
    ],
)
def test_a_part_of_one_word_is_dropped(text: str, expected: List[str]) -> None:
    assert split(text) == expected


def test_the_spans_are_in_order_and_do_not_overlap() -> None:
    spans = list(parts("So.\n\nThe tea, is it cold - or what, and why is it? Tell me now!  Is it?"))
    assert len(spans) > 3
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:]))


@pytest.mark.parametrize(
    "text",
    [
        "is the tea cold?",
        "the tea is cold?",
        "how long does it keep",
        "HOW LONG",
        "and what about milk",
        "ok so can it be warmed",
        "if not, is it lost",
        "what's that",
        "... where is it",
        "I'd like to know more of tea",
        "I wonder about the tea",
        "please tell me the time",
        "could somebody explain the tea to me",
        "no idea which to take",
        "they never said how long it keeps",
        "not sure should I drink it",
        "any good tea",
    ],
)
def test_a_question_is_recognised_with_and_without_its_mark(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "the tea is cold",
        "I was told to wait",
        "It hurt me badly!",
        "she showed me the cup",
        "somehow fine",
        "whatever, fine",
        "island life",
        "canned tea",
        "anyway I like it",
        "and the milk",
        "",
    ],
)
def test_a_plain_statement_is_not_a_question(text: str) -> None:
    assert not asks(text)
