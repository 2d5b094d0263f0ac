"""What we show on Slack beside answers: our home, and a message whose button was pressed."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Text

from rasa.core.agent import Agent

from marrow.channels.exchange import say
from marrow.channels.platforms.commands import WHAT_ARE_YOU
from marrow.channels.slack.requests import ShownMessage
from marrow.clinic import get_clinic
from marrow.conversation.words import (
    CHOSEN,
    COMMANDS,
    HOW_TO_ASK,
    LICENSE,
    ON_SLACK,
    WELCOME,
    in_an_emergency,
    on_a_platform,
)
from marrow.rendering.mrkdwn import escaped, literal

SLASH_COMMAND = "/bme"  # as in docs/slack-app-manifest.yml
LISTED = ("help", "sources", "forget")
MOST_TEXT_CHARS = 4000  # of chat.update, which does not cut a longer text off, but refuses it
Block = Dict[Text, Any]


def home(agent: Optional[Agent], platform: Text) -> Dict[Text, Any]:
    """The view that welcomes a person: what this is, where to ask, and what becomes of what is said."""
    clinic = get_clinic()
    commands = "\n".join(f"`{SLASH_COMMAND} {name}`  {literal(COMMANDS[name])}" for name in LISTED)
    blocks: List[Block] = [
        {"type": "header", "text": {"type": "plain_text", "text": WELCOME}},
        _section(literal(in_an_emergency(clinic.ways_to_get_help()["emergency"]))),
        _section(literal(f"{say(agent, WHAT_ARE_YOU)[0]['text']}\n{HOW_TO_ASK}")),
        _section(f"{literal(ON_SLACK)}\n{commands}"),
        _context(literal(on_a_platform(platform, clinic))),
        _context(literal(LICENSE)),
    ]
    return {"type": "home", "blocks": blocks}


def with_choice(shown: ShownMessage, title: Text) -> Dict[Text, Any]:
    """The message with what was chosen in place of its buttons. Buttons that open a link stay: they are no choice."""
    blocks: List[Block] = []
    told = False
    for sent in shown.blocks:
        block = {name: value for name, value in sent.items() if name != "block_id"}  # Slack's, and counts as ours would
        if block.get("type") != "actions":
            blocks.append(block)
            continue
        links = [element for element in block.get("elements") or () if element.get("url")]
        blocks += [{**block, "elements": links}] if links else []
        blocks += [] if told else [_context(choice(title))]
        told = True
    return {"text": shown.text[:MOST_TEXT_CHARS], "blocks": blocks}


def choice(title: Text) -> Text:
    """What was chosen, in Slack's markup."""
    return literal(f"{CHOSEN} {title}")


def choice_message(title: Text) -> Dict[Text, Any]:
    """What was chosen, as a message of its own."""
    return {"text": escaped(f"{CHOSEN} {title}"), "blocks": [_context(choice(title))]}


def _section(text: Text) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _context(text: Text) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}
