"""The tables of the load test."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Dict, List, Sequence, Tuple

import numpy as np

from benchmarks.load.counts import KINDS
from benchmarks.load.machine import ACTIONS, HARNESS, OTHERS, SERVER, Machine
from benchmarks.load.users import User
from benchmarks.report import setting, table

MOST_FAULTS = 20  # that are listed
Column = Tuple[str, Sequence[User]]


@dataclass(frozen=True)
class Plan:
    """``users``: how many on each channel; ``pause``: from and to, in seconds; ``repeated``: share of the events."""

    users: Dict[str, int]
    seconds: float
    pause: Tuple[float, ...]
    repeated: float


@dataclass(frozen=True)
class Run:
    """An assistant with all who talked to it; ``refused``: what it sent that the platforms do not take."""

    name: str
    users: List[User]
    machine: Machine
    refused: List[str] = field(default_factory=list)

    def on(self, channel: str) -> List[User]:
        """Those on a channel."""
        return [user for user in self.users if user.channel == channel]

    def faults(self) -> List[str]:
        """What went wrong, each with where."""
        found = [f"{user.channel}, {fault.kind}: {fault.what}" for user in self.users for fault in user.tally.faults]
        return [*found, *(f"refused by the platform: {what}" for what in self.refused)]


def report(plan: Plan, load: float, runs: Sequence[Run]) -> List[str]:
    """The report, as lines of Markdown; the first run is this assistant's."""
    ours, *stock = runs
    columns: List[Column] = [(channel, ours.on(channel)) for channel, number in plan.users.items() if number]
    columns.append(("All three", ours.users))
    columns += [("Stock, REST", run.users) for run in stock]
    pause = "{:g} to {:g} s".format(*plan.pause) if any(plan.pause) else "none, a stress run"
    faults = ours.faults()
    return [
        f"# {len(ours.users)} users at once",
        "",
        f"{setting()}, load {load:.1f} before it began. They talk for {plan.seconds:g} s; pause between an answer and "
        f"the next question: {pause}. `benchmarks/README.md` says how each figure is taken.",
        "",
        *table(("Figure", *(name for name, _ in columns)), [_row(name, of, columns) for name, of in FIGURES]),
        "",
        f"Nothing lost, duplicated, crossed or in wrong order, no error: {'NOT MET' if faults else 'met'}.",
        *(f"- {run.name}: {fault}" for run in runs for fault in run.faults()[:MOST_FAULTS]),
        "",
        *table(
            ("Cores used on average", *(run.name for run in runs)),
            [(part, *(f"{run.machine.cores[part]:.2f}" for run in runs)) for part in (SERVER, ACTIONS, HARNESS, OTHERS)]
            + [_late("Load test late, p95", 95, runs), _late("Load test late, at most", 100, runs)],
        ),
    ]


def _sum(kind: str) -> Callable[[Sequence[User]], str]:
    return lambda users: str(sum(user.tally.count(kind) for user in users))


def _time(percent: float) -> Callable[[Sequence[User]], str]:
    def shown(users: Sequence[User]) -> str:
        seconds = [second for user in users for second in user.tally.seconds]
        return f"{1000 * np.percentile(seconds, percent):.0f} ms" if seconds else "none"

    return shown


def _each(users: Sequence[User]) -> str:
    answers = [len(user.tally.seconds) for user in users]
    return f"{min(answers)} to {max(answers)}"


FIGURES: Sequence[Tuple[str, Callable[[Sequence[User]], str]]] = (
    ("Users", lambda users: str(len(users))),
    ("Questions sent", lambda users: str(sum(len(user.tally.asked) for user in users))),
    ("Events sent twice", lambda users: str(sum(user.tally.repeated for user in users))),
    ("Answered", lambda users: str(sum(len(user.tally.seconds) for user in users))),
    ("Answered, of each user", _each),
    ("... on another topic, alone as well", lambda users: str(sum(user.tally.otherwise for user in users))),
    *((f"{kind[0].upper()}{kind[1:]}", _sum(kind)) for kind in KINDS),
    ("Whole answer, p50", _time(50)),
    ("Whole answer, p95", _time(95)),
    ("Whole answer, at most", _time(100)),
)


def _row(name: str, of: Callable[[Sequence[User]], str], columns: Sequence[Column]) -> Sequence[str]:
    return (name, *(of(users) for _, users in columns))


def _late(name: str, percent: float, runs: Sequence[Run]) -> Sequence[str]:
    return (name, *(f"{1000 * run.machine.late_at(percent):.1f} ms" for run in runs))
