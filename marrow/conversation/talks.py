"""The whole talks in ``talks/learn``: what people ask after what, and how they say it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List

import yaml

from marrow.contract import Kind
from marrow.settings import ROOT

FOLDER = ROOT / "talks" / "learn"
ORDINARY = (
    Kind.ANSWER,
    Kind.SMALL_TALK,
    Kind.OUT_OF_SCOPE,
)  # kinds of turn in which nobody is in danger or asks for too much


def read_talks(folder: Path = FOLDER) -> List[Dict[str, Any]]:
    """All of them, each with its ``turns``: what the person says, ``user``, and the kind and topic that are right."""
    files = sorted(folder.glob("[!.]*.yml"))
    return [talk for file in files for talk in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)]
