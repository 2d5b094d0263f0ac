"""An answer brings the pictures of its topic, and every one of them is a file that is there."""

from __future__ import annotations

from marrow.channels.pictures import ADDRESS, picture_files, with_pictures
from marrow.contract import topic_ids
from marrow.conversation.turn import make_turn


def shown(kind: str, topic: str) -> list:
    (message,) = with_pictures([{"custom": make_turn(kind, topic=topic)}])
    return message["custom"].get("pictures", [])


def test_an_answer_brings_the_pictures_of_its_topic() -> None:
    pictures = [picture for topic in topic_ids() for picture in shown("answer", topic)]
    assert {picture["src"].rpartition("/")[2] for picture in pictures} == set(picture_files())
    assert all(picture["src"].startswith(ADDRESS) and picture["alt"] and picture["title"] for picture in pictures)
    assert all(path.is_file() for path in picture_files().values())


def test_nothing_but_an_answer_has_pictures() -> None:
    assert shown("clarify", "definition") == []
    assert with_pictures([{"text": "hello"}]) == [{"text": "hello"}]
