"""Texts read on all processors say what they say when they are read one after the other."""

from __future__ import annotations

from marrow.knowledge.files import Knowledge
from marrow.safety.learn import lessons
from marrow.safety.reading import read_all
from marrow.safety.recognition import recogniser_of


def test_what_is_read_at_once_is_what_is_read_one_by_one_in_the_same_order(knowledge: Knowledge) -> None:
    texts = [lesson.text for lesson in lessons()][::200]
    recogniser = recogniser_of(knowledge.safety)
    assert read_all(knowledge.safety, texts) == [recogniser.read(text) for text in texts]
