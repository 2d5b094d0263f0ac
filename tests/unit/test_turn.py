"""The text and the turn of an answer belong together: every [n] is one citation and the other way round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Optional

import jsonschema

from marrow.contract import turn_schema
from marrow.conversation.turn import UNKNOWN_PUBLISHER, Sources, answer_turn
from marrow.knowledge.finding import FoundAnswer, FoundSource, FoundStatement
from marrow.knowledge.models import Part
from tests.marks import marks


def source(name: str, stance: str = "supports", publisher: Optional[str] = "A publisher") -> FoundSource:
    return FoundSource(
        name, f"Title of {name}", None, publisher, 2020, f"https://example.org/{name}", None, "review", "page 1", stance
    )


def statement(name: str, *sources: FoundSource) -> FoundStatement:
    return FoundStatement(name, f"This is {name}.", Part.SAID, sources)


def answer(topic: str, *statements: FoundStatement, site: Optional[str] = None, day: int = 2) -> FoundAnswer:
    return FoundAnswer(topic, topic, site, date(2026, 1, day), statements)


ONE = answer("one", statement("a", source("SRC01"), source("SRC02")), statement("b", source("SRC01")), site="knee")
TWO = answer("two", statement("c", source("SRC03"), source("SRC02")), statement("d", source("SRC04")), day=1)


def test_the_lines_that_say_what_to_do_next_are_named() -> None:
    step = FoundStatement("e", "Do this.", Part.NEXT_STEP, (source("SRC05"),))
    text, turn = answer_turn([ONE, TWO, ONE], [[*ONE.statements, step], TWO.statements, [step]])
    lines = text.split("\n")
    assert [lines[place] for place in turn["next_steps"]] == ["Do this. [3]", "Do this. [3]"]


DISPUTED = FoundStatement(
    "f", "It is so.", Part.SAID, (source("SRC01"), source("SRC06", "disputes")), otherwise="Some say no."
)


def test_what_is_said_otherwise_stands_apart_behind_the_next_step_with_those_who_say_it() -> None:
    step = FoundStatement("e", "Do this.", Part.NEXT_STEP, (source("SRC05"),))
    text, turn = answer_turn([ONE, TWO], [[DISPUTED, *ONE.statements, step], TWO.statements])
    first, _, other, *_ = lines = text.split("\n")
    assert first == "It is so. [1] This is a. [1][2] This is b. [1]"
    assert [lines[place] for place in turn["otherwise"]] == [other] == ["Some say no. [4]"]
    assert [lines[place] for place in turn["next_steps"]] == ["Do this. [3]"]
    jsonschema.validate(turn, turn_schema())


def test_where_nobody_says_otherwise_the_turn_says_nothing_of_it() -> None:
    assert "otherwise" not in answer_turn([ONE], [ONE.statements])[1]


def test_the_same_view_is_told_once_in_a_reply() -> None:
    text, turn = answer_turn([ONE, TWO], [[DISPUTED], [DISPUTED]])
    assert text == "It is so. [1]\nSome say no. [2]\nIt is so. [1]" and turn["otherwise"] == [1]


def test_outside_an_answer_only_what_backs_a_statement_is_cited() -> None:
    assert Sources().cited(DISPUTED) == "It is so. [1]"


def test_every_mark_in_the_text_is_one_citation_and_the_other_way_round() -> None:
    text, turn = answer_turn([ONE, TWO], [ONE.statements, TWO.statements])
    numbers = [citation["n"] for citation in turn["citations"]]
    assert marks(text) == set(numbers)
    assert numbers == [1, 2, 3, 4]
    jsonschema.validate(turn, turn_schema())


def test_a_source_is_numbered_once_in_the_order_of_appearance() -> None:
    text, turn = answer_turn([ONE, TWO], [ONE.statements, TWO.statements])
    assert [citation["source_id"] for citation in turn["citations"]] == ["SRC01", "SRC02", "SRC03", "SRC04"]
    assert text == "This is a. [1][2] This is b. [1]\nThis is c. [3][2] This is d. [4]"


def test_only_what_is_said_is_cited() -> None:
    _, turn = answer_turn([ONE], [ONE.statements[1:]])
    assert [citation["source_id"] for citation in turn["citations"]] == ["SRC01"]


def test_an_answer_of_which_nothing_is_said_leaves_no_paragraph_but_its_topic() -> None:
    text, turn = answer_turn([ONE, TWO], [[], TWO.statements])
    assert text == "This is c. [1][2] This is d. [3]"
    assert (turn["topic"], turn["also"]) == ("one", ["two"])


def test_two_answers_of_one_topic_are_one_topic_with_the_site_of_either() -> None:
    _, turn = answer_turn([answer("one", ONE.statements[0]), ONE], [ONE.statements, []])
    assert (turn["topic"], turn["also"], turn["site"]) == ("one", [], "knee")


def test_the_stance_is_kept_also_of_a_source_that_backs_one_statement_and_disputes_another() -> None:
    torn = answer("torn", statement("a", source("SRC01")), statement("b", source("SRC02"), source("SRC01", "disputes")))
    text, turn = answer_turn([torn], [torn.statements])
    assert [(citation["n"], citation["source_id"], citation["stance"]) for citation in turn["citations"]] == [
        (1, "SRC01", "supports"),
        (2, "SRC02", "supports"),
        (3, "SRC01", "disputes"),
    ]
    assert text.endswith("This is b. [2][3]")


def test_the_turn_names_the_first_topic_the_others_and_the_oldest_check() -> None:
    _, turn = answer_turn([ONE, TWO], [ONE.statements, TWO.statements])
    assert (turn["kind"], turn["topic"], turn["also"], turn["site"], turn["answer_id"], turn["reviewed_on"]) == (
        "answer", "one", ["two"], "knee", "one", "2026-01-01",
    )  # fmt: skip


def test_the_turn_says_when_the_first_answer_was_written_where_that_is_known() -> None:
    known = replace(ONE, written_on=date(2026, 1, 1), change=(date(2026, 1, 2), "it is plainer."))
    _, turn = answer_turn([known, TWO], [ONE.statements, TWO.statements])
    assert (turn["written_on"], turn["changed"]["on"]) == ("2026-01-01", "2026-01-02")
    jsonschema.validate(turn, turn_schema())
    assert not {"written_on", "changed"} & answer_turn([ONE, known], [ONE.statements, []])[1].keys()


def test_a_source_without_a_publisher_says_so() -> None:
    anonymous = answer("one", statement("a", source("SRC01", publisher=None)))
    _, turn = answer_turn([anonymous], [anonymous.statements])
    assert turn["citations"][0]["publisher"] == UNKNOWN_PUBLISHER
    jsonschema.validate(turn, turn_schema())
