"""``python -m marrow.knowledge``: look over the knowledge files, load them, sign them off, say why they changed."""

from __future__ import annotations

import argparse
import sys
from typing import List

from sqlalchemy.exc import SQLAlchemyError

from marrow.knowledge.checks import check, uncited
from marrow.knowledge.database import UNREACHABLE
from marrow.knowledge.files import KnowledgeError, read_knowledge
from marrow.knowledge.loading import load
from marrow.knowledge.records import lost, record_changes, sign_off, unrecorded
from marrow.pictures.files import read_pictures
from marrow.settings import Settings, SettingsError, get_settings


def main() -> int:
    """0 when all is well; 1 with one line per problem (file, line, field) on standard error."""
    parser = argparse.ArgumentParser(prog="python -m marrow.knowledge", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="look for problems")
    commands.add_parser("load", help="bring the files into the database, also while the chat runs")
    signing = commands.add_parser("sign-off", help="put your name under a topic or a red flag as it is now")
    signing.add_argument("--of", required=True, help="a topic, or the id of a red flag")
    signing.add_argument("--name", required=True, help="your own name")
    signing.add_argument("--role", required=True, help="your clinical role")
    changing = commands.add_parser("changed", help="say why the answers that you edited changed")
    changing.add_argument("--because", required=True, help="the reason, for patients to read")
    arguments = parser.parse_args()
    settings = get_settings()
    try:
        problems = _check(settings) if arguments.command == "check" else _do(arguments, settings)
    except KnowledgeError as error:
        problems = error.problems
    except SettingsError as error:
        problems = [str(error)]
    except SQLAlchemyError as error:
        problems = [UNREACHABLE, str(error)]
    if problems:
        print("\n".join(problems), file=sys.stderr)
        print(f"{len(problems)} problem(s). Nothing was done.", file=sys.stderr)
    return 1 if problems else 0


def _check(settings: Settings) -> List[str]:
    from marrow.knowledge.readability import check_reading  # brings textstat and codespell, which serving does not need
    from marrow.knowledge.upkeep import due_soon
    from marrow.knowledge.wording import check_wording
    from marrow.pictures.checks import check_pictures

    folder = settings.knowledge_folder
    knowledge, places = read_knowledge(folder)
    pictures, places_of_pictures = read_pictures(folder)
    behind_pictures = {citation.id for picture in pictures.pictures for citation in picture.sources}
    problems = check(knowledge, places) or [
        *uncited(knowledge, places, behind_pictures),
        *check_reading(knowledge, places),
        *check_wording(knowledge, places),
        *check_pictures(pictures, places_of_pictures, knowledge, folder),
        *unrecorded(knowledge),
    ]
    for warning in (*due_soon(knowledge, places), *lost(knowledge)):
        print(warning, file=sys.stderr)
    if not problems:
        print(f"{len(knowledge.topics)} topics, {len(knowledge.sources)} sources: no problem found.")
    return problems


def _do(arguments: argparse.Namespace, settings: Settings) -> List[str]:
    folder = settings.knowledge_folder
    if arguments.command == "load":
        changed = load(folder, settings.database_url)
        print("Knowledge loaded." if changed else "The database already holds this knowledge.")
        return []
    knowledge, places = read_knowledge(folder)
    problems = check(knowledge, places)
    if problems:
        return problems
    if arguments.command == "sign-off":
        sign_off(folder, knowledge, arguments.of, arguments.name, arguments.role)
        print(f"Signed off: {arguments.of}, by {arguments.name}, {arguments.role}.")
    else:
        names = record_changes(folder, knowledge, arguments.because)
        print(f"{len(names)} answer(s) recorded as changed: {', '.join(names) or 'none'}.")
    return []


if __name__ == "__main__":
    sys.exit(main())
