"""A whole run: what was played against what, and the figures of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Dict, List, Tuple
from urllib.parse import urlsplit

from tests.suite.playing import Result


@dataclass(frozen=True)
class Run:
    """``url``: of the guide; ``began``: with the time zone."""

    url: str
    channel: str
    began: datetime
    results: Tuple[Result, ...]

    @property
    def shown_url(self) -> str:
        """The address without a name and a password that may stand in it."""
        parts = urlsplit(self.url)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()

    @property
    def suites(self) -> Dict[str, List[Result]]:
        """The results of each file."""
        found: Dict[str, List[Result]] = {}
        for result in self.results:
            found.setdefault(result.suite, []).append(result)
        return found

    @property
    def failed(self) -> List[Result]:
        """The conversations in which something is wrong."""
        return [result for result in self.results if result.problems]

    @property
    def figures(self) -> str:
        """How many conversations and turns, how many failed."""
        turns = sum(len(result.played) for result in self.results)
        return f"{_times(len(self.results), 'conversation')}, {_times(turns, 'turn')}, {len(self.failed)} failed"

    @property
    def unseen(self) -> str:
        """How many of the checks the channel does not allow, and of what; empty where it allows all."""
        keys = sum((result.unseen for result in self.results), Counter())
        if not keys:
            return ""
        each = ", ".join(f"{key} {number}" for key, number in keys.most_common())
        asked = sum(len(one.turn.expected) for result in self.results for one in result.played)
        return f"{sum(keys.values())} of {asked} checks not possible, because {self.channel} does not show it: {each}"


def _times(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
