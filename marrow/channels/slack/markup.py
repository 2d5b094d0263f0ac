"""Slack's markup of what people wrote, as the plain text that they typed."""

from __future__ import annotations

import re
from typing import Optional, Text

SOMEBODY, EVERYBODY, CHANNEL = "somebody", "everybody", "a channel"
_MARKED = re.compile(r"<([^<>\n]+)>")
_LINK_SCHEMES = ("mailto:", "tel:")


def plain_text(text: Text, bot: Optional[Text] = None) -> Text:
    """The text without mentions of us, with other mentions and links as they read, and without escapes.

    Args:
        text: as Slack sends it.
        bot: our own user id, where it is known.
    """
    if bot:
        text = re.sub(rf" ?<@{re.escape(bot)}(\|[^<>]*)?> ?[:,]? ?", " ", text)
    return unescaped(_MARKED.sub(lambda marked: _as_it_reads(marked[1]), text)).strip()


def unescaped(text: Text) -> Text:
    """The three characters that Slack escapes, as people know them."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _as_it_reads(marked: Text) -> Text:
    target, _, label = marked.partition("|")
    if target.startswith("@"):
        return f"@{label.lstrip('@')}" if label else SOMEBODY
    if target.startswith("#"):
        return f"#{label}" if label else CHANNEL
    if target.startswith("!"):  # a date, a group of users, or all who are in the channel
        return label or EVERYBODY
    if label:
        return label
    scheme = next((scheme for scheme in _LINK_SCHEMES if target.startswith(scheme)), "")
    return target[len(scheme) :]
