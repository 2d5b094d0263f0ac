"""Tell somebody who writes in another language, in that language, that the guide speaks English."""

from __future__ import annotations

from typing import Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions.skill import Skill
from marrow.clinic import get_clinic
from marrow.contract import Kind
from marrow.conversation.turn import Reply, make_turn
from marrow.conversation.words import english_only, languages


class ActionOtherLanguage(Skill):
    """Answers a message that is not in English."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_other_language"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """One sentence in the person's language, with the clinic's contact."""
        language = str(tracker.latest_message.get("language"))
        spoken = {"language": language} if language in languages() else {}
        return Reply(turn=make_turn(Kind.OUT_OF_SCOPE, **spoken), text=english_only(language, get_clinic()))
