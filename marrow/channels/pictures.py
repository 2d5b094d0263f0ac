"""The pictures that belong to an answer: where they are served, their sources, and where they can be pressed."""

from __future__ import annotations

import logging
import xml.etree.ElementTree as ElementTree
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Iterator, List, Text

from marrow.knowledge.files import read_one
from marrow.knowledge.schema import Source
from marrow.pictures.files import picture_file, read_pictures
from marrow.settings import get_settings

logger = logging.getLogger(__name__)
ADDRESS = "/chat/pictures/"
SITE = "site-"  # begins the id of what can be pressed in a picture; the body site follows
_SVG = "{http://www.w3.org/2000/svg}"
Message = Dict[Text, Any]
Picture = Dict[Text, Any]


def with_pictures(messages: List[Message]) -> List[Message]:
    """The messages of one turn; an answer that is told in full names its pictures in its turn.

    Of several answers in one reply, the first one's are shown: that is the one of ``answer_id``. An answer that is only
    said again, in other words or with its sources, has no next step, and brings no picture again.
    """
    for message in messages:
        turn = message.get("custom") or {}
        shown = _of(turn["answer_id"]) if turn.get("next_steps") and turn.get("answer_id") else None
        if shown:
            turn["pictures"] = shown
    return messages


def _of(answer: Text) -> List[Picture]:
    try:
        return _by_answer().get(answer, [])
    except Exception:  # the answer matters more than the picture
        logger.exception("The pictures cannot be read")
        return []


@lru_cache(maxsize=None)
def picture_files() -> Dict[Text, Path]:
    """Where each picture is, by the name that its address ends in."""
    folder = get_settings().knowledge_folder
    pictures, _ = read_pictures(folder)
    return {picture.file: picture_file(folder, picture) for picture in pictures.pictures}


@lru_cache(maxsize=None)
def _by_answer() -> Dict[Text, List[Picture]]:
    folder = get_settings().knowledge_folder
    pictures, _ = read_pictures(folder)
    sources = _sources(folder)
    shown: Dict[Text, List[Picture]] = {}
    for picture in pictures.pictures:
        entry = {
            "id": picture.id,
            "src": f"{ADDRESS}{picture.file}",
            "title": picture.title,
            "alt": picture.alt,
            "sources": [sources[citation.id] for citation in picture.sources],
            "areas": list(_areas(picture_file(folder, picture))),
        }
        for answer in picture.answers:
            shown.setdefault(answer, []).append(entry)
    return shown


def _sources(folder: Path) -> Dict[Text, Dict[Text, Any]]:
    found: List[Source] = read_one(folder / "sources.yml", List[Source])
    return {
        one.id: {"source_id": one.id, **one.dict(include={"title", "publisher", "year"}), "url": str(one.url)}
        for one in found
    }


def _areas(file: Path) -> Iterator[Dict[Text, Any]]:
    """What can be pressed in a picture: the body site, what to ask then, and where (percent of width and height)."""
    root = ElementTree.parse(file).getroot()  # noqa: S314  a file of our own, looked at by marrow.pictures.checks
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    for group in root.iter(f"{_SVG}g"):
        if not group.get("id", "").startswith(SITE):
            continue
        name = " ".join(text.strip() for text in group.find(f"{_SVG}text").itertext() if text.strip())  # type: ignore[union-attr]
        rect = group.find(f"{_SVG}rect").attrib  # type: ignore[union-attr]
        x, y, w, h = (float(rect[key]) for key in ("x", "y", "width", "height"))
        box = (100 * x / width, 100 * y / height, 100 * w / width, 100 * h / height)
        yield {"site": group.attrib["id"][len(SITE) :], "title": name, "ask": f"What about the {name.lower()}?",
               "box": [round(number, 2) for number in box]}  # fmt: skip
