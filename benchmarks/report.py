"""Tables: the same lines are readable in a terminal and are Markdown in ``benchmarks/results``."""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path
from typing import List, Sequence

RESULTS = Path(__file__).resolve().parent / "results"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> List[str]:
    """The lines of a Markdown table with aligned columns; all but the first column stand to the right."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    rule = ["-" * width + (":" if place else "-") for place, width in enumerate(widths)]
    lines = [
        "| "
        + " | ".join(cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in enumerate(cells))
        + " |"
        for cells in (list(zip(row, widths)) for row in (head, *rows))
    ]
    return [lines[0], "|" + "|".join("-" + cells for cells in rule) + "|", *lines[1:]]


def share(part: int, whole: int) -> str:
    """A share in percent with the counts behind it."""
    return f"{100 * part / whole:.1f} % ({part}/{whole})" if whole else "none"


def setting() -> str:
    """When and on what a measurement was made; no name and no path of the machine."""
    cores = len(os.sched_getaffinity(0))
    return f"{date.today().isoformat()}, {cores} cores, Python {platform.python_version()}"


def publish(lines: Sequence[str], path: Path) -> None:
    """Print the lines and keep them in ``path``."""
    print("\n".join(lines))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
