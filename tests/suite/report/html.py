"""The report for people: one HTML file that loads nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.suite.report.summary import Run

TEMPLATE = Path(__file__).with_name("report.html.j2")


def write_html(run: Run, file: Path) -> None:
    """Write the run into the file."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(TEMPLATE.name).render(run=run, plain=_plain)
    file.write_text(page.encode("utf-8", "replace").decode(), encoding="utf-8")  # half a character pair stands as "?"


def _plain(value: Any) -> str:
    """A value of a suite as its file has it."""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_plain, value)) or "none"
    return {None: "null", True: "true", False: "false"}.get(value, str(value))
