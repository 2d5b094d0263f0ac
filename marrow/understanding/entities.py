"""Rasa component: the vocabulary terms that a message names, as entities."""
from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language

from marrow.knowledge.files import read_knowledge
from marrow.understanding.attributes import READING
from marrow.understanding.language import Reading, build_language, read
from marrow.settings import get_settings


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class VocabularyEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Finds the terms of ``knowledge/vocabulary.yml``; the entity is the term's kind, its value the term's id."""

    def __init__(self, language: Language) -> None:
        self._language = language
