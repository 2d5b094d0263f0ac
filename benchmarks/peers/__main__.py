"""Measure this assistant beside what people would use instead, on the same training data: ``make peers``."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, List, Sequence

from benchmarks.peers.designs import DESIGNS, Design, DesignError, Run, run
from benchmarks.peers.node import NodeError
from benchmarks.peers.rates import ANSWERED_PERCENT, HEAD, Measured, answered, best_threshold, judge
from benchmarks.peers.worker import Example
from benchmarks.report import RESULTS, publish, setting, table
from benchmarks.scoring import read_set
from benchmarks.understanding import SETS
from marrow.settings import ROOT

DEVELOPMENT, TEST = "development", "test"
Cases = List[Dict[str, Any]]


def main() -> int:
    """0 when all was measured, whatever came out; 1 when a design could not be trained or served."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--set", choices=[DEVELOPMENT, TEST, "both"], default="both", help="which messages")
    parser.add_argument("--only", default=",".join(DESIGNS), help=f"some of {','.join(DESIGNS)}")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="every Nth example and message, to try out")
    parser.add_argument(
        "--folder", type=Path, help="keep models and logs here (they may hold messages of the test set)"
    )
    parser.add_argument("--output", type=Path, help="file for the tables; default of a whole run: results/peers.md")
    arguments = parser.parse_args()
    names = arguments.only.split(",")
    if unknown := {*names} - {*DESIGNS}:
        parser.error(f"no such design: {', '.join(sorted(unknown))}")
    if arguments.folder and arguments.folder.exists():
        parser.error("the folder is there already: what is kept in it would shorten the training")
    whole = {*names} == {*DESIGNS} and arguments.sample == 1 and arguments.set == "both"
    wanted = [DEVELOPMENT, TEST] if arguments.set == "both" else [arguments.set]
    sets = {name: read_set(SETS / f"{name}.yml")[:: arguments.sample] for name in dict.fromkeys((DEVELOPMENT, *wanted))}
    load = os.getloadavg()[0]
    examples = training_examples()[:: arguments.sample]
    try:
        with tempfile.TemporaryDirectory() as scratch:
            folder = (arguments.folder or Path(scratch)).resolve()
            runs = {name: _run(DESIGNS[name], folder / name, examples, sets) for name in names}
    except (DesignError, NodeError) as error:
        print(error, file=sys.stderr)
        return 1
    lines = report(examples, load, sets, wanted, runs)
    if output := arguments.output or (RESULTS / "peers.md" if whole else None):
        publish(lines, output)
    else:
        print("\n".join(lines))
    return 0


def training_examples() -> List[Example]:
    """Everything that this assistant learns intents from, through its own importers."""
    logging.captureWarnings(True)  # of the libraries that Rasa brings
    from rasa.shared.importers.importer import TrainingDataImporter  # takes seconds, which `--help` should not

    importer = TrainingDataImporter.load_nlu_importer_from_config(
        str(ROOT / "config.yml"), training_data_paths=[str(ROOT / "data" / "nlu")]
    )
    return [(one.get("text"), one.get("intent")) for one in importer.get_nlu_data().intent_examples]


def report(
    examples: Sequence[Example], load: float, sets: Dict[str, Cases], wanted: Sequence[str], runs: Dict[str, Run]
) -> List[str]:
    """The report, as lines of Markdown."""
    measured, thresholds = _measured(sets, runs)
    lines = [
        "# This assistant beside other designs",
        "",
        f"{setting()}, load {load:.1f} before it began. All learnt from the same {len(examples)} examples of "
        f"{len({intent for _, intent in examples})} intents, or from the part of them that their name says. "
        "`benchmarks/README.md` says how to read it.",
    ]
    head = ("Design", *HEAD, "Message, p50 (ms)", "Memory (MB)", "Training (s)")
    for name in wanted:
        lines += ["", f"## {name.capitalize()} set", "", f"{len(sets[name])} messages.", ""]
        lines += table(head, [one.cells() for one in measured[name]])
    lines += [
        "",
        "## Operating points",
        "",
        f"The highest confidence at which {ANSWERED_PERCENT} % of the messages on a topic were answered in the "
        "development set; 0 where even without a threshold fewer were.",
        "",
    ]
    rows = [
        (DESIGNS[design].title, thresholds[design], *(answered(measured[name][place].outcomes) for name in wanted))
        for place, design in enumerate(runs)
    ]
    return lines + table(("Design", "Threshold", *(f"On a topic, answered ({name})" for name in wanted)), rows)


def _measured(sets: Dict[str, Cases], runs: Dict[str, Run]) -> tuple[Dict[str, List[Measured]], Dict[str, str]]:
    """Of each set all designs; the thresholds as they are shown."""
    measured: Dict[str, List[Measured]] = {name: [] for name in sets}
    shown: Dict[str, str] = {}
    for design, done in runs.items():
        readings, start = {}, 0
        for name, cases in sets.items():
            readings[name] = done.readings[start : start + len(cases)]
            start += len(cases)
        threshold = best_threshold(sets[DEVELOPMENT], readings[DEVELOPMENT])
        shown[design] = "its own" if DESIGNS[design].tuned else f"{threshold:.3f}"
        for name, cases in sets.items():
            outcomes = [judge(case, reading, threshold) for case, reading in zip(cases, readings[name])]
            seconds = [reading["seconds"] for reading in readings[name]]
            measured[name].append(Measured(DESIGNS[design].title, outcomes, seconds, done.memory, done.training))
    return measured, shown


def _run(design: Design, folder: Path, examples: Sequence[Example], sets: Dict[str, Cases]) -> Run:
    print(f"==> {design.title}", flush=True)
    return run(design, folder, examples, [case["text"] for cases in sets.values() for case in cases])


if __name__ == "__main__":
    sys.exit(main())
