"""Telegram: one turn as arguments of ``sendMessage``, in its HTML."""

from __future__ import annotations

import json
import re
from html import escape, unescape
from typing import Any, Dict, Iterator, List, NamedTuple, Sequence, Tuple

from marrow.conversation.characters import whole
from marrow.conversation.turn import Button
from marrow.conversation.words import SOURCES
from marrow.rendering import limits, parts
from marrow.rendering.parts import Paragraph, Source
from marrow.rendering.said import Said
from marrow.rendering.sentences import cut, utf16

Message = Dict[str, Any]
ROOM = 256  # characters that a paragraph leaves in a message of its own, for what stands over it
NEAR, APART = "\n", "\n\n"
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


class Line(NamedTuple):
    """Some HTML, and what parts it from the line before."""

    html: str
    gap: str = APART


def render(said: Said) -> List[Message]:
    """The messages, each as keyword arguments of ``sendMessage`` without the chat; the last one has the buttons."""
    keyboard, left = _keyboard(said.buttons)
    lines = [*_lines(said), *_paragraphs(parts.choices([button.title for button in left]))]
    messages = [{"text": text, "parse_mode": "HTML", "disable_web_page_preview": True} for text in _packed(lines)]
    if keyboard and messages:
        messages[-1]["reply_markup"] = {"inline_keyboard": keyboard}
    return messages


def plain(message: Message) -> List[str]:
    """What a message says, without markup: addresses stand behind links, and buttons are lines that one can type."""
    words = unescape(_TAG.sub("", _LINK.sub(r"\2 (\1)", message["text"])))
    titles = [key["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", ()) for key in row]
    choices = "\n".join(choice.text for choice in parts.choices(titles))
    return cut(f"{words}\n\n{choices}", limits.TELEGRAM_TEXT_CHARS)


def _lines(said: Said) -> Iterator[Line]:
    title, sources, foot = parts.title(said), parts.sources(said), parts.foot(said)
    yield from _paragraphs(parts.before(said))
    yield from _paragraphs([Paragraph(title, strong=True)] if title else [])
    yield from _paragraphs(parts.body(said))
    yield from _paragraphs([Paragraph(SOURCES, strong=True)] if sources else [])
    for source in sources:
        yield from _source(source)
    if foot:
        yield Line(f"<i>{_text(foot)}</i>")


def _paragraphs(paragraphs: Sequence[Paragraph]) -> Iterator[Line]:
    for text, strong, near in paragraphs:
        for piece in cut(text, limits.TELEGRAM_TEXT_CHARS - ROOM):
            yield Line(f"<b>{_text(piece)}</b>" if strong else _text(piece), NEAR if near else APART)


def _source(source: Source) -> Iterator[Line]:
    words = source.words()
    if source.url and utf16(words) <= limits.TELEGRAM_TEXT_CHARS:
        otherwise = f" (<b>{source.disputes}</b>)" if source.disputes else ""
        link = f'<a href="{escape(source.url)}">{_text(source.title)}</a>'
        yield Line(f"{source.mark} {link}, {_text(source.facts)}{otherwise}", NEAR)
    else:
        yield from (Line(_text(piece), NEAR) for piece in cut(words, limits.TELEGRAM_TEXT_CHARS))


def _packed(lines: Sequence[Line]) -> Iterator[str]:
    """The lines in as few messages as they fit in, in order."""
    text = ""
    for line in lines:
        longer = f"{text}{line.gap}{line.html}" if text else line.html
        if text and not _fits(longer):
            yield text
            longer = line.html
        text = longer
    if text:
        yield text


def _fits(html: str) -> bool:
    return (
        utf16(unescape(_TAG.sub("", html))) <= limits.TELEGRAM_TEXT_CHARS
        and html.count("</") <= limits.TELEGRAM_ENTITIES
        and sum(len(tag.encode()) for tag in _TAG.findall(html)) <= limits.TELEGRAM_MARKUP_BYTES
    )


def _text(text: str) -> str:
    return escape(text, quote=False)


def _keyboard(buttons: Sequence[Button]) -> Tuple[List[List[Dict[str, str]]], List[Button]]:
    """One button a row, and the buttons that Telegram would refuse."""
    rows: List[List[Dict[str, str]]] = []
    left: List[Button] = []
    for button in buttons:
        row = [{"text": whole(button.title), "callback_data": button.payload}]
        fits = (
            len(button.payload.encode()) <= limits.TELEGRAM_CALLBACK_BYTES
            and len(rows) < limits.TELEGRAM_BUTTONS
            and len(json.dumps([*rows, row]).encode()) <= limits.TELEGRAM_KEYBOARD_BYTES
        )
        if fits:
            rows.append(row)
        else:
            left.append(button)
    return rows, left
