"""Cuts a long text where a reader pauses: between paragraphs, else sentences, else words, else characters as seen.

Never inside a ``[n]`` mark, an escape such as ``&amp;`` or a character of several code points, such as a family emoji.
The marks behind a sentence stay with it.
"""

from __future__ import annotations

from typing import Callable, List, Sequence, Tuple

import regex  # knows \X, a character as it is seen

Size = Callable[[str], int]
_MARKS = r"(?:\s*\[\d+\])*"
_LEVELS = tuple(
    regex.compile(pattern, regex.DOTALL)
    for pattern in (
        r"[^\n]*\n+|[^\n]+",
        rf".+?(?:[.!?…؟۔।][\"')’”»]*{_MARKS}\s+(?!\[\d+\])|[。！？]{_MARKS}\s*|\Z)",
        rf"\s*\S+{_MARKS}\s*",
        r"\[\d+\]|&(?:\w+|#\w+);|\X",
        r".",  # a character as it is seen may itself be longer than a piece
    )
)


def utf16(text: str) -> int:
    """Length in UTF-16 units: what Telegram counts, and never less than the number of code points."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int, size: Size = utf16) -> List[str]:
    """Pieces of a text in order, without the white space around them; none of an empty text.

    Args:
        most: how large a piece may be.
        size: how large a text is on the platform, such as with its escapes.
    """

    def fits(piece: str) -> bool:
        return size(piece.strip()) <= most

    full, rest = _fill("", text, _LEVELS, fits)
    return [piece.strip() for piece in (*full, rest) if piece.strip()]


def _fill(begun: str, text: str, levels: Sequence[regex.Pattern], fits: Callable[[str], bool]) -> Tuple[List[str], str]:
    """The pieces that became full when ``text`` was added to one that was begun, and the one begun last."""
    full: List[str] = []
    level, *finer = levels
    for part in level.findall(text):
        if fits(begun + part):
            begun += part
        elif fits(part) or not finer:
            full.append(begun)
            begun = part
        else:
            filled, begun = _fill(begun, part, finer, fits)
            full += filled
    return full, begun
