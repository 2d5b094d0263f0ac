"""Rasa component: red flags and requests to decline, whatever the message is classified as."""

from __future__ import annotations

import logging
from copy import deepcopy
from typing import Any, Collection, Dict, Iterator, List, Mapping, Optional, Text, Tuple

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

from marrow.conversation.intents import DECLINE, OTHER_LANGUAGE, RED_FLAG
from marrow.knowledge.files import read_knowledge
from marrow.knowledge.safety_schema import GRAVEST, Safety, Urgency
from marrow.safety.limits import DEFAULTS, Limits, is_report
from marrow.safety.recognition import Mentions, recogniser_of
from marrow.safety.second_opinion import Opinion, likeliest
from marrow.settings import get_settings
from marrow.text.normal import mostly_words
from marrow.understanding.attributes import OPINIONS, PIECES, SENTENCES
from marrow.understanding.questions import asks

logger = logging.getLogger(__name__)
CONTENT = "safety.json"
RULE, LEARNING = "a rule", "the second opinion"
CRISIS = 0.5  # what share a crisis must have among the signs to be told in place of a likelier one


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
        self._limits = Limits(config)
        self._safety = safety
        self._urgency: Dict[str, Urgency] = {flag.id: flag.urgency for flag in safety.red_flags}
        self._can_wait = {sign for sign, urgency in self._urgency.items() if urgency is Urgency.SOON}
        self._gravest = {sign for sign, urgency in self._urgency.items() if urgency in GRAVEST}
        self._recogniser = recogniser_of(safety)
        self._model_storage = model_storage
        self._resource = resource

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """The limits, which ``marrow.safety.limits`` explains."""
        return deepcopy(DEFAULTS)

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
            if how == LEARNING and _asks_for_nothing(message):
                kinds = []  # of a red flag even those may tell
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
        needed = self._limits.of_all(message, intent, bool(pressing), bool({*pressing} & self._gravest))
        if pressing and chance < needed:
            enough = self._limits.of_a_part(message, intent)
            alone = max(self._in_parts(message, intent, pressing), key=lambda found: found[0], default=(0.0, shares))
            if alone[0] >= enough:
                (chance, shares), needed = alone, enough
        if chance >= needed:
            most = likeliest(shares, self._grave(shares, pressing))
            others = [name for name in pressing if name != most and not self._more_pressing(name, most)]
            raised, by = [*unlearnt, most, *others, *soon], RULE if pressing or unlearnt else LEARNING
        else:
            learnt = self._learnt_soon(opinion, message) if intent == RED_FLAG and not (soon or unlearnt) else []
            raised, by = [*unlearnt, *soon] or learnt, LEARNING if learnt else RULE
        if raised:
            logger.info("%s %s, raised by %s", intent, " ".join(raised), by)  # never the text
        return raised, by, chance

    def _in_parts(self, message: Message, intent: str, pressing: List[str]) -> Iterator[Tuple[float, Dict[str, float]]]:
        """What learning makes of the parts of a message in which a rule finds by itself what it finds in all of it.

        They are the pieces of a long one; of a short one the sentences, so that a harmless question does not hide a red
        flag that stands before it: "Coughing up blood. How is it treated?"
        """
        sentences = message.get(SENTENCES, {}) if intent == RED_FLAG else {}
        for text, opinions in {**message.get(PIECES, {}), **sentences}.items():
            ruled = [name for name in self._ruled(self._recogniser.read(text), intent) if name in pressing]
            if ruled:
                yield self._among_pressing(opinions()[intent], ruled)

    def _grave(self, shares: Mapping[str, float], ruled: Collection[str]) -> List[str]:
        """The signs that leave no time for anything else; a crisis only where it is likely, or a rule found it.

        To call despair an emergency is as wrong as the reverse.
        """
        return [
            sign
            for sign in self._gravest
            if self._urgency[sign] is not Urgency.CRISIS or sign in ruled or shares.get(sign, 0.0) >= CRISIS
        ]

    def _ruled(self, mentions: Mentions, intent: str) -> List[str]:
        """The signs, or the kinds of decline, that the rules conclude."""
        return [name for name in mentions.conclusions if (name in self._urgency) is (intent == RED_FLAG)]

    def _among_pressing(self, opinion: Opinion, ruled: List[str]) -> Tuple[float, Dict[str, float]]:
        """``Opinion.among`` what cannot wait."""
        return opinion.among([name for name in opinion.scores if name not in self._can_wait], ruled)

    def _learnt_soon(self, opinion: Opinion, message: Message) -> List[str]:
        """The sign that can wait a little and that learning alone finds, if any."""
        chance, shares = opinion.among(self._can_wait, ())
        return [likeliest(shares)] if chance >= self._limits.of_soon(message) else []

    def _more_pressing(self, name: str, other: str) -> bool:
        order = [*Urgency]
        return name in self._urgency and order.index(self._urgency[name]) < order.index(self._urgency[other])


def _asks_for_nothing(message: Message) -> bool:
    """Whether it is code, another language, which learning cannot read, or lines of a report and no question."""
    text, intent = message.get(TEXT), message.get(INTENT)[INTENT_NAME_KEY]
    return intent == OTHER_LANGUAGE or not mostly_words(text) or (is_report(message) and not asks(text))


def _add(message: Message, entity: str, ids: List[str], role: Optional[str] = None) -> None:
    found = {ENTITY_ATTRIBUTE_TYPE: entity, ENTITY_ATTRIBUTE_VALUE: ids, "start": 0, "end": len(message.get(TEXT))}
    if role:
        found[ENTITY_ATTRIBUTE_ROLE] = role
    message.set(ENTITIES, [*message.get(ENTITIES, []), found], add_to_output=True)


def _decide(message: Message, intent: str) -> None:
    decided = {INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: 1.0}
    message.set(INTENT, decided, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [decided, *message.get(INTENT_RANKING_KEY, [])], add_to_output=True)
