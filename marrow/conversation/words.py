"""The assistant's own words around an answer. The medical ones are in ``knowledge/``, whole messages in the domain."""

from __future__ import annotations

MORE_DETAIL = "Tell me more"


def general_answer_for(site: str) -> str:
    """Said before a general answer to somebody who named a body site."""
    return f"I have nothing special on {site} here, so this is the general answer."
