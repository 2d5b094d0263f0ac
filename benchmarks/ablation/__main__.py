"""Measure the design choices of understanding: ``make ablation``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Dict, List, Sequence

from benchmarks.ablation import figures, long_messages, picture, spelling
from benchmarks.ablation.data import HANDS, Example, Reader, as_case, development_set, training_examples
from benchmarks.ablation.designs import DESIGNS, IN_USE, Design, Trained
from benchmarks.report import RESULTS, publish, setting, table
from benchmarks.scoring import Outcome


def main() -> int:
    """0 when measured, 1 when a package is missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablation", description=__doc__)
    parser.add_argument("--hands", default=",".join(HANDS), help="which hands to leave out, one after the other")
    parser.add_argument("--skip-spelling", action="store_true", help="leave out what needs symspellpy")
    parser.add_argument("--output", type=Path, default=RESULTS, help="folder for table and picture")
    arguments = parser.parse_args()
    hands = arguments.hands.split(",")
    if not {*hands} <= {*HANDS}:
        parser.error(f"the hands are {', '.join(HANDS)}")
    if not arguments.skip_spelling and spelling.missing():
        print(
            f"Spelling repair needs a package: {spelling.missing()}\nOr leave it out: --skip-spelling", file=sys.stderr
        )
        return 1
    designs = [design for design in DESIGNS if not (arguments.skip_spelling and design.repair)]
    reader, examples, cases = Reader(), training_examples(), development_set()
    _say(f"Reading {len(examples)} examples")
    reader.vectors([example.text for example in examples])
    by_hand = _cross_validation(reader, examples, designs, hands)
    _say("Training on everything")
    everything = Trained(reader, examples)
    on_set = {design: everything.outcomes(design, cases) for design in designs}
    split = {
        name: long_messages.outcomes(way, everything.model(IN_USE), reader, cases)
        for name, way in long_messages.WAYS.items()
    }
    ours = next(design for design in designs if design.number == "5")
    picture.draw(on_set[ours], arguments.output / "reliability.svg")
    publish(_report(len(examples), hands, by_hand, on_set, split), arguments.output / "ablation.md")
    return 0


def _cross_validation(
    reader: Reader, examples: Sequence[Example], designs: Sequence[Design], hands: Sequence[str]
) -> Dict[Design, List[List[Outcome]]]:
    """Of each design the outcomes of each hand, trained without that hand."""
    found: Dict[Design, List[List[Outcome]]] = {design: [] for design in designs}
    for hand in hands:
        _say(f"Training without {hand}")
        trained = Trained(reader, [example for example in examples if example.hand != hand])
        cases = [as_case(example) for example in examples if example.hand == hand]
        for design in designs:
            found[design].append(trained.outcomes(design, cases))
    return found


def _report(
    size: int,
    hands: Sequence[str],
    by_hand: Dict[Design, List[List[Outcome]]],
    on_set: Dict[Design, List[Outcome]],
    split: Dict[str, List[Outcome]],
) -> List[str]:
    """The report, as lines of Markdown."""
    messages = len(next(iter(on_set.values())))
    return [
        "# Design choices of understanding",
        "",
        f"{setting()}, {size} training examples. `benchmarks/README.md` says how to read it.",
        "",
        f"## One hand left out, mean of {len(hands)}",
        "",
        f"Left out, one after the other: {', '.join(hands)}.",
        "",
        *table(
            ("Design", *figures.OF_A_HAND, figures.CALIBRATION),
            [
                (
                    f"{design.number}: {design.name}",
                    *figures.means(figures.OF_A_HAND, sets),
                    f"{sum(map(figures.calibration_error, sets)) / len(sets):.3f}",
                )
                for design, sets in by_hand.items()
            ],
        ),
        "",
        f"## Development set, {messages} messages",
        "",
        *table(
            ("Design", *figures.OF_THE_SET, figures.CALIBRATION),
            [
                (
                    f"{design.number}: {design.name}",
                    *figures.shares(figures.OF_THE_SET, outcomes),
                    f"{figures.calibration_error(outcomes):.3f}",
                )
                for design, outcomes in on_set.items()
            ],
        ),
        "",
        "## Long messages, development set, design 5",
        "",
        *table(
            ("Design", *figures.OF_LONG_MESSAGES),
            [
                (f"10{letter}: {name}", *figures.shares(figures.OF_LONG_MESSAGES, outcomes))
                for letter, (name, outcomes) in zip("abc", split.items())
            ],
        ),
        "",
        "## Calibration",
        "",
        "Mean confidence against the share right, design 5 on the development set: [reliability.svg](reliability.svg).",
    ]


def _say(what: str) -> None:
    print(f"==> {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
