"""Rasa training data importer: what the knowledge files teach, and what they say where no action may be needed."""

from __future__ import annotations

from typing import Dict, List, Optional, Text, Union

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from marrow.knowledge.files import examples, read_knowledge
from marrow.safety.responses import responses
from marrow.settings import get_settings


class KnowledgeImporter(TrainingDataImporter):
    """Stands beside Rasa's own file importer (``config.yml``), so that what patients read is written in one place."""

    def __init__(
        self,
        config_file: Optional[Text] = None,
        domain_path: Optional[Text] = None,
        training_data_paths: Optional[Union[List[Text], Text]] = None,
    ) -> None:
        """The paths belong to the file importer."""

    def get_domain(self) -> Domain:
        """The responses to red flags and to requests to decline; ``domain.yml`` has the rest."""
        knowledge, _ = read_knowledge(get_settings().knowledge_folder)
        return Domain.from_dict({"responses": responses(knowledge)})

    def get_stories(self, exclusion_percentage: Optional[int] = None) -> StoryGraph:
        """Nothing: ``data/`` has them."""
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        """Nothing: ``tests/`` has them."""
        return StoryGraph([])

    def get_config(self) -> Dict:
        """Nothing: ``config.yml`` has it."""
        return {}

    def get_config_file_for_auto_config(self) -> Optional[Text]:
        """None: nothing is configured by itself."""
        return None

    def get_nlu_data(self, language: Optional[Text] = "en") -> TrainingData:
        """What the knowledge files teach."""
        knowledge, _ = read_knowledge(get_settings().knowledge_folder)
        return TrainingData([Message({TEXT: text, INTENT: topic.topic}) for topic, text in examples(knowledge.topics)])
