"""An answer brings the pictures that name it: files that are there, with sources, and with body sites to press."""

from __future__ import annotations

from typing import Dict, List, Sequence

import pytest

from marrow.channels.pictures import ADDRESS, picture_files, with_pictures
from marrow.contract import Kind
from marrow.conversation.turn import make_turn
from marrow.knowledge.files import Knowledge
from marrow.knowledge.schema import SITE
from marrow.understanding.language import build_language, read


def shown(answer: str, steps: Sequence[int] = (1,), also: Sequence[str] = ()) -> list:
    turn = make_turn(Kind.ANSWER, answer_id=answer, also=list(also), next_steps=list(steps))
    (message,) = with_pictures([{"custom": turn}])
    return message["custom"].get("pictures", [])


@pytest.fixture
def by_topic(knowledge: Knowledge) -> Dict[str, List[str]]:
    """The ids of the answers of each topic, the general one first."""
    return {topic.topic: [answer.id for answer in topic.answers] for topic in knowledge.topics}


def test_an_answer_brings_the_pictures_that_name_it(by_topic: Dict[str, List[str]]) -> None:
    pictures = [picture for answers in by_topic.values() for answer in answers for picture in shown(answer)]
    assert {picture["src"].rpartition("/")[2] for picture in pictures} == set(picture_files())
    for picture in pictures:
        assert picture["src"].startswith(ADDRESS) and picture["alt"] and picture["title"] and picture["sources"]
    assert all(path.is_file() for path in picture_files().values())


def test_a_special_answer_does_not_bring_the_pictures_of_the_general_one(by_topic: Dict[str, List[str]]) -> None:
    special = [answer for general, *others in by_topic.values() if shown(general) for answer in others]
    assert any(shown(answer) == [] for answer in special)


def test_of_several_answers_in_one_reply_those_of_the_first_are_shown(by_topic: Dict[str, List[str]]) -> None:
    first, second, *_ = [general for general, *_ in by_topic.values() if shown(general)]
    assert shown(first, also=[second]) == shown(first) != shown(second)


def test_nothing_but_an_answer_told_in_full_has_pictures(by_topic: Dict[str, List[str]]) -> None:
    answer = next(general for general, *_ in by_topic.values() if shown(general))
    assert shown(answer, steps=()) == []
    assert with_pictures([{"text": "hello"}]) == [{"text": "hello"}]


def test_every_body_site_can_be_pressed_on_the_body_map_and_its_question_names_it(knowledge: Knowledge) -> None:
    vocabulary = knowledge.vocabulary
    language = build_language(vocabulary)
    (areas,) = [picture["areas"] for picture in shown("body_site_specific") if picture["areas"]]
    assert {area["site"] for area in areas} == {term.id for term in vocabulary if term.kind == SITE}
    for area in areas:
        assert [one.term for one in read(language, area["ask"]).mentions if one.kind == SITE][0] == area["site"]
        x, y, width, height = area["box"]
        assert min(x, y) >= 0 and x + width <= 100 and y + height <= 100
