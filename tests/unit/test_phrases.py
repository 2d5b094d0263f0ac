"""The language of phrases: what is written is found, and what cannot be meant is refused."""

from __future__ import annotations

import pytest

from marrow.text.phrases import PhraseBook, PhraseError, words_in, words_of

BOOK = PhraseBook({"leg": ["leg", "lower leg", "<calf>"], "calf": ["calf", "calves"], "ring": ["<ring>"]})


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("numb", "my toes are numb . "),
        ("swell*", "it is swelling . "),
        ("(hot|very warm) knee", "a very warm knee . "),
        ("so? sore", "sore . "),
        ("so? sore", "so sore . "),
        ("(really bad)? ache", "ache . "),
        ("<leg> pain", "calves pain . "),
        ("<leg> .. hot", "lower leg is a bit too hot . "),
        ("<leg> .. hot", "leg hot . "),
        ("leg ... hot", "leg , one two three four five six seven eight hot . "),
        ("# out of #", "9 out of 10 . "),
    ],
)
def test_what_a_phrase_means_is_found(phrase: str, text: str) -> None:
    assert [*BOOK.compile(phrase).spans(text, words_in(text))]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("numb", "number . "),
        ("leg .. hot", "leg is not hot . "),
        ("leg .. hot", "leg . hot"),
        ("leg .. hot", "leg one two three four five six hot . "),
        ("(hot|warm) knee", "hot ankle . "),
        ("<leg> pain", "arm pain . "),
    ],
)
def test_what_a_phrase_does_not_mean_is_not_found(phrase: str, text: str) -> None:
    assert not [*BOOK.compile(phrase).spans(text, words_in(text))]


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("<arm> hurts", "no list 'arm'"),
        ("<ring>", "holds itself"),
        ("(hot|warm", "not closed"),
        ("hot)", "bracket too many"),
        ("hot|", "empty part"),
        ("(hot|)", "empty part"),
        ("? hot", "after nothing"),
        ("hot?", "without any word"),
        (".. #", "begins with a gap"),
        (".. hot", "begins with a gap"),
        ("s*", "star"),
        ("sw*ll", "star"),
        ("hot > warm", "mean nothing here"),
    ],
)
def test_a_phrase_that_cannot_be_meant_is_refused(phrase: str, reason: str) -> None:
    with pytest.raises(PhraseError, match=reason):
        BOOK.compile(phrase)


def test_spelling_repair_aims_at_the_literal_words_only() -> None:
    assert words_of("(cant|<no>) swell* # .. walk") == ["cant", "walk"]
