"""Rasa component: the words of scan reports in a message. Lines of a report, or a word of one, get that intent."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Dict, List, Optional, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from marrow.contract import READ_MY_REPORT, topic_ids
from marrow.conversation.intents import OUT_OF_SCOPE
from marrow.knowledge.files import read_one
from marrow.knowledge.schema import Gloss
from marrow.settings import get_settings
from marrow.understanding.attributes import ALSO, REPORT
from marrow.understanding.questions import asks
from marrow.understanding.report_words import ReportReader


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ReportDetector(GraphComponent):
    """Sets ``REPORT``; where a message is lines of a report, its topic too, first or beside the one that is asked.

    Reads ``knowledge/glossary.yml`` when it is loaded: new ways to write a word need a restart, no training.
    """

    def __init__(self, config: Dict[Text, Any]) -> None:
        self._asked = config["asked"]
        self._reader = ReportReader(read_one(get_settings().knowledge_folder / "glossary.yml", List[Gloss]))

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``asked``: how sure the pipeline must be of what is asked beside a report, or with a word of one."""
        return {"asked": 0.7}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ReportDetector:
        """A component; there is nothing to learn."""
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        """Look at each message."""
        for message in messages:
            if not message.get(TEXT):
                continue
            reading = self._reader.read(message.get(TEXT))
            message.set(REPORT, asdict(reading), add_to_output=True)
            if reading.is_report or (reading.asks_a_word and not self._sure(message)):
                self._put_first(message)
        return messages

    def _sure(self, message: Message) -> Optional[Text]:
        """The intent that the message surely has, if it is about this subject."""
        best = message.get(INTENT)
        sure = best and best[INTENT_NAME_KEY] != OUT_OF_SCOPE and best[PREDICTED_CONFIDENCE_KEY] >= self._asked
        return best[INTENT_NAME_KEY] if sure else None

    def _put_first(self, message: Message) -> None:
        """The topic of reports; what a question beside the lines surely asks is answered too."""
        ranking = message.get(INTENT_RANKING_KEY) or []
        asked = self._sure(message) if asks(message.get(TEXT)) else None
        also = [*([asked] if asked in topic_ids() else []), *(message.get(ALSO) or [])]
        first = {INTENT_NAME_KEY: READ_MY_REPORT, PREDICTED_CONFIDENCE_KEY: 1.0}
        rest = [
            {**entry, PREDICTED_CONFIDENCE_KEY: entry[PREDICTED_CONFIDENCE_KEY] / 2}
            for entry in ranking
            if entry[INTENT_NAME_KEY] != READ_MY_REPORT
        ]
        message.set(INTENT, first, add_to_output=True)
        message.set(INTENT_RANKING_KEY, [first, *rest], add_to_output=True)
        message.set(ALSO, [topic for topic in dict.fromkeys(also) if topic != READ_MY_REPORT], add_to_output=True)
