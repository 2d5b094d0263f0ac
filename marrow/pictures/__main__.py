"""``python -m marrow.pictures``: draw the chart of healing times anew, after an edit of the knowledge files."""

from __future__ import annotations

import sys
from typing import Dict

from marrow.knowledge.files import KnowledgeError, read_knowledge, statements
from marrow.knowledge.schema import Statement
from marrow.pictures.checks import check_entries
from marrow.pictures.files import picture_file, read_pictures
from marrow.pictures.healing_chart import draw
from marrow.settings import get_settings


def main() -> int:
    """0 when it is drawn; 1 with one line per problem on standard error."""
    folder = get_settings().knowledge_folder
    try:
        knowledge, _ = read_knowledge(folder)
        pictures, places = read_pictures(folder)
        problems = list(check_entries(pictures, places, knowledge))
    except KnowledgeError as error:
        problems = error.problems
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    by_id: Dict[str, Statement] = {statement.id: statement for _, _, statement in statements(knowledge.topics)}
    drawn = draw(pictures.chart, pictures.healing_times, by_id, {source.id: source for source in knowledge.sources})
    target = picture_file(folder, pictures.chart)
    target.write_text(drawn, encoding="utf-8")
    print(f"The chart is {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
