"""The designs that are compared, each put together from a model, a repair of the text and a second opinion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, List, Optional, Sequence, cast

import numpy as np

from benchmarks.ablation.data import Case, Example, Reader, configured
from benchmarks.ablation.models import (
    ClassMeans,
    IntentAndEntity,
    Model,
    OneRegression,
    Projected,
    Ranking,
    RegressionGate,
)
from benchmarks.ablation.spelling import Speller
from benchmarks.scoring import FALLBACK, Outcome, outcome
from marrow.contract import topic_ids
from marrow.understanding.topic_model import IntentModel
from marrow.understanding.wishes import of_ours

IN_USE, REGRESSION_GATE = "in use", "regression gate"
MODELS: Dict[str, Callable[[Reader], Model]] = {
    "vectors": lambda reader: OneRegression(vectors=True, words=False),
    "words": lambda reader: OneRegression(vectors=False, words=True),
    "both": lambda reader: OneRegression(vectors=True, words=True),
    IN_USE: lambda reader: IntentModel(),
    "entities": lambda reader: IntentAndEntity(IntentModel(), reader.topics_named),
    "class means": lambda reader: ClassMeans(),
    "projected": lambda reader: Projected(RegressionGate()),
}


@dataclass(frozen=True)
class Design:
    """A row of the tables.

    ``model``: a name of ``MODELS``, or ``REGRESSION_GATE``; ``repair``: edits that spelling repair may make;
    ``agreeing``: the nearest example must be of the same topic for an answer.
    """

    number: str
    name: str
    model: str
    repair: int = 0
    agreeing: bool = False


DESIGNS = (
    Design("1", "sentence encoder alone, all intents in one regression", "vectors"),
    Design("2", "words alone, all intents in one regression", "words"),
    Design("3", "both, all intents in one regression", "both"),
    Design("4", "both, first the gate (regression)", REGRESSION_GATE),
    Design("5", "both, first the gate (regression and nearest examples): in use", IN_USE),
    Design("6", "5 with intent and entity for causes, scans and treatments", "entities"),
    Design("7", "5 answering only where the nearest example agrees", IN_USE, agreeing=True),
    Design("8a", "5 with spelling repair, 1 edit", IN_USE, repair=1),
    Design("8b", "5 with spelling repair, 2 edits", IN_USE, repair=2),
    Design("9a", "1 with a learned projection, nearest class mean", "class means"),
    Design("9b", "4 with a learned projection of the sentence vector", "projected"),
)


class Trained:
    """The models of the designs, each trained once on the same examples when it is first needed."""

    def __init__(self, reader: Reader, examples: Sequence[Example]) -> None:
        self._reader = reader
        self._examples = examples
        self._models: Dict[str, Model] = {}
        self._speller: Optional[Speller] = None

    def model(self, name: str) -> Model:
        """A model of ``MODELS``, trained; or the one in use without the nearest examples, which needs no training."""
        if name == REGRESSION_GATE:
            return RegressionGate.from_state(cast(IntentModel, self.model(IN_USE)).state())
        if name not in self._models:
            texts = [example.text for example in self._examples]
            intents = [example.intent for example in self._examples]
            model = MODELS[name](self._reader)
            model.fit(texts, self._reader.vectors(texts), self._reader.terms(texts), intents)
            self._models[name] = model
        return self._models[name]

    def outcomes(self, design: Design, cases: Sequence[Case]) -> List[Outcome]:
        """What a design makes of messages, each taken as a whole."""
        texts = self._repaired([case["text"] for case in cases], design.repair)
        vectors = self._reader.vectors(texts)
        ranked = self.model(design.model).rank(texts, vectors, self._reader.terms(texts))
        nearest = self._nearest(vectors) if design.agreeing else [ranking[0][0] for ranking in ranked]
        return [
            decided(case, ranking, trusted=topic == ranking[0][0] or ranking[0][0] not in topic_ids())
            for case, ranking, topic in zip(cases, ranked, nearest)
        ]

    def _repaired(self, texts: List[str], distance: int) -> List[str]:
        if not distance:
            return texts
        if not self._speller:
            known = [phrase for term in self._reader.vocabulary for phrase in term.says]
            self._speller = Speller([*known, *(example.text for example in self._examples)])
        return [self._speller.repair(text, distance) for text in texts]

    def _nearest(self, vectors: np.ndarray) -> List[str]:
        """For each vector the topic of the nearest example of any topic."""
        examples = [example for example in self._examples if example.intent in topic_ids()]
        similarity = vectors @ self._reader.vectors([example.text for example in examples]).T
        return [examples[place].intent for place in similarity.argmax(1)]


def decided(case: Case, ranking: Ranking, also: Sequence[str] = (), trusted: bool = True) -> Outcome:
    """A message with what becomes of it: as in use, it is asked back when unsure, between the first four topics."""
    fallback = configured("FallbackClassifier")
    ranking = of_ours(ranking, configured("TopicClassifier")["doubt"])
    (intent, probability), (_, second) = ranking[:2]
    sure = probability >= fallback["threshold"] and probability - second >= fallback["ambiguity_threshold"]
    return outcome(
        case,
        {
            "intent": {"name": intent if sure and trusted else FALLBACK},
            "intent_ranking": [{"name": name, "confidence": chance} for name, chance in ranking],
            "also": list(also) if sure and trusted else [],
        },
    )
