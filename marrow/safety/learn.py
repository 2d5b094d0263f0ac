"""The messages that the second opinion learns from (``safety/learn``), and the ordinary ones of ``talks/learn``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, List, Optional

import yaml

from marrow.conversation.talks import FOLDER as TALKS
from marrow.conversation.talks import ORDINARY, read_talks
from marrow.settings import ROOT

FOLDER = ROOT / "safety" / "learn"


@dataclass(frozen=True)
class Lesson:
    """A message with its red flag and its kind of decline, None where it has none; its intent, None if not known."""

    text: str
    sign: Optional[str] = None
    decline: Optional[str] = None
    intent: Optional[str] = None


def lessons(folder: Path = FOLDER, talks: Path = TALKS) -> List[Lesson]:
    """All of them: those to raise, to decline, those that only look like it, and what people say amid a talk."""
    return [
        *(Lesson(one["text"], sign=one["signs"][0]) for one in _read(folder / "red_flags.yml")),
        *(Lesson(one["text"]) for one in _read(folder / "hard_negatives.yml")),
        *(Lesson(one["text"], decline=one["kind"]) for one in _read(folder / "declines.yml")),
        *(Lesson(one["text"]) for one in _read(folder / "not_declines.yml")),
        *(Lesson(turn["user"]) for talk in read_talks(talks) for turn in talk["turns"] if turn["kind"] in ORDINARY),
    ]


def passes(lessons: int, ordinary: int) -> List[List[int]]:
    """The places of the texts of each of two passes through them, the lessons before the ordinary messages.

    Every lesson is in the first pass and every other in the second, each ordinary message in one. All lessons in both
    would make training about a fifth longer, and hardly more be told of people who are new.
    """
    first = [*range(lessons), *range(lessons, lessons + ordinary, 2)]
    return [first, [*range(0, lessons, 2), *range(lessons + 1, lessons + ordinary, 2)]]


def _read(path: Path) -> List[Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
