"""``python -m marrow.knowledge check`` and ``load``: look over the knowledge files, bring them into the database."""

from __future__ import annotations

import argparse
import sys

from marrow.knowledge.checks import check
from marrow.knowledge.files import KnowledgeError, read_knowledge
from marrow.knowledge.loading import load
from marrow.settings import get_settings


def main() -> int:
    """0 when all is well; 1 with one line per problem (file, line, field) on standard error."""
    parser = argparse.ArgumentParser(prog="python -m marrow.knowledge", description=__doc__)
    parser.add_argument("command", choices=["check", "load"])
    command = parser.parse_args().command
    settings = get_settings()
    try:
        if command == "load":
            changed = load(settings.knowledge_folder, settings.database_url)
            print("Knowledge loaded." if changed else "The database already holds this knowledge.")
            return 0
        from marrow.knowledge.readability import check_reading  # brings textstat, which serving does not need

        knowledge, places = read_knowledge(settings.knowledge_folder)
        problems = [*check(knowledge, places), *check_reading(knowledge, places)]
    except KnowledgeError as error:
        problems = error.problems
    if problems:
        print("\n".join(problems), file=sys.stderr)
        print(f"{len(problems)} problem(s). Nothing was loaded.", file=sys.stderr)
        return 1
    print(f"{len(knowledge.topics)} topics, {len(knowledge.sources)} sources: no problem found.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
