"""Rasa component: a message in another language than English gets the intent ``other_language``."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Text

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.lang.en.stop_words import STOP_WORDS

from marrow.conversation.intents import OTHER_LANGUAGE
from marrow.conversation.words import languages
from marrow.understanding.attributes import LANGUAGE

ENGLISH = "en"
ENGLISH_SHARE = 1 / 3  # of words such as "does" and "the" in a text: short English texts mislead the identifier


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class OtherLanguageClassifier(GraphComponent):
    """Tells the languages apart that the guide has a sentence for (py3langid), and only when it is sure.

    Stands behind the topics: what it is sure about counts more than any of them. Sets ``LANGUAGE``, an ISO 639-1 code.
    """

    def __init__(self, config: Dict[Text, Any]) -> None:
        self._threshold = config["threshold"]
        self._identifier = LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
        self._identifier.set_languages(languages())

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``threshold``: how sure the identifier must be."""
        return {"threshold": 0.999}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OtherLanguageClassifier:
        """A component; there is nothing to learn."""
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        """Set intent and language where a message is surely not in English."""
        for message in messages:
            if not message.get(TEXT):
                continue
            if _looks_english(message.get(TEXT)):
                continue
            language, confidence = self._identifier.classify(message.get(TEXT))
            if language != ENGLISH and confidence >= self._threshold:
                intent = {INTENT_NAME_KEY: OTHER_LANGUAGE, PREDICTED_CONFIDENCE_KEY: float(confidence)}
                message.set(INTENT, intent, add_to_output=True)
                message.set(LANGUAGE, language, add_to_output=True)
        return messages


def _looks_english(text: Text) -> bool:
    words = re.findall(r"[^\W\d_]+", text.lower())
    return bool(words) and sum(word in STOP_WORDS for word in words) / len(words) >= ENGLISH_SHARE
