"""Draw the chart of healing times as SVG (matplotlib): a bar for each, by place and by cause, with its sources.

The same input gives the same file, byte for byte, and text stays text.
"""

from __future__ import annotations

import io
import math
import textwrap
from typing import Any, Dict, List, Mapping, Sequence

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from marrow.knowledge.schema import Stance, Statement
from marrow.pictures.schema import WEEKS_IN, HealingTime, Picture
from marrow.pictures.themed_svg import LIGHT, themed

# Lengths are in points, of which the browser makes as many pixels when the chart is as wide as a small phone.
WIDTH, MARGIN, DPI = 320, 12, 72
TOP, HEADING, ROW, BOTTOM, LINE = 56, 36, 52, 34, 17
NOTE_CHARS = 42
HALF_YEAR = 26  # weeks between two grid lines
GROUPS = {"site": "By place", "about": "By cause"}

STYLE = {"svg.fonttype": "none", "svg.hashsalt": "marrow", "font.family": "DejaVu Sans", "axes.unicode_minus": False}
NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


def draw(picture: Picture, times: Sequence[HealingTime], statements: Mapping[str, Statement]) -> str:
    """The chart as an SVG document.

    Args:
        picture: its title, its description and the note below.
        times: at least one, in any order.
        statements: by id, at least those that the times name.
    """
    groups = {heading: _sorted(times, field) for field, heading in GROUPS.items()}
    note = textwrap.wrap(picture.note or "", NOTE_CHARS)
    inner = sum(HEADING + ROW * len(rows) for rows in groups.values() if rows)
    height = TOP + inner + BOTTOM + LINE * len(note)
    last = math.ceil(max(time.end for time in times) / HALF_YEAR) * HALF_YEAR
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=LIGHT["paper"])
        FigureCanvasSVG(figure)
        axes = figure.add_axes([MARGIN / WIDTH, 1 - (TOP + inner) / height, 1 - 2 * MARGIN / WIDTH, inner / height])
        axes.set(xlim=(0, last), ylim=(inner, 0))  # weeks to the right, points from the top
        axes.axis("off")
        _legend(axes, last)
        _scales(axes, last, inner)
        top = 0
        for heading, rows in groups.items():
            if rows:
                _write(axes, 0, top + 24, heading, size=14, weight="bold")
                top += HEADING
            for time in rows:
                _row(axes, top, last, time, _marks(picture, statements[time.statement]))
                top += ROW
        for number, line in enumerate(note):
            _write(axes, 0, inner + BOTTOM + LINE * number + 6, line)
        written = io.BytesIO()
        figure.savefig(written, format="svg", metadata=NO_METADATA, facecolor=figure.get_facecolor())
    return themed(written.getvalue(), picture.id, picture.title, picture.alt)


def _sorted(times: Sequence[HealingTime], field: str) -> List[HealingTime]:
    return sorted((one for one in times if getattr(one, field)), key=lambda one: (one.from_weeks, one.to_weeks, one.id))


def _write(axes: Axes, x: float, y: float, text: str, color: str = "ink", size: int = 12, **more: Any) -> None:
    axes.text(x, y, text, color=LIGHT[color], size=size, **more)


def _legend(axes: Axes, last: int) -> None:
    """What the bar, the line and the dot mean, in one line above the months."""
    y = 24 - TOP
    for start, mark, meaning in ((0.0, _bar, "usual"), (0.32, _line, "some people"), (0.75, _dot, "one figure")):
        left = start * last
        right = left + last * (0.02 if mark is _dot else 0.08)
        mark(axes, left, right, y - 4)
        _write(axes, right + last * 0.025, y, meaning)


def _scales(axes: Axes, last: int, inner: float) -> None:
    """Months above and weeks below, each year; a line every half year. The unit stands at the end."""
    for week in range(0, last + 1, HALF_YEAR):
        axes.axvline(week, color=LIGHT["grid"], linewidth=1, zorder=0, clip_on=False)
    years = range(0, last + 1, 2 * HALF_YEAR)
    for week in years:
        side = "left" if week == 0 else "right" if week == last else "center"
        units = (" months", " weeks") if week == years[-1] else ("", "")
        _write(axes, week, -6, f"{week / WEEKS_IN['month']:.0f}{units[0]}", "quiet", ha=side)
        _write(axes, week, inner + 14, f"{week}{units[1]}", "quiet", ha=side)


def _marks(picture: Picture, statement: Statement) -> str:
    """The sources of a statement by their places in those of the picture, which stand numbered below it."""
    places = {citation.id: place for place, citation in enumerate(picture.sources, 1)}
    return " ".join(f"[{places[one.id]}]" for one in statement.sources if one.stance is Stance.SUPPORTS)


def _row(axes: Axes, top: float, last: int, time: HealingTime, sources: str) -> None:
    """Label, marks with the sources beside them, and the time in words, one below the other."""
    _write(axes, 0, top + 12, time.label, size=13)
    y = top + 22
    if time.some_weeks is not None:
        _line(axes, time.to_weeks, time.some_weeks, y, goes_on=time.some_over_weeks is not None)
    mark = _dot if time.from_weeks == time.to_weeks else _bar
    mark(axes, time.from_weeks, time.to_weeks, y)
    x, side = (last, "right") if last - time.end >= time.from_weeks else (0, "left")  # where there is more room
    _write(axes, x, y + 4, sources, "quiet", ha=side)
    _write(axes, 0, top + 41, time.in_words, "quiet")


def _bar(axes: Axes, start: float, end: float, y: float) -> None:
    axes.barh(y, end - start, left=start, height=9, color=LIGHT["bar"], clip_on=False)


def _line(axes: Axes, start: float, end: float, y: float, goes_on: bool = False) -> None:
    more: Dict[str, Any] = {"marker": ">", "markevery": [1], "markersize": 8, "markeredgewidth": 0} if goes_on else {}
    axes.plot([start, end], [y, y], color=LIGHT["bar"], linewidth=2.5, solid_capstyle="butt", clip_on=False, **more)


def _dot(axes: Axes, _: float, at: float, y: float) -> None:
    axes.plot([at], [y], color=LIGHT["bar"], marker="o", markersize=9, markeredgewidth=0, clip_on=False)
