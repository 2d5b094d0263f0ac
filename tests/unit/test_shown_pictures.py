"""An answer brings the pictures of its topic: files that are there, with sources, and with body sites to press."""

from __future__ import annotations

from typing import Sequence

from marrow.channels.pictures import ADDRESS, picture_files, with_pictures
from marrow.contract import topic_ids
from marrow.conversation.turn import make_turn
from marrow.knowledge.files import read_knowledge
from marrow.knowledge.schema import SITE
from marrow.settings import ROOT
from marrow.understanding.language import build_language, read


def shown(kind: str, topic: str, steps: Sequence[int] = (1,)) -> list:
    (message,) = with_pictures([{"custom": make_turn(kind, topic=topic, next_steps=list(steps))}])
    return message["custom"].get("pictures", [])


def test_an_answer_brings_the_pictures_of_its_topic() -> None:
    pictures = [picture for topic in topic_ids() for picture in shown("answer", topic)]
    assert {picture["src"].rpartition("/")[2] for picture in pictures} == set(picture_files())
    for picture in pictures:
        assert picture["src"].startswith(ADDRESS) and picture["alt"] and picture["title"] and picture["sources"]
    assert all(path.is_file() for path in picture_files().values())


def test_nothing_but_an_answer_told_in_full_has_pictures() -> None:
    assert shown("answer", "definition", steps=()) == []
    assert with_pictures([{"text": "hello"}]) == [{"text": "hello"}]


def test_every_body_site_can_be_pressed_on_the_body_map_and_its_question_names_it() -> None:
    vocabulary = read_knowledge(ROOT / "knowledge")[0].vocabulary
    language = build_language(vocabulary)
    (areas,) = [picture["areas"] for picture in shown("answer", "symptoms") if picture["areas"]]
    assert {area["site"] for area in areas} == {term.id for term in vocabulary if term.kind == SITE}
    for area in areas:
        assert [one.term for one in read(language, area["ask"]).mentions if one.kind == SITE][0] == area["site"]
        x, y, width, height = area["box"]
        assert min(x, y) >= 0 and x + width <= 100 and y + height <= 100
