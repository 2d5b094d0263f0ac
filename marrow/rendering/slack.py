"""Slack: one turn as arguments of ``chat.postMessage``, in Block Kit."""

from __future__ import annotations

import json
from typing import Any, Dict, Iterator, List, NamedTuple, Sequence, Tuple

from marrow.contract import Kind
from marrow.conversation.characters import whole
from marrow.conversation.turn import Button
from marrow.conversation.words import SOURCES
from marrow.rendering import limits, parts
from marrow.rendering.mrkdwn import escaped, literal, strong, unmarked, web_link
from marrow.rendering.parts import Paragraph, Source
from marrow.rendering.said import Said
from marrow.rendering.sentences import cut, utf16

Message = Dict[str, Any]
ACTION = "say"  # begins the action_id of every button of ours; its value is the payload to send
EVENT_TYPE = "bme_turn"
OF_THE_TURN = ("schema", "kind", "topic", "also", "site", "answer_id", "urgency", "signs")


class Block(NamedTuple):
    """A block, and the same in words, for notifications and for screen readers, which do not read blocks."""

    block: Dict[str, Any]
    words: str


class Line(NamedTuple):
    """A line in markup and in words, and what parts it from the one before."""

    text: str
    words: str
    gap: str = "\n"


def render(said: Said) -> List[Message]:
    """The messages, each as keyword arguments of ``chat.postMessage`` without the channel.

    The last one carries the turn in its ``metadata``, so that a client knows which turn it was, and that all is said.
    """
    messages = [
        {
            "text": _fallback([block.words for block in blocks]),
            "blocks": [block.block for block in blocks],
            "unfurl_links": False,
            "unfurl_media": False,
        }
        for blocks in _packed(_blocks(said))
    ]
    if messages:
        payload = {name: said.turn[name] for name in OF_THE_TURN if said.turn.get(name)}
        messages[-1]["metadata"] = {"event_type": EVENT_TYPE, "event_payload": payload}
    return messages


def _blocks(said: Said) -> Iterator[Block]:
    """In the order that Slack advises: heading, content, buttons, and the small print behind them."""
    title = parts.title(said)
    rows, left = _rows(said.buttons)
    yield from _sections(parts.before(said))
    yield from _header(title) if title else ()
    yield from _sections([*parts.body(said), *_options(said), *parts.choices([button.title for button in left])])
    yield from rows
    yield from _small_print(said)


def _header(title: str) -> Iterator[Block]:
    if utf16(escaped(title)) <= limits.SLACK_HEADER_CHARS:
        yield Block({"type": "header", "text": _plain(escaped(title))}, title)
    else:
        yield from _sections([Paragraph(title, strong=True)])


def _sections(paragraphs: Sequence[Paragraph]) -> Iterator[Block]:
    lines = [line for paragraph in paragraphs for line in _lines(paragraph)]
    for text, words in _joined(lines, limits.SLACK_SECTION_CHARS):
        yield Block({"type": "section", "text": _mrkdwn(text)}, words)


def _lines(paragraph: Paragraph) -> List[Line]:
    mark = strong if paragraph.strong else literal
    pieces = cut(paragraph.text, limits.SLACK_SECTION_CHARS, lambda piece: utf16(mark(piece)))
    return [Line(mark(piece), piece, "\n" if paragraph.near else "\n\n") for piece in pieces]


def _options(said: Said) -> List[Paragraph]:
    """What to choose from, in full, where Slack might show only the beginning on the buttons."""
    titles = [whole(button.title) for button in said.buttons]
    if said.kind != Kind.CLARIFY or all(utf16(title) <= limits.SLACK_BUTTON_CHARS_SHOWN for title in titles):
        return []
    return [Paragraph(f"\N{BULLET} {title}", near=place > 0) for place, title in enumerate(titles)]


def _rows(buttons: Sequence[Button]) -> Tuple[List[Block], List[Button]]:
    """The buttons in rows, and those that Slack would refuse."""
    taken = [button for button in buttons if utf16(button.payload) <= limits.SLACK_VALUE_CHARS]
    elements = [
        {
            "type": "button",
            "action_id": f"{ACTION}_{place}",
            "text": _plain(_button_words(whole(button.title))),
            "value": button.payload,
        }
        for place, button in enumerate(taken)
    ]
    step = limits.SLACK_BUTTONS_IN_A_ROW
    rows = [
        Block(
            {"type": "actions", "elements": elements[at : at + step]},
            ", ".join(whole(button.title) for button in taken[at : at + step]),
        )
        for at in range(0, len(elements), step)
    ]
    return rows, [button for button in buttons if button not in taken]


def _button_words(title: str) -> str:
    def size(text: str) -> int:
        return utf16(escaped(text))

    short, *more = cut(title, limits.SLACK_BUTTON_CHARS, size)
    return escaped(f"{cut(title, limits.SLACK_BUTTON_CHARS - 1, size)[0]}\N{HORIZONTAL ELLIPSIS}" if more else short)


def _small_print(said: Said) -> Iterator[Block]:
    """The sources, each on a line of its own, and the dates of the answer."""
    sources, foot = parts.sources(said), parts.foot(said)
    lines = [Line(strong(SOURCES), SOURCES)] if sources else []
    lines += [line for source in sources for line in _source(source)]
    lines += [Line(literal(foot), foot)] if foot else []
    for text, words in _joined(lines, limits.SLACK_CONTEXT_CHARS):
        yield Block({"type": "context", "elements": [_mrkdwn(text)]}, words)


def _source(source: Source) -> List[Line]:
    words = source.words()
    otherwise = f" ({strong(source.disputes)})" if source.disputes else ""
    linked = (
        f"{source.mark} {web_link(source.url, source.title)}, {literal(source.facts)}{otherwise}" if source.url else ""
    )
    if 0 < utf16(linked) <= limits.SLACK_CONTEXT_CHARS:
        return [Line(linked, words)]
    pieces = cut(words, limits.SLACK_CONTEXT_CHARS, lambda piece: utf16(literal(piece)))
    return [Line(literal(piece), piece) for piece in pieces]


def _joined(lines: Sequence[Line], most: int) -> Iterator[Tuple[str, str]]:
    """The lines in as few texts as they fit in: as markup, and in words."""
    text, words = "", ""
    for line in lines:
        if text and utf16(f"{text}{line.gap}{line.text}") > most:
            yield text, words
            text, words = "", ""
        text, words = (f"{text}{line.gap}{line.text}", f"{words}\n{line.words}") if text else (line.text, line.words)
    if text:
        yield text, words


def _packed(blocks: Iterator[Block]) -> Iterator[List[Block]]:
    """The blocks in as few messages as they fit in."""
    message: List[Block] = []
    for block in blocks:
        if message and (len(message) == limits.SLACK_BLOCKS or _chars([*message, block]) > limits.SLACK_JSON_CHARS):
            yield message
            message = []
        message.append(block)
    if message:
        yield message


def _chars(blocks: Sequence[Block]) -> int:
    return utf16(json.dumps([block.block for block in blocks], ensure_ascii=False))


def _fallback(words: Sequence[str]) -> str:
    """What a notification shows and a screen reader says in place of the blocks; its end may be missing, theirs not."""
    pieces = cut("\n".join(words), limits.SLACK_TEXT_CHARS, lambda piece: utf16(unmarked(piece)))
    return unmarked(pieces[0]) if pieces else ""


def _mrkdwn(text: str) -> Dict[str, Any]:
    return {"type": "mrkdwn", "text": text, "verbatim": True}  # verbatim: nothing is linked that we have not linked


def _plain(text: str) -> Dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": True}
