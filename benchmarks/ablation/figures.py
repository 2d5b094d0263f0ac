"""From what became of the messages to the rows of the tables."""

from __future__ import annotations

from statistics import mean
from typing import Callable, Dict, List, Optional, Sequence, Tuple

from benchmarks.ablation.long_messages import LONG
from benchmarks.report import share
from benchmarks.scoring import OUT_OF_SCOPE, Outcome, both_found, count, false_second, reliability
from marrow.contract import topic_ids

Part = Tuple[int, int]  # of how many messages something is true, and of how many it could be
Figure = Callable[[Sequence[Outcome]], Part]


def likeliest_topic_right(one: Outcome) -> bool:
    """The first topic of the ranking was asked about, whatever else comes before it."""
    return next(name for name, _ in one.ranking if name in topic_ids()) in one.topics


def _of_questions(what: Callable[[Outcome], bool]) -> Figure:
    return lambda outcomes: _part([one for one in outcomes if one.topics], what)


def _answered(near: Optional[bool] = None) -> Figure:
    return lambda outcomes: _part(
        [one for one in outcomes if one.kind == OUT_OF_SCOPE and near in (None, one.near)],
        lambda one: bool(one.answered),
    )


def _part(members: Sequence[Outcome], what: Callable[[Outcome], bool]) -> Part:
    return count(members, what), len(members)


COMMON: Dict[str, Figure] = {
    "Right topic": _of_questions(likeliest_topic_right),
    "Right at once": _of_questions(lambda one: one.right),
    "Right or offered": _of_questions(lambda one: one.right or one.offered_right),
    "Wrong and confident": _of_questions(lambda one: one.wrong),
}
OF_A_HAND: Dict[str, Figure] = {**COMMON, "Out of scope answered": _answered()}
OF_THE_SET: Dict[str, Figure] = {
    **COMMON,
    "Near misses answered": _answered(near=True),
    "Unrelated answered": _answered(near=False),
}
OF_LONG_MESSAGES: Dict[str, Figure] = {
    f"Right, over {LONG} words": lambda outcomes: _part(
        [one for one in outcomes if one.topics and len(one.text.split()) > LONG], lambda one: one.right
    ),
    "All topics of a message with several": lambda outcomes: _part(
        [one for one in outcomes if len(one.topics) > 1], both_found
    ),
    "False second topic": _of_questions(false_second),
    "Wrong and confident": _of_questions(lambda one: one.wrong),
    "Near misses answered": _answered(near=True),
}
CALIBRATION = "Calibration error"


def calibration_error(outcomes: Sequence[Outcome]) -> float:
    """How far confidence and share right are apart, over tenths of confidence (expected calibration error)."""
    return sum(size * abs(said - hit) for _, size, said, hit in reliability(outcomes)) / len(outcomes)


def shares(figures: Dict[str, Figure], outcomes: Sequence[Outcome]) -> List[str]:
    """The figures of one set with their counts."""
    return [share(*figure(outcomes)) for figure in figures.values()]


def means(figures: Dict[str, Figure], sets: Sequence[Sequence[Outcome]]) -> List[str]:
    """The means of the figures over several sets."""
    parts = [[figure(outcomes) for outcomes in sets] for figure in figures.values()]
    return [f"{mean(100 * part / whole for part, whole in of_sets):.1f} %" for of_sets in parts]
