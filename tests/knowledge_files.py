"""Knowledge files for tests: invented safety files, and the problems of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import List

from marrow.knowledge.checks import check
from marrow.knowledge.files import KnowledgeError, read_knowledge

SAFETY = {
    "glossary.yml": """
- id: glossary.shin
  kind: anatomy
  name: Shin
  says: [shin, shins]
  text: The shin is the front of the lower leg.
  sources: [{id: SRC04}, {id: SRC11}]
""",
    "sign_offs.yml": "[]",
    "history.yml": "[]",
    "red_flags.yml": """
- id: R01
  urgency: emergency
  label: A bone that shows
  sign: A bone shows.
  needs: [[bone_shows]]
  act: Please {emergency} now.
  why: It may be broken.
  avoid: Do not walk.
  sources: [SRC01]
""",
    "findings/bones.yml": """
lists:
  bone: [bone, shin]
findings:
  - id: bone_shows
    says: [<bone> shows]
""",
    "declines.yml": """
findings:
  - id: ask_dose
    says: [how much]
kinds:
  - id: dose
    needs: [[ask_dose]]
    label: Doses
    cannot: I cannot tell you.
    because: I do not know you.
    facts: [definition.fluid]
    ask: Ask a pharmacist.
    topics: [definition]
""",
}


def write_safety_files(folder: Path) -> None:
    """The invented safety files, into a folder of knowledge files."""
    (folder / "findings").mkdir()
    for name, text in SAFETY.items():
        (folder / name).write_text(text, encoding="utf-8")


def all_problems(folder: Path) -> List[str]:
    """Every problem, with paths as seen from the folder."""
    try:
        problems = check(*read_knowledge(folder))
    except KnowledgeError as error:
        problems = error.problems
    return [problem.replace(f"{folder}/", "") for problem in problems]
