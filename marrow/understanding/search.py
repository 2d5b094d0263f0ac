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
from marrow.conversation.words import LONGEST_TITLE
from marrow.knowledge.files import read_knowledge, statements
from marrow.settings import get_settings
from marrow.understanding.attributes import NEAREST
from marrow.understanding.classifier import sentence_vector
from marrow.understanding.featurizer import SentenceEncoderFeaturizer, shared_encoder

FILE = "index.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicSearch(GraphComponent):
    """Compares a message with every example question and every statement of the general answers.

    Stands behind the ``FallbackClassifier`` and acts only on what that one turned away: it sets ``NEAREST``, the
    nearest topic first: ``{"topic": id, "question": the nearest example question of its file that fits on a button}``.
    """

    def __init__(
        self,
        config: Dict[Text, Any],
        index: Dict[Text, np.ndarray],
        storage: ModelStorage,
        resource: Resource,
    ) -> None:
        """``index``: ``vectors`` of shape ``(entries, 384)``, and of each entry the ``topics`` and ``questions``."""
        self._config = config
        self._index = index
        self._model_storage = storage
        self._resource = resource

    @classmethod
    def required_components(cls) -> List[Type]:
        """The vector of the message comes from the sentence encoder."""
        return [SentenceEncoderFeaturizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``options``: how many topics to name; ``longest_question``: how many characters fit on a button."""
        return {"options": 4, "longest_question": LONGEST_TITLE}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicSearch:
        """A component with an empty index."""
        return cls(config, {}, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Index the examples of all topics and the statements of the knowledge files."""
        examples = [message for message in training_data.intent_examples if message.get(INTENT) in topic_ids()]
        knowledge, _ = read_knowledge(get_settings().knowledge_folder)
        longest = self._config["longest_question"]
        questions = {text for topic in knowledge.topics for text in topic.examples if len(text) <= longest}
        said = [
            (topic.topic, part.text) for topic, answer, part in statements(knowledge.topics) if answer.id == topic.topic
        ]
        texts = [message.get(TEXT) for message in examples]
        vectors = [np.stack([sentence_vector(message) for message in examples])]
        vectors.append(shared_encoder().encode([text for _, text in said]))
        self._index = {
            "vectors": np.vstack(vectors).astype(np.float16),
            "topics": np.array([message.get(INTENT) for message in examples] + [topic for topic, _ in said]),
            "questions": np.array([text if text in questions else "" for text in texts] + [""] * len(said)),
        }
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(folder / FILE, **self._index)
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
            arrays = {name: index[name] for name in index.files}
        return cls(config, {**arrays, "vectors": arrays["vectors"].astype(np.float32)}, model_storage, resource)

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

    def _nearest(self, vector: np.ndarray) -> List[Dict[Text, Text]]:
        topics, questions = self._index["topics"], self._index["questions"]
        found: Dict[Text, Text] = {}
        for place in np.argsort(-(self._index["vectors"] @ vector), kind="stable"):
            topic, question = str(topics[place]), str(questions[place])
            if len(found) < self._config["options"]:
                found.setdefault(topic, "")
            if topic in found and not found[topic]:
                found[topic] = question
            if len(found) == self._config["options"] and all(found.values()):
                break
        return [{"topic": topic, "question": question} for topic, question in found.items() if question]
