"""The widget as a person meets it: what the tests of a browser do and see."""

from __future__ import annotations

from typing import Any, Callable, List

from playwright.sync_api import Locator, Page, expect

ANSWER_MS = 20_000
# Runs before the page's own scripts: counts what the page's policy had to block, and what the log announces.
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation",
  (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
LISTEN = """
() => {
  const log = document.querySelector("marrow-chat").shadowRoot.querySelector("[role=log]");
  window.announced = [];
  window.rewritten = 0;
  new MutationObserver((records) => records.forEach((record) => {
    if (record.type === "characterData") rewritten += 1;
    if (log.getAttribute("aria-live") !== "polite") return;
    record.addedNodes.forEach((node) => announced.push(node.textContent));
  })).observe(log, { childList: true, subtree: true, characterData: true });
}
"""


class Chat:
    """A page with the widget on it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.problems: List[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.add_init_script(WATCH)
        page.goto(address)

    @property
    def launcher(self) -> Locator:
        return self.page.locator(".launcher")

    @property
    def field(self) -> Locator:
        return self.page.get_by_label("Your question")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def status(self) -> Locator:
        return self.page.locator(".status")

    @property
    def said(self) -> Locator:
        """What the person said."""
        return self.page.locator(".entry.person")

    @property
    def answers(self) -> Locator:
        """What the guide said, the greeting included."""
        return self.page.locator(".entry.guide")

    @property
    def answer(self) -> Locator:
        return self.answers.last

    def open(self) -> "Chat":
        if self.launcher.count():
            self.launcher.click()
        expect(self.answers.first).to_be_visible()
        return self

    def send(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def ask(self, text: str) -> Locator:
        """Send a text and wait for what comes back."""
        before = self.answers.count()
        self.send(text)
        expect(self.answers).to_have_count(before + 1, timeout=ANSWER_MS)
        return self.answer

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def choose(self, name: str) -> None:
        """An entry of the menu."""
        self.press("Menu")
        self.press(name)

    def focused(self) -> str:
        """The class, the label or the text of what has the focus inside the widget."""
        return str(
            self.page.evaluate(
                """() => { const node = document.querySelector("marrow-chat").shadowRoot.activeElement;
                return node && (node.className || node.id || node.textContent); }"""
            )
        )

    def stored(self) -> Any:
        return self.page.evaluate("() => ({...sessionStorage})")

    def violations(self) -> List[str]:
        return list(self.page.evaluate("() => window.violations"))

    def fits(self) -> bool:
        """Whether nothing has to be scrolled sideways, neither the page nor anything in the widget."""
        return bool(
            self.page.evaluate(
                """() => {
                  const inside = document.querySelector("marrow-chat").shadowRoot.querySelectorAll("*");
                  return [document.documentElement, ...inside].every((node) =>
                    node.scrollWidth <= node.clientWidth + 1 || getComputedStyle(node).overflowX === "visible"
                    || node.matches("svg, svg *, textarea, input, .hidden"));
                }"""
            )
        )


OpenChat = Callable[..., Chat]
