"""Plain text, for whatever has no markup."""

from __future__ import annotations

from marrow.conversation.words import SOURCES
from marrow.rendering import parts
from marrow.rendering.said import Said


def render(said: Said) -> str:
    """The heading, the text, the sources with their addresses, and the buttons as lines that one can type."""
    title, foot = parts.title(said), parts.foot(said)
    listed = [f"{source.words()}: {source.url}" if source.url else source.words() for source in parts.sources(said)]
    blocks = [
        [note.text for note in parts.before(said)],
        [*([title] if title else []), *(paragraph.text for paragraph in parts.body(said))],
        [SOURCES, *listed] if listed else [],
        [foot] if foot else [],
        [choice.text for choice in parts.choices([button.title for button in said.buttons])],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)
