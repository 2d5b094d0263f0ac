"""All that the guide can say, made by the real code from the real knowledge, without a model and without a server."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk import Tracker
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions import context
from actions.answering import say
from actions.asking_back import ask, hand_off, search
from actions.context import Context, Talk
from actions.how_sure import ActionHowSure
from actions.more_detail import more_detail
from actions.report import explain
from actions.simpler import ActionSimpler
from actions.why import ActionWhy
from marrow.channels.incoming import turn
from marrow.channels.notices import with_notices
from marrow.channels.pictures import with_pictures
from marrow.clinic import get_clinic
from marrow.contract import Kind
from marrow.conversation import words
from marrow.conversation.intents import DECLINE, OUT_OF_SCOPE, RED_FLAG, STILL_URGENT, UTTER_DECLINE, UTTER_RED_FLAG
from marrow.conversation.nlg import REMINDER, GuideNLG
from marrow.conversation.turn import Reply, make_turn
from marrow.knowledge import models
from marrow.knowledge.files import Knowledge
from marrow.knowledge.finding import FoundAnswer, read_answer
from marrow.knowledge.safety_schema import LEVELS, Urgency
from marrow.rendering.said import Said, said_of
from marrow.safety.responses import responses
from marrow.settings import ROOT

Named = Iterator[Tuple[str, Said]]
CHANNEL = "test"
AGAIN = {
    "in short": ActionSimpler().reply,
    "more": more_detail,
    "how sure": ActionHowSure().reply,
    "why": ActionWhy().reply,
}
IN_A_REPORT = 10  # glosses that one reply explains
STRANGE = ["<!channel>", "*x*", "_y_", "~z~", "`w`", "<b>", "&amp;", ":100:"]  # words that nobody has explained


class EveryTurn:
    """Says everything there is to say, each with a name for whoever reads a failed test."""

    def __init__(self, session: Session, knowledge: Knowledge) -> None:
        self._session, self._knowledge = session, knowledge
        domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
        self._fixed: Dict[str, Any] = domain["responses"]
        self._nlg = GuideNLG(domain=Domain.from_dict({"responses": {**self._fixed, **responses(knowledge)}}))

    def all(self) -> Named:
        """Every turn."""
        yield from self.answers()
        yield from self.several_at_once()
        yield from self.reports()
        yield from self.safety()
        yield from self.questions_back()
        yield from self.fixed()

    def answers(self) -> Named:
        """Each answer in full, as it is said first, and in each of the ways in which it can be said again."""
        for answer in self._answers():
            yield answer.id, self._said(say(self._session, [answer], Context()), first=True)
            for name, skill in AGAIN.items():
                yield f"{answer.id}, {name}", self._said(skill(self._session, self._after([answer])))

    def several_at_once(self) -> Named:
        """The three longest answers in one reply: nothing that is said is longer."""
        longest = sorted(self._answers(), key=lambda one: -sum(len(said.text) for said in one.statements))[:3]
        yield "the longest three", self._said(say(self._session, longest, Context(), words.general_answer_for("x")))
        for name, skill in AGAIN.items():
            yield f"the longest three, {name}", self._said(skill(self._session, self._after(longest)))

    def reports(self) -> Named:
        """The words of a scan report explained, with words in it that only look like markup."""
        glosses = [gloss.id for gloss in self._knowledge.glossary]
        for at in range(0, len(glosses), IN_A_REPORT):
            found = [{"gloss": name, "text": "it", "denied": False} for name in glosses[at : at + IN_A_REPORT]]
            for start in (0, 6):
                report = {"words": found, "is_report": True, "unknown": STRANGE[start:]}
                reply = explain(self._session, self._tracker(report=report))
                assert reply
                yield f"a report from {glosses[at]} on", self._said(reply)

    def safety(self) -> Named:
        """Each red flag, each reminder of one, and each request that is declined."""
        for flag in self._knowledge.safety.red_flags:
            entity = {"entity": RED_FLAG, "role": flag.urgency.value, "value": [flag.id]}
            if flag.urgency is Urgency.SOON:  # advice beside an answer
                reply = say(self._session, [self._answers()[0]], Context())
                yield f"advice {flag.id}", self._said(reply, first=True, entities=[entity])
            else:
                yield f"red flag {flag.id}", self._response(UTTER_RED_FLAG, entity)
        for level in LEVELS:
            signs = {level: [flag.id for flag in self._knowledge.safety.red_flags if flag.urgency.value == level]}
            yield f"a reminder, {level}", self._said(say(self._session, [self._answers()[0]], Context()), slots=signs)
            yield f"help, {level}", self._response("utter_call_for_help", slots=signs)
            yield f"once more, {level}", self._response(STILL_URGENT, slots=signs)
        for kind in self._knowledge.safety.declines.kinds:
            yield f"decline {kind.id}", self._response(UTTER_DECLINE, {"entity": DECLINE, "value": [kind.id]})

    def questions_back(self) -> Named:
        """Which topic is meant, with the longest titles there are; the guide's own questions; whom else to ask."""
        topics = sorted(self._knowledge.topics, key=lambda topic: -len(topic.label))
        names = [topic.topic for topic in topics]
        for site in [term.id for term in self._knowledge.vocabulary if term.kind == "site"]:
            for at in (0, 4):
                tracker = self._tracker(entities=[{"entity": "site", "value": site}])
                yield f"which one, {site}", self._said(ask(self._session, tracker, "utter_clarify", names[at:]))
        nearest = [
            {"topic": topic.topic, "question": max(topic.examples, key=lambda text: (len(text) <= 60) * len(text))}
            for topic in topics
        ]
        for at in range(0, len(nearest), 4):
            yield "the nearest", self._said(search(self._session, self._tracker(nearest=nearest[at : at + 4])))
        yield "whom to ask", self._said(hand_off(self._session, self._tracker()))

    def fixed(self) -> Named:
        """Whole messages that are not medical: the domain's, and those of the channels."""
        for name in self._fixed:
            if name != REMINDER:  # it stands beside an answer
                kind = Kind.OUT_OF_SCOPE if name.startswith(f"utter_{OUT_OF_SCOPE}") else Kind.SMALL_TALK
                yield name, self._said(Reply(make_turn(kind), response=name))
        clinic = get_clinic()
        emergency = clinic.ways_to_get_help()["emergency"]
        texts = [words.not_mine(words.contact(clinic)), words.too_many_messages(1, emergency)]
        texts += [words.text_only(emergency), words.on_a_platform("Slack", clinic), words.HOW_TO_ASK]
        texts += [words.english_only(language, clinic) for language in words.languages()]
        for text in texts:
            yield text[:40], said_of(turn(text))
        yield "deleted", said_of(turn(words.DELETED, Kind.PRIVACY))

    def _answers(self) -> List[FoundAnswer]:
        names = self._session.scalars(select(models.Answer.id).order_by(models.Answer.id)).all()
        found = [read_answer(self._session, name) for name in names]
        assert len(found) == self._session.scalar(select(func.count()).select_from(models.Answer)) > 0
        return [one for one in found if one]

    def _after(self, answers: Sequence[FoundAnswer]) -> Tracker:
        talk = Talk(answers[0].topic, answers[0].site, (), tuple(answer.id for answer in answers))
        return self._tracker(Context().after(talk))

    def _tracker(self, remembered: Context = Context(), **message: Any) -> Tracker:  # noqa: B008  it is frozen
        latest = {"text": "", "entities": [], **message}
        return Tracker("talk", {context.SLOT: remembered.value()}, latest, [], False, None, {}, None)

    def _said(self, reply: Reply, first: bool = False, **talk: Any) -> Said:
        """The reply as the channels hand it on, with the notices that belong beside it and its pictures."""
        fixed = self._nlg.generate_from_slots(reply.response, {}, CHANNEL) if reply.response else {}
        text, buttons = reply.text or fixed["text"], reply.button_dicts() or fixed.get("buttons") or []
        said = [{"text": text, "buttons": buttons}, {"custom": fixed.get("custom") or dict(reply.turn)}]
        tracker = self._talk(first, **talk)

        async def retrieve(_: str) -> DialogueStateTracker:
            return tracker

        store = SimpleNamespace(retrieve=retrieve, retrieve_full_tracker=retrieve)
        agent: Any = SimpleNamespace(nlg=self._nlg, tracker_store=store)
        return said_of(with_pictures(asyncio.run(with_notices(agent, said, "talk", CHANNEL))))

    def _response(self, name: str, entity: Optional[Dict[str, Any]] = None, **talk: Any) -> Said:
        """A response to an entity of the latest message or to the red flags of the talk."""
        tracker = self._talk(False, [entity] if entity else [], **talk)
        said = asyncio.run(self._nlg.generate(name, tracker, CHANNEL))
        assert said
        return said_of([{"text": said["text"], "buttons": said.get("buttons") or []}, {"custom": said["custom"]}])

    def _talk(
        self,
        first: bool,
        entities: Optional[List[Dict[str, Any]]] = None,
        slots: Optional[Dict[str, List[str]]] = None,
    ) -> DialogueStateTracker:
        heard = [UserUttered("said")] * (not first)
        tracker = DialogueStateTracker.from_events(
            "talk",
            [SessionStarted(), *heard, UserUttered("said", entities=entities or [])],
            slots=[AnySlot(level, mappings=[]) for level in LEVELS],
        )
        tracker.update_with_events([SlotSet(level, signs) for level, signs in (slots or {}).items()], None)
        return tracker
