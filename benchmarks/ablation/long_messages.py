"""Three ways to understand a long message: as a whole, by the questions in it (as in use), or by its sentences."""

from __future__ import annotations

import re
from typing import Callable, Dict, List, Sequence, Tuple

from benchmarks.ablation.data import Case, Reader, configured
from benchmarks.ablation.designs import decided
from benchmarks.ablation.models import Model, Ranking
from benchmarks.scoring import Outcome
from marrow.contract import topic_ids
from marrow.understanding.wishes import MOST_WISHES, wishes

LONG = 15  # words; messages above are long
Understood = Tuple[Ranking, List[str]]
Way = Callable[[Model, Reader, str], Understood]
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


def outcomes(way: Way, model: Model, reader: Reader, cases: Sequence[Case]) -> List[Outcome]:
    """What becomes of messages that are understood in one of the ways."""
    return [decided(case, *way(model, reader, case["text"])) for case in cases]


def as_a_whole(model: Model, reader: Reader, text: str) -> Understood:
    """Nothing is split."""
    return model.rank([text], reader.vectors([text]), reader.terms([text]))[0], []


def by_questions(model: Model, reader: Reader, text: str) -> Understood:
    """As in use: the whole text and the questions in it (``marrow.understanding.wishes``)."""
    reading = reader.reading(text)
    texts = [text, *(part.text for part in reading.parts)]
    terms = [reading.features, *(part.features for part in reading.parts)]
    whole, *rankings = model.rank(texts, reader.vectors(texts), terms)
    questions = list(zip(rankings, rankings[len(reading.questions) :]))
    settings = configured("TopicClassifier")
    return wishes(whole, questions, topic_ids(), settings["sure"], settings["about"])


def by_sentences(model: Model, reader: Reader, text: str) -> Understood:
    """Each topic is as likely as in its best sentence, what is no topic as in its worst; all that are sure count."""
    sentences = [part for part in _SENTENCE_END.split(text) if part.strip()] or [text]
    chances: Dict[str, List[float]] = {}
    for ranking in model.rank(sentences, reader.vectors(sentences), reader.terms(sentences)):
        for name, probability in ranking:
            chances.setdefault(name, []).append(probability)
    best = {name: max(found) if name in topic_ids() else min(found) for name, found in chances.items()}
    ranked = sorted(best.items(), key=lambda entry: -entry[1])
    threshold = configured("FallbackClassifier")["threshold"]
    sure = [name for name, probability in ranked if name in topic_ids() and probability >= threshold]
    also = sure[1:MOST_WISHES] if ranked[0][0] in sure else []
    return [entry for entry in ranked if entry[0] not in also], also


WAYS: Dict[str, Way] = {
    "the whole text only": as_a_whole,
    "the whole and the questions in it: in use": by_questions,
    "sentences, each topic by its best": by_sentences,
}
