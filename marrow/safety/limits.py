"""How likely the second opinion must find a red flag or a request to decline, for the message that it is."""

from __future__ import annotations

from typing import Any, Dict, Text

from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from marrow.contract import topic_ids
from marrow.conversation.intents import DECLINE, RED_FLAG
from marrow.knowledge.safety_schema import Urgency
from marrow.understanding.attributes import OWN_QUESTION, PIECES, REPORT
from marrow.understanding.questions import asks

DEFAULTS = {
    RED_FLAG: {"believe": 0.25, "raise": 0.4, "clear": 0.45},
    Urgency.SOON.value: {"raise": 0.4},
    DECLINE: {"believe": 0.25, "raise": 0.4, "clear": 0.6},
    "believe_in_long": 0.3,
    "surely": 0.9,
    "words": 15,
    "own": 0.8,
}


class Limits:
    """The limits of ``SafetyDetector``, from its configuration; ``config.yml`` says what they are for.

    ``believe``: to believe a rule. ``raise``: to raise it alone. ``own``: in one of the guide's own questions.
    ``clear``: where a message of so many ``words``, or a question in it, is so ``surely`` on a topic; and to believe a
    rule that found it in one sentence. ``believe_in_long``: to believe a rule in a long message, where rules find what
    does not belong together.
    """

    def __init__(self, config: Dict[Text, Any]) -> None:
        self._config = config

    def of_all(self, message: Message, intent: str, ruled: bool, grave: bool) -> float:
        """Of the message as a whole.

        Args:
            ruled: whether a rule found one that cannot wait.
            grave: whether that leaves no time for anything else: mere lines of a report tell it in words that no
                patient uses, and learning knows those of patients.
        """
        if grave and is_report(message) and not asks(message.get(TEXT)) and not message.get(PIECES):
            return 0.0
        in_long = self._config["believe_in_long"] if message.get(PIECES) else 0.0
        return max(self._config[intent]["believe" if ruled else "raise"], in_long, self._against(message, intent))

    def of_a_part(self, message: Message, intent: str) -> float:
        """Of a part of it in which a rule finds by itself what it finds in all of it."""
        if message.get(PIECES):
            return self.of_all(message, intent, ruled=True, grave=False)
        return max(self._config[intent]["clear"], self._against(message, intent))

    def of_soon(self, message: Message) -> float:
        """Of a sign that can wait a little, by learning alone."""
        return max(self._config[Urgency.SOON.value]["raise"], self._against(message, RED_FLAG))

    def _against(self, message: Message, intent: str) -> float:
        """Where something speaks against it: one of the guide's own questions, a clear topic, a report to explain."""
        own = self._config["own"] if message.get(OWN_QUESTION) else 0.0
        clear = self._clear(message) or (intent == DECLINE and is_report(message))
        return max(own, self._config[intent]["clear"] if clear else 0.0)

    def _clear(self, message: Message) -> bool:
        """Whether all of the message, or a question in it, is surely on a topic.

        Not so of a short one, half of which may tell of something else, nor of a report, which is surely one whatever
        stands beside it.
        """
        intent, words = message.get(INTENT), message.get(TEXT).split()
        sure = intent[INTENT_NAME_KEY] in topic_ids() and intent[PREDICTED_CONFIDENCE_KEY] >= self._config["surely"]
        return sure and len(words) >= self._config["words"] and not is_report(message)


def is_report(message: Message) -> bool:
    """Whether a message is lines of a scan report, maybe with something beside them."""
    return bool(message.get(REPORT, {}).get("is_report"))
