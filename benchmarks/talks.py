"""Measure whole conversations with the running assistant, turn by turn: ``python -m benchmarks.talks``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import uuid
from collections import Counter
from pathlib import Path
from typing import Any, Dict, List, Sequence, Set, Tuple

from benchmarks.report import RESULTS, publish, setting, share, table
from benchmarks.scoring import read_set
from marrow.knowledge.files import read_knowledge
from marrow.settings import ROOT, get_settings
from tests.bot import Bot, Reply

TALKS = ROOT / "tests" / "understanding" / "talks"
Sites = Set[Tuple[str, str]]


def main() -> int:
    """0 when measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.talks", description=__doc__)
    parser.add_argument("--set", choices=["development", "test"], default="development", help="which conversations")
    parser.add_argument("--errors", action="store_true", help="list the turns that went wrong (development set only)")
    arguments = parser.parse_args()
    if arguments.errors and arguments.set == "test":
        parser.error("the conversations of the test set are not shown: they must stay unseen")
    talks = read_set(TALKS / f"{arguments.set}.yml")
    with tempfile.TemporaryDirectory() as folder:
        bot = Bot(Path(folder))
        try:
            turns = [turn for talk in talks for turn in play(bot, talk, sites_with_an_answer())]
        finally:
            bot.stop()
    publish(figures(arguments.set, len(talks), turns), RESULTS / f"talks-{arguments.set}.md")
    if arguments.errors:
        print("\n".join(f"{'; '.join(wrong)}: {turn['user']}" for turn, wrong in turns if wrong))
    return 0


def sites_with_an_answer() -> Sites:
    """(topic, site) of every answer of the knowledge for one body site; elsewhere the general answer is right."""
    knowledge, _ = read_knowledge(get_settings().knowledge_folder)
    return {
        (topic.topic, answer.site)
        for topic in knowledge.topics
        for answer in topic.answers
        if answer.site and not answer.about
    }


def play(bot: Bot, talk: Dict[str, Any], sites: Sites) -> List[Tuple[Dict[str, Any], List[str]]]:
    """Each turn of a conversation with what was wrong about its answer."""
    conversation = uuid.uuid4().hex
    return [(turn, wrong(turn, bot.ask(turn["user"], conversation), sites)) for turn in talk["turns"]]


def wrong(turn: Dict[str, Any], reply: Reply, sites: Sites) -> List[str]:
    """What of a turn is not as it must be: its kind, its topic (one of several may do), its body site."""
    found = []
    if "kind" in turn and reply.kind not in _any(turn["kind"]):
        found.append(f"kind {reply.kind}, not {turn['kind']}")
    if "topic" in turn and not {*_any(turn["topic"])} & {*reply.topics}:
        found.append(f"topic {reply.topics}, not {turn['topic']}")
    site, topic = turn.get("site"), reply.turn.get("topic")
    if reply.kind == "answer" and "site" in turn and reply.turn.get("site") != site and (topic, site) in sites:
        found.append(f"site {reply.turn.get('site')}, not {site}")
    return found


def figures(name: str, talks: int, turns: Sequence[Tuple[Dict[str, Any], List[str]]]) -> List[str]:
    """The report, as lines of Markdown."""
    faults = Counter(what.split()[0] for _, found in turns for what in found)
    rows = [
        ("Turns right", share(sum(not found for _, found in turns), len(turns))),
        *((f"Wrong {what}", share(times, len(turns))) for what, times in sorted(faults.items())),
    ]
    return [
        f"# Conversations: {name} set",
        "",
        f"{talks} conversations, {setting()}. `benchmarks/README.md` says how to read it.",
        "",
        *table(("Figure", "Share"), rows),
    ]


def _any(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


if __name__ == "__main__":
    sys.exit(main())
