"""Messages in the plain form that phrases are matched against."""

from __future__ import annotations

import pytest

from marrow.text.normal import Normaliser, mostly_words

NORMAL = Normaliser(["breathe", "swollen", "numb", "painful", "calf", "ambulance", "walk"])


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("I can\u2019t walk!", "i cant walk ."),
        ("hip-bone (left) / knee", "hip bone , left , knee"),
        ("Fever?\nNo", "fever ? . no"),
        ("39.5 & 10+", "39.5 and 10 and"),
        ("cant brethe", "cant breathe"),
        ("swolen, painfull", "swollen , painful"),
        ("numbbbbb", "numb"),
        ("AMBULNCE", "ambulance"),
    ],
)
def test_words_and_marks_stand_alone_and_the_spelling_is_repaired(text: str, normal: str) -> None:
    assert NORMAL(text).split(" .")[0].strip() == normal.split(" .")[0].strip()
    assert NORMAL(text).startswith(f" {normal} ")


@pytest.mark.parametrize(
    "word", ["number", "calm", "waltz", "clot", "wak", "mri", "\U0001f9b4", "\u043d\u043e\u0433\u0430"]
)
def test_english_short_and_foreign_words_are_left_alone(word: str) -> None:
    assert NORMAL(word).split()[:1] in ([word], ["."])


@pytest.mark.parametrize("text", ["", "   ", "\U0001f642", "?!"])
def test_a_text_without_words_is_no_error(text: str) -> None:
    assert not any(word.isalnum() for word in NORMAL(text).split())


@pytest.mark.parametrize(
    ("text", "words"),
    [("can I run on it?? please!!", True), ("{{7*7}} ${jndi:ldap://x}", False), ("\U0001f9b4 " * 9 + "ok", False)],
)
def test_code_and_pictures_are_told_from_words(text: str, words: bool) -> None:
    assert mostly_words(text) is words
