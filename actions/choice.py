"""Understand "yes", "no" and "the second one" from what was offered last."""

from __future__ import annotations

import re
from typing import Optional, Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context, message
from actions.answering import answer
from actions.asking_back import STARTING_POINTS, ask, clarify, hand_off
from actions.more_detail import more_detail
from actions.skill import Skill
from marrow.contract import Kind, topic_ids
from marrow.conversation.intents import (
    ABOUT_SOMEONE_ELSE,
    DENY,
    HELP,
    HOW_SURE,
    MORE_DETAIL,
    NOT_IN_DANGER,
    SIMPLER,
    STILL_URGENT,
)
from marrow.conversation.turn import Reply, make_turn

_POSITIONS = (
    r"\b(?:1|1st|first|top)\b|^\W*(?:(?:the|number|option)\W+)*one\W*(?:please\W*)?$",
    r"\b(?:2|2nd|two|second)\b",
    r"\b(?:3|3rd|three|third)\b",
    r"\b(?:4|4th|four|fourth)\b",
)
AFTER_A_RED_FLAG = {
    HELP: f"utter_{HELP}",
    NOT_IN_DANGER: STILL_URGENT,  # who counts buttons has perhaps not read what this one says
    ABOUT_SOMEONE_ELSE: f"utter_{ABOUT_SOMEONE_ELSE}",
}
_HEARD = re.compile(  # an "ok" is no "yes please"
    r"^\W*(?:(?:ok(?:ay)?|k|got it|i see|a+h|oh|h?mm+|right|all ?right|fair enough|understood|noted|then)\b\W*)+$",
    re.IGNORECASE,
)
_LAST = re.compile(r"\b(?:last|bottom)\b", re.IGNORECASE)
_NO_PLACE = re.compile(r"\b(?:other|another|neither|none|not|5|5th|five|fifth|6th|sixth)\b", re.IGNORECASE)


class ActionAffirm(Skill):
    """Takes "yes" as the first thing that was offered: after an answer more detail, after a red flag how to call."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_affirm"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """What was offered; a question when nothing was; a friendly word to who only heard it."""
        offered = next(iter(context.offered(tracker)), None)
        if _HEARD.match(message.text(tracker)) and offered not in AFTER_A_RED_FLAG:
            return Reply(turn=make_turn(Kind.SMALL_TALK), response=f"utter_{DENY}")
        return _take(session, tracker, offered)


class ActionDeny(Skill):
    """Takes "no" after a question as "something else", and otherwise as a polite no."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_deny"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """A new question without the topics refused, then whom else to ask; or a friendly word."""
        refused = context.offered(tracker)
        misses = context.read(tracker).misses
        if not misses or DENY not in refused:
            return Reply(turn=make_turn(Kind.SMALL_TALK), response="utter_deny")
        if misses > 1:
            return hand_off(session, tracker)
        left = [topic for topic in STARTING_POINTS if topic not in refused]
        return ask(session, tracker, "utter_something_else", left)


class ActionChooseOption(Skill):
    """Takes "the second one" as what the second button sends; but a red flag is taken back by its button alone."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_choose_option"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """What was chosen; a question when there is no such option."""
        return _take(session, tracker, _chosen(tracker))


def _chosen(tracker: Tracker) -> Optional[str]:
    offered = [name for name in context.offered(tracker) if name not in (DENY, SIMPLER, HOW_SURE)]
    text = message.text(tracker)
    if _NO_PLACE.search(text):
        return None
    if offered and _LAST.search(text):
        return offered[-1]
    places = [place for place, words in enumerate(_POSITIONS) if re.search(words, text, re.IGNORECASE)]
    return offered[places[-1]] if places and places[-1] < len(offered) else None


def _take(session: Session, tracker: Tracker, choice: Optional[str]) -> Reply:
    if choice in AFTER_A_RED_FLAG:
        return Reply(turn={}, response=AFTER_A_RED_FLAG[choice])
    if choice == MORE_DETAIL:
        return more_detail(session, tracker)
    if choice in topic_ids():
        return answer(session, tracker, [str(choice)])
    return clarify(session, tracker)
