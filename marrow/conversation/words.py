"""The assistant's own words around an answer. Nothing medical: that is in ``knowledge/``; whole messages are in the domain."""

from __future__ import annotations

MORE_DETAIL = "Tell me more"


def general_answer_for(site: str) -> str:
    """Said before a general answer to somebody who named a body site."""
    return f"I have nothing special on {site} here, so this is the general answer."
