"""Measure whole conversations with the running assistant, turn by turn: ``python -m benchmarks.talks``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import List, Optional, Sequence, Set, Tuple

from benchmarks.report import RESULTS, publish, setting, share, table
from benchmarks.scoring import SAFETY
from marrow.knowledge.files import read_knowledge
from marrow.settings import ROOT, get_settings
from tests.bot import Bot
from tests.suite.clients.client import Client, Reply
from tests.suite.clients.rest import RestClient
from tests.suite.format import Conversation, Turn, read

TALKS = ROOT / "tests" / "understanding" / "talks"
Sites = Set[Tuple[str, str]]
Judged = Tuple[Turn, List[str]]


def main() -> int:
    """0 when measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.talks", description=__doc__)
    parser.add_argument("--set", choices=["development", "test"], default="development", help="which conversations")
    parser.add_argument("--errors", action="store_true", help="list the turns that went wrong (development set only)")
    arguments = parser.parse_args()
    if arguments.errors and arguments.set == "test":
        parser.error("the conversations of the test set are not shown: they must stay unseen")
    talks, sites = read([TALKS / f"{arguments.set}.yml"])[arguments.set], sites_with_an_answer()
    with tempfile.TemporaryDirectory() as folder:
        bot = Bot(Path(folder))
        try:
            with RestClient(bot.url) as client:
                turns = [turn for talk in talks for turn in play(client, talk, sites)]
        finally:
            bot.stop()
    publish(figures(arguments.set, len(talks), turns), RESULTS / f"talks-{arguments.set}.md")
    if arguments.errors:
        print("\n".join(f"{'; '.join(wrong)}: {turn.message}" for turn, wrong in turns if wrong))
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


def play(client: Client, talk: Conversation, sites: Sites) -> List[Judged]:
    """Each turn of a conversation with what was wrong about its answer."""
    client.begin()
    return [(turn, wrong(turn, client.say(turn.message), sites)) for turn in talk.turns]


def wrong(turn: Turn, reply: Reply, sites: Sites) -> List[str]:
    """What of a turn is not as it must be: its kind, its topic (one of several may do), its body site.

    This is milder than the suites are (``tests.suite.checks``): a topic may be the second one of a reply, and the
    general answer is right where there is none for the body site.
    """
    said, expected = reply.turn, turn.expected
    found = [f"contract: {fault}" for fault in reply.faults]
    if "kind" in expected and said.get("kind") not in turn.kind:
        found.append(f"kind {said.get('kind')}, not {_named(turn.kind)}")
    elif said.get("kind") in SAFETY:
        return found  # where this is right, the topic of an answer does not matter
    topics = [said.get("topic"), *said.get("also", [])]
    if "topic" in expected and not {*turn.topic} & {*topics}:
        found.append(f"topic {topics}, not {_named(turn.topic)}")
    has_its_own = any((said.get("topic"), site) in sites for site in turn.site)
    if said.get("kind") == "answer" and "site" in expected and said.get("site") not in turn.site and has_its_own:
        found.append(f"site {said.get('site')}, not {_named(turn.site)}")
    return found


def figures(name: str, talks: int, turns: Sequence[Judged]) -> List[str]:
    """The report, as lines of Markdown."""
    faults = Counter(what.split()[0].rstrip(":") for _, found in turns for what in found)
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


def _named(values: Sequence[Optional[str]]) -> str:
    return " or ".join(map(str, values))


if __name__ == "__main__":
    sys.exit(main())
