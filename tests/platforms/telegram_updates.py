"""Updates made by hand, and what is heard of them."""

from __future__ import annotations

import itertools
from typing import Any, Dict, Optional, Union

from marrow.channels.telegram.addressing import Myself
from marrow.channels.telegram.hearing import Hearing, Incoming, OldButton
from marrow.channels.telegram.updates import Update
from tests.platforms.telegram import BOT_ID, BOT_NAME, bot_user
from tests.platforms.telegram_people import entities

PERSON = {"id": 55, "is_bot": False, "first_name": "Somebody"}
OTHER = {**PERSON, "id": 66}
PRIVATE = {"id": 55, "type": "private"}
GROUP = {"id": -77, "type": "supergroup"}
KEYS = [[{"text": "One", "callback_data": "/one"}], [{"text": "Two", "callback_data": "/two"}]]
_updates = itertools.count(1)


def message(text: Optional[str] = None, chat: Dict[str, Any] = PRIVATE, **fields: Any) -> Dict[str, Any]:
    words = {"text": text, "entities": entities(text)} if text is not None else {}
    return {"message_id": 9, "date": 1, "chat": chat, "from": PERSON, **words, **fields}


def new_hearing() -> Hearing:
    return Hearing(Myself(BOT_ID, BOT_NAME))


def hear(hearing: Optional[Hearing] = None, **happened: Any) -> Union[Incoming, OldButton, None]:
    update = Update.parse_obj({"update_id": next(_updates), **happened})
    return (hearing or new_hearing()).of(update)


def heard(**happened: Any) -> Incoming:
    incoming = hear(**happened)
    assert isinstance(incoming, Incoming)
    return incoming


def press(data: str = "/one", by: Dict[str, Any] = PERSON, **under: Any) -> Dict[str, Any]:
    keyboard = {"reply_markup": {"inline_keyboard": KEYS}}
    return {"id": "q", "from": by, "data": data, "message": {**message(), "from": bot_user(), **keyboard, **under}}


def in_group(text: str, **fields: Any) -> Dict[str, Any]:
    return message(text, GROUP, **fields)
