"""Rasa component: the vocabulary terms that a message names, as entities."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from marrow.knowledge.files import read_knowledge
from marrow.knowledge.schema import Term
from marrow.settings import get_settings
from marrow.understanding.attributes import READING
from marrow.understanding.language import Reading, build_language, read

FILE = "vocabulary.json"


# A featurizer in the graph, because the classifier learns from its reading: only those run while training.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class VocabularyEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Finds the terms of ``knowledge/vocabulary.yml``: the entity is the term's kind, its value the term's id.

    The vocabulary is kept in the model, so that a model always reads messages with the words it was trained with.
    """

    def __init__(self, vocabulary: List[Term], model_storage: ModelStorage, resource: Resource) -> None:
        self._vocabulary = vocabulary
        self._language = build_language(vocabulary)
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> VocabularyEntityExtractor:
        """A component with the vocabulary as it is in the knowledge files now."""
        knowledge, _ = read_knowledge(get_settings().knowledge_folder)
        return cls(knowledge.vocabulary, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the vocabulary in the model; there is nothing to learn."""
        with self._model_storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps([term.dict() for term in self._vocabulary]), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> VocabularyEntityExtractor:
        """The component as trained."""
        with model_storage.read_from(resource) as folder:
            terms = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return cls([Term(**term) for term in terms], model_storage, resource)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Read every example, for the classifier; its entities are not annotations and are left out."""
        for message in training_data.training_examples:
            message.set(READING, self._read(message))
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entities and the reading to each message."""
        for message in messages:
            reading = self._read(message)
            message.set(READING, reading)
            message.set(ENTITIES, message.get(ENTITIES, []) + self._entities(reading), add_to_output=True)
        return messages

    def _read(self, message: Message) -> Reading:
        return read(self._language, message.get(TEXT) or "")

    def _entities(self, reading: Reading) -> List[Dict[Text, Any]]:
        return [
            {"entity": mention.kind, "value": mention.term, "start": mention.start, "end": mention.end}
            for mention in reading.mentions
        ]
