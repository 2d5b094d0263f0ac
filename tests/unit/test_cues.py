"""Every cue of ``assertions.yml`` decides about its text: take one away, or break it, and one of these tests fails."""

from __future__ import annotations

import pytest

from marrow.safety.assertion import Assertions
from marrow.text.normal import Normaliser
from tests.phrases.cues import cues_of, read_cues, read_texts, status, without
from tests.phrases.shipped import shipped

AGAIN = "python -m tests.phrases.instances"
TEXTS = read_texts()
CUES = read_cues()
WHOLE = Assertions(CUES)
PARTS = sorted({cue.part for cue in TEXTS})


@pytest.fixture(scope="module")
def normal() -> Normaliser:
    """Knows the words of the knowledge: no cue may be taken for a misspelling of one."""
    return shipped()[1]._normal


@pytest.mark.parametrize("part", PARTS)
def test_each_text_says_what_its_cue_makes_it_say(normal: Normaliser, part: str) -> None:
    found = {cue: status(WHOLE, normal, read.text) for cue, read in TEXTS.items() if cue.part == part}
    lost = [cue for cue in found if found[cue] != TEXTS[cue].status]
    assert not lost, f"the cue is gone or broken; if that is meant: {AGAIN}"


@pytest.mark.parametrize("part", PARTS)
def test_each_text_says_something_else_without_its_cue(normal: Normaliser, part: str) -> None:
    texts = [(cue, read) for cue, read in TEXTS.items() if cue.part == part]
    same = [cue for cue, read in texts if status(without(CUES, cue), normal, read.text) == read.status]
    assert not same, f"another cue covers it; if that is meant, take it away, and: {AGAIN}"


def test_each_cue_has_such_a_text() -> None:
    missing = {*cues_of(CUES)} - TEXTS.keys()
    assert not missing, f"write their texts: {AGAIN}; a cue that gets none is covered by another"
