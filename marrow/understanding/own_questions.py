"""Rasa component: a message that is word for word one of the guide's own questions gets the topic of that question."""

from __future__ import annotations

import json
import re
from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from marrow.knowledge.files import examples, read_knowledge
from marrow.safety.responses import BUTTONS
from marrow.settings import get_settings
from marrow.understanding.attributes import ALSO, OWN_QUESTION, READING

FILE = "own_questions.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class OwnQuestionClassifier(GraphComponent):
    """What the guide shows on its buttons and in its lists is understood when typed, whatever was learnt.

    But for a fragment, such as "what about the wrist?": in a talk it leans on the turn before.

    What is learnt differs a little from one processor to another: an example that stands close to a limit would be
    answered on one machine and asked about on the next. Sets ``OWN_QUESTION``, for whoever decides after this.
    """

    def __init__(self, topics: Dict[Text, Text], model_storage: ModelStorage, resource: Resource) -> None:
        """``topics``: of each question, as ``plain`` writes it, its topic; of a red flag's button its intent."""
        self._topics = topics
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OwnQuestionClassifier:
        """A component with the questions of the topic files as they are now."""
        knowledge, _ = read_knowledge(get_settings().knowledge_folder)
        topics: Dict[Text, Text] = {plain(text): topic.topic for topic, text in examples(knowledge.topics)}
        pressed = {plain(button.title): button.payload.lstrip("/") for button in BUTTONS}  # of a red flag
        return cls({**topics, **pressed}, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the questions in the model, so that a model is what was tested."""
        with self._model_storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps(self._topics), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> OwnQuestionClassifier:
        """The component as trained."""
        with model_storage.read_from(resource) as folder:
            topics = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return cls(topics, model_storage, resource)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing downstream learns from this."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Decide what is one of the questions; leave everything else as it is."""
        for message in messages:
            topic = self._topics.get(plain(message.get(TEXT) or ""))
            if topic and not message.get(READING).fragment:
                decided = {INTENT_NAME_KEY: topic, PREDICTED_CONFIDENCE_KEY: 1.0}
                message.set(INTENT, decided, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [decided], add_to_output=True)
                message.set(ALSO, [], add_to_output=True)
                message.set(OWN_QUESTION, True)
        return messages


def plain(text: str) -> str:
    """The words of a text in small letters, without marks between them."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))
