"""Rasa component: the sentence vector of a message, and of each of its parts."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, List, Text, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from marrow.settings import get_settings
from marrow.understanding.attributes import HIDDEN, PART_VECTORS, READING
from marrow.understanding.encoder import SentenceEncoder
from marrow.understanding.entities import VocabularyEntityExtractor


@lru_cache(maxsize=None)
def shared_encoder() -> SentenceEncoder:
    """The encoder of this process: 90 MB that the components share."""
    settings = get_settings()
    return SentenceEncoder(settings.encoder_file, settings.encoder_threads)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(GraphComponent):
    """Adds a dense sentence feature, shape ``(1, 384)``, ``PART_VECTORS``, ``(parts, 384)``, and ``HIDDEN``.

    ``HIDDEN`` are its stretches with what the encoder's kept layers make of their tokens, arrays ``(tokens, 384)``.
    """

    def __init__(self, name: Text) -> None:
        self._name = name
        self._encoder = shared_encoder()

    @classmethod
    def required_components(cls) -> List[Type]:
        """The parts of a message come from the entity extractor's reading."""
        return [VocabularyEntityExtractor]

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        """A component around the shared encoder."""
        return cls(execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add what is read of all examples, in batches; of a long one the first stretch."""
        messages = [message for message in training_data.training_examples if message.get(TEXT)]
        for message, vector, stretch in zip(messages, *self._encoder.read_all([one.get(TEXT) for one in messages])):
            self._add(message, vector[None])
            message.set(HIDDEN, [stretch])
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the vectors of each message and its parts, text by text: in a batch the long one would pad the others."""
        for message in messages:
            if not message.get(TEXT):
                continue
            parts = [part.text for part in message.get(READING).parts]
            vector, stretches = self._encoder.read(message.get(TEXT))
            vectors = {text: self._encoder.read(text)[0] for text in dict.fromkeys(parts)}
            self._add(message, vector[None])
            message.set(HIDDEN, stretches)
            message.set(PART_VECTORS, np.array([vectors[text] for text in parts], np.float32).reshape(-1, len(vector)))
        return messages

    def _add(self, message: Message, vector: Any) -> None:
        message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._name))
