"""Rasa component: the second opinion on a message, read once for all that decide by it."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any, Callable, Dict, List, Optional, Sequence, Text, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from marrow.contract import topic_ids
from marrow.conversation.intents import DECLINE, RED_FLAG
from marrow.safety.learn import Lesson, amid, lessons, passes, with_a_question
from marrow.safety.second_opinion import Opinion, SecondOpinion
from marrow.settings import get_settings
from marrow.understanding.attributes import HIDDEN, OPINIONS, PIECES, SENTENCES
from marrow.understanding.featurizer import SentenceEncoderFeaturizer, shared_encoder
from marrow.understanding.questions import parts


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SecondReader(GraphComponent):
    """Sets ``OPINIONS``: what learning makes of a message, by the intents ``red_flag``, ``decline``, ``out_of_scope``.

    Of a long one ``PIECES`` too, of a short one with several its ``SENTENCES``: by the text of each a function
    that gives the same of it alone, read when asked.

    It decides nothing: ``TopicClassifier`` and ``SafetyDetector`` do, and fail without it. Rasa cannot be told that
    they require it: when they are trained, no other component of their kind has run.
    """

    def __init__(self, second: Optional[SecondOpinion], model_storage: ModelStorage, resource: Resource) -> None:
        self._second = second
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def required_components(cls) -> List[Type]:
        """It reads what the encoder's kept layers make of a message."""
        return [SentenceEncoderFeaturizer]

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SecondReader:
        """An untrained component."""
        return cls(None, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the messages of ``safety/learn`` and ``talks/learn``, and from the examples of the intents."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        questions = [one.get(TEXT) for one in examples if one.get(INTENT) in topic_ids()]
        learnt = lessons(shared_encoder().cut)
        learnt = amid(with_a_question(learnt, questions), [one.get(TEXT) for one in examples])
        ordinary = [Lesson(one.get(TEXT), intent=one.get(INTENT)) for one in examples]
        everything = [*learnt, *ordinary]
        labels = {
            RED_FLAG: [lesson.sign for lesson in everything],
            DECLINE: [lesson.decline for lesson in everything],
        }
        intents = [lesson.intent for lesson in everything]
        stretches = shared_encoder().stretches([lesson.text for lesson in learnt])
        stretches += [one.get(HIDDEN)[0] for one in examples]
        with self._model_storage.write_to(self._resource) as folder:
            SecondOpinion.learn(folder, stretches, labels, intents, passes(len(learnt), len(ordinary)))
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SecondReader:
        """The component as trained."""
        with model_storage.read_from(resource) as folder:
            return cls(SecondOpinion(folder, get_settings().encoder_threads), model_storage, resource)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing downstream learns from this."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Read each message, once this is trained."""
        for message in messages:
            if message.get(TEXT) and self._second:
                message.set(OPINIONS, self._second.opinions(message.get(HIDDEN)))
                said = message.get(TEXT)
                sentences = [said[start:end] for start, end in parts(said)]
                if len(message.get(HIDDEN)) > 1:
                    message.set(PIECES, _each(shared_encoder().pieces(said), self._second))
                elif len(sentences) > 1:
                    message.set(SENTENCES, _each(sentences, self._second))
        return messages


def _each(texts: Sequence[Text], second: SecondOpinion) -> Dict[Text, Callable[[], Dict[str, Opinion]]]:
    read = lru_cache(maxsize=None)(lambda text: second.opinions([shared_encoder().piece(text)]))
    return {text: partial(read, text) for text in texts}
