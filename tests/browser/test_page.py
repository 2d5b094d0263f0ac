"""The chat page in a real browser, as a patient meets it."""

from __future__ import annotations

import shutil
from typing import Iterator, List

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from marrow.settings import ROOT
from tests.bot import Bot
from tests.marks import marks

PICTURES = ROOT / "artifacts"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ANSWER_MS = 20_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "Chromium is not installed: `make test` installs it"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(params=[(1280, 900), (375, 700), (320, 600)], ids=lambda size: f"{size[0]}px")
def page(request: pytest.FixtureRequest, browser: Browser, bot: Bot) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param[0], "height": request.param[1]})
    opened = context.new_page()
    problems: List[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    opened.goto(bot.url)
    yield opened
    PICTURES.mkdir(exist_ok=True)
    opened.screenshot(path=str(PICTURES / f"{request.node.name.replace('/', '_')}.png"))
    context.close()
    assert not problems, problems


def ask(page: Page, text: str) -> None:
    replies = page.locator("li.guide").count()
    page.get_by_label("Your question").fill(text)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("li.guide")).to_have_count(replies + 1, timeout=ANSWER_MS)


def test_a_question_gets_an_answer_whose_marks_match_its_sources(page: Page) -> None:
    ask(page, "What is bone marrow edema?")
    answer = page.locator("li.guide").last
    said = str(answer.locator("p").all_inner_texts())
    sources = answer.locator(".sources > li")
    assert marks(said) == {int(source.get_attribute("value") or 0) for source in sources.all()}
    link = sources.first.get_by_role("link")
    assert (link.get_attribute("href") or "").startswith("http") and link.get_attribute("target") == "_blank"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "no sideways scroll"


def test_a_quick_reply_asks_the_next_question(page: Page) -> None:
    ask(page, "how long does it take")
    button = page.locator(".replies button").first
    title = button.inner_text()
    button.click()
    expect(page.locator("li.person").last).to_have_text(title, timeout=ANSWER_MS)
    expect(page.locator("li.guide")).to_have_count(3, timeout=ANSWER_MS)


def test_markup_is_shown_as_it_was_typed(page: Page) -> None:
    ask(page, "<img src=x onerror=alert(1)> INR < 2 and > 1")
    expect(page.locator("li.person").last).to_have_text("<img src=x onerror=alert(1)> INR < 2 and > 1")
    assert page.locator("#log img").count() == 0


def test_the_keyboard_is_enough(page: Page) -> None:
    field = page.get_by_label("Your question")
    expect(field).to_be_focused()
    page.keyboard.type("does it show on a CT scan")
    page.keyboard.press("Enter")
    expect(page.locator("li.guide")).to_have_count(2, timeout=ANSWER_MS)
    expect(field).to_be_focused()
    expect(field).to_have_value("")


def test_a_lost_network_is_said_and_nothing_typed_is_lost(browser: Browser, bot: Bot) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(bot.url)
    context.set_offline(True)
    page.get_by_label("Your question").fill("how long does it take")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("cannot reach", timeout=ANSWER_MS)
    expect(page.get_by_label("Your question")).to_have_value("how long does it take")
    context.set_offline(False)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("li.guide")).to_have_count(2, timeout=ANSWER_MS)
    context.close()
