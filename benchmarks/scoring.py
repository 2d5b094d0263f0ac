"""What became of each message of an understanding set, and the figures that follow. Free of Rasa."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Tuple

import yaml
from rasa_sdk import Tracker

from actions.asking_back import MAX_OPTIONS, likely_topics
from marrow.contract import topic_ids
from marrow.conversation.asked import asked_beside
from marrow.conversation.intents import DECLINE, OUT_OF_SCOPE, RED_FLAG, SMALL_TALK

SAFETY = {"escalate": RED_FLAG, "decline": DECLINE}  # by kind, the intent
FALLBACK = "nlu_fallback"
SMALL_TALK_KIND = "smalltalk"
BINS = 10


@dataclass(frozen=True)
class Outcome:
    """A message with what is true of it (``topics`` or ``kind``, ``near``) and what the assistant made of it.

    ``held``: the safety intent that is right as well, where clinicians would differ.
    ``ranking`` is without the fallback that Rasa puts in front of it; ``offered``: topics to choose from when it asked
    back, the one topic beside a red flag or a decline.
    """

    text: str
    topics: Tuple[str, ...]
    kind: Optional[str]
    near: bool
    held: Optional[str]
    intent: str
    ranking: Tuple[Tuple[str, float], ...]
    also: Tuple[str, ...]
    offered: Tuple[str, ...]

    @property
    def truth(self) -> str:
        """The topic asked about (the first of two), or the kind of a message that asks about none."""
        return self.topics[0] if self.topics else str(self.kind)

    @property
    def guess(self) -> str:
        """The likeliest intent, also when the assistant asked back; small talk under one name."""
        best = self.ranking[0][0]
        kinds = {**dict.fromkeys(SMALL_TALK, SMALL_TALK_KIND), **{intent: kind for kind, intent in SAFETY.items()}}
        return kinds.get(best, best)

    @property
    def answered(self) -> Tuple[str, ...]:
        """The topics that the assistant answered; none when it did something else."""
        return (self.intent, *self.also) if self.intent in topic_ids() else ()

    @property
    def asked_back(self) -> bool:
        """The assistant asked which topic was meant."""
        return self.intent == FALLBACK

    @property
    def top1(self) -> bool:
        """The likeliest intent is right; of a message with two questions also when the further topic is one of them."""
        found = {self.guess, *self.also} if len(self.topics) > 1 else {self.guess}
        return bool(found & {*(self.topics or (self.truth,))})

    @property
    def top3(self) -> bool:
        """One of the topics asked about is among the first three topics of the ranking."""
        first = [name for name, _ in self.ranking if name in topic_ids()][:3]
        return bool({*first} & {*self.topics})

    @property
    def right(self) -> bool:
        """A topic asked about was answered (first, unless the message asks about two), or safety rightly came first."""
        return (self.top1 and bool(self.answered)) or self.intent == self.held

    @property
    def offered_right(self) -> bool:
        """The assistant asked back, and a topic asked about was among what it offered."""
        return self.asked_back and bool({*self.offered} & {*self.topics})

    @property
    def wrong(self) -> bool:
        """A topic was answered that nobody asked about (first)."""
        return bool(self.answered) and not self.top1


def read_set(path: Path) -> List[Dict[str, Any]]:
    """The messages of a set with their truth."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def truth_of(case: Dict[str, Any]) -> Dict[str, Any]:
    """What is true of a message of a set, as the fields of ``Outcome``."""
    return {
        "text": case["text"],
        "topics": (case["topic"], *case.get("also", ())) if "topic" in case else (),
        "kind": case.get("kind"),
        "near": bool(case.get("near")),
        "held": SAFETY[case["or"]] if "or" in case else None,
    }


def outcome(case: Dict[str, Any], parsed: Dict[str, Any]) -> Outcome:
    """A message of a set with what Rasa's ``parse_message`` made of it."""
    intent = parsed["intent"]["name"]
    options = likely_topics(_tracker(parsed))[:MAX_OPTIONS] if intent == FALLBACK else []
    if intent in SAFETY.values():
        options = [topic for topic in [asked_beside(parsed)] if topic]
    return Outcome(
        **truth_of(case),
        intent=intent,
        ranking=tuple(
            (entry["name"], entry["confidence"]) for entry in parsed["intent_ranking"] if entry["name"] != FALLBACK
        ),
        also=tuple(parsed.get("also") or ()),
        offered=tuple(options),
    )


def count(outcomes: Sequence[Outcome], what: Callable[[Outcome], bool]) -> int:
    """Of how many outcomes something is true."""
    return sum(map(what, outcomes))


def both_found(one: Outcome) -> bool:
    """All the topics asked about were answered."""
    return {*one.topics} <= {*one.answered}


def false_second(one: Outcome) -> bool:
    """A further topic was answered that nobody asked about."""
    return bool({*one.answered[1:]} - {*one.topics})


def confusions(outcomes: Sequence[Outcome]) -> List[Tuple[Tuple[str, str], int]]:
    """Pairs of truth and likeliest intent where the two differ, the most frequent first."""
    pairs = Counter((one.truth, one.guess) for one in outcomes if not one.top1)
    return sorted(pairs.items(), key=lambda item: (-item[1], item[0]))


def reliability(outcomes: Sequence[Outcome]) -> Iterator[Tuple[float, int, float, float]]:
    """For each tenth of confidence that occurs: where it begins, how many messages, mean confidence, share right."""
    bins: Dict[int, List[Outcome]] = {}
    for one in outcomes:
        bins.setdefault(min(int(one.ranking[0][1] * BINS), BINS - 1), []).append(one)
    for place, members in sorted(bins.items()):
        mean = sum(one.ranking[0][1] for one in members) / len(members)
        yield place / BINS, len(members), mean, count(members, lambda one: one.top1) / len(members)


def beside(one: Outcome) -> bool:
    """A red flag or a decline came first where it need not, and a topic asked about is offered beside it."""
    return one.intent in SAFETY.values() and not one.right and bool({*one.offered} & {*one.topics})


def refused(one: Outcome) -> bool:
    """The assistant said that this is not about bone marrow edema."""
    return one.intent == OUT_OF_SCOPE


def _tracker(parsed: Dict[str, Any]) -> Tracker:
    return Tracker("benchmark", {}, parsed, [], False, None, {}, "action_listen")
