"""Learn from ``talks/learn``, with the trained model, what is asked after what: ``make talks``.

Anew when there are more talks, or when the pipeline reads messages in another way; else what was learnt stays true.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Tuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from marrow.contract import Kind
from marrow.conversation.intents import OUT_OF_SCOPE, SAFETY
from marrow.conversation.talk_model import FEATURES, TALK, Ranking, TalkModel
from marrow.conversation.talks import read_talks
from marrow.model import current_model
from marrow.settings import ROOT, get_settings

EXAMPLES = ROOT / "data" / "nlu"
WANTED = {
    Kind.OUT_OF_SCOPE: OUT_OF_SCOPE,
    Kind.SMALL_TALK: TALK,
}  # what a turn of these kinds wants; else it is its topics
RIDGE = 1.0  # how much the weights are held near 0


@dataclass(frozen=True)
class Asked:
    """A message in a talk: the topic before it, and what it wants; one of several will do."""

    text: str
    last: str
    wanted: Tuple[str, ...]


def asked_after(found: List[Dict[str, Any]]) -> List[Asked]:
    """The messages that come after an answer, but for those that the pipeline learnt: it is sure of them."""
    known = {
        line.strip().lstrip("- ") for file in EXAMPLES.rglob("*.yml") for line in file.read_text("utf-8").splitlines()
    }
    asked = []
    for talk in found:
        last = ""
        for turn in talk["turns"]:
            wanted = _wanted(turn)
            if last and wanted and turn["user"] not in known:
                asked.append(Asked(turn["user"], last, wanted))
            last = wanted[0] if turn["kind"] == Kind.ANSWER else last
    return asked


def counted(found: List[Dict[str, Any]]) -> TalkModel:
    """What follows what, without weights; where a turn may be about several topics, each counts in part."""
    follows: Dict[str, Dict[str, float]] = defaultdict(lambda: defaultdict(float))
    asked: Dict[str, float] = defaultdict(float)
    for talk in found:
        answered = [_wanted(turn) for turn in talk["turns"] if turn["kind"] == Kind.ANSWER]
        for before, topics in zip([()] + answered, answered):
            for topic in topics:
                asked[topic] += 1 / len(topics)
                if before:
                    follows[before[0]][topic] += 1 / len(topics)
    rounded = {last: _rounded(after) for last, after in follows.items()}
    return TalkModel({}, rounded, _rounded(asked))


def weights(model: TalkModel, turns: List[Tuple[Asked, Ranking]]) -> Dict[str, float]:
    """The weights under which what was wanted is likeliest: in all messages, as few are those that are not clear.

    Raises:
        ArithmeticError: when none are found.
    """
    cases: List[Tuple[np.ndarray, np.ndarray]] = []
    for one, ranking in turns:
        candidates, features = model.candidates(ranking, one.last, one.text)
        right = np.array([candidate in one.wanted for candidate in candidates])
        if right.any():
            cases.append((features, right))

    def cost(values: np.ndarray) -> Tuple[float, np.ndarray]:
        total, slope = RIDGE * values @ values / 2, RIDGE * values
        for features, right in cases:
            scores = features @ values
            total += logsumexp(scores) - logsumexp(scores[right])
            slope = slope + features.T @ softmax(scores) - features[right].T @ softmax(scores[right])
        return float(total), slope

    best = minimize(cost, np.zeros(len(FEATURES)), jac=True)
    if not best.success:
        raise ArithmeticError(f"No best weights were found: {best.message}")
    return {name: round(float(value), 2) for name, value in zip(FEATURES, best.x)}


async def read_by(model: Path, asked: List[Asked]) -> List[Tuple[Asked, Ranking]]:
    """The messages that are no matter of safety, with what the pipeline makes of each."""
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)  # or Rasa prints every message
    agent = Agent.load(str(model))
    read = [(one, await agent.parse_message(one.text)) for one in asked]
    return [
        (one, [(entry["name"], entry["confidence"]) for entry in parsed["intent_ranking"]])
        for one, parsed in read
        if parsed["intent"]["name"] not in SAFETY
    ]


def main() -> int:
    """0 when learnt and written."""
    logging.disable(logging.WARNING)
    found = read_talks()
    model = counted(found)
    turns = asyncio.run(read_by(current_model(get_settings()), asked_after(found)))
    learnt = TalkModel(weights(model, turns), model.follows, model.asked)
    learnt.save()
    print(f"Learnt from {len(found)} talks and {len(turns)} of their messages: {learnt.weights}")
    return 0


def _wanted(turn: Dict[str, Any]) -> Tuple[str, ...]:
    if turn["kind"] == Kind.ANSWER:
        return tuple([turn["topic"]] if isinstance(turn["topic"], str) else turn["topic"])
    kind = Kind(turn["kind"])
    return (WANTED[kind],) if kind in WANTED else ()


def _rounded(counts: Dict[str, float]) -> Dict[str, float]:
    return {name: round(times, 2) for name, times in counts.items()}


if __name__ == "__main__":
    sys.exit(main())
