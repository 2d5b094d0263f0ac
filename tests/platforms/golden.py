"""Golden transcripts: how a talk goes on a platform, without the sentences, which belong to the knowledge files.

``GOLDEN=write make test`` writes them anew; look at what has changed before you commit it.
"""

from __future__ import annotations

import os
from typing import Sequence

from marrow.settings import ROOT

FOLDER = ROOT / "tests" / "served" / "golden"


def assert_golden(name: str, lines: Sequence[str]) -> None:
    """The lines are those of the transcript of this name."""
    file, text = FOLDER / f"{name}.txt", "\n".join(lines) + "\n"
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), f"{file.name} is another talk; GOLDEN=write takes this one"
