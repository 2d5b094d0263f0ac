"""A page on which clinicians read the red flags and the declined requests: ``python -m marrow.safety.page``."""

from __future__ import annotations

import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from marrow.clinic import Clinic, get_clinic
from marrow.knowledge.files import Knowledge, read_knowledge, statements
from marrow.knowledge.review import contents, reviewers
from marrow.knowledge.safety_schema import Conclusion
from marrow.settings import ROOT, get_settings

TEMPLATE = Path(__file__).with_name("page.html.j2")
TARGET = ROOT / "artifacts" / "red_flags.html"


def page(knowledge: Knowledge, clinic: Clinic) -> str:
    """The page, as HTML without anything to load."""
    environment = Environment(loader=FileSystemLoader(TEMPLATE.parent), autoescape=True, undefined=StrictUndefined)
    ways = clinic.ways_to_get_help()
    return environment.get_template(TEMPLATE.name).render(
        clinic=clinic.name or "a clinic that has filled in nothing",
        flags=knowledge.safety.red_flags,
        kinds=knowledge.safety.declines.kinds,
        findings=knowledge.safety.all_findings,
        lists=knowledge.safety.lists,
        sources={source.id: source for source in knowledge.sources},
        statements={statement.id: statement for _, _, statement in statements(knowledge.topics)},
        told=lambda text: text.format(**ways),
        lines=_lines,
        reviewed=reviewers(knowledge.sign_offs, contents([], knowledge.safety.red_flags)),
    )


def _lines(conclusion: Conclusion) -> Markup:
    """One line for each combination, with links to the findings."""
    rows = [Markup(" and ").join(_link(name) for name in row) for row in conclusion.needs]
    unless = Markup(", ").join(_link(name) for name in conclusion.unless)
    items = Markup("").join(Markup("<li>{}</li>").format(row) for row in rows)
    return Markup("<ul>{}</ul>{}").format(items, Markup("<p>Unless: {}</p>").format(unless) if unless else "")


def _link(finding: str) -> Markup:
    return Markup('<a href="#finding-{}">{}</a>').format(finding, escape(finding.replace("_", " ")))


def main() -> int:
    """Write the page and say where it is."""
    knowledge, _ = read_knowledge(get_settings().knowledge_folder)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(page(knowledge, get_clinic()), encoding="utf-8")
    print(f"The page is {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
