"""The words of texts as features: the quick way for a message gives what the vectoriser gives."""

import numpy as np

from marrow.understanding.word_features import WordFeatures

TEXTS = ["bone marrow edema", "marrow edema of the marrow", "my bone hurts, hurts", "does the edema go away?"]
TERMS = [["site:hip"], [], ["site:hip"], []]


def test_a_message_scores_as_the_features_of_all_texts_say() -> None:
    """Words known and unknown, a term, and a text of nothing known."""
    words = WordFeatures().fit(TEXTS, TERMS)
    asked, named = [*TEXTS, "marrow marrow marrow xyz", "qqq"], [*TERMS, ["site:hip", "site:jaw"], []]
    random = np.random.default_rng(0)
    vectors = random.normal(size=(len(asked), 3)).astype(np.float32)
    features = words.beside(vectors, asked, named)
    weights = random.normal(size=(features.shape[1], 2)).astype(np.float32)
    again = WordFeatures.from_state(words.state())
    for model in (words, again):
        assert np.allclose(model.scores(asked, vectors, named, weights), features @ weights, atol=1e-5)
