"""Say what stands behind the last answer as it was first said, sentence by sentence: "how sure is that?"."""

from __future__ import annotations

from typing import Sequence, Text

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import context
from actions.answering import buttons, last_answers
from actions.asking_back import clarify
from actions.skill import Skill
from marrow.conversation.intents import HOW_SURE
from marrow.conversation.turn import Reply, Sources, turn_of
from marrow.conversation.words import WHO_SAYS_SO, evidence, how_sure_of
from marrow.knowledge.finding import FoundSource, grades
from marrow.knowledge.models import Part


class ActionHowSure(Skill):
    """Names the kind and the year of every source of the last answer."""

    def name(self) -> Text:
        """The action's name in the domain."""
        return "action_how_sure"

    def reply(self, session: Session, tracker: Tracker) -> Reply:
        """The sentences of the last answer, as first said, with their sources; without a last answer, a question."""
        found = last_answers(session, context.read(tracker).last)
        if not found:
            return clarify(session, tracker)
        kinds = grades(session)
        sources = Sources()
        said = [statement for one in found for statement in one.parts(Part.SAID, Part.NEXT_STEP)]
        parts = [[one for one in (statement.backed, statement.disputed) if one] for statement in said]
        lines = [" ".join(f"{text} {_evidence(behind, sources, kinds)}" for text, behind in one) for one in parts]
        supporting = {one.kind for statement in said for one in statement.sources if not one.disputes}
        strongest = next(grade for name, grade in kinds.items() if name in supporting)
        reviewers = {one.reviewed_by for one in found}
        last_line = how_sure_of(
            strongest.name,
            strongest.means,
            min(one.checked_on for one in found),
            None if None in reviewers else "; ".join(sorted(filter(None, reviewers))),
        )
        return Reply(
            turn=turn_of(found, sources.citations),
            text="\n".join([WHO_SAYS_SO, *lines, last_line]),
            buttons=tuple(buttons(session, found, without=(HOW_SURE,))),
            context=context.read(tracker).again().value(),
        )


def _evidence(behind: Sequence[FoundSource], sources: Sources, kinds: dict) -> str:
    told = [f"{evidence(kinds[one.kind].name, one.year, one.disputes)} {sources.mark(one)}" for one in behind]
    return f"({'; '.join(told)})"
