"""Answer a question: the answer that fits the topic, the thing named and the body site best; two if two were asked."""

from __future__ import annotations

from typing import List, Optional, Sequence, Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context
from actions.skill import Skill
from marrow.conversation.turn import Button, Reply, answer_turn, topic_button
from marrow.conversation.words import MORE_DETAIL, general_answer_for
from marrow.knowledge.finding import FoundAnswer, find_answer, next_topics, term_name

MORE_PAYLOAD = "/more_detail"
MAX_BUTTONS = 4


class ActionAnswer(Skill):
    """Answers the topic of the intent, and the further topics that the message asks about."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_answer"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """The answers to all the topics of the latest message."""
        topics = [context.intent(tracker), *(tracker.latest_message.get("also") or [])]
        return answer(session, topics, context.things(tracker), context.site(tracker))


def answer(session: Session, topics: Sequence[str], things: Sequence[str], site: Optional[str]) -> Reply:
    """The reply to one or several topics; what was named and the site choose the answer inside each.

    Raises:
        LookupError: when the knowledge holds no answer for the first topic.
    """
    found = [answer for answer in (find_answer(session, topic, things, site) for topic in topics) if answer]
    if not found or found[0].topic != topics[0]:
        raise LookupError(f"no answer for topic {topics[0]}")
    text, turn = answer_turn(found, [[part for part in one.statements if not part.more] for one in found])
    if site and not any(one.site == site for one in found):
        text = f"{general_answer_for(term_name(session, site) or site)} {text}"
    return Reply(
        turn=turn,
        text=text,
        buttons=tuple(buttons(session, found)),
        context={"topic": found[0].topic, "site": site, "answers": [one.id for one in found]},
    )


def buttons(session: Session, found: Sequence[FoundAnswer], more: bool = True) -> List[Button]:
    """ "Tell me more" where there is more, then the topics to read next."""
    offered = (
        [Button(MORE_DETAIL, MORE_PAYLOAD)] if more and any(p.more for one in found for p in one.statements) else []
    )
    said = {one.topic for one in found}
    offered += [
        topic_button(*topic) for one in found for topic in next_topics(session, one.topic) if topic[0] not in said
    ]
    return list(dict.fromkeys(offered))[:MAX_BUTTONS]
