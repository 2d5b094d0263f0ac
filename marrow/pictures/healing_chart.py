"""Draw the chart of healing times as SVG (matplotlib): a bar for each, by place and by cause, with its sources.

The same input gives the same file, byte for byte, and text stays text.
"""

from __future__ import annotations

import io
import math
import re
import textwrap
from typing import Any, Dict, List, Mapping, Optional, Sequence, Set, Tuple

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from marrow.knowledge.schema import Source, Stance, Statement
from marrow.pictures.schema import WEEKS_IN_A_MONTH, HealingTime, Picture
from marrow.pictures.themed_svg import LIGHT, themed

# Lengths are in points, of which the browser makes as many pixels when the chart is as wide as a small phone.
WIDTH, MARGIN, DPI = 320, 12, 72
LINE, LEGEND, HEADING, ROW, GAP = 17, 56, 48, 58, 14
THICK, THIN = 9, 6  # bars; of two in one row, both are thin
TEXT_CHARS = 42
HALF_YEAR = 26  # weeks between two grid lines
BEHIND_THE_NAME = re.compile(r"( [A-Z]+)?( \(.*\))?$")  # of an author: initials, and what the person did
GROUPS = {"site": "By place", "about": "By cause"}

STYLE = {"svg.fonttype": "none", "svg.hashsalt": "marrow", "font.family": "DejaVu Sans", "axes.unicode_minus": False}
NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


def draw(
    picture: Picture,
    times: Sequence[HealingTime],
    statements: Mapping[str, Statement],
    sources: Mapping[str, Source],
) -> str:
    """The chart as an SVG document.

    Args:
        picture: its title, its description, how to read it and the note below.
        times: at least one, in any order.
        statements: by id, at least those that the times name.
        sources: by id, at least those of the picture; their names stand at the end.
    """
    groups = {heading: _sorted(times, field) for field, heading in GROUPS.items()}
    reading, note = (
        [textwrap.wrap(part, TEXT_CHARS) for part in _parts(text)] for text in (picture.reading, picture.note)
    )
    cited = [one.id for one in picture.sources]
    named = [*zip(picture.letters(cited), (_name(sources[one]) for one in cited))]
    inner = sum(HEADING + ROW * len(rows) for rows in groups.values() if rows)
    above, below = _height(reading) + LEGEND, _height(note) + GAP + HEADING + LINE * len(named)
    height = above + inner + below
    last = math.ceil(max(time.end for time in times) / HALF_YEAR) * HALF_YEAR
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=LIGHT["paper"])
        FigureCanvasSVG(figure)
        axes = figure.add_axes([MARGIN / WIDTH, below / height, 1 - 2 * MARGIN / WIDTH, inner / height])
        axes.set(xlim=(0, last), ylim=(inner, 0))  # weeks to the right, points from the top
        axes.axis("off")
        _paragraphs(axes, -above, reading)
        _legend(axes, last)
        top = 0
        for heading, rows in groups.items():
            if rows:
                _heading(axes, top, last, heading)
                top += HEADING
            for time in rows:
                _row(axes, top, last, time, _marks(picture, [statements[name] for name in time.statements]))
                top += ROW
        _paragraphs(axes, inner, note)
        _sources(axes, inner + _height(note), last, named)
        written = io.BytesIO()
        figure.savefig(written, format="svg", metadata=NO_METADATA, facecolor=figure.get_facecolor())
    return themed(written.getvalue(), picture.id, picture.title, picture.alt)


def _parts(text: Optional[str]) -> List[str]:
    """The lines of a text, each to stand by itself."""
    return [line for line in (text or "").splitlines() if line.strip()]


def _height(paragraphs: Sequence[Sequence[str]]) -> int:
    return sum(LINE * len(lines) + GAP for lines in paragraphs)


def _paragraphs(axes: Axes, top: float, paragraphs: Sequence[Sequence[str]]) -> None:
    """Lines of text from ``top`` on, with a gap before each paragraph."""
    for lines in paragraphs:
        top += GAP
        for line in lines:
            top += LINE
            _write(axes, 0, top - 4, line)


def _sorted(times: Sequence[HealingTime], field: str) -> List[HealingTime]:
    """Those of one group: what is about the same bone or cause together, so that people find theirs."""
    of_group = [one for one in times if getattr(one, field)]
    return sorted(of_group, key=lambda one: (getattr(one, field), one.from_weeks, one.to_weeks, one.id))


def _write(axes: Axes, x: float, y: float, text: str, color: str = "ink", size: int = 12, **more: Any) -> None:
    axes.text(x, y, text, color=LIGHT[color], size=size, **more)


def _legend(axes: Axes, last: int) -> None:
    """What the bar, the line, the dot and the letters mean, in two lines."""
    y = 24 - LEGEND
    for start, mark, meaning in ((0.0, _bar, "usual"), (0.32, _line, "some people"), (0.75, _dot, "one figure")):
        left = start * last
        right = left + last * (0.02 if mark is _dot else 0.08)
        mark(axes, left, right, y - 4)
        _write(axes, right + last * 0.025, y, meaning)
    _write(axes, 0, y + 22, "A B", "quiet", weight="bold")
    _write(axes, last * 0.105, y + 22, "sources, named at the end")


def _heading(axes: Axes, top: float, last: int, heading: str) -> None:
    """The name of a group, and the only scale: months, a number each year. The unit stands at the end."""
    _write(axes, 0, top + 18, heading, size=14, weight="bold")
    years = range(0, last + 1, 2 * HALF_YEAR)
    for week in years:
        side = "left" if week == 0 else "right" if week == last else "center"
        unit = " months" if week == years[-1] else ""
        _write(axes, week, top + 41, f"{week / WEEKS_IN_A_MONTH:.0f}{unit}", "quiet", ha=side)


def _marks(picture: Picture, behind: Sequence[Statement]) -> str:
    """The sources of statements by their letters, which stand before them in the lists in and below the picture.

    Of two statements ``E or F``, in the order of their times; what stands behind both is named with the first.
    """
    parts: List[str] = []
    told: Set[str] = set()
    for statement in behind:
        supports: Set[str] = {one.id for one in statement.sources if one.stance is Stance.SUPPORTS}
        parts.append(" ".join(picture.letters(supports - told)))
        told |= supports
    return " or ".join(part for part in parts if part)


def _name(source: Source) -> str:
    """A source in a few words: its first author or its publisher, without volume and pages, and its year."""
    # whoever reviewed a page for its publisher did not write it
    authors = [one.strip() for one in (source.authors or "").split(",") if one.strip() and "reviewer" not in one]
    name = " ".join(BEHIND_THE_NAME.sub("", one) for one in authors[:1]) + (" and others" if len(authors) > 1 else "")
    if not name:
        name = re.split(r",| \(| \d", source.publisher or source.title)[0]
    return f"{name}, {source.year}" if source.year else name


def _sources(axes: Axes, top: float, last: int, named: Sequence[Tuple[str, str]]) -> None:
    """The names of the sources with their letters, so that the chart can be read by itself."""
    _write(axes, 0, top + HEADING - 14, "Sources", size=14, weight="bold")
    for place, (letter, name) in enumerate(named, start=1):
        y = top + HEADING - 10 + LINE * place
        _write(axes, 0, y, letter, "quiet", weight="bold")
        _write(axes, last * 0.07, y, name, "quiet")


def _row(axes: Axes, top: float, last: int, time: HealingTime, sources: str) -> None:
    """Label, the time as a mark between short lines of the scale, then in words with its sources."""
    _write(axes, 0, top + 15, time.label, size=13)
    y = top + 29
    for week in range(0, last + 1, HALF_YEAR):
        axes.plot([week, week], [y - 8, y + 8], color=LIGHT["grid"], linewidth=1, zorder=0, clip_on=False)
    if time.some_weeks is not None:
        _line(axes, time.to_weeks, time.some_weeks, y, goes_on=time.some_over_weeks is not None)
    if time.other is not None:
        _bar(axes, time.from_weeks, time.to_weeks, y - 4, THIN)
        _bar(axes, *time.other, y + 4, THIN)
    else:
        mark = _dot if time.from_weeks == time.to_weeks else _bar
        mark(axes, time.from_weeks, time.to_weeks, y)
    _write(axes, 0, top + 50, time.in_words, "quiet")
    _write(axes, last, top + 50, sources, "quiet", ha="right", weight="bold")


def _bar(axes: Axes, start: float, end: float, y: float, height: int = THICK) -> None:
    axes.barh(y, end - start, left=start, height=height, color=LIGHT["bar"], clip_on=False)


def _line(axes: Axes, start: float, end: float, y: float, goes_on: bool = False) -> None:
    more: Dict[str, Any] = {"marker": ">", "markevery": [1], "markersize": 8, "markeredgewidth": 0} if goes_on else {}
    axes.plot([start, end], [y, y], color=LIGHT["bar"], linewidth=2.5, solid_capstyle="butt", clip_on=False, **more)


def _dot(axes: Axes, _: float, at: float, y: float) -> None:
    axes.plot([at], [y], color=LIGHT["bar"], marker="o", markersize=9, markeredgewidth=0, clip_on=False)
