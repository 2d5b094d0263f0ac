"""The messages that the second opinion learns from (``safety/learn``), and the ordinary ones of ``talks/learn``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence

import numpy as np
import yaml

from marrow.conversation.talks import FOLDER as TALKS
from marrow.conversation.talks import ORDINARY, read_talks
from marrow.settings import ROOT

FOLDER = ROOT / "safety" / "learn"
SEED = 20261127
AMID, AROUND = 32, 30  # one lesson in so many is read amid so many words of other messages on each side
ASIDE, FEW, SHORT_ASIDE = 6, 10, 15  # one in so many lessons of up to 15 words gets a question of up to 10 behind it
SHORT = 40  # words of such a lesson at most: all of it shall be read
ENOUGH = 0.6  # of the characters of what is said of a red flag or a request: with so many a stretch tells of it


@dataclass(frozen=True)
class Lesson:
    """A message with its red flag and its kind of decline, None where it has none; its intent, None if not known."""

    text: str
    sign: Optional[str] = None
    decline: Optional[str] = None
    intent: Optional[str] = None


def lessons(cut: Callable[[str], List[str]], folder: Path = FOLDER, talks: Path = TALKS) -> List[Lesson]:
    """Those to raise, to decline, those that only look like it, what people say amid a talk, and stretches of stories.

    Args:
        cut: gives the stretches in which a long text is read.
        folder: of the messages.
        talks: the folder of the talks.
    """
    return [
        *(Lesson(one["text"], sign=one["signs"][0]) for one in _read(folder / "red_flags.yml")),
        *(Lesson(one["text"]) for one in _read(folder / "hard_negatives.yml")),
        *(Lesson(one["text"], decline=one["kind"]) for one in _read(folder / "declines.yml")),
        *(Lesson(one["text"]) for one in _read(folder / "not_declines.yml")),
        *(Lesson(turn["user"]) for talk in read_talks(talks) for turn in talk["turns"] if turn["kind"] in ORDINARY),
        *(lesson for story in _read(folder / "stories.yml") for lesson in _told(story, cut(story["text"]))),
    ]


def _told(story: Dict[str, Any], stretches: List[str]) -> Iterator[Lesson]:
    """The stretches of a story: those with what is ``said`` of its red flag or request, and each second one without.

    One with less than ``ENOUGH`` of it is left out: nobody could say what it is.
    """
    text, said = story["text"], story.get("said", "")
    begin, start = text.index(said), 0
    for number, stretch in enumerate(stretches):
        start = text.index(stretch, start)
        told = min(start + len(stretch), begin + len(said)) - max(start, begin)
        if said and told >= ENOUGH * len(said):
            yield Lesson(stretch, sign=story.get("signs", [None])[0], decline=story.get("kind"))
        elif (not said or told <= 0) and number % 2 == 0:  # all of them would be most of it three or four times
            yield Lesson(stretch)


def with_a_question(lessons: Sequence[Lesson], questions: Sequence[str]) -> List[Lesson]:
    """The lessons, one in ``ASIDE`` of the short ones with an ordinary question behind it, in a few words.

    So a harmless question is learnt to hide no red flag. A request is left alone: with a question behind it, questions
    would be taken for requests.
    """
    random = np.random.default_rng(SEED)
    few = [question for question in questions if len(question.split()) <= FEW]
    told = [*lessons]
    short = [place for place, one in enumerate(lessons) if not one.decline and len(one.text.split()) <= SHORT_ASIDE]
    for place in short[::ASIDE]:
        said = told[place].text.rstrip()
        mark = "" if said[-1:] in ".?!" else random.choice([".", ","])
        told[place] = replace(told[place], text=f"{said}{mark} {few[random.integers(len(few))]}")
    return told


def amid(lessons: Sequence[Lesson], others: Sequence[str]) -> List[Lesson]:
    """The lessons, one in ``AMID`` of them between the ends of some of the other messages and the beginnings of more.

    So half a sentence that tells of a red flag is learnt as it stands in a long message, amid other matters.
    """
    random = np.random.default_rng(SEED)
    told = [*lessons]
    for place in range(0, len(lessons), AMID):
        before, after = (
            " ".join(others[number] for number in random.integers(len(others), size=AROUND)).split() for _ in range(2)
        )
        if len(told[place].text.split()) <= SHORT:
            text = " ".join([*before[-AROUND:], told[place].text, *after[:AROUND]])
            told[place] = replace(told[place], text=text)
    return told


def passes(lessons: int, ordinary: int) -> List[List[int]]:
    """The places of the texts of two passes: the lessons and half of the ordinary messages, then the other half.

    The second pass has the hardest of the first as well (``tuning.HARDEST``).
    """
    return [[*range(lessons), *range(lessons, lessons + ordinary, 2)], [*range(lessons + 1, lessons + ordinary, 2)]]


def _read(path: Path) -> List[Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
