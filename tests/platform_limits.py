"""What Slack and Telegram would refuse or show wrong in a message, as their documentation has it.

Written without a look at the renderers' own limits, so that a mistake there is found here. The fake servers use it too.
Pages: https://docs.slack.dev/reference/block-kit, https://docs.slack.dev/reference/methods/chat.postMessage,
https://docs.slack.dev/messaging/formatting-message-text, https://docs.slack.dev/messaging/message-metadata,
https://core.telegram.org/bots/api#sendmessage and #html-style. What is documented nowhere is marked "measured".
"""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any, Dict, Iterator, List, Mapping, Optional, Tuple

BLOCK_FIELDS = {
    "header": {"text"},
    "section": {"text", "fields", "accessory", "expand"},
    "context": {"elements"},
    "actions": {"elements"},
    "divider": set(),
}
BUTTON_FIELDS = {"type", "text", "action_id", "value", "url", "style", "accessibility_label", "confirm"}
SLACK_CONTROL = re.compile(r"<([^<>]*)>")
SLACK_LINK = re.compile(r"(?:https?://|mailto:)[^\s|<>]+(?:\|[^|<>]+)?")
BARE_AMPERSAND = re.compile(r"&(?!amp;|lt;|gt;)")
EVENT_TYPE = re.compile(r"[a-z][a-z0-9_]*")

TELEGRAM_TAGS: Dict[str, List[str]] = {
    **{tag: [] for tag in ("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "pre")},
    **{"a": ["href"], "span": ["class"], "code": ["class"], "blockquote": ["expandable"], "tg-emoji": ["emoji-id"]},
}
TELEGRAM_ENTITY = re.compile(r"&(?!lt;|gt;|amp;|quot;|#\d+;|#x[0-9a-fA-F]+;)")
BUTTON_ACTIONS = ("callback_data", "url", "web_app", "login_url", "switch_inline_query", "copy_text")


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def slack_problems(message: Mapping[str, Any]) -> List[str]:
    """What is wrong with arguments of ``chat.postMessage``; nothing when Slack takes and shows it as meant."""
    return list(_slack(message))


def telegram_problems(message: Mapping[str, Any]) -> List[str]:
    """What is wrong with arguments of ``sendMessage``; ``reply_markup`` may be JSON, as it is on the wire."""
    return list(_telegram(message))


def slack_shown(message: Mapping[str, Any]) -> str:
    """What a person reads in the blocks, one text object a line; bold signs are left out."""
    texts = [text for block in message["blocks"] for text in _texts(block)]
    return "\n".join(unescape(_read(text["text"]) if text["type"] == "mrkdwn" else text["text"]) for text in texts)


def slack_links(message: Mapping[str, Any]) -> List[str]:
    """The addresses that the blocks lead to."""
    texts = [text["text"] for block in message["blocks"] for text in _texts(block) if text["type"] == "mrkdwn"]
    return [unescape(link.split("|")[0]) for text in texts for link in SLACK_CONTROL.findall(text)]


class TelegramHtml(HTMLParser):
    """Telegram's HTML after parsing: ``text``, ``links``, the number of ``entities``, and the ``problems``."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.entities = "", 0
        self.links: List[str] = []
        self.problems: List[str] = []
        self._open: List[str] = []
        if TELEGRAM_ENTITY.search(html):
            self.problems.append("an & that is not escaped")
        if re.search(r"<(?!/?[a-z-]+[^<>]*>)", html):
            self.problems.append("a < that is not escaped")
        self.feed(html)
        self.close()
        self.problems += [f"<{tag}> is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: List[Tuple[str, Optional[str]]]) -> None:
        given = dict(attrs)
        if tag not in TELEGRAM_TAGS:
            self.problems.append(f"unsupported start tag {tag}")
        self.problems += [f"<{tag}> with {name}" for name in given if name not in TELEGRAM_TAGS.get(tag, [])]
        if tag == "a":
            self.links.append(given.get("href") or "")
            if not re.match(r"(?:https?|tg)://\S+$", self.links[-1]):
                self.problems.append("a link that Telegram leaves out")
        self._open.append(tag)
        self.entities += 1

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"unexpected end tag {tag}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.problems.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.problems.append("a declaration")


def _texts(block: Mapping[str, Any]) -> List[Mapping[str, Any]]:
    shown = [block["text"]] if "text" in block else []
    return shown + [element for element in block.get("elements", []) if element.get("type") in ("mrkdwn", "plain_text")]


def _read(mrkdwn: str) -> str:
    return SLACK_CONTROL.sub(lambda control: control[1].split("|", 1)[-1], mrkdwn).replace("*", "")


def _slack(message: Mapping[str, Any]) -> Iterator[str]:
    try:
        size = units(json.dumps(message.get("blocks", []), ensure_ascii=False).encode().decode())
    except UnicodeEncodeError:
        yield "half of a character pair"
        return
    text, blocks = message.get("text") or "", message.get("blocks") or []
    if not text.strip() or units(text) > 4000:
        yield f"text: {units(text)} characters"
    yield from (f"text: {problem}" for problem in _markup(text))
    if len(blocks) > 50:
        yield f"{len(blocks)} blocks"
    if size > 11_000:  # measured
        yield f"msg_blocks_too_long: {size}"
    for place, block in enumerate(blocks):
        yield from (f"/blocks/{place}: {problem}" for problem in _block(block))
    elements = [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
    actions = [element.get("action_id") for element in elements]
    if len(set(actions)) < len(actions):
        yield "an action_id stands twice"
    if "metadata" in message:
        yield from _metadata(message["metadata"])


def _block(block: Mapping[str, Any]) -> Iterator[str]:
    kind = block.get("type", "")
    if kind not in BLOCK_FIELDS:
        yield f"no block is called {kind}"
        return
    yield from (f"unknown field {name}" for name in set(block) - BLOCK_FIELDS[kind] - {"type", "block_id"})
    if kind == "header":
        yield from _text(block.get("text"), 150, ("plain_text",))
    elif kind == "section":
        yield from _text(block.get("text"), 3000)
    elif kind == "context":
        if not 1 <= len(block["elements"]) <= 10:
            yield f"{len(block['elements'])} elements"
        for element in block["elements"]:
            yield from _text(element, 3000)
    elif kind == "actions":
        if not 1 <= len(block["elements"]) <= 25:
            yield f"{len(block['elements'])} elements"
        for element in block["elements"]:
            yield from _button(element)


def _button(button: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"unknown field {name}" for name in set(button) - BUTTON_FIELDS)
    yield from _text(button.get("text"), 75, ("plain_text",))
    if button.get("type") != "button" or not 1 <= units(button.get("action_id", "")) <= 255:
        yield "no button with an action_id"
    if units(button.get("value", "")) > 2000:
        yield f"value: {units(button['value'])} characters"
    if "url" in button and not (button["url"].startswith(("https://", "http://")) and units(button["url"]) <= 3000):
        yield "url: not one that a browser opens"
    if button.get("style", "primary") not in ("primary", "danger"):
        yield f"style: {button['style']}"


def _text(text: Any, most: int, kinds: Tuple[str, ...] = ("plain_text", "mrkdwn")) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in kinds:
        yield f"no text object of {' or '.join(kinds)}"
        return
    yield from (f"unknown field {name}" for name in set(text) - {"type", "text", "emoji", "verbatim"})
    if not 1 <= units(text["text"]) <= most or not text["text"].strip():
        yield f"{units(text['text'])} characters, at most {most}"
    yield from _markup(text["text"])
    if text["type"] == "plain_text" and "<" in text["text"]:
        yield "markup in plain text"


def _markup(text: str) -> Iterator[str]:
    if BARE_AMPERSAND.search(text):
        yield "an & that is not escaped"
    yield from (f"<{one}> is no link" for one in SLACK_CONTROL.findall(text) if not SLACK_LINK.fullmatch(one))
    if re.search("[<>]", SLACK_CONTROL.sub("", text)):
        yield "a < or > that is not escaped"


def _metadata(metadata: Mapping[str, Any]) -> Iterator[str]:
    if not EVENT_TYPE.fullmatch(metadata.get("event_type", "")):
        yield "metadata: event_type"
    values = [metadata.get("event_payload"), *(metadata.get("event_payload") or {}).values()]
    if any(not isinstance(value, (str, int, float, list, dict)) for value in values):
        yield "metadata: event_payload"


def _telegram(message: Mapping[str, Any]) -> Iterator[str]:
    html = message.get("text") or ""
    try:
        html.encode()
    except UnicodeEncodeError:
        yield "half of a character pair"
        return
    if message.get("parse_mode") not in (None, "HTML"):
        yield f"parse_mode {message['parse_mode']}"
    parsed = TelegramHtml(html if message.get("parse_mode") else html.replace("&", "&amp;").replace("<", "&lt;"))
    yield from (f"can't parse entities: {problem}" for problem in parsed.problems)
    if not parsed.text.strip():
        yield "message text is empty"
    if units(parsed.text) > 4096:
        yield f"message is too long: {units(parsed.text)}"
    if parsed.entities > 100:  # measured: what comes after stays plain
        yield f"{parsed.entities} entities"
    if sum(len(link.encode()) for link in parsed.links) > 9000:  # measured: some 9,500 with the rest of the entities
        yield "ENTITIES_TOO_LONG"
    if message.get("reply_markup"):
        yield from _keyboard(message["reply_markup"])


def _keyboard(markup: Any) -> Iterator[str]:
    fields = json.loads(markup) if isinstance(markup, str) else markup
    rows = fields.get("inline_keyboard", [])
    buttons = [button for row in rows for button in row]
    if len(buttons) > 100 or len(json.dumps(fields).encode()) > 10 * 1024:  # measured
        yield "reply markup is too long"
    if any(not 1 <= len(row) <= 8 for row in rows):  # measured
        yield "a row with too many buttons, or none"
    for button in buttons:
        if not button.get("text", "").strip():
            yield "a button without words"
        if sum(name in button for name in BUTTON_ACTIONS) != 1:
            yield "a button needs exactly one action"
        if not 1 <= len(button.get("callback_data", "x").encode()) <= 64:
            yield f"BUTTON_DATA_INVALID: {button['callback_data']}"
        if not re.match(r"(?:https?|tg)://", button.get("url", "https://x")):
            yield "BUTTON_URL_INVALID"
