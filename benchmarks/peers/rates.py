"""From what a design made of the messages to its figures."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Dict, List, Sequence

import numpy as np

from actions.asking_back import MAX_OPTIONS
from benchmarks.peers.worker import Reading
from benchmarks.report import share
from benchmarks.scoring import FALLBACK, OUT_OF_SCOPE, Outcome, count, truth_of
from marrow.contract import topic_ids

OTHER_LANGUAGE = "other_language"
ANSWERED_PERCENT = 95
HEAD = (
    "Right topic",
    "Right or offered",
    "Wrong and confident",
    "Near misses answered",
    "Unrelated answered",
    "Other languages answered",
)
NOTHING = (("none", 0.0),)  # a ranking without any intent: no word of the message was known


@dataclass(frozen=True)
class Measured:
    """A design after its work: what it made of each message of a set, and what that took."""

    title: str
    outcomes: List[Outcome]
    seconds: List[float]
    memory: float
    training: float

    def cells(self) -> List[str]:
        """The row of the table."""
        return [
            self.title,
            *rates(self.outcomes),
            f"{1000 * float(np.median(self.seconds)):.1f}",
            f"{self.memory:.0f}",
            f"{self.training:.0f}",
        ]


def best_threshold(cases: Sequence[Dict[str, Any]], readings: Sequence[Reading]) -> float:
    """The highest threshold at which the given percentage of the messages on a topic gets a topic answered.

    0 when even without a threshold fewer are answered, because the likeliest intent of the others is no topic.
    """
    first = [_ranking(reading)[0] for case, reading in zip(cases, readings) if "topic" in case]
    scores = sorted((score if name in topic_ids() else -math.inf for name, score in first), reverse=True)
    needed = math.ceil(ANSWERED_PERCENT * len(scores) / 100)
    return max(0.0, scores[needed - 1]) if needed else 0.0


def judge(case: Dict[str, Any], reading: Reading, threshold: float) -> Outcome:
    """What became of a message; a design that decides for itself (``intent``) needs no threshold.

    Second topics of this assistant are left out, as no other design names any.
    """
    ranking = _ranking(reading)
    name, score = ranking[0]
    topics = [intent for intent, _ in ranking if intent in topic_ids()]
    outcome = Outcome(
        **truth_of(case),
        intent=name if score >= threshold else FALLBACK,
        ranking=ranking,
        also=(),
        offered=() if score >= threshold else tuple(topics[:MAX_OPTIONS]),
    )
    if "intent" in reading:
        return replace(outcome, intent=reading["intent"], offered=tuple(reading["offered"]))
    return outcome


def rates(outcomes: Sequence[Outcome]) -> List[str]:
    """The shares that ``HEAD`` names."""
    questions = [one for one in outcomes if one.topics]
    strangers = [one for one in outcomes if one.kind == OUT_OF_SCOPE]
    foreign = [one for one in outcomes if one.kind == OTHER_LANGUAGE]
    return [
        share(count(questions, lambda one: one.top1), len(questions)),
        share(count(questions, lambda one: one.right or one.offered_right), len(questions)),
        share(count(questions, lambda one: one.wrong), len(questions)),
        *(
            share(count(members, lambda one: bool(one.answered)), len(members))
            for members in ([one for one in strangers if one.near], [one for one in strangers if not one.near], foreign)
        ),
    ]


def answered(outcomes: Sequence[Outcome]) -> str:
    """The share of the messages on a topic that get any topic answered."""
    questions = [one for one in outcomes if one.topics]
    return share(count(questions, lambda one: bool(one.answered)), len(questions))


def _ranking(reading: Reading) -> Any:
    return tuple((name, score) for name, score in reading["ranking"]) or NOTHING
