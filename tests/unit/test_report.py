"""What is said to the lines of a report: its words, what was not seen, what nobody explains, what to ask."""

from __future__ import annotations

from typing import Any, Dict, List

import pytest

from actions import report as explaining
from marrow.conversation.words import ASK_AT_THE_VISIT
from tests.person import Person, said

SCOPE, STEP = "read_my_report.said", "read_my_report.next_step"


def report(*words: str, denied: str = "", unknown: Any = (), is_report: bool = True) -> Dict[str, Any]:
    found: List[Dict[str, Any]] = [
        {"gloss": f"glossary.{word}", "text": word.title(), "denied": word == denied} for word in words
    ]
    return {"report": {"words": found, "unknown": list(unknown), "is_report": is_report, "asks_a_word": not is_report}}


def test_the_words_are_explained_in_the_order_of_the_report(person: Person) -> None:
    reply = person.says("read_my_report", **report("mild", "tear"))
    assert said(reply)[:3] == [SCOPE, "glossary.mild", "glossary.tear"]
    assert (reply.turn["topic"], reply.turn["answer_id"]) == ("read_my_report", "read_my_report")
    assert STEP in said(reply)


def test_what_was_not_seen_is_said_to_be_so(person: Person) -> None:
    text = person.says("read_my_report", **report("tear", "stir", denied="tear")).text or ""
    assert "this was not seen: tear. <glossary.tear>" in text
    assert text.count("not seen") == 1


def test_words_that_nobody_explains_are_named(person: Person) -> None:
    text = person.says("read_my_report", **report("tear", unknown=["Fabella", "Plica"])).text or ""
    assert "Fabella, Plica" in text


def test_they_are_named_where_no_word_is_explained(person: Person) -> None:
    text = person.says("read_my_report", **report(unknown=["Lisfranc"], is_report=False)).text or ""
    assert "Lisfranc" in text


def test_what_there_is_no_room_for_is_named(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explaining, "MOST_WORDS", 2)
    reply = person.says("read_my_report", **report("mild", "stir", "tear", "likely"))
    assert said(reply)[1:3] == ["glossary.tear", "glossary.likely"], "what tells most comes first"
    assert "MILD, STIR" in (reply.text or "")


def test_questions_for_the_doctor_come_with_a_report_and_not_with_a_single_word(person: Person) -> None:
    whole = person.says("read_my_report", **report("tear"))
    assert ASK_AT_THE_VISIT in (whole.text or "") and "questions_for_doctor.said" in said(whole)
    assert ASK_AT_THE_VISIT not in (person.says("read_my_report", **report("tear", is_report=False)).text or "")


def test_the_body_site_of_a_report_stays_and_what_is_asked_besides_is_answered(person: Person) -> None:
    reply = person.says("read_my_report", "knee", also=["recovery_time"], **report("tear"))
    assert reply.turn["also"] == ["recovery_time"] and "recovery_time.knee.said" in said(reply)
    assert person.context.site == "knee"


def test_without_a_word_of_the_glossary_the_topic_is_answered(person: Person) -> None:
    for found in ({}, report(), report("unheard_of")):
        assert said(person.says("read_my_report", **found))[0] == SCOPE
