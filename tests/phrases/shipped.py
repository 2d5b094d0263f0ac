"""The safety files of ``knowledge``, read once for all tests: a matter of seconds."""

from __future__ import annotations

from functools import lru_cache
from typing import Tuple

from marrow.knowledge.files import read_knowledge
from marrow.knowledge.safety_schema import Safety
from marrow.safety.recognition import Recogniser, recogniser_of
from marrow.settings import ROOT


@lru_cache(maxsize=1)
def shipped() -> Tuple[Safety, Recogniser]:
    """The files, and what recognises by them; neither may be changed."""
    safety = read_knowledge(ROOT / "knowledge")[0].safety
    return safety, recogniser_of(safety)
