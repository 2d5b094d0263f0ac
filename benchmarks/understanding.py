"""Measure how well the trained model understands messages written apart from its training: ``make evaluate``."""

from __future__ import annotations

import argparse
import asyncio
import logging
import re
import sys
from pathlib import Path
from typing import Any, Dict, List, Sequence, Set

from benchmarks import scoring
from benchmarks.bots import nlu_examples
from benchmarks.report import RESULTS, publish, setting, share, table
from benchmarks.scoring import Outcome, count
from marrow.knowledge.files import examples, read_knowledge
from marrow.model import current_model
from marrow.settings import ROOT, get_settings

SETS = ROOT / "tests" / "understanding"
LENGTHS = {"up to 6": (0, 6), "7 to 15": (7, 15), "16 to 30": (16, 30), "over 30": (31, sys.maxsize)}


def main() -> int:
    """0 when measured, 1 when there is no model for the files as they are."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.understanding", description=__doc__)
    parser.add_argument("--set", choices=["development", "test"], default="development", help="which messages")
    parser.add_argument("--model", type=Path, help="another model than the current one")
    parser.add_argument("--errors", action="store_true", help="list the misunderstood messages (development set only)")
    arguments = parser.parse_args()
    if arguments.errors and arguments.set == "test":
        parser.error("the messages of the test set are not shown: they must stay unseen")
    model = arguments.model or current_model(get_settings())
    if not model.exists():
        print("There is no model for the files as they are: run `make evaluate`.", file=sys.stderr)
        return 1
    outcomes = measure(model, scoring.read_set(SETS / f"{arguments.set}.yml"))
    publish(figures(arguments.set, model, outcomes), RESULTS / f"understanding-{arguments.set}.md")
    if arguments.errors:
        print("\n".join(errors(outcomes)))
    return 0


def measure(model: Path, cases: Sequence[Dict[str, Any]]) -> List[Outcome]:
    """What the model makes of each message, through Rasa as in the chat."""
    logging.captureWarnings(True)  # of the libraries that Rasa brings
    from rasa.core.agent import Agent  # takes seconds, which `--help` should not
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)  # or Rasa prints every message, and those of the test set must stay unseen
    agent = Agent.load(str(model))

    async def parse_all() -> List[Outcome]:
        return [scoring.outcome(case, await agent.parse_message(case["text"])) for case in cases]

    return asyncio.run(parse_all())


def training_texts() -> Set[str]:
    """All messages that the model learns from, in their bare form."""
    knowledge, _ = read_knowledge(get_settings().knowledge_folder)
    files = (ROOT / "data" / "nlu").rglob("*.yml")
    texts = [text for file in files for text in nlu_examples(file)]
    return {bare(text) for text in (*texts, *(text for _, text in examples(knowledge.topics)))}


def bare(text: str) -> str:
    """A text without capitals and punctuation."""
    return " ".join(re.findall(r"\w+", text.lower()))


def figures(name: str, model: Path, outcomes: Sequence[Outcome]) -> List[str]:
    """The report, as lines of Markdown."""
    questions = [one for one in outcomes if one.topics]
    return [
        f"# Understanding: {name} set",
        "",
        f"{len(outcomes)} messages, {setting()}, model {model.name}. `benchmarks/README.md` says how to read it.",
        "",
        *table(("Questions on a topic", "Share"), _topics(questions)),
        "",
        *table(("Other messages", "Share"), _others(outcomes)),
        "",
        *table(("Out of scope", "Answered", "Refused", "Asked back", "Other"), _out_of_scope(outcomes)),
        "",
        *table(("Words", "Messages", "Right", "Right or offered", "Wrong and confident"), _lengths(questions)),
        "",
        *table(
            ("Confidence", "Messages", "Mean confidence", "Right"),
            [
                (f"{start:.1f} to {start + 1 / scoring.BINS:.1f}", str(size), f"{mean:.3f}", f"{100 * hit:.1f} %")
                for start, size, mean, hit in scoring.reliability(outcomes)
            ],
        ),
        "",
        *table(
            ("Asked about", "Taken for", "Times"),
            [(truth, guess, str(times)) for (truth, guess), times in scoring.confusions(outcomes)],
        ),
    ]  # fmt: skip


def errors(outcomes: Sequence[Outcome]) -> List[str]:
    """The messages whose likeliest intent is wrong."""
    return ["", *(f"{one.truth} <- {one.guess}: {one.text}" for one in outcomes if not one.top1)]


def _topics(questions: Sequence[Outcome]) -> List[Sequence[str]]:
    total = len(questions)
    seen = training_texts()
    new = [one for one in questions if bare(one.text) not in seen]
    double = [one for one in questions if len(one.topics) > 1]
    return [
        ("Likeliest intent is right (top 1)", share(count(questions, lambda one: one.top1), total)),
        (
            "The same, without messages that stand in the training data",
            share(count(new, lambda one: one.top1), len(new)),
        ),
        ("In the first three topics", share(count(questions, lambda one: one.top3), total)),
        ("Answered right", share(count(questions, lambda one: one.right), total)),
        ("Right or offered", share(count(questions, lambda one: one.right or one.offered_right), total)),
        (
            "Told of a red flag or declined, with the topic offered beside",
            share(count(questions, scoring.beside), total),
        ),
        ("Wrong and confident", share(count(questions, lambda one: one.wrong), total)),
        ("Asked back", share(count(questions, lambda one: one.asked_back), total)),
        ("Refused as out of scope", share(count(questions, scoring.refused), total)),
        ("Both topics of a message with two", share(count(double, scoring.both_found), len(double))),
        ("False second topic", share(count(questions, scoring.false_second), total)),
    ]


def _others(outcomes: Sequence[Outcome]) -> List[Sequence[str]]:
    talk = [one for one in outcomes if one.kind == scoring.SMALL_TALK_KIND]
    return [
        ("Small talk recognised", share(count(talk, lambda one: one.intent in scoring.SMALL_TALK), len(talk))),
        ("Small talk answered as a topic", share(count(talk, lambda one: bool(one.answered)), len(talk))),
        *(_held(kind, [one for one in outcomes if one.kind == kind]) for kind in scoring.SAFETY),
    ]


def _held(kind: str, members: Sequence[Outcome]) -> Sequence[str]:
    right = count(members, lambda one: one.intent == scoring.SAFETY[kind])
    return f"To {kind}, and so understood", share(right, len(members))


def _out_of_scope(outcomes: Sequence[Outcome]) -> List[Sequence[str]]:
    strangers = [one for one in outcomes if one.kind == scoring.OUT_OF_SCOPE]
    rows: List[Sequence[str]] = []
    for name, members in (
        ("Near misses", [one for one in strangers if one.near]),
        ("Unrelated", [one for one in strangers if not one.near]),
        ("All", strangers),
    ):
        answered = count(members, lambda one: bool(one.answered))
        away, back = count(members, scoring.refused), count(members, lambda one: one.asked_back)
        parts = (answered, away, back, len(members) - answered - away - back)
        rows.append((name, *(share(part, len(members)) for part in parts)))
    return rows


def _lengths(questions: Sequence[Outcome]) -> List[Sequence[str]]:
    rows: List[Sequence[str]] = []
    for name, (least, most) in LENGTHS.items():
        members = [one for one in questions if least <= len(one.text.split()) <= most]
        hits = (
            count(members, lambda one: one.right),
            count(members, lambda one: one.right or one.offered_right),
            count(members, lambda one: one.wrong),
        )
        rows.append((name, str(len(members)), *(share(hit, len(members)) for hit in hits)))
    return rows


if __name__ == "__main__":
    sys.exit(main())
