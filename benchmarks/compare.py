"""Measure this assistant beside the one that ``rasa init`` makes, on the same machine: ``make benchmark``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional, Sequence

from benchmarks import measure
from benchmarks.bots import Bot, BotError, marrow_bot, stock_bot
from benchmarks.measure import ENDS, LONG_TURNS, TURNS, Plan, Serving, Training
from benchmarks.report import RESULTS, publish, setting, table


@dataclass(frozen=True)
class Row:
    """A figure of both assistants; the target is for the ratio of the two, or (``alone``) for this one's figure."""

    name: str
    unit: str
    ours: float
    stock: float
    target: Optional[float] = None
    alone: bool = False

    def cells(self) -> Sequence[str]:
        """The row of the table."""
        ratio = self.ours / self.stock
        judged = self.ours if self.alone else ratio
        goal = "" if self.target is None else f"{'' if self.alone else 'ratio '}at most {self.target}"
        verdict = "" if self.target is None else "met" if judged <= self.target else "NOT MET"
        return (self.name, _shown(self.ours, self.unit), _shown(self.stock, self.unit), f"{ratio:.2f}", goal, verdict)


def main() -> int:
    """0 when all was measured, whatever came out; 1 when an assistant could not be made or started."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=__doc__)
    parser.add_argument("--skip-training", action="store_true", help="use the current model; measure no training")
    parser.add_argument("--starts", type=int, default=3, help="starts of each assistant")
    parser.add_argument("--conversations", type=int, default=30, help=f"conversations of {TURNS} messages")
    parser.add_argument("--long-conversations", type=int, default=5, help=f"conversations of {LONG_TURNS} messages")
    parser.add_argument("--output", type=Path, default=RESULTS / "compare.md", help="file for the table")
    arguments = parser.parse_args()
    plan = Plan(arguments.starts, arguments.conversations, arguments.long_conversations)
    load = os.getloadavg()[0]
    try:
        with tempfile.TemporaryDirectory() as folder:
            _say("Making both assistants")
            bots = [marrow_bot(Path(folder), trained=arguments.skip_training), stock_bot(Path(folder))]
            trained = None if arguments.skip_training else [_training(bot) for bot in bots]
            served = [_serving(bot, plan) for bot in bots]
    except BotError as error:
        print(error, file=sys.stderr)
        return 1
    publish(report(plan, load, trained, served, bots[1].notes), arguments.output)
    return 0


def report(
    plan: Plan, load: float, trained: Optional[List[Training]], served: List[Serving], stock_parts: Sequence[str]
) -> List[str]:
    """The report, as lines of Markdown; of each pair this assistant comes first."""
    return [
        "# This assistant beside the stock `rasa init` assistant",
        "",
        f"{setting()}, load {load:.1f} before it began. One after the other, never both at once: {plan.starts} starts, "
        f"then {plan.conversations} conversations of {TURNS} messages and {plan.long_conversations} of {LONG_TURNS}. "
        "`benchmarks/README.md` says how each figure is taken.",
        "",
        f"Stock pipeline and policies: {', '.join(stock_parts)}; conversations in memory, no action server.",
        "",
        *table(
            ("Figure", "This assistant", "Stock", "Ratio", "Target", ""),
            [row.cells() for row in rows(trained, served)],
        ),
        "",
        f"Messages without an answer: this assistant {served[0].silent}, stock {served[1].silent}. "
        f"Processor time that other programs took during the conversations: {100 * served[0].others:.0f} % beside this "
        f"assistant, {100 * served[1].others:.0f} % beside stock.",
    ]


def rows(trained: Optional[List[Training]], served: List[Serving]) -> List[Row]:
    """All figures with their targets."""
    ours, stock = served
    figures = [
        Row("Start-up, median", "s", ours.start, stock.start, 0.7),
        Row("Turn, p50", "ms", ours.percentile(50), stock.percentile(50), 0.6),
        Row("Turn, p95", "ms", ours.percentile(95), stock.percentile(95)),
        Row(f"Turns 1 to {ENDS}, median", "ms", ours.first, stock.first),
        Row(f"Turns {LONG_TURNS - ENDS + 1} to {LONG_TURNS}, median", "ms", ours.last, stock.last),
        Row(f"Turn {LONG_TURNS} / turn 1", "", ours.last / ours.first, stock.last / stock.first, 1.5, alone=True),
        Row("Peak memory, serving", "MB", ours.memory, stock.memory, 1.0),
    ]
    if trained:
        figures += [
            Row("Training", "s", trained[0].seconds, trained[1].seconds, 0.7),
            Row("Peak memory, training", "MB", trained[0].memory, trained[1].memory, 1.0),
        ]
    return figures


def _training(bot: Bot) -> Training:
    _say(f"Training: {bot.name}")
    return measure.training(bot)


def _serving(bot: Bot, plan: Plan) -> Serving:
    _say(f"Serving: {bot.name}")
    return measure.serving(bot, plan)


def _shown(value: float, unit: str) -> str:
    if unit == "ms":
        return f"{1000 * value:.1f} ms"
    return f"{value:.0f} MB" if unit == "MB" else f"{value:.2f} {unit}".rstrip()


def _say(what: str) -> None:
    print(f"==> {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
