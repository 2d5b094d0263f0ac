"""The shape of ``knowledge/pictures.yml`` and ``knowledge/healing_times.yml``. Nothing here touches the disk."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterable, List, Optional, Tuple

from pydantic import ConstrainedFloat, ConstrainedStr, Field, root_validator

from marrow.knowledge.schema import Citation, Entry, Id, Text

WEEKS_IN_A_MONTH = 52 / 12  # weeks that stand in a file are rounded


class SvgName(ConstrainedStr):
    """The name of a file in ``knowledge/pictures``."""

    regex = re.compile(r"[a-z0-9_]+\.svg$")


class Label(ConstrainedStr):
    """Words that fit on one line of a picture on a small phone."""

    min_length = 3
    max_length = 39


class Weeks(ConstrainedFloat):
    """A time in weeks, up to ten years."""

    ge = 0
    le = 520


class Picture(Entry):
    """One picture of ours (``knowledge/pictures.yml``).

    ``alt`` says all that the picture shows, for whoever cannot see it. ``answers``: ids of those that show it.
    Of what is drawn from the knowledge files: ``reading`` stands above it and says how to read it, ``note`` below it.
    A letter in a picture means one of its sources: A the first.
    """

    id: Id
    file: SvgName
    title: Text
    alt: Text
    reading: Optional[Text]
    note: Optional[Text]
    answers: List[Id] = Field(..., min_items=1, unique_items=True)
    sources: List[Citation] = Field(..., min_items=1, max_items=26)

    def letters(self, sources: Iterable[str]) -> List[str]:
        """What some of its sources are called in the picture, in the order of the alphabet."""
        called: Dict[str, str] = {citation.id: chr(ord("A") + place) for place, citation in enumerate(self.sources)}
        return sorted(called[source] for source in sources)


class HealingTime(Entry):
    """A time to heal in weeks, as one statement gives it (``knowledge/healing_times.yml``).

    A single figure has ``from_weeks`` and ``to_weeks`` the same. What the statement says of a few people:
    ``some_up_to_weeks`` ("some up to 18 months") or ``some_over_weeks`` ("some more than a year"). Where another source
    gives another usual time: ``other_from_weeks``, ``other_to_weeks`` and ``other_statement``, all three.
    """

    id: Id
    label: Label
    site: Optional[Id]
    about: Optional[Id]
    from_weeks: Weeks
    to_weeks: Weeks
    some_up_to_weeks: Optional[Weeks]
    some_over_weeks: Optional[Weeks]
    statement: Id
    other_from_weeks: Optional[Weeks]
    other_to_weeks: Optional[Weeks]
    other_statement: Optional[Id]

    @root_validator(skip_on_failure=True)
    def belongs_to_one_group(cls, values: Dict[str, Any]) -> Dict[str, Any]:
        """A body site or a cause; another time as a whole or not at all; one thing of a few people, or another time."""
        if bool(values["site"]) == bool(values["about"]):
            raise ValueError("either 'site' or 'about'")
        if values["some_up_to_weeks"] is not None and values["some_over_weeks"] is not None:
            raise ValueError("either 'some_up_to_weeks' or 'some_over_weeks'")
        if len({values[name] is None for name in ("other_from_weeks", "other_to_weeks", "other_statement")}) > 1:
            raise ValueError("all of 'other_from_weeks', 'other_to_weeks' and 'other_statement', or none")
        some = values["some_up_to_weeks"] is not None or values["some_over_weeks"] is not None
        if values["other_statement"] and some:
            raise ValueError("either 'some_up_to_weeks' or 'some_over_weeks', or the three of 'other_...'")
        if values["other_statement"] and values["other_from_weeks"] == values["other_to_weeks"]:
            raise ValueError("'other_to_weeks' is not 'other_from_weeks'; a single figure cannot be drawn there")
        return values

    @property
    def other(self) -> Optional[Tuple[float, float]]:
        """The usual time that another source gives, from and to."""
        if self.other_from_weeks is None or self.other_to_weeks is None:
            return None
        return self.other_from_weeks, self.other_to_weeks

    @property
    def some_weeks(self) -> Optional[float]:
        """Where the time of a few people ends, or goes on from; None when nothing is said of them."""
        return self.some_up_to_weeks if self.some_up_to_weeks is not None else self.some_over_weeks

    @property
    def end(self) -> float:
        """The last week that is named."""
        return max(self.to_weeks, self.some_weeks or 0, self.other_to_weeks or 0)

    @property
    def statements(self) -> List[Id]:
        """Those that say it."""
        return [self.statement] if self.other_statement is None else [self.statement, self.other_statement]

    @property
    def in_words(self) -> str:
        """Such as ``6 to 12 months`` or ``within 3 months, some over 12 months``."""
        usual = _usual(self.from_weeks, self.to_weeks)
        if self.other is not None:
            return f"{usual}, or {_usual(*self.other)}"
        if self.some_weeks is None:
            return usual
        return f"{usual}, some {'up to' if self.some_over_weeks is None else 'over'} {_spell(self.some_weeks)}"


def _usual(start: float, end: float) -> str:
    if start == end:
        return f"about {_spell(end)}"
    return _spell(start, end) if start else f"within {_spell(end)}"


def _spell(*weeks: float) -> str:
    """One or two times in months: ``3 to 12 months``. What is no whole number of them, in weeks and near enough."""
    if all(_whole_months(time) for time in weeks):
        return _count([str(round(time / WEEKS_IN_A_MONTH)) for time in weeks], "month")
    in_weeks = _count([f"{time:g}" for time in weeks], "week")
    halves = [round(2 * time / WEEKS_IN_A_MONTH) for time in weeks]
    return f"{in_weeks} ({_count([_half(half) for half in halves], 'month')})" if min(halves) > 1 else in_weeks


def _count(numbers: List[str], unit: str) -> str:
    return f"{' to '.join(numbers)} {unit}{'' if numbers[-1] == '1' else 's'}"


def _half(halves: int) -> str:
    return f"{halves // 2}{'½' if halves % 2 else ''}"


def _whole_months(weeks: float) -> bool:
    count = round(weeks / WEEKS_IN_A_MONTH)
    return count > 0 and round(count * WEEKS_IN_A_MONTH) == weeks
