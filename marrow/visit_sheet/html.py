"""The visit sheet as a page to read and to print."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from marrow.visit_sheet.content import Sheet

TEMPLATE = Path(__file__).with_name("sheet.html.j2")


def html_of(sheet: Sheet, pdf: str) -> str:
    """The page; ``pdf`` is the address of the same sheet as a PDF."""
    return _template().render(sheet=sheet, pdf=pdf)


@lru_cache(maxsize=None)
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(TEMPLATE.parent), autoescape=True, undefined=StrictUndefined)
    return environment.get_template(TEMPLATE.name)
