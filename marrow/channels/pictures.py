"""The pictures that belong to an answer, and where they are served from."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Text

from marrow.pictures.files import picture_file, read_pictures
from marrow.settings import get_settings

ADDRESS = "/chat/pictures/"
Message = Dict[Text, Any]


def with_pictures(messages: List[Message]) -> List[Message]:
    """The messages of one turn; an answer whose topic has a picture names it in its turn."""
    for message in messages:
        turn = message.get("custom") or {}
        shown = _by_topic().get(turn.get("topic") or "") if turn.get("kind") == "answer" else None
        if shown:
            turn["pictures"] = shown
    return messages


@lru_cache(maxsize=None)
def picture_files() -> Dict[Text, Path]:
    """Where each picture is, by the name that its address ends in."""
    folder = get_settings().knowledge_folder
    pictures, _ = read_pictures(folder)
    return {picture.file: picture_file(folder, picture) for picture in pictures.pictures}


@lru_cache(maxsize=None)
def _by_topic() -> Dict[Text, List[Dict[Text, Text]]]:
    pictures, _ = read_pictures(get_settings().knowledge_folder)
    shown: Dict[Text, List[Dict[Text, Text]]] = {}
    for picture in pictures.pictures:
        for topic in picture.topics:
            entry = {"id": picture.id, "src": f"{ADDRESS}{picture.file}", "title": picture.title, "alt": picture.alt}
            shown.setdefault(topic, []).append(entry)
    return shown
