"""Long texts are cut where a reader pauses, and nothing of them is lost."""

from __future__ import annotations

import re
from typing import List

import pytest

from marrow.rendering.sentences import cut, utf16
from tests.made_up import FAMILY, HARD, packed, sentences

NASTY = (
    f"One[1][2] & two &amp; three. [3] [14]\nFour {FAMILY}{FAMILY}! Five (six.) [5]\n\n"
    f"Seven_without_any_space_at_all_{FAMILY}[123]&#39; e\N{COMBINING ACUTE ACCENT}{FAMILY}"
)
WHOLE = re.compile("|".join([r"\[\d+\]", r"&#?\w+;", FAMILY, "e\N{COMBINING ACUTE ACCENT}"]))


def test_a_text_that_fits_stays_whole() -> None:
    assert cut("One. Two.\nThree.", 16) == ["One. Two.\nThree."]


def test_paragraphs_come_apart_before_sentences() -> None:
    assert cut("One. Two.\nThree. Four.\nFive.", 20) == ["One. Two.", "Three. Four.\nFive."]


def test_sentences_come_apart_before_words() -> None:
    assert cut("One is here. Two is there! Three?", 16) == ["One is here.", "Two is there!", "Three?"]


def test_words_come_apart_before_characters() -> None:
    assert cut("one two three four", 9) == ["one two", "three", "four"]


def test_a_word_that_is_too_long_is_cut_in_the_middle() -> None:
    assert cut("onetwothree", 4) == ["onet", "woth", "ree"]


@pytest.mark.parametrize("marks", ["[1]", " [1]", " [1][2]", " [1] [22]"])
def test_marks_stay_behind_their_sentence(marks: str) -> None:
    assert cut(f"One is here.{marks} Two is there.", 24) == [f"One is here.{marks}", "Two is there."]


def test_what_stands_over_a_long_paragraph_stays_with_its_beginning() -> None:
    assert cut("Heading\nOne is here. Two is there. Three.", 22)[0] == "Heading\nOne is here."


@pytest.mark.parametrize(
    "text",
    ["你好。再见！[1]好吗？", "هل هذا خطير؟ نعم.", "यह ठीक है। हाँ।"],
    ids=["Chinese", "Arabic", "Hindi"],
)
def test_sentences_of_other_scripts_end_too(text: str) -> None:
    pieces = cut(text, utf16(text) - 1)
    assert len(pieces) == 2 and pieces[0][-1] in "。！؟।]" and packed("".join(pieces)) == packed(text)


@pytest.mark.parametrize("most", range(9, 80))
def test_nothing_is_lost_or_torn_at_whatever_size(most: int) -> None:
    pieces = cut(NASTY, most)
    assert packed("".join(pieces)) == packed(NASTY)
    assert max(map(utf16, pieces)) <= most
    whole: List[str] = [found for piece in pieces for found in WHOLE.findall(piece)]
    assert whole == WHOLE.findall(NASTY)


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
@pytest.mark.parametrize("most", [1, 2, 7])
def test_hard_texts_come_back_whole(text: str, most: int) -> None:
    assert packed("".join(cut(text, most))) == packed(text)


def test_only_a_character_that_is_longer_than_a_piece_is_torn() -> None:
    assert cut(f"a{FAMILY}", utf16(FAMILY)) == ["a", FAMILY]
    assert len(cut(FAMILY, utf16(FAMILY) - 1)) == 2


def test_the_size_is_that_of_the_platform() -> None:
    assert cut("\N{BONE}\N{BONE}", 2) == ["\N{BONE}", "\N{BONE}"]
    assert cut("\N{BONE}\N{BONE}", 2, len) == ["\N{BONE}\N{BONE}"]


@pytest.mark.parametrize("text", ["", " \n\n "])
def test_of_nothing_there_is_no_piece(text: str) -> None:
    assert cut(text, 10) == []


def test_a_very_long_text_is_cut_into_full_pieces() -> None:
    pieces = cut(sentences(1000), 3000)
    assert all(piece.endswith(".") for piece in pieces) and all(len(piece) > 2900 for piece in pieces[:-1])
