"""The sentence encoder reads a long text in stretches that overlap, each as if it stood alone."""

from __future__ import annotations

import numpy as np
import pytest

from marrow.understanding.encoder import PIECE, STRETCH, SentenceEncoder

SENTENCE = "the knee was scanned in spring and it goes well, or so she says. "


@pytest.mark.parametrize("times", [1, 7, 8, 9, 14, 20])
def test_each_stretch_is_read_as_if_it_stood_alone(encoder: SentenceEncoder, times: int) -> None:
    vector, stretches = encoder.read(SENTENCE * times)
    assert all(stretch.text in SENTENCE * times for stretch in stretches)
    for stretch in stretches:
        alone, (same,) = encoder.read(stretch.text)
        np.testing.assert_allclose(stretch.hidden, same.hidden, atol=1e-4)
        if len(stretches) == 1:
            np.testing.assert_allclose(vector, alone, atol=1e-4)
        else:
            assert len(stretch.hidden) <= STRETCH


def test_every_word_is_in_a_stretch(encoder: SentenceEncoder) -> None:
    words = [f"word{number}" for number in range(200)]
    said = " ".join(stretch.text for stretch in encoder.read(" ".join(words))[1]).split()
    assert {*words} <= {*said}


def test_a_short_text_is_not_filled_up(encoder: SentenceEncoder) -> None:
    _, (stretch,) = encoder.read("knee")
    assert len(stretch.hidden) == len(encoder.read_all(["knee"])[1][0].hidden) == 3  # with a mark at both ends


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_nothing_is_read_as_nothing(encoder: SentenceEncoder, text: str) -> None:
    vector, (stretch,) = encoder.read(text)
    assert stretch.text.strip() == "" and np.isfinite(vector).all() and np.isfinite(stretch.hidden).all()


def test_texts_read_at_once_are_read_as_each_by_itself(encoder: SentenceEncoder) -> None:
    texts = [SENTENCE * times for times in (2, 1, 20)] + ["knee", ""]
    vectors, stretches = encoder.read_all(texts)
    np.testing.assert_array_equal(vectors, encoder.encode(texts))
    for one, same in zip(stretches, encoder.stretches(texts)):
        np.testing.assert_array_equal(one.hidden, same.hidden)
    for text, vector, stretch in zip(texts, vectors, stretches):
        alone, (first, *more) = encoder.read(text)
        np.testing.assert_allclose(vector, alone, atol=1e-4)
        assert stretch.text == text
        if more:
            assert len(stretch.hidden) == STRETCH
        else:
            np.testing.assert_allclose(stretch.hidden, first.hidden, atol=5e-3)  # float16


def test_pieces_are_smaller_and_hold_every_word(encoder: SentenceEncoder) -> None:
    words = [f"word{number}" for number in range(100)]
    pieces = encoder.pieces(" ".join(words))
    assert {*words} <= {word for piece in pieces for word in piece.split()}
    assert max(len(encoder.read(piece)[1][0].hidden) for piece in pieces) <= PIECE < STRETCH
    np.testing.assert_array_equal(encoder.piece(pieces[0]).hidden, encoder.read(pieces[0])[1][0].hidden)
