"""The shape of ``knowledge/pictures.yml`` and ``knowledge/healing_times.yml``. Nothing here touches the disk."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterable, List, Optional

from pydantic import ConstrainedFloat, ConstrainedStr, Field, root_validator

from marrow.knowledge.schema import Citation, Entry, Id, Text

WEEKS_IN = {"year": 52.0, "month": 52 / 12, "week": 1.0}  # longest first; weeks that stand in a file are rounded


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
    ``some_up_to_weeks`` ("some up to 18 months") or ``some_over_weeks`` ("some more than a year").
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

    @root_validator(skip_on_failure=True)
    def belongs_to_one_group(cls, values: Dict[str, Any]) -> Dict[str, Any]:
        """It is about a body site or about a cause, and says one thing of a few people at most."""
        if bool(values["site"]) == bool(values["about"]):
            raise ValueError("either 'site' or 'about'")
        if values["some_up_to_weeks"] is not None and values["some_over_weeks"] is not None:
            raise ValueError("either 'some_up_to_weeks' or 'some_over_weeks'")
        return values

    @property
    def some_weeks(self) -> Optional[float]:
        """Where the time of a few people ends, or goes on from; None when nothing is said of them."""
        return self.some_up_to_weeks if self.some_up_to_weeks is not None else self.some_over_weeks

    @property
    def end(self) -> float:
        """The last week that is named."""
        return max(self.to_weeks, self.some_weeks or 0)

    @property
    def in_words(self) -> str:
        """Such as ``6 to 12 months`` or ``within 3 months, some over 1 year``."""
        if self.some_weeks is None:
            return self._usual
        return f"{self._usual}, some {'up to' if self.some_over_weeks is None else 'over'} {_spell(self.some_weeks)}"

    @property
    def _usual(self) -> str:
        if self.from_weeks == self.to_weeks:
            return f"about {_spell(self.to_weeks)}"
        if not self.from_weeks:
            return f"within {_spell(self.to_weeks)}"
        return _spell(self.from_weeks, self.to_weeks)


def _spell(*weeks: float) -> str:
    """One or two times in the longest unit in which all are whole numbers: ``3 to 12 months``."""
    unit = next((unit for unit, length in WEEKS_IN.items() if all(_whole(time, length) for time in weeks)), "week")
    counts = [round(time / WEEKS_IN[unit]) for time in weeks]
    return f"{' to '.join(map(str, counts))} {unit}{'' if counts[-1] == 1 else 's'}"


def _whole(weeks: float, length: float) -> bool:
    count = round(weeks / length)
    return count > 0 and round(count * length) == weeks
