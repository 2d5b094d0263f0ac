"""That nothing a person, the bot or the page around says does harm in the widget, and the widget none to the page."""

from __future__ import annotations

from typing import Iterator, List

import pytest
from playwright.sync_api import Dialog, FloatRect, expect

from tests.browser.chat import Chat, OpenChat
from tests.browser.fake_bot import FakeBot

HOSTILE = [
    "<img src=x onerror=alert(1)> INR < 2 and > 1",
    "<script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    '"><iframe srcdoc="<script>parent.alert(1)</script>">',
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://example.org",
    "data:text/html,<script>alert(1)</script>",
    "&lt;b&gt; &amp; {{7*7}} ${alert(1)} <!-- --> ]]>",
    "</div></style><style>*{display:none}</style>",
    "https://example.org/\"onmouseover='alert(1)'",
    "//elsewhere.example/x.svg",
    "__proto__ constructor toString",
    "\u202eright to left override \u200b\u0000 end",
]
HOSTILE_STYLE = """
* { color: red !important; font: 40px fantasy !important; letter-spacing: 9px !important; direction: rtl !important;
    text-align: right !important; line-height: 3 !important; }
marrow-chat { display: none !important; opacity: 0.1 !important; position: static !important; width: 9px !important;
    transform: rotate(9deg) !important; pointer-events: none !important; }
dialog, button, textarea { display: none !important; }
"""
SAFE = ("http:", "https:", "mailto:", "tel:")


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_is_shown_as_it_was_typed_wherever_it_comes_from(page_chat: Chat, words: str) -> None:
    dialogs: List[str] = []

    def close(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page_chat.page.on("dialog", close)
    seen = words.replace("\0", "\ufffd") if "\0" in words else words
    answer = page_chat.ask(f"hostile: {words}")
    assert page_chat.said.last.locator("p").evaluate("node => node.textContent") in (
        f"hostile: {words}",
        f"hostile: {seen}",
    )
    assert answer.get_by_role("heading").evaluate("node => node.textContent") == words
    assert answer.locator(".replies button").evaluate("node => node.textContent") == words
    expect(answer.locator(".sources li")).to_have_count(2)
    elements = page_chat.log.locator(
        "script, iframe, object, embed, style, [onerror], [onload], [onmouseover], [style]"
    )
    assert elements.count() == 0
    for link in page_chat.log.locator("a").all():
        assert link.evaluate("node => node.protocol") in SAFE
        assert "noopener" in (link.get_attribute("rel") or "noopener")
    for image in page_chat.log.locator("img").all():
        assert image.evaluate("node => new URL(node.src).origin === location.origin")
    page_chat.page.mouse.move(300, 300)
    assert dialogs == []


def test_addresses_in_an_answer_become_links_and_nothing_around_them_does(page_chat: Chat) -> None:
    answer = page_chat.ask("hostile: see https://example.org/a?b=1, or write to help@example.org.")
    links = answer.locator(".said p a")
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://example.org/a?b=1",
        "mailto:help@example.org",
    ]
    expect(answer.locator(".said p")).to_contain_text("or write to help@example.org. [1]")


@pytest.fixture
def clinic(fake: FakeBot) -> Iterator[FakeBot]:
    """Another site, whose page takes the widget from the bot."""
    other = FakeBot()
    fake.origins = [other.url]
    yield other
    other.stop()


def test_it_works_on_another_site_under_a_strict_policy(open_chat: OpenChat, fake: FakeBot, clinic: FakeBot) -> None:
    attributes = (
        f'src="{fake.url}/chat/widget.js" data-accent="#663399" data-title="Ask about BME" data-position="left" '
    )
    attributes += 'data-privacy="https://example.org/privacy"'
    policy = f"default-src 'none'; script-src {fake.url}; connect-src {fake.url}; img-src {fake.url}; "
    policy += "require-trusted-types-for 'script'; trusted-types 'none'"
    html = f'<!doctype html><html lang="de"><title>Clinic</title><script {attributes} defer></script>'
    clinic.pages["/page"] = (html, policy)
    chat = open_chat(f"{clinic.url}/page").open()
    dialog = chat.page.get_by_role("dialog", name="Ask about BME")
    box = dialog.bounding_box()
    assert box and box["x"] < 100
    assert chat.page.locator(".emergency a").get_attribute("href") == f"tel:{fake.emergency}"
    expect(chat.page.get_by_role("button", name="Send")).to_have_css("background-color", "rgb(102, 51, 153)")
    image = chat.ask("picture").get_by_role("img", name="Five small pictures.")
    assert image.evaluate("node => node.decode().then(() => node.naturalWidth)") > 0
    chat.choose("What is this?")
    expect(chat.page.get_by_role("link", name="Privacy at this clinic")).to_be_visible()
    assert chat.page.get_by_role("link", name="Open the guide").get_attribute("href") == f"{fake.url}/chat/"
    assert chat.violations() == []


def test_a_page_with_hostile_styles_does_not_change_how_it_looks(open_chat: OpenChat, fake: FakeBot) -> None:
    pictures = []
    for styled in (True, False):
        chat = open_chat("about:blank", reduced_motion="reduce")
        if not styled:
            chat.page.route("**/demo.css", lambda route: route.fulfill(status=200, body="", content_type="text/css"))
        chat.page.goto(f"{fake.url}/chat/demo")
        if styled:
            chat.page.evaluate(
                """(rules) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules);
                document.adoptedStyleSheets = [sheet]; }""",
                HOSTILE_STYLE,
            )
        chat.open().ask("does it show on a CT scan")
        box = chat.page.get_by_role("dialog").bounding_box()
        assert box
        inside = FloatRect(x=box["x"] + 20, y=box["y"], width=box["width"] - 40, height=box["height"])
        pictures.append((box, chat.page.screenshot(clip=inside, animations="disabled", caret="hide")))
    assert pictures[0] == pictures[1]


def test_the_page_around_it_is_left_alone(open_chat: OpenChat, fake: FakeBot) -> None:
    chat = open_chat(f"{fake.url}/chat/demo")
    before = chat.page.evaluate("() => [document.body.children.length, Object.keys(window).length, scrollY]")
    chat.open().ask("does it show on a CT scan")
    after = chat.page.evaluate("() => [document.body.children.length, Object.keys(window).length, scrollY]")
    assert before == after
    assert chat.page.evaluate("() => [history.length, location.hash]") == [2, ""]


def test_it_is_placed_once_though_the_page_places_it_too(open_chat: OpenChat, fake: FakeBot) -> None:
    chat = open_chat(f"{fake.url}/chat/")
    assert chat.page.locator("marrow-chat").count() == 1


def test_without_a_browser_that_can_run_it_the_page_says_so(open_chat: OpenChat, fake: FakeBot) -> None:
    chat = open_chat(f"{fake.url}/chat/", java_script_enabled=False)
    expect(chat.page.get_by_text("This guide cannot run here")).to_be_visible()
