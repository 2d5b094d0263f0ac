"""The designs that are compared, and running each in processes of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Dict, List, Sequence

from benchmarks.bots import stop
from benchmarks.measure import Memory
from benchmarks.peers import node
from benchmarks.peers.worker import READINGS, Example, Reading
from marrow.model import process_environment

WARM = 20


class DesignError(Exception):
    """A design could not be trained or served; the message says which."""


@dataclass(frozen=True)
class Design:
    """A design's name in the table, and the command that trains and serves it (``worker.py``)."""

    title: str
    command: Callable[[Path], List[str]]
    tuned: bool = False  # has thresholds of its own
    every: int = 1  # learns from every Nth example, where all would take more than an hour


def _python(module: str) -> Callable[[Path], List[str]]:
    return lambda folder: [sys.executable, "-W", "ignore", "-m", f"benchmarks.peers.{module}"]


DESIGNS: Dict[str, Design] = {
    "ours": Design("This assistant", _python("ours"), tuned=True),
    "stock": Design("Stock Rasa (DIET), every 6th example", _python("stock"), every=6),
    "nlpjs": Design("nlp.js", node.install),
    "tfidf": Design("TF-IDF, logistic regression", _python("tfidf")),
    "tfidf6": Design("TF-IDF, logistic regression, every 6th example", _python("tfidf"), every=6),
    "minilm": Design("MiniLM, nearest example", _python("minilm")),
}


@dataclass(frozen=True)
class Run:
    """What a design made of the messages; seconds of training, and peak megabytes of the process that serves it."""

    readings: List[Reading]
    training: float
    memory: float


def run(design: Design, folder: Path, examples: Sequence[Example], messages: Sequence[str]) -> Run:
    """Train a design on the examples, then give it the messages, in a new process.

    Raises:
        DesignError: when one of the two fails.
        NodeError: when Node.js cannot be installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    command = design.command(folder)
    started = time.perf_counter()
    _start(design, [*command, "train"], folder, examples[:: design.every])
    training = time.perf_counter() - started
    warm = [text for text, _ in examples[:: max(1, len(examples) // WARM)]]
    memory = _start(design, [*command, "serve"], folder, {"warm": warm, "messages": messages})
    return Run(json.loads((folder / READINGS).read_text(encoding="utf-8")), training, memory)


def _start(design: Design, command: List[str], folder: Path, job: Any) -> float:
    """Peak megabytes of a process that is given a job. Its output is kept from the screen: messages may be in it."""
    memory = Memory()
    log = folder / f"{command[-1]}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, str(folder)], cwd=folder, env=process_environment(), text=True,
            stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            with memory.watch(process):
                process.communicate(json.dumps(job))
        finally:
            stop(process)
    if process.returncode:
        raise DesignError(f"{design.title}: `{command[-1]}` failed; with --folder its log is kept ({log.name}).")
    return memory.peak
