"""Text with characters that no database, tokenizer or platform takes."""

from __future__ import annotations

LOST = "\N{REPLACEMENT CHARACTER}"


def whole(text: str) -> str:
    """The text with ``LOST`` in place of half of a character pair, which JSON may hold, and without null characters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
