"""The [n] marks of a text."""

from __future__ import annotations

import re
from typing import Set


def marks(text: str) -> Set[int]:
    """The numbers in brackets."""
    return {int(number) for number in re.findall(r"\[(\d+)\]", text)}
