"""Rasa component: the topics nearest in meaning, for a message that the classifier is not sure about."""

from __future__ import annotations

from typing import Any, Dict, List, Text, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from marrow.contract import topic_ids
from marrow.knowledge.files import read_knowledge, statements
from marrow.settings import get_settings
from marrow.understanding.attributes import NEAREST
from marrow.understanding.classifier import sentence_vector
from marrow.understanding.featurizer import SentenceEncoderFeaturizer, shared_encoder

FILE = "index.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicSearch(GraphComponent):
    """Compares a message with every example question and every statement of the general answers.

    Stands behind the ``FallbackClassifier`` and acts only on what that one turned away: it sets ``NEAREST``, topic ids,
    the nearest first.
    """

    def __init__(
        self,
        config: Dict[Text, Any],
        vectors: np.ndarray,
        topics: np.ndarray,
        storage: ModelStorage,
        resource: Resource,
    ) -> None:
        self._config = config
        self._vectors = vectors
        self._topics = topics
        self._model_storage = storage
        self._resource = resource

    @classmethod
    def required_components(cls) -> List[Type]:
        """The vector of the message comes from the sentence encoder."""
        return [SentenceEncoderFeaturizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``options``: how many topics to name."""
        return {"options": 4}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicSearch:
        """A component with an empty index."""
        return cls(config, np.zeros((0, 0), np.float32), np.zeros(0, "U64"), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Index the examples of all topics and the statements of the knowledge files."""
        examples = [message for message in training_data.intent_examples if message.get(INTENT) in topic_ids()]
        knowledge, _ = read_knowledge(get_settings().knowledge_folder)
        said = [
            (topic.topic, part.text) for topic, answer, part in statements(knowledge.topics) if answer.id == topic.topic
        ]
        self._vectors = np.vstack(
            [
                np.stack([sentence_vector(message) for message in examples]),
                shared_encoder().encode([text for _, text in said]),
            ]
        ).astype(np.float16)
        self._topics = np.array([message.get(INTENT) for message in examples] + [topic for topic, _ in said])
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(folder / FILE, vectors=self._vectors, topics=self._topics)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicSearch:
        """The component as trained."""
        with model_storage.read_from(resource) as folder, np.load(folder / FILE, allow_pickle=False) as index:
            return cls(config, index["vectors"].astype(np.float32), index["topics"], model_storage, resource)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing downstream learns from the search."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Set ``NEAREST`` where the classifier was not sure."""
        for message in messages:
            intent = (message.get(INTENT) or {}).get(INTENT_NAME_KEY)
            if message.get(TEXT) and intent == DEFAULT_NLU_FALLBACK_INTENT_NAME:
                message.set(NEAREST, self._nearest(sentence_vector(message)), add_to_output=True)
        return messages

    def _nearest(self, vector: np.ndarray) -> List[Text]:
        found: Dict[Text, None] = {}
        for place in np.argsort(-(self._vectors @ vector), kind="stable"):
            found.setdefault(str(self._topics[place]))
            if len(found) == self._config["options"]:
                break
        return list(found)
