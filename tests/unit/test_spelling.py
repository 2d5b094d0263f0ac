"""Words that are spelt wrong are told; those that are right in the guide pass."""

from __future__ import annotations

import re

import pytest

from marrow.knowledge.spelling import misspelt
from marrow.knowledge.wording import read_rules
from marrow.settings import ROOT
from marrow.text.normal import english_words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We recieve\nit.", "'recieve' should be: receive"),
        ("It has a colour.", "'colour' should be: color"),
        ("It is a Flurbid-like thing.", "'Flurbid' is in no word list"),
        ("It is one of T9.", "'T9' is in no word list"),
    ],
    ids=["a typo", "British", "unknown", "with a figure"],
)
def test_a_word_that_is_spelt_wrong_is_told_with_its_place(text: str, told: str) -> None:
    assert [*misspelt(["All is well.", text], [])] == [(1, told)]
    wrong = re.findall(r"'(\w+)'", told)[0]
    assert [*misspelt(["All is well.", text], [wrong.lower()])] == []


def test_apostrophes_and_single_letters_are_no_mistake() -> None:
    assert [*misspelt(["It isn't the doctor\u2019s, it is the patients' plan B."], [])] == []


def test_the_word_list_of_the_guide_has_only_what_it_needs() -> None:
    lines = (ROOT / "knowledge" / "words.txt").read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert read_rules(ROOT / "knowledge").words == {*words}
    assert words == sorted({word.lower() for word in words})
    assert words and not {*words} & {*english_words()}
