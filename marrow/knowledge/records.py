"""Write down who signed off an entry, and that answers have changed and why: the only writer of both record files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Dict, List

import yaml

from marrow.knowledge.files import Knowledge, KnowledgeError
from marrow.knowledge.review import changed, content_of_answer, contents, voided
from marrow.knowledge.schema import Text

SIGN_OFFS, HISTORY = "sign_offs.yml", "history.yml"
EMPTY = "[]"


def sign_off(folder: Path, knowledge: Knowledge, of: str, name: str, role: str) -> None:
    """Put a clinician's name under a topic or a red flag as it is now.

    Raises:
        KnowledgeError: when there is no such topic or red flag, or the name or the role is blank.
    """
    signable = contents(knowledge.topics, knowledge.safety.red_flags)
    if of not in signable:
        raise KnowledgeError([f"'{of}' is neither a topic nor the id of a red flag"])
    if min(len(name.strip()), len(role.strip())) < Text.min_length:
        raise KnowledgeError(["a sign-off needs a name and a role"])
    entry = {"of": of, "name": name.strip(), "role": role.strip(), "day": date.today(), "content": signable[of]}
    _add(folder / SIGN_OFFS, [entry])


def record_changes(folder: Path, knowledge: Knowledge, because: str) -> List[str]:
    """Note the present state of every answer that is not on record; their ids.

    Raises:
        KnowledgeError: when the reason is blank.
    """
    if len(because.strip()) < Text.min_length:
        raise KnowledgeError(["a change needs a reason"])
    answers = changed(knowledge.topics, knowledge.history)
    _add(
        folder / HISTORY,
        [
            {"answer": one.id, "day": date.today(), "because": because.strip(), "content": content_of_answer(one)}
            for one in answers
        ],
    )
    return [one.id for one in answers]


def unrecorded(knowledge: Knowledge) -> List[str]:
    """Problems: answers that were edited and nobody wrote down why."""
    return [
        f"knowledge/history.yml:1: {one.id}: has changed; write down why: make changed BECAUSE='...'"
        for one in changed(knowledge.topics, knowledge.history)
    ]


def lost(knowledge: Knowledge) -> List[str]:
    """Warnings: what was signed off and has been edited since."""
    now = contents(knowledge.topics, knowledge.safety.red_flags)
    return [
        f"knowledge/sign_offs.yml:1: {one.of}: edited since {one.name} signed it, so it counts as not reviewed"
        for one in voided(knowledge.sign_offs, now)
    ]


def _add(file: Path, entries: List[Dict[str, Any]]) -> None:
    """Behind what the file has, a line for each: its comments stay."""
    lines = "".join(
        f"- {yaml.safe_dump(entry, default_flow_style=True, sort_keys=False, width=10**6, allow_unicode=True)}"
        for entry in entries
    )
    text = file.read_text(encoding="utf-8").rstrip()
    kept = text[: -len(EMPTY)] if text.endswith(EMPTY) else f"{text}\n"
    file.write_text(kept + lines, encoding="utf-8")
