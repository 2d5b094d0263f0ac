"""What a message most likely asks about after what was said before: learnt from the whole talks in ``talks/``.

For messages that the pipeline, which reads each by itself, is not sure of, or takes for something else. Every topic
that it thinks possible, the topic of the talk, and that it is none of them, get a score: a sum of what speaks for it,
weighted as ``talk_learning`` found best (a conditional logit). What follows what is counted in the talks.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Dict, List, Sequence, Tuple

import numpy as np
from scipy.special import softmax

from marrow.contract import topic_ids
from marrow.conversation.intents import ABOUT_IT, FOLLOW_UP, HOW_SURE, MORE_DETAIL, OUT_OF_SCOPE, SIMPLER, SMALL_TALK
from marrow.conversation.leaning import is_short, points_back
from marrow.settings import ROOT

LEARNT = ROOT / "talks" / "learnt.json"
TALK = "small talk"
STAYING = (ABOUT_IT, MORE_DETAIL, SIMPLER, "say_again", "why", HOW_SURE)  # moves that stay with the last answer
ANYWHERE = 5  # what follows any topic counts as much as so many turns after this one
FEATURES = (
    "likely",  # the logarithm of its probability
    "same",  # whether it is the topic of the talk; and then
    "same_by_a_move",  # the logarithm of how likely one of ``STAYING`` is,
    "same_by_a_fragment",  # of how likely a fragment is,
    "same_pointing",  # whether a word points at what was said,
    "same_short",  # and whether there are but few words
    "follows",  # the logarithm of how often it follows the topic of the talk
    "foreign",  # whether it is something else; and then
    "foreign_likely",  # the logarithm of how likely that is
    "talk",  # whether it is small talk; and then
    "talk_likely",  # the logarithm of how likely that is
)
Ranking = Sequence[Tuple[str, float]]


@dataclass(frozen=True)
class TalkModel:
    """``weights``: of each of ``FEATURES``. ``follows``: how often a topic was asked about after another.

    ``asked``: how often it was asked about at all.
    """

    weights: Dict[str, float]
    follows: Dict[str, Dict[str, float]]
    asked: Dict[str, float]

    def likely(self, ranking: Ranking, last: str, text: str) -> List[Tuple[str, float]]:
        """Topics, ``OUT_OF_SCOPE`` and ``TALK`` with how likely each is what is wanted, the likeliest first.

        Args:
            ranking: intents with their probabilities, as the pipeline found them.
            last: the topic of the talk.
            text: the message.
        """
        wanted, features = self.candidates(ranking, last, text)
        shares = softmax(features @ np.array([self.weights[name] for name in FEATURES]))
        return sorted(zip(wanted, shares.tolist()), key=lambda one: -one[1])

    def candidates(self, ranking: Ranking, last: str, text: str) -> Tuple[List[str], np.ndarray]:
        """What may be wanted, and what speaks for it: shape ``(candidates, FEATURES)``."""
        chances = dict(ranking)
        topics = list(dict.fromkeys([*(name for name in chances if name in topic_ids()), last]))
        rows = [self._of_topic(topic, chances, last, text) for topic in topics]
        small = sum(chances.get(name, 0.0) for name in SMALL_TALK)
        rows.append({"foreign": 1.0, "foreign_likely": math.log(chances.get(OUT_OF_SCOPE, 0.0) + 0.01)})
        rows.append({"talk": 1.0, "talk_likely": math.log(small + 0.01)})
        features = np.array([[row.get(name, 0.0) for name in FEATURES] for row in rows])
        return [*topics, OUT_OF_SCOPE, TALK], features

    def _of_topic(self, topic: str, chances: Dict[str, float], last: str, text: str) -> Dict[str, float]:
        found = {
            "likely": math.log(chances.get(topic, 0.0) + 0.005),
            "follows": math.log(self._share_after(topic, last)),
        }
        if topic != last:
            return found
        staying = sum(chances.get(name, 0.0) for name in STAYING)
        return {
            **found,
            "same": 1.0,
            "same_by_a_move": math.log(staying + 0.02),
            "same_by_a_fragment": math.log(chances.get(FOLLOW_UP, 0.0) + 0.02),
            "same_pointing": float(points_back(text)),
            "same_short": float(is_short(text)),
        }

    def _share_after(self, topic: str, last: str) -> float:
        """How often a topic follows the last one, among all that do; what is seldom seen counts as after any topic."""
        after = self.follows.get(last, {})
        anywhere = (self.asked.get(topic, 0.0) + 0.5) / (sum(self.asked.values()) + 0.5 * len(topic_ids()))
        return (after.get(topic, 0.0) + ANYWHERE * anywhere) / (sum(after.values()) + ANYWHERE)

    def save(self, file: Path = LEARNT) -> None:
        """Write it, so that what changed can be read."""
        file.write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n", encoding="utf-8")


@lru_cache(maxsize=None)
def get_talk_model() -> TalkModel:
    """What was learnt, read once.

    Raises:
        ValueError: when it is not there or of another version, with the command that learns it.
    """
    try:
        model = TalkModel(**json.loads(LEARNT.read_text(encoding="utf-8")))
        of_now = {*model.weights} == {*FEATURES}
    except (OSError, ValueError, TypeError) as error:
        raise ValueError(f"{LEARNT.name} cannot be read ({error}): run `make talks`.") from error
    if not of_now:
        raise ValueError(f"{LEARNT.name} has other weights than are used now: run `make talks`.")
    return model
