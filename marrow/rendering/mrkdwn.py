"""Slack's markup. Its signs cannot be escaped, so one that would be read as markup gives way to its likeness.

https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import re
from typing import Dict, Union

_ESCAPES: Dict[str, Union[str, int, None]] = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}  # these three, and no other
_LIKENESSES = {
    "*": "\N{ASTERISK OPERATOR}",
    "_": "\N{MODIFIER LETTER LOW MACRON}",
    "~": "\N{TILDE OPERATOR}",
    "`": "\N{MODIFIER LETTER GRAVE ACCENT}",
}
_QUOTE = re.compile(r"^>", re.MULTILINE)  # Slack takes it for a quotation, also as &gt;
_EMOJI = re.compile(r":(?=[\w+'-]+:)")  # :100: is a picture
_PLAIN = str.maketrans(_ESCAPES)
_TEXT = str.maketrans({**_ESCAPES, **_LIKENESSES})
_LABEL = str.maketrans({"|": "\N{DIVIDES}", "\n": " "})
_ADDRESS = str.maketrans({"&": "&amp;", "<": "%3C", ">": "%3E", "|": "%7C", " ": "%20", "\n": ""})
_WRITTEN_ADDRESS = re.compile(r"(https?://[^\s<>|\"'()\[\]]*[^\s<>|\"'()\[\].,;:!?])")


def escaped(text: str) -> str:
    """Text for where Slack reads no markup (``plain_text``)."""
    return text.translate(_PLAIN)


def unmarked(text: str) -> str:
    """Text that reads as it is, without links."""
    text = _QUOTE.sub("\N{FULLWIDTH GREATER-THAN SIGN}", text)
    return _EMOJI.sub("\N{RATIO}", text).translate(_TEXT)


def literal(text: str) -> str:
    """Text that reads as it is; a web address that is written out in full leads there, as it does on the web."""
    parts = _WRITTEN_ADDRESS.split(text)
    return "".join(f"<{part.translate(_ADDRESS)}>" if place % 2 else unmarked(part) for place, part in enumerate(parts))


def strong(text: str) -> str:
    """Text of one line in bold."""
    return f"*{unmarked(text)}*"


def web_link(url: str, words: str) -> str:
    """Words that lead to a web address."""
    return f"<{url.translate(_ADDRESS)}|{unmarked(words.translate(_LABEL))}>"
