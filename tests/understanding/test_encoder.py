"""The sentence encoder reads a long text in stretches that overlap, each as if it stood alone."""

from __future__ import annotations

import numpy as np
import pytest

from marrow.understanding.encoder import SentenceEncoder

SENTENCE = "the knee was scanned in spring and it goes well, or so she says. "


@pytest.mark.parametrize("times", [1, 7, 8, 9, 14, 20])
def test_each_stretch_is_read_as_if_it_stood_alone(encoder: SentenceEncoder, times: int) -> None:
    vector, stretches = encoder.read(SENTENCE * times)
    assert all(said in SENTENCE * times for said, _ in stretches)
    for said, hidden in stretches:
        alone, ((_, same),) = encoder.read(said)
        np.testing.assert_allclose(hidden, same, atol=1e-4)
        if said == stretches[0][0]:
            np.testing.assert_allclose(vector, alone, atol=1e-4)


def test_every_word_is_in_a_stretch(encoder: SentenceEncoder) -> None:
    words = [f"word{number}" for number in range(200)]
    said = " ".join(stretch for stretch, _ in encoder.read(" ".join(words))[1]).split()
    assert {*words} <= {*said}


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_nothing_is_read_as_nothing(encoder: SentenceEncoder, text: str) -> None:
    vector, ((said, hidden),) = encoder.read(text)
    assert said.strip() == "" and np.isfinite(vector).all() and np.isfinite(hidden).all()
