"""The base of all actions: open the knowledge, answer, and never be silent when something fails."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from actions import context
from actions.still_declined import still_declined
from actions.still_urgent import still_urgent
from marrow.conversation.turn import Reply
from marrow.knowledge.database import open_session
from marrow.knowledge.files import KnowledgeError
from marrow.knowledge.loading import load
from marrow.knowledge.safety_schema import LEVELS
from marrow.settings import get_settings

logger = logging.getLogger(__name__)
ERROR_RESPONSE = "utter_error"


class Skill(Action, ABC):
    """An action that answers from the knowledge database with one ``Reply``."""

    @abstractmethod
    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """What to say to the latest message."""

    def answer_to(self, session: Session, tracker: Tracker) -> Reply:
        """The same, but for what puts off a red flag, or asks back after a decline: those are said again."""
        return still_urgent(tracker) or still_declined(tracker) or self.reply(session, tracker)

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]) -> List[Dict[Text, Any]]:
        """Say the reply and remember what it sets; on any failure say the domain's error response."""
        try:
            reply = self._reply(tracker)
        except Exception:  # whatever it is, the person must hear something
            logger.exception("%s failed", self.name())
            dispatcher.utter_message(response=ERROR_RESPONSE)
            return []
        dispatcher.utter_message(
            text=reply.text, response=reply.response, buttons=reply.button_dicts(), json_message=reply.turn
        )
        remembered = [] if reply.context is None else [SlotSet(context.SLOT, reply.context)]
        return [*remembered, *(SlotSet(level, []) for level in LEVELS if reply.taken_back)]

    def _reply(self, tracker: Tracker) -> Reply:
        settings = get_settings()
        try:
            with open_session(settings.database_url) as session:
                return self.answer_to(session, tracker)
        except SQLAlchemyError as error:
            logger.warning("The knowledge database cannot be read (%s); restoring it from the files.", error)
        try:
            load(settings.knowledge_folder, settings.database_url)
        except KnowledgeError as error:
            raise RuntimeError(f"The knowledge files do not validate:\n{error}") from error
        with open_session(settings.database_url) as session:
            return self.answer_to(session, tracker)
