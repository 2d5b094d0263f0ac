"""Turns for tests of the renderers: made up, about nothing."""

from __future__ import annotations

from typing import Any, Dict, Sequence, Tuple

from marrow.contract import Kind
from marrow.conversation.turn import Button, make_turn
from marrow.rendering.said import Said

FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
HARD = {
    "markup": "A *star*, an _underscore_, a ~wave~, a `tick`, ```three``` and \\*one\\* more.",
    "mentions": "To <!channel>, <!here>, <@U012AB3CD>, <#C012AB3CD|general>, @everyone and #general.",
    "links": "See <https://example.org|this> or [that](https://example.org) or <a href='https://example.org'>it</a>.",
    "escapes": "R&D &amp; &lt;b&gt; &copy; &#60; 5 < 6 > 4 <3",
    "quotes and pictures": "> a quotation\n>>> of lines\n1:100:1000 :smile: 10:30:45",
    "right to left": "هل هذا خطير؟ \u2067שלום [1]\u2069 עולם.",
    "emoji": f"{FAMILY} \N{WAVING HAND SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-3} \N{BONE}",
    "half a pair": "before \ud83d after",
    "html": "</b><script>alert(1)</script><!-- --><!DOCTYPE x>",
}


def citation(number: int, **fields: Any) -> Dict[str, Any]:
    return {
        "n": number,
        "source_id": f"SRC{number:02}",
        "title": f"Title {number}",
        "publisher": "A publisher",
        "year": 2020,
        "url": f"https://example.org/{number}",
        "stance": "supports",
        **fields,
    }


def answer(
    text: str,
    citations: Sequence[Dict[str, Any]] = (),
    buttons: Sequence[Tuple[str, str]] = (),
    before: Sequence[str] = (),
    after: Sequence[str] = (),
    kind: Kind = Kind.ANSWER,
    **turn: Any,
) -> Said:
    return Said(
        turn=make_turn(kind, citations=list(citations), **turn),
        text=text,
        before=tuple(before),
        after=tuple(after),
        buttons=tuple(Button(*button) for button in buttons),
    )


def sentences(count: int, end: str = ".") -> str:
    """So many sentences that can be told apart, of some 60 characters each."""
    return " ".join(f"This is sentence {number} of a text that is far too long to read{end}" for number in range(count))


def packed(text: str) -> str:
    """Without white space."""
    return "".join(text.split())
