"""That anyone can use the widget: WCAG 2.2 AA in every state, with keys alone, read aloud, large, in any colours."""

from __future__ import annotations

import re
from typing import Callable, Dict, List

import pytest
from playwright.sync_api import Locator, Page, expect

from marrow.settings import ROOT
from tests.browser.chat import ANSWER_MS, LISTEN, Chat, OpenChat
from tests.browser.fake_bot import FakeBot

AXE = ROOT / "web" / "widget" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = [(1280, 900), (375, 700), (320, 600), (320, 256)]  # the last is 1280 by 1024 at 400 %
State = Callable[[Chat, FakeBot], object]


def _sources(chat: Chat, _: FakeBot) -> None:
    answer = chat.ask("does it show on a CT scan")
    answer.get_by_text("Who says otherwise").click()
    answer.get_by_text("3 sources").click()


def _judged(chat: Chat, _: FakeBot) -> None:
    chat.ask("does it show on a CT scan").get_by_role("button", name="Not helpful").click()
    expect(chat.page.get_by_label("Would you say why?")).to_be_visible()


def _waiting(chat: Chat, fake: FakeBot) -> None:
    fake.delay = 5
    chat.send("clarify")
    expect(chat.status).to_contain_text("looking that up")


def _refused(chat: Chat, fake: FakeBot) -> None:
    fake.refuse = (413, {})
    chat.ask("x")


def _offline(chat: Chat, _: FakeBot) -> None:
    chat.page.context.set_offline(True)
    chat.send("clarify")
    expect(chat.status.get_by_role("button", name="Try again")).to_be_visible()


def _deleting(chat: Chat, _: FakeBot) -> None:
    chat.ask("clarify")
    chat.choose("Delete my data")


STATES: Dict[str, State] = {
    "greeting": lambda chat, _: None,
    "answer": lambda chat, _: chat.ask("does it show on a CT scan"),
    "sources": _sources,
    "judged": _judged,
    "picture": lambda chat, _: chat.ask("picture"),
    "clarify": lambda chat, _: chat.ask("clarify"),
    "escalate": lambda chat, _: chat.ask("escalate"),
    "visit sheet": lambda chat, _: chat.ask("sheet"),
    "right to left": lambda chat, _: chat.ask("arabic"),
    "waiting": _waiting,
    "error": _refused,
    "offline": _offline,
    "menu": lambda chat, _: chat.press("Menu"),
    "what is this": lambda chat, _: chat.choose("What is this?"),
    "deleting": _deleting,
}


def violations(page: Page) -> List[str]:
    """What axe-core finds, one line for each rule and node."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("(rules) => axe.run({runOnly: rules})", RULES)
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def height(shown: Locator) -> float:
    box = shown.bounding_box()
    return box["height"] if box else 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_any_state(open_chat: OpenChat, fake: FakeBot, state: str, scheme: str) -> None:
    where = {"light": "/chat/demo", "dark": "/chat/"}[scheme]
    chat = open_chat(
        fake.url + where, 375 if scheme == "dark" else 1280, 700, color_scheme=scheme, reduced_motion="reduce"
    )
    chat.open()
    STATES[state](chat, fake)
    assert violations(chat.page) == []


def test_axe_finds_nothing_in_the_page_with_the_closed_launcher(open_chat: OpenChat, fake: FakeBot) -> None:
    chat = open_chat(f"{fake.url}/chat/demo")
    expect(chat.launcher).to_be_visible()
    assert violations(chat.page) == []


@pytest.mark.parametrize(
    "accent", ["#ffe600", "#777777", "#000", "white", "hsl(300 90% 50%)", "rebeccapurple", "nonsense"]
)
def test_every_accent_can_be_read(open_chat: OpenChat, fake: FakeBot, accent: str) -> None:
    for scheme in ("light", "dark"):
        chat = open_chat(f"{fake.url}/chat/", color_scheme=scheme, reduced_motion="reduce").open()
        chat.page.locator("marrow-chat").evaluate("(node, accent) => { node.dataset.accent = accent; }", accent)
        chat.ask("does it show on a CT scan")
        assert violations(chat.page) == []


def test_the_keyboard_is_enough(open_chat: OpenChat, fake: FakeBot) -> None:
    chat = open_chat(f"{fake.url}/chat/demo")
    keys = chat.page.keyboard
    expect(chat.launcher).to_be_visible()
    for _ in range(20):
        keys.press("Tab")
        if chat.focused() == "launcher":
            break
    keys.press("Enter")
    expect(chat.field).to_be_focused()
    keys.type("first line")
    keys.press("Shift+Enter")
    keys.type("second line")
    expect(chat.field).to_have_value("first line\nsecond line")
    keys.press("Enter")
    expect(chat.answers).to_have_count(2, timeout=ANSWER_MS)
    expect(chat.field).to_be_focused()
    assert fake.handled == ["first line\nsecond line"]

    order: List[str] = []
    while "Source [1]" not in order and len(order) < 30:
        keys.press("Shift+Tab")
        order.append(
            chat.page.evaluate(
                """() => { const node = document.querySelector("marrow-chat").shadowRoot.activeElement;
                return node.getAttribute("aria-label") || node.textContent; }"""
            )
        )
    wanted = ["How it is found", "More of this", "Not helpful", "Helpful"]
    wanted += ["3 sources", "Who says otherwise", "Source [2]"]
    assert order[: len(wanted)] == wanted, "everything in an answer is reached, from its end to its beginning"
    keys.press("Enter")
    expect(chat.answer.locator(".sources li").first).to_be_focused()
    keys.press("Escape")
    expect(chat.launcher).to_be_focused()


def test_a_new_answer_is_announced_once_and_nothing_else_is(page_chat: Chat) -> None:
    page_chat.ask("clarify")
    expect(page_chat.log).to_have_attribute("aria-live", "polite")
    expect(page_chat.log).to_have_attribute("aria-relevant", "additions")
    page_chat.page.evaluate(LISTEN)
    page_chat.ask("does it show on a CT scan")
    announced, rewritten = page_chat.page.evaluate("() => [announced, rewritten]")
    assert len(announced) == 2 and announced[0] == "You: does it show on a CT scan"
    assert announced[1].startswith("Guide: ") and "First sentence of the answer." in announced[1]
    assert rewritten == 0


def test_an_earlier_conversation_is_not_read_out_again(page_chat: Chat) -> None:
    page_chat.ask("does it show on a CT scan")
    page_chat.page.route("**/messages", lambda route: route.abort())
    page_chat.page.reload()
    expect(page_chat.status).to_contain_text("not shown yet")
    page_chat.page.evaluate(LISTEN)
    page_chat.page.unroute("**/messages")
    page_chat.press("Try again")
    expect(page_chat.said).to_have_count(1)
    assert page_chat.page.evaluate("() => announced") == []
    expect(page_chat.log).to_have_attribute("aria-live", "polite")


def test_what_is_going_on_is_a_status(page_chat: Chat, fake: FakeBot) -> None:
    fake.delay = 0.5
    page_chat.send("clarify")
    expect(page_chat.page.get_by_role("status").filter(has_text="looking that up")).to_be_visible()


@pytest.mark.parametrize("width,height", SIZES)
@pytest.mark.parametrize("where", ["/chat/", "/chat/demo"])
def test_nothing_is_scrolled_sideways(open_chat: OpenChat, fake: FakeBot, where: str, width: int, height: int) -> None:
    chat = open_chat(fake.url + where, width, height).open()
    for text in ("does it show on a CT scan", "x" * 300, "picture", "escalate", f"hostile: {'y' * 200}"):
        chat.ask(text)
    chat.answers.nth(1).get_by_text("3 sources").click()
    assert chat.fits()
    expect(chat.page.locator(".emergency")).to_be_in_viewport()
    chat.choose("What is this?")
    assert chat.fits()


@pytest.mark.parametrize("width,height", SIZES[1:])
def test_on_a_small_screen_the_focus_stays_in_the_panel(
    open_chat: OpenChat, fake: FakeBot, width: int, height: int
) -> None:
    chat = open_chat(f"{fake.url}/chat/demo", width, height, reduced_motion="reduce").open()
    assert chat.page.get_by_role("dialog").evaluate("node => node.matches(':modal')")
    box = chat.page.get_by_role("dialog").bounding_box()
    assert box == {"x": 0, "y": 0, "width": width, "height": height}


def test_whatever_is_pressed_is_at_least_44_pixels_high(open_chat: OpenChat, fake: FakeBot) -> None:
    chat = open_chat(f"{fake.url}/chat/demo", 375, 700)
    assert height(chat.launcher) >= 44
    chat.open().ask("does it show on a CT scan")
    chat.ask("escalate")
    pressed = chat.page.locator("button:visible:not(.mark), summary:visible, .call, textarea")
    sizes = {one.inner_text(): one.bounding_box() for one in pressed.all()}
    assert height(chat.page.get_by_role("button", name="Send")) < 60, "on one line"
    assert len(sizes) > 6
    assert {name: box for name, box in sizes.items() if not box or min(box["height"], box["width"]) < 43.9} == {}


def test_a_text_in_another_language_says_so_and_runs_its_way(page_chat: Chat) -> None:
    assert page_chat.page.locator("marrow-chat").get_attribute("lang") == "en"
    expect(page_chat.ask("spanish")).to_have_attribute("lang", "es")
    arabic = page_chat.ask("arabic")
    expect(arabic).to_have_attribute("lang", "ar")
    assert arabic.locator("p").first.evaluate("node => getComputedStyle(node).direction") == "rtl"
    page_chat.ask("שלום")
    assert page_chat.said.last.locator("p").evaluate("node => getComputedStyle(node).direction") == "rtl"


def test_who_wants_no_motion_gets_none(open_chat: OpenChat, fake: FakeBot) -> None:
    chat = open_chat(f"{fake.url}/chat/", reduced_motion="reduce").open()
    fake.delay = 0.5
    chat.send("clarify")
    expect(chat.page.locator(".dots")).to_be_visible()
    assert chat.page.evaluate("() => document.getAnimations().length") == 0


def test_forced_colors_leave_an_edge_around_everything(open_chat: OpenChat, fake: FakeBot) -> None:
    chat = open_chat(f"{fake.url}/chat/", forced_colors="active").open()
    answer = chat.ask("escalate")
    edges = [chat.page.get_by_role("button", name="Send"), answer.locator(".call"), answer, chat.said.last]
    for edge in edges:
        width = edge.evaluate("node => getComputedStyle(node).borderTopWidth")
        assert re.fullmatch(r"[1-9]\d*(\.\d+)?px", width), width
