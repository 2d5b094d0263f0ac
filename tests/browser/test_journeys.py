"""A patient's way through the widget beside the real assistant."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from benchmarks.scoring import read_set
from marrow.settings import ROOT
from tests.bot import Bot
from tests.browser.chat import ANSWER_MS, Chat, OpenChat
from tests.marks import marks

RED_FLAGS = ROOT / "tests" / "safety" / "red_flags.yml"
SIZES = [(1280, 900), (375, 700)]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}px")
def clinic_page(request: pytest.FixtureRequest, open_chat: OpenChat, bot: Bot) -> Chat:
    """The demo clinic's page with the panel open."""
    return open_chat(f"{bot.url}/chat/demo", *request.param, reduced_motion="reduce").open()


def test_from_a_question_to_its_sources_the_next_question_and_the_end(clinic_page: Chat) -> None:
    answer = clinic_page.ask("What is bone marrow edema?")
    expect(answer.get_by_role("heading").first).to_be_visible()
    answer.locator(":scope > .sources summary").click()
    answer.locator(".otherwise summary").click()
    sources = answer.locator(":scope > .sources li")
    cited = {int(source.get_attribute("value") or 0) for source in sources.all()}
    assert marks(str(answer.locator(".said p, .otherwise p").all_inner_texts())) == cited != set()
    assert (sources.first.get_by_role("link").get_attribute("href") or "").startswith("http")
    assert clinic_page.fits()

    offered = answer.locator(".replies button").first
    title = offered.inner_text()
    offered.click()
    expect(clinic_page.said.last).to_contain_text(title)
    expect(clinic_page.answers).to_have_count(3, timeout=ANSWER_MS)

    clinic_page.page.reload()
    clinic_page.open()
    expect(clinic_page.said).to_have_text(["You: What is bone marrow edema?", f"You: {title}"])
    clinic_page.ask("how long does it take")
    clinic_page.answer.get_by_role("button", name="Helpful", exact=True).click()
    expect(clinic_page.answer.locator(".feedback")).to_contain_text("Thank you.")

    clinic_page.choose("Delete my data")
    clinic_page.press("Delete it")
    expect(clinic_page.answers).to_have_count(1, timeout=ANSWER_MS)
    assert clinic_page.stored() == {}


def test_a_red_flag_stands_out(clinic_page: Chat, bot: Bot) -> None:
    texts = (one["text"] for one in read_set(RED_FLAGS))
    flagged = next(text for text in texts if bot.ask(text).kind == "escalate")
    answer = clinic_page.ask(flagged)
    assert "escalate" in (answer.get_attribute("class") or "")
    expect(answer.locator(".said").first.get_by_role("heading")).to_be_visible()
    expect(clinic_page.page.locator(".emergency")).to_be_in_viewport()


def test_the_visit_sheet_of_the_talk_opens(clinic_page: Chat) -> None:
    clinic_page.ask("how long does it take")
    clinic_page.choose("My visit sheet")
    with clinic_page.page.expect_popup() as opened:
        clinic_page.page.locator(".aside-page li a").first.click()
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()


def test_markup_is_shown_as_it_was_typed(clinic_page: Chat) -> None:
    clinic_page.ask("<img src=x onerror=alert(1)> INR < 2 and > 1")
    expect(clinic_page.said.last).to_have_text("You: <img src=x onerror=alert(1)> INR < 2 and > 1")
    assert clinic_page.log.locator("img").count() == 0


def test_a_forged_number_of_a_conversation_leads_to_a_new_one(open_chat: OpenChat, bot: Bot) -> None:
    chat = open_chat(f"{bot.url}/chat/").open()
    chat.ask("how long does it take")
    token = chat.stored()["marrow-conversation"].strip()
    forged = f"{token[:-4]}AAAA"
    chat.page.evaluate("(token) => sessionStorage.setItem('marrow-conversation', ` ${token}`)", forged)
    chat.page.reload()
    expect(chat.answers).to_have_count(1)
    expect(chat.said).to_have_count(0)
    chat.ask("how long does it take")
    assert chat.stored()["marrow-conversation"].strip() not in (token, forged)


def test_the_conversation_goes_on_after_the_assistant_was_restarted(open_chat: OpenChat, tmp_path: Path) -> None:
    first = Bot(tmp_path)
    try:
        chat = open_chat(f"{first.url}/chat/").open()
        chat.ask("how long does it take")
        first.stop()
        chat.send("What is bone marrow edema?")
        expect(chat.status).to_contain_text("I cannot reach the guide", timeout=ANSWER_MS)
    finally:
        first.stop()
    second = Bot(tmp_path, MARROW_PORT=str(first.port))
    try:
        chat.press("Try again")
        expect(chat.answers).to_have_count(3, timeout=ANSWER_MS)
        chat.page.reload()
        expect(chat.said).to_have_count(2)
    finally:
        second.stop()
