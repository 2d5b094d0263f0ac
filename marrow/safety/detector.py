"""Rasa component: red flags and requests to decline, whatever the message is classified as."""

from __future__ import annotations

import logging
from typing import Any, Dict, Iterator, List, Optional, Text, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_ROLE,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from marrow.contract import topic_ids
from marrow.conversation.intents import DECLINE, OTHER_LANGUAGE, RED_FLAG
from marrow.knowledge.files import read_knowledge
from marrow.knowledge.safety_schema import GRAVEST, Safety, Urgency
from marrow.safety.recognition import Mentions, recogniser_of
from marrow.safety.second_opinion import Opinion, likeliest
from marrow.settings import get_settings
from marrow.text.normal import mostly_words
from marrow.understanding.attributes import OPINIONS, OWN_QUESTION, PIECES, REPORT

logger = logging.getLogger(__name__)
CONTENT = "safety.json"
RULE, LEARNING = "a rule", "the second opinion"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SafetyDetector(GraphComponent):
    """Sets the intents ``red_flag`` and ``decline``, above whatever the message was classified as.

    A red flag goes before a request to decline, but for one that no rule found and that is less likely than that.

    The entity of the same name holds the ids in its value, a list; the role of a red flag is its urgency. The safety
    files are kept in the model, so that a model is what was tested.
    """

    def __init__(
        self,
        config: Dict[Text, Any],
        safety: Safety,
        model_storage: ModelStorage,
        resource: Resource,
    ) -> None:
        self._config = config
        self._safety = safety
        self._urgency: Dict[str, Urgency] = {flag.id: flag.urgency for flag in safety.red_flags}
        self._can_wait = {sign for sign, urgency in self._urgency.items() if urgency is Urgency.SOON}
        self._gravest = {sign for sign, urgency in self._urgency.items() if urgency in GRAVEST}
        self._recogniser = recogniser_of(safety)
        self._model_storage = model_storage
        self._resource = resource

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """How likely the second opinion must find it: to ``believe`` a rule, and to ``raise`` it alone.

        Of what can wait a little any rule will do. More is needed in one of the guide's own questions (``own``), and
        where a message of so many ``words``, or a question in it, is so ``surely`` on a topic (``clear``). In a long
        message rules find what does not belong together: ``believe_in_long``, of all of it or of a piece by itself.
        """
        return {
            RED_FLAG: {"believe": 0.2, "raise": 0.35, "clear": 0.45},
            Urgency.SOON.value: {"raise": 0.4},
            DECLINE: {"believe": 0.25, "raise": 0.4, "clear": 0.6},
            "believe_in_long": 0.3,
            "surely": 0.9,
            "words": 15,
            "own": 0.8,
        }

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyDetector:
        """A component with the safety files as they are now."""
        knowledge, _ = read_knowledge(get_settings().knowledge_folder)
        return cls(config, knowledge.safety, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the safety files in the model."""
        with self._model_storage.write_to(self._resource) as folder:
            (folder / CONTENT).write_text(self._safety.json(), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SafetyDetector:
        """The component as trained."""
        with model_storage.read_from(resource) as folder:
            safety = Safety.parse_raw((folder / CONTENT).read_text(encoding="utf-8"))
        return cls(config, safety, model_storage, resource)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing downstream learns from this."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Look at each message; what is not pressing leaves its intent as it is."""
        for message in messages:
            if not message.get(TEXT):
                continue
            mentions = self._recogniser.read(message.get(TEXT))
            signs, by, alarm = self._found(message, mentions, RED_FLAG)
            kinds, how, request = self._found(message, mentions, DECLINE)
            foreign = message.get(INTENT)[INTENT_NAME_KEY] == OTHER_LANGUAGE
            if how == LEARNING and (foreign or not mostly_words(message.get(TEXT))):
                kinds = []  # code asks for nothing, and learning reads English; of a red flag even they may tell
            if kinds and by == LEARNING and request > alarm:
                signs = [sign for sign in signs if sign in self._can_wait]
            for urgency in Urgency:
                same = [sign for sign in signs if self._urgency[sign] is urgency]
                if same:
                    _add(message, RED_FLAG, same, urgency.value)
            if {*signs} - self._can_wait:
                _decide(message, RED_FLAG)
            elif kinds:
                _add(message, DECLINE, kinds)
                _decide(message, DECLINE)
        return messages

    def _found(self, message: Message, mentions: Mentions, intent: str) -> Tuple[List[str], str, float]:
        """Signs, the likeliest first, or kinds of decline; what raised them; how likely it is one that cannot wait.

        A sign more pressing than the likeliest is left out, even where a rule found it: so of "took 30 pills, want to
        die" only the overdose may be told. What learning does not know, as nobody has written messages of it yet, the
        rules raise alone.
        """
        opinion = message.get(OPINIONS)[intent]
        ruled = self._ruled(mentions, intent)
        soon = [name for name in ruled if name in self._can_wait]
        pressing = [name for name in ruled if name not in soon and name in opinion.scores]
        unlearnt = [name for name in ruled if name not in soon and name not in opinion.scores]
        chance, shares = self._among_pressing(opinion, pressing)
        limits, against = self._config[intent], self._against(message, intent)
        in_long = self._config["believe_in_long"] if message.get(PIECES) else 0.0
        needed = max(limits["believe" if pressing else "raise"], in_long, against)
        if pressing and in_long and chance < needed:
            chance, shares = max([(chance, shares), *self._in_pieces(message, intent)], key=lambda found: found[0])
        if chance >= needed:
            most = likeliest(shares, self._gravest)
            others = [name for name in pressing if name != most and not self._more_pressing(name, most)]
            raised, by = [*unlearnt, most, *others, *soon], RULE if pressing or unlearnt else LEARNING
        else:
            learnt = self._learnt_soon(opinion, against) if intent == RED_FLAG and not (soon or unlearnt) else []
            raised, by = [*unlearnt, *soon] or learnt, LEARNING if learnt else RULE
        if raised:
            logger.info("%s %s, raised by %s", intent, " ".join(raised), by)  # never the text
        return raised, by, chance

    def _in_pieces(self, message: Message, intent: str) -> Iterator[Tuple[float, Dict[str, float]]]:
        """What learning makes of the pieces of a long message in which a rule finds something by itself."""
        for text, opinions in message.get(PIECES).items():
            ruled = self._ruled(self._recogniser.read(text), intent)
            pressing = [name for name in ruled if name not in self._can_wait]
            if pressing:
                yield self._among_pressing(opinions()[intent], pressing)

    def _ruled(self, mentions: Mentions, intent: str) -> List[str]:
        """The signs, or the kinds of decline, that the rules conclude."""
        return [name for name in mentions.conclusions if (name in self._urgency) is (intent == RED_FLAG)]

    def _among_pressing(self, opinion: Opinion, ruled: List[str]) -> Tuple[float, Dict[str, float]]:
        """``Opinion.among`` what cannot wait."""
        return opinion.among([name for name in opinion.scores if name not in self._can_wait], ruled)

    def _learnt_soon(self, opinion: Opinion, against: float) -> List[str]:
        """The sign that can wait a little and that learning alone finds, if any."""
        chance, shares = opinion.among(self._can_wait, ())
        return [likeliest(shares)] if chance >= max(self._config[Urgency.SOON.value]["raise"], against) else []

    def _against(self, message: Message, intent: str) -> float:
        """How likely it must be at least in one of the guide's own questions, or where the topic is clear."""
        own = self._config["own"] if message.get(OWN_QUESTION) else 0.0
        return max(own, self._config[intent]["clear"] if self._clear(message) else 0.0)

    def _clear(self, message: Message) -> bool:
        """Whether all of the message, or a question in it, is surely on a topic.

        Not so of a short one, half of which may tell of something else, nor of a report, which is surely one whatever
        stands beside it.
        """
        intent, words = message.get(INTENT), message.get(TEXT).split()
        sure = intent[INTENT_NAME_KEY] in topic_ids() and intent[PREDICTED_CONFIDENCE_KEY] >= self._config["surely"]
        return sure and len(words) >= self._config["words"] and not message.get(REPORT, {}).get("is_report")

    def _more_pressing(self, name: str, other: str) -> bool:
        order = [*Urgency]
        return name in self._urgency and order.index(self._urgency[name]) < order.index(self._urgency[other])


def _add(message: Message, entity: str, ids: List[str], role: Optional[str] = None) -> None:
    found = {ENTITY_ATTRIBUTE_TYPE: entity, ENTITY_ATTRIBUTE_VALUE: ids, "start": 0, "end": len(message.get(TEXT))}
    if role:
        found[ENTITY_ATTRIBUTE_ROLE] = role
    message.set(ENTITIES, [*message.get(ENTITIES, []), found], add_to_output=True)


def _decide(message: Message, intent: str) -> None:
    decided = {INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: 1.0}
    message.set(INTENT, decided, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [decided, *message.get(INTENT_RANKING_KEY, [])], add_to_output=True)
