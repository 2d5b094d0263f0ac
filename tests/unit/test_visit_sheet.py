"""The visit sheet: what was read with its sources, the words of a report, questions, and nothing that nobody said."""

from __future__ import annotations

import asyncio
import re
from datetime import date
from types import SimpleNamespace
from typing import Any, Dict, List, Sequence

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from marrow.channels.visit_sheet import document, page
from marrow.clinic import Clinic
from marrow.contract import topic_ids
from marrow.conversation.tracker_store import ConversationStore
from marrow.conversation.words import LICENSE, denied_in_report
from marrow.knowledge.finding import find_answer
from marrow.visit_sheet.content import MOST_READ, NOT_READ, Sheet, SheetSection, sheet_of
from marrow.visit_sheet.html import html_of
from marrow.visit_sheet.pdf import pdf_of
from tests.marks import marks

DAY = date(2026, 5, 6)
REPORT = {
    "is_report": True,
    "words": [
        {"gloss": f"glossary.{name}", "text": name, "denied": name == "stir"} for name in ("tear", "stir", "tear")
    ],
}


def answer(topic: str, site: Any = None, **fields: Any) -> BotUttered:
    turn = {"kind": "answer", "topic": topic, "site": site, "answer_id": topic, **fields}
    return BotUttered("said", {"custom": turn})


def sheet(session: Session, events: Sequence[Event] = (), **clinic: Any) -> Sheet:
    return sheet_of(session, events, Clinic(**clinic), DAY)


def lines(made: Sheet) -> Dict[str, List[str]]:
    """What stands under each heading: ids of the statements."""
    return {
        one.heading: [name for line in one.lines for name in re.findall("<([^>]+)>", line)] for one in made.sections
    }


def test_what_was_read_stands_on_it_once_with_its_sources(invented: Session) -> None:
    events = [
        answer("recovery_time", "knee", answer_id="recovery_time.knee", also=["diet_supplements"]),
        answer("recovery_time", "knee", answer_id="recovery_time.knee"),
        BotUttered("hello", {"custom": {"kind": "smalltalk"}}),
        BotUttered("a text without a turn"),
    ]
    made = sheet(invented, events)
    assert lines(made)["What I read"] == ["diet_supplements.simpler", "recovery_time.knee.said"]
    assert "the knee" in made.about and "6 May 2026" in made.about
    cited = {number for one in made.sections for line in one.lines for number in marks(line)}
    assert cited == {number for number, _, _ in made.sources}


def test_the_last_answers_stand_on_it_those_of_other_sites_too(invented: Session) -> None:
    first = [answer("recovery_time", "knee", answer_id="recovery_time.knee"), answer("recovery_time")]
    assert lines(sheet(invented, first))["What I read"] == ["recovery_time.knee.said", "recovery_time.simpler"]
    more = [answer(topic) for topic in topic_ids()[:MOST_READ] if topic not in NOT_READ]
    read = lines(sheet(invented, [*first, *more]))["What I read"]
    assert len(read) == MOST_READ and read[-1] == f"{more[-1].data['custom']['topic']}.simpler"


def test_the_words_of_a_report_are_explained_and_those_of_talk_are_not(invented: Session) -> None:
    talk = UserUttered("a tear?", parse_data={"report": {**REPORT, "is_report": False}})
    assert "Words of my report" not in lines(sheet(invented, [talk]))
    pasted = UserUttered("FINDINGS ...", parse_data={"report": REPORT})
    later = {**REPORT, "words": [{**word, "denied": True} for word in REPORT["words"]]}
    made = sheet(invented, [talk, pasted, UserUttered("FINDINGS ...", parse_data={"report": later})])
    assert lines(made)["Words of my report"] == ["glossary.tear", "glossary.stir"]
    (words,) = (one.lines for one in made.sections if one.heading == "Words of my report")
    assert [denied_in_report("stir") in line for line in words] == [False, True]


def test_without_a_talk_there_are_the_questions_to_ask_and_room_to_write(invented: Session) -> None:
    made = sheet(invented)
    questions = find_answer(invented, "questions_for_doctor")
    assert questions and lines(made)["What I want to ask"][0] == questions.statements[0].id
    assert [one.blank for one in made.sections if one.heading == "My notes"] == [5]
    assert "What I read" not in lines(made)


def test_the_clinic_stands_on_it_where_it_is_known(invented: Session) -> None:
    made = sheet(invented, name="A Clinic", phone="01 23")
    assert "A Clinic" in made.about and "01 23" in made.footer
    assert "your clinic" in sheet(invented).footer


def test_its_foot_says_under_which_license_it_is(invented: Session) -> None:
    assert sheet(invented).footer.endswith(LICENSE)


def test_the_page_shows_markup_as_text(invented: Session) -> None:
    made = Sheet("T", "<b>about</b>", (SheetSection("H", ("<script>",), 1),), ((1, "a & b", ""), (2, "c", "u")), "F")
    page = html_of(made, "x.pdf")
    assert "<script>" not in page and "&lt;b&gt;" in page and 'href="x.pdf"' in page
    assert page.count('class="blank"') == 1


@pytest.mark.parametrize("words, pages", [(20, 1), (500, 1), (2_000, 2)])
def test_the_pdf_has_one_page_as_long_as_that_can_be_read(words: int, pages: int) -> None:
    section = SheetSection("Heading", tuple("word \u00df\u2019" * 10 for _ in range(words // 10)), 3)
    made = pdf_of(Sheet("Title", "About", (section,), ((1, "Source", "https://example.org"),), "Footer"))
    assert made.startswith(b"%PDF")
    assert (len(re.findall(rb"/Type /Page\b(?!s)", made)) > 1) == (pages > 1)


class Away(ConversationStore):
    """A store whose database cannot be reached."""

    def __init__(self) -> None:
        """Opens nothing."""
        self._domain, self.event_broker = Domain.empty(), None

    async def retrieve_full_tracker(self, conversation_id: str) -> None:
        raise OperationalError("SELECT", {}, Exception("away"))


@pytest.mark.parametrize("form", [page, document])
def test_no_sheet_is_made_while_the_conversations_cannot_be_read(form: Any) -> None:
    agent = SimpleNamespace(tracker_store=FailSafeTrackerStore(Away()))  # as Rasa hands it out
    given = {"address": "/sheet"} if form is page else {}
    assert asyncio.run(form(agent, "one", headers={}, **given)).status == 503
