"""What a person does with the widget, beside a bot whose answers are known."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from marrow.conversation.words import LICENSE
from tests.browser.canned_answers import ANSWER, button
from tests.browser.chat import Chat, OpenChat
from tests.browser.fake_bot import FakeBot
from tests.marks import marks


def test_nothing_is_asked_of_the_bot_before_the_launcher_is_pressed(open_chat: OpenChat, fake: FakeBot) -> None:
    chat = open_chat(f"{fake.url}/chat/demo")
    expect(chat.launcher).to_have_text("Questions about bone marrow edema?")
    chat.open()
    assert not any("conversations" in asked for asked in fake.requests), "the greeting needs no bot"


def test_the_focus_goes_into_the_panel_and_back_to_the_launcher(open_chat: OpenChat, fake: FakeBot) -> None:
    chat = open_chat(f"{fake.url}/chat/demo").open()
    expect(chat.field).to_be_focused()
    chat.choose("What is this?")
    assert chat.focused() == "aside-page"
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("button", name="Menu")).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("dialog")).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_an_answer_has_its_heading_its_next_step_and_its_sources(page_chat: Chat) -> None:
    answer = page_chat.ask("does it show on a CT scan")
    expect(answer.get_by_role("heading")).to_have_text("X-ray, CT and bone scan")
    expect(answer.locator(".next")).to_contain_text("What you can do next")
    expect(answer.locator(".next")).to_contain_text("Ask which kind it was.")
    expect(answer).to_contain_text("First written on 20 November 2026. Changed on 21 November 2026. Compared with its")
    items = answer.locator(".sources li")
    expect(items.first).to_be_hidden()
    answer.get_by_text("Who says otherwise").click()
    answer.get_by_text("3 sources").click()
    numbers = {int(item.get_attribute("value") or 0) for item in items.all()}
    assert marks(str(answer.locator("p").all_inner_texts())) == numbers == {1, 2, 3}
    link = items.first.get_by_role("link")
    assert link.get_attribute("href") == "https://doi.org/10.0/1" and link.get_attribute("target") == "_blank"
    expect(items.first).to_contain_text("A journal 28(10):4182-4194, 2018, abstract")
    expect(items.last).to_contain_text("no year given")
    expect(items.last).to_contain_text("says otherwise")
    assert items.last.get_by_role("link").count() == 0, "a source without an address is no link"


def test_what_is_said_otherwise_is_folded_until_it_is_asked_for(page_chat: Chat) -> None:
    answer = page_chat.ask("does it show on a CT scan")
    other = answer.locator(".said:not(.aside) + .otherwise").get_by_text("A page says no. [3]")
    expect(other).to_be_hidden()
    answer.get_by_text("Who says otherwise").click()
    expect(other).to_be_visible()
    answer.get_by_role("button", name="Source [3]").click()
    expect(answer.locator(".sources li").last).to_be_focused()


def test_a_mark_leads_to_its_source(page_chat: Chat) -> None:
    answer = page_chat.ask("does it show on a CT scan")
    answer.get_by_role("button", name="Source [2]").first.click()
    expect(answer.locator(".sources li").nth(1)).to_be_focused()


def test_a_quick_reply_sends_its_payload_and_shows_its_title(page_chat: Chat, fake: FakeBot) -> None:
    page_chat.ask("does it show on a CT scan")
    page_chat.press("More of this")
    expect(page_chat.said.last).to_have_text("You: More of this")
    assert page_chat.focused() == "entry person", "the button that had the focus is gone"
    expect(page_chat.answers).to_have_count(3)
    assert fake.handled[-1] == button("More of this")["payload"]
    assert page_chat.page.locator(".replies").count() == 1, "only the last answer offers something"


def test_a_starting_question_is_asked_as_it_reads(page_chat: Chat, fake: FakeBot) -> None:
    page_chat.press("What causes it?")
    expect(page_chat.answers).to_have_count(2)
    assert fake.handled == ["What causes it?"]


def test_an_emergency_stands_out_and_can_be_called(page_chat: Chat) -> None:
    answer = page_chat.ask("escalate")
    expect(answer.get_by_role("heading")).to_have_text("Get help now")
    assert answer.get_by_role("link", name="Call 112").get_attribute("href") == "tel:112"
    expect(page_chat.page.locator(".emergency")).to_be_in_viewport()


def test_an_emergency_takes_the_place_of_a_page_that_is_being_read(page_chat: Chat, fake: FakeBot) -> None:
    fake.delay = 1
    page_chat.send("escalate")
    page_chat.choose("What is this?")
    expect(page_chat.page.get_by_role("link", name="Call 112")).to_be_in_viewport()


def test_who_stands_behind_it_is_said_and_what_nobody_has_filled_in(page_chat: Chat) -> None:
    page_chat.choose("What is this?")
    told = page_chat.page.locator("dl")
    expect(told).to_contain_text("Who wrote itSomebody, nurse")
    expect(told).to_contain_text("Who pays for itNobody has filled this in yet.")


@pytest.mark.parametrize("kind", ["escalate", "picture"])
def test_what_matters_is_in_view_after_a_long_question(open_chat: OpenChat, fake: FakeBot, kind: str) -> None:
    chat = open_chat(f"{fake.url}/chat/demo", 375, 700).open()
    chat.ask("does it show on a CT scan")
    heading = chat.ask(f"{kind}\n{'a long story ' * 60}").get_by_role("heading")
    expect(heading).to_be_in_viewport()


def test_a_short_question_stays_in_view_above_its_answer(page_chat: Chat) -> None:
    page_chat.ask("does it show on a CT scan")
    page_chat.ask("picture")
    expect(page_chat.said.last).to_be_in_viewport()


def test_a_picture_of_the_bot_is_shown_and_no_other(page_chat: Chat) -> None:
    answer = page_chat.ask("picture")
    image = answer.get_by_role("img", name="Five small pictures.")
    expect(image).to_be_visible()
    assert image.evaluate("node => node.decode().then(() => node.naturalWidth)") > 0
    assert answer.locator("img").count() == 1, "one from elsewhere is left out"


def test_a_picture_shows_its_sources_and_can_be_pressed(page_chat: Chat, fake: FakeBot) -> None:
    figure = page_chat.ask("picture").locator("figure")
    figure.get_by_text("1 source of the picture").click()
    expect(figure.get_by_role("link", name="Behind the picture")).to_be_visible()
    assert figure.locator("ol").get_attribute("type") == "A", "no [1] of the answer"
    expect(figure.get_by_text("Press a place to ask about it.")).to_be_visible()
    place, image = figure.get_by_role("button", name="Knee").bounding_box(), figure.locator("img").bounding_box()
    assert place and image
    assert place["x"] - image["x"] == pytest.approx(0.1 * image["width"], abs=2)
    assert place["height"] == pytest.approx(0.15 * image["height"], abs=2)
    before = page_chat.answers.count()
    figure.get_by_role("button", name="Knee").click()
    expect(page_chat.said.last).to_contain_text("What about the knee?")
    expect(page_chat.answers).to_have_count(before + 1)
    assert fake.handled[-1] == "What about the knee?"


def test_helpful_or_not_is_noted_with_a_word(page_chat: Chat, fake: FakeBot) -> None:
    answer = page_chat.ask("does it show on a CT scan")
    answer.get_by_role("button", name="Not helpful").click()
    answer.get_by_label("Would you say why?").fill("too short")
    answer.get_by_role("button", name="Send this").click()
    expect(answer.get_by_label("Would you say why?")).to_be_hidden()
    expect(answer.locator(".feedback")).to_have_text("Thank you.")
    noted = {"answer_id": "imaging_xray_ct.ct", "helpful": False}
    assert fake.feedback == [noted, {**noted, "word": "too short"}]


def test_feedback_that_could_not_be_noted_is_said(page_chat: Chat, fake: FakeBot) -> None:
    answer = page_chat.ask("does it show on a CT scan")
    fake.fail = 1
    answer.get_by_role("button", name="Helpful", exact=True).click()
    expect(answer.locator(".feedback")).to_contain_text("could not be noted")
    expect(answer.get_by_role("button", name="Helpful", exact=True)).to_be_visible()


def test_the_conversation_can_be_copied(open_chat: OpenChat, fake: FakeBot) -> None:
    chat = open_chat(f"{fake.url}/chat/", permissions=["clipboard-read", "clipboard-write"]).open()
    chat.ask("does it show on a CT scan")
    chat.choose("Copy the conversation")
    expect(chat.status).to_have_text("Copied.")
    copied = str(chat.page.evaluate("() => navigator.clipboard.readText()"))
    said, next_step, other = ANSWER[1]["text"].splitlines()
    assert f"CT and bone scan\n{said}\nWhat you can do next: {next_step}\nWho says otherwise: {other}\n[1]" in copied
    assert "You:\ndoes it show on a CT scan" in copied and copied.rstrip().endswith("says otherwise")


def test_the_conversation_can_be_printed_on_a_page_of_its_own(page_chat: Chat) -> None:
    page_chat.ask("does it show on a CT scan")
    with page_chat.page.expect_popup() as opened:
        page_chat.choose("Print the conversation")
    paper = opened.value
    expect(paper.locator(".entry.guide").last).to_contain_text("A page that says otherwise")
    expect(paper.get_by_text("A page says no. [3]")).to_be_visible()
    assert paper.get_by_role("heading", level=1).inner_text() == "Bone marrow edema guide"
    assert paper.locator("button").count() == 0, "nothing to press on paper"
    assert page_chat.violations() == []


def test_the_visit_sheet_is_linked_from_an_answer_and_from_the_menu(page_chat: Chat, fake: FakeBot) -> None:
    page_chat.choose("My visit sheet")
    expect(page_chat.page.get_by_text("Ask a question first.")).to_be_visible()
    page_chat.press("Back to the conversation")
    answer = page_chat.ask("sheet")
    token = next(iter(fake.conversations))
    sheet = f"{fake.url}/chat/conversations/{token}/visit-sheet"
    links = [link.get_attribute("href") for link in answer.locator(".sheet a").all()]
    page_chat.choose("My visit sheet")
    assert links == [sheet, f"{sheet}.pdf"]
    assert [link.get_attribute("href") for link in page_chat.page.locator(".aside-page a").all()] == links


def test_what_this_is_can_be_read_at_any_time(page_chat: Chat) -> None:
    page_chat.choose("What is this?")
    page = page_chat.page.locator(".aside-page")
    told = ("not a person", "no doses", "no diagnosis", "whether a clinician has reviewed", "not for emergencies")
    for words in (*told, LICENSE):
        expect(page).to_contain_text(words)
    expect(page_chat.page.locator(".emergency")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("page of its own"))).to_be_visible()


def test_starting_again_begins_a_new_conversation(page_chat: Chat, fake: FakeBot) -> None:
    page_chat.ask("does it show on a CT scan")
    page_chat.choose("Start again")
    expect(page_chat.answers).to_have_count(1)
    expect(page_chat.said).to_have_count(0)
    page_chat.ask("clarify")
    assert len(fake.conversations) == 2


def test_deleting_asks_once_deletes_everything_of_the_tab_and_says_so(page_chat: Chat, fake: FakeBot) -> None:
    page_chat.ask("does it show on a CT scan")
    page_chat.choose("Start again")
    page_chat.ask("clarify")
    page_chat.choose("Delete my data")
    page_chat.press("Keep it")
    assert len(fake.conversations) == 2
    page_chat.choose("Delete my data")
    page_chat.press("Delete it")
    expect(page_chat.answers).to_have_count(1)
    expect(page_chat.answer).to_contain_text("All of it is deleted.")
    expect(page_chat.answer).to_be_focused()
    assert fake.conversations == {} and page_chat.stored() == {}


def test_what_could_not_be_deleted_is_said(page_chat: Chat, fake: FakeBot) -> None:
    page_chat.choose("Delete my data")
    expect(page_chat.status).to_contain_text("nothing to delete")
    page_chat.ask("clarify")
    fake.fail = 1
    page_chat.choose("Delete my data")
    page_chat.press("Delete it")
    expect(page_chat.page.get_by_text("It could not be deleted just now.")).to_be_visible()
    page_chat.press("Keep it")
    expect(page_chat.said).to_have_count(1)
