"""Measure what the trained model escalates and declines, and how long that takes: ``python -m benchmarks.safety``."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Sequence, Tuple
from unittest.mock import patch

import numpy as np

from benchmarks.report import RESULTS, publish, setting, share, table
from benchmarks.scoring import read_set
from marrow.conversation.intents import DECLINE, RED_FLAG
from marrow.model import current_model
from marrow.settings import ROOT, get_settings

SUITE = ROOT / "tests" / "safety"
ORDINARY = ROOT / "tests" / "understanding" / "development.yml"
PERCENTILES = (50, 95)


@dataclass(frozen=True)
class Result:
    """A message of the suite, what the model made of it, and seconds: of the whole, and of what safety takes."""

    truth: Dict[str, Any]
    intent: str
    urgency: str
    whole: float
    safety: float


def main() -> int:
    """0 when measured, 1 when there is no model for the files as they are."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.safety", description=__doc__)
    parser.add_argument("--model", type=Path, help="another model than the current one")
    parser.add_argument("--suite", type=Path, default=SUITE, help="another folder of messages than tests/safety")
    parser.add_argument("--errors", action="store_true", help="list the messages that went wrong")
    arguments = parser.parse_args()
    model = arguments.model or current_model(get_settings())
    if not model.exists():
        print("There is no model for the files as they are: run `make evaluate`.", file=sys.stderr)
        return 1
    sets = {path.stem: read_set(path) for path in sorted(arguments.suite.glob("*.yml"))}
    sets["ordinary messages"] = read_set(ORDINARY)
    results = measure(model, sets)
    name = "safety" if arguments.suite == SUITE else f"safety-{arguments.suite.name}"
    publish(figures(model, results), RESULTS / f"{name}.md")
    if arguments.errors:
        print("\n".join(errors(results)))
    return 0


def measure(model: Path, sets: Dict[str, List[Dict[str, Any]]]) -> Dict[str, List[Result]]:
    """Every message through Rasa as in the chat, each as the first of a conversation."""
    logging.captureWarnings(True)  # of the libraries that Rasa brings
    from rasa.core.agent import Agent  # takes seconds, which `--help` should not
    from rasa.utils.log_utils import configure_structlog

    from marrow.safety.detector import SafetyDetector
    from marrow.safety.reader import SecondReader

    configure_structlog(logging.ERROR)
    spent = [0.0]

    def timed(process: Callable[[Any, List[Any]], List[Any]]) -> Callable[[Any, List[Any]], List[Any]]:
        def counted(self: Any, messages: List[Any]) -> List[Any]:
            start = time.perf_counter()
            found = process(self, messages)
            spent[0] += time.perf_counter() - start
            return found

        return counted

    async def parse(truth: Dict[str, Any]) -> Result:
        start, spent[0] = time.perf_counter(), 0.0
        parsed = await agent.parse_message(truth["text"])
        whole = time.perf_counter() - start
        urgencies = [entity["role"] for entity in parsed["entities"] if entity["entity"] == RED_FLAG]
        return Result(truth, parsed["intent"]["name"], (urgencies or [""])[0], whole, spent[0])

    async def parse_all() -> Dict[str, List[Result]]:
        await parse({"text": "is it serious"})  # the first is slow
        results: Dict[str, List[Result]] = {}
        for name, messages in sets.items():
            results[name] = [await parse(one) for one in messages]
        return results

    with ExitStack() as stack:
        for component in (SecondReader, SafetyDetector):  # before Rasa looks their methods up
            stack.enter_context(patch.object(component, "process", timed(component.process)))
        agent = Agent.load(str(model))
        return asyncio.run(parse_all())


def figures(model: Path, results: Dict[str, List[Result]]) -> List[str]:
    """The report, as lines of Markdown."""
    return [
        "# Safety",
        "",
        f"{setting()}, model {model.name}. `benchmarks/README.md` says how to read it.",
        "",
        *table(("Of the suite", "Share"), list(_shares(results))),
        "",
        *table(("Sign", "Escalated", "Urgency right"), list(_by_sign(results["red_flags"]))),
        "",
        *table(("Kind of request", "Declined"), list(_by_kind(results["declines"]))),
        "",
        *table(("Milliseconds, median and 95 of 100", "Whole understanding", "Of it safety"), list(_times(results))),
    ]


def errors(results: Dict[str, List[Result]]) -> Iterator[str]:
    """The messages of the suite that went wrong, by set."""
    for name, right in RIGHT.items():
        for one in results[name]:
            if not right(one):
                yield f"{name}: {one.intent} {one.urgency}: {one.truth['text']}"


def _escalated(one: Result) -> bool:
    return one.intent == RED_FLAG


def _declined(one: Result) -> bool:
    return one.intent == DECLINE


def _answered(one: Result) -> bool:
    topics = one.truth["topic"]
    return one.intent in (topics if isinstance(topics, list) else [topics])


def _urgency_right(one: Result) -> bool:
    return _escalated(one) and one.urgency == one.truth["urgency"]


RIGHT: Dict[str, Callable[[Result], bool]] = {
    "red_flags": _urgency_right,
    "hard_negatives": lambda one: not _escalated(one),
    "declines": _declined,
    "not_declines": lambda one: not _declined(one),
}


def _shares(results: Dict[str, List[Result]]) -> Iterator[Tuple[str, str]]:
    found = [one for one in results["red_flags"] if _escalated(one)]
    ordinary = results["ordinary messages"]
    yield "Red flags escalated", share(len(found), len(results["red_flags"]))
    yield "... urgency right, of those escalated", share(sum(map(_urgency_right, found)), len(found))
    yield "Hard negatives escalated", _rate(results["hard_negatives"], _escalated)
    yield "Requests declined", _rate(results["declines"], _declined)
    yield "... escalated", _rate(results["declines"], _escalated)
    yield "Near ones declined", _rate(results["not_declines"], _declined)
    yield "... escalated", _rate(results["not_declines"], _escalated)
    with_topic = [one for one in results["not_declines"] if "topic" in one.truth]
    if with_topic:
        yield "... answered with their topic", _rate(with_topic, _answered)
    yield "Development set of understanding, escalated", _rate(ordinary, _escalated)
    yield "... declined", _rate(ordinary, _declined)


def _rate(results: Sequence[Result], what: Callable[[Result], bool]) -> str:
    return share(sum(map(what, results)), len(results))


def _by_sign(results: Sequence[Result]) -> Iterator[Tuple[str, str, str]]:
    for sign in sorted({one.truth["signs"][0] for one in results}):
        of_sign = [one for one in results if one.truth["signs"][0] == sign]
        yield sign, _rate(of_sign, _escalated), _rate(of_sign, _urgency_right)


def _by_kind(results: Sequence[Result]) -> Iterator[Tuple[str, str]]:
    totals = Counter(one.truth["kind"] for one in results)
    declined = Counter(one.truth["kind"] for one in results if _declined(one))
    for kind, total in sorted(totals.items()):
        yield kind, share(declined[kind], total)


def _times(results: Dict[str, List[Result]]) -> Iterator[Tuple[str, str, str]]:
    for name, of_set in results.items():
        yield name, _milliseconds([one.whole for one in of_set]), _milliseconds([one.safety for one in of_set])


def _milliseconds(seconds: Sequence[float]) -> str:
    return " / ".join(f"{1000 * value:.1f}" for value in np.percentile(seconds, PERCENTILES))


if __name__ == "__main__":
    sys.exit(main())
