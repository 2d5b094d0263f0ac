"""Rasa component: what the person wants to know, and further wishes when the message holds several."""

from __future__ import annotations

from typing import Any, Dict, List, Text, Type

import numpy as np
import skops.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from marrow.contract import topic_ids
from marrow.conversation.intents import FOLLOW_UP, OUT_OF_SCOPE
from marrow.understanding.attributes import ALSO, OPINIONS, PART_VECTORS, READING
from marrow.understanding.featurizer import SentenceEncoderFeaturizer
from marrow.understanding.topic_model import IntentModel
from marrow.understanding.wishes import heard, of_ours, wishes

FILE = "intents.skops"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Sets ``intent``, ``intent_ranking`` and ``ALSO`` (further topics that parts of the message ask about)."""

    def __init__(
        self, config: Dict[Text, Any], model: IntentModel, model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._model = model
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def required_components(cls) -> List[Type]:
        """The features come from the sentence encoder and the entity extractor."""
        return [SentenceEncoderFeaturizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``sure``, ``about``: when a question counts (``wishes``). ``doubt``: see ``of_ours``; ``say``: see ``heard``.

        ``ranking_length``: how many intents are passed on.
        """
        return {"sure": 0.5, "about": 0.35, "doubt": 0.25, "say": 0.3, "ranking_length": 8}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """An untrained component."""
        return cls(config, IntentModel(), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples of all intents."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        self._model.fit(
            [message.get(TEXT) for message in examples],
            np.stack([sentence_vector(message) for message in examples]),
            [message.get(READING).features for message in examples],
            [message.get(INTENT) for message in examples],
        )
        with self._model_storage.write_to(self._resource) as folder:
            skops.io.dump(self._model.state(), folder / FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """The component as trained; skops refuses a file that holds anything but arrays and plain types."""
        with model_storage.read_from(resource) as folder:
            model = IntentModel.from_state(skops.io.load(folder / FILE))
        return cls(config, model, model_storage, resource)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing downstream learns from the predictions."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Classify each message together with its parts."""
        for message in messages:
            if not message.get(TEXT):
                continue
            reading = message.get(READING)
            whole, *rankings = self._model.rank(
                [message.get(TEXT), *(part.text for part in reading.parts)],
                np.vstack([sentence_vector(message)[None], message.get(PART_VECTORS)]),
                [reading.features, *(part.features for part in reading.parts)],
            )
            whole = heard(whole, message.get(OPINIONS)[OUT_OF_SCOPE].chance, self._config["say"])
            questions = list(zip(rankings, rankings[len(reading.questions) :]))
            ranking, also = wishes(whole, questions, topic_ids(), self._config["sure"], self._config["about"])
            ranking = of_ours(ranking, self._config["doubt"])
            if reading.fragment:  # the others are halved: the fallback shall see no rival
                ranking = [(FOLLOW_UP, 1.0), *((name, chance / 2) for name, chance in ranking if name != FOLLOW_UP)]
                also = []
            entries = [{"name": name, "confidence": round(probability, 4)} for name, probability in ranking]
            message.set(INTENT, entries[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, entries[: self._config["ranking_length"]], add_to_output=True)
            message.set(ALSO, also, add_to_output=True)
        return messages


def sentence_vector(message: Message) -> np.ndarray:
    """The vector that the sentence encoder gave a message, shape ``(384,)``."""
    _, sentence = message.get_dense_features(TEXT, [])
    return sentence.features[0]
