"""Measure this widget beside two from npm, on the same page and with the same bot: ``make widgets``."""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import os
import shutil
import subprocess
import threading
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any, Dict, List, NamedTuple, Sequence, Set, Tuple
from urllib.parse import urlsplit

import socketio
from playwright.sync_api import Browser, Page, Request, sync_playwright
from werkzeug import serving, wrappers

from benchmarks.report import RESULTS, publish, setting, table
from marrow.settings import ROOT
from tests.browser.conftest import FLAGS
from tests.browser.fake_bot import FILES, POLICY, FakeBot
from tests.browser.test_accessibility import AXE, RULES

TOOLS = ROOT / ".tools"
NPM = TOOLS / "widgets" / "node_modules"
IN_PAGE = '<script src="/chat/widget.js" data-accent="#0f6b5c" defer></script>'
OURS = '<script src="/widget.js" data-bot="BOT/chat/" data-accent="#0f6b5c" defer></script>'
LOOSE = "default-src 'self' 'unsafe-inline' data: blob:"
# A phone of some years ago on a slow mobile network.
NETWORK = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}

QUESTION = "does it show on a CT scan"
SETTLE_MS = 3000
FIRST, LAST = "First sentence of the answer.", "Ask which kind it was."
LIVE = ", ".join(f"[{name}]:not([aria-live=off])" for name in ("role=log", "role=status", "role=alert", "aria-live"))
# Resolves when the middle of an element is on the screen with nothing in front of it, or after a minute.
PRESSABLE = """(wanted) => new Promise((done) => {
  const look = () => {
    const root = document.querySelector("marrow-chat, deep-chat")?.shadowRoot ?? document;
    const node = root.querySelector(wanted), box = node?.getBoundingClientRect();
    const hit = box?.width && root.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    hit && node.contains(hit) || performance.now() > 60000 ? done(performance.now()) : requestAnimationFrame(look);
  };
  look();
})"""
DEEP = """<deep-chat connect='{"url": "/ask"}' style="position: fixed; right: 16px; bottom: 16px"></deep-chat>
<script type="module" src="/deepChat.bundle.js"></script>"""
RASA = """<script src="/index.js"></script>
<script>WebChat.default({ socketUrl: location.origin, socketPath: "/socket.io/" }, null);</script>"""
HOW = """
Targets for this widget: at most 15 kB, 0 violations, a live region, no transcript in storage, the fastest.

Each widget stands at the end of the demo clinic's page, its file compressed by the same server, in a browser that was
never there, with the settings that it has by itself. All ask the tests' fake bot: this widget by the web channel,
deep-chat by its `connect` address, rasa-webchat by socket.io in the events of Rasa's channel. This widget shows sources
and quick replies, rasa-webchat quick replies, deep-chat text alone. deep-chat has no launcher: its field counts, and
"closed" is before the question. rasa-webchat shows its launcher when it is connected. This widget runs under a strict
policy with Trusted Types, the others with inline scripts and styles allowed. Requests to other sites are blocked.

Wire: bodies and headers that came because of the widget, without WebSocket frames. axe-core: rules of WCAG 2.2 AA,
nodes of the whole page. Announced: a live region from before the question holds the answer. Stored: where the answer's
words stand in the browser. Slow phone: 375 by 700 pixels, processor 6 times slower, 400 ms latency, 400 kbit/s; from
navigation until launcher or field can be hit; median of {runs} (range).

## What axe-core found
"""


class Widget(NamedTuple):
    """A widget's file and tag, and the policy of its page; ``BOT`` in these is the bot's address.

    ``press`` is the selector of what a person can press first, ``entry`` that of the field.
    """

    name: str
    file: Path
    tag: str
    press: str
    entry: str
    policy: str = LOOSE


STRICT = POLICY.replace("connect-src 'self'", "connect-src BOT")
WIDGETS = [
    Widget("This widget", FILES["/chat/widget.js"][0], OURS, ".launcher", "textarea", STRICT),
    Widget("deep-chat@2.4.2", NPM / "deep-chat/dist/deepChat.bundle.js", DEEP, "#text-input", "#text-input"),
    Widget("rasa-webchat@1.0.1", NPM / "rasa-webchat/lib/index.js", RASA, ".rw-launcher", ".rw-new-message"),
]


def main() -> None:
    """Measure all and write the report, whatever came out."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.widgets", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="loads of each page on the slow phone")
    parser.add_argument("--output", type=Path, default=RESULTS / "widgets.md", help="file for the report")
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    install()
    address = site()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        figures, found = zip(*(exchange(browser, address, widget) for widget in WIDGETS))
        times = [[slow_phone(browser, address, widget) for widget in WIDGETS] for _ in range(arguments.runs)]
        head = f"{setting()}, Chromium {browser.version}, load {load:.1f} before it began."
    for cells, seconds in zip(figures, zip(*times)):
        cells["Slow phone"] = f"{median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})"
    lines = ["# This widget beside others", "", head, ""]
    lines += table(list(figures[0]), [list(cells.values()) for cells in figures])
    publish([*lines, *HOW.format(runs=arguments.runs).splitlines(), "", *chain(*found)], arguments.output)


def install() -> None:
    """Put the other widgets into ``.tools``, without running any script of theirs."""
    node = TOOLS / "node" / "bin"
    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--save-exact", "--prefix"]
    command = [str(node / "npm"), "install", *flags, str(NPM.parent), *(widget.name for widget in WIDGETS[1:])]
    subprocess.run(command, check=True, env={**os.environ, "PATH": f"{node}{os.pathsep}{os.environ['PATH']}"})


def site() -> str:
    """The address of a website that has the clinic's page bare and with each widget, beside a bot of canned answers."""
    bot = FakeBot()
    pages: Dict[str, Tuple[bytes, Dict[str, str]]] = {}

    def keep(path: str, text: str, kind: str, policy: str = "") -> None:
        headers = {"Content-Type": f"{kind}; charset=utf-8", "Content-Security-Policy": policy.replace("BOT", bot.url)}
        pages[path] = (gzip.compress(text.encode()), {"Content-Encoding": "gzip", **headers})

    bare, css = (FILES[path][0].read_text(encoding="utf-8") for path in ("/chat/demo", "/chat/demo.css"))
    keep("/chat/demo.css", css, "text/css")
    for widget in WIDGETS:
        html = bare.replace(IN_PAGE, "").replace("</body>", f"{widget.tag}</body>").replace("BOT", bot.url)
        keep(f"/{widget.name}", html, "text/html", widget.policy)
        keep(f"/{widget.file.name}", widget.file.read_text(encoding="utf-8"), "text/javascript")

    @wrappers.Request.application
    def serve(request: wrappers.Request) -> wrappers.Response:
        if request.path == "/ask":
            said = bot.hear("", request.get_json()["messages"][-1]["text"], str(len(bot.handled)))["messages"]
            texts = [{"text": message["text"]} for message in said if "text" in message]
            return wrappers.Response(json.dumps(texts), content_type="application/json")
        body, headers = pages[request.path]
        return wrappers.Response(body, headers=headers)

    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = serving.make_server("127.0.0.1", 0, socketio.WSGIApp(socket_channel(bot), serve), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    bot.origins = [f"http://127.0.0.1:{server.server_port}"]
    return bot.origins[0]


def socket_channel(bot: FakeBot) -> socketio.Server:
    """The bot by socket.io, in the events of Rasa's channel of that name."""
    server = socketio.Server(async_mode="threading")

    def begin(client: str, said: Dict[str, Any]) -> None:
        server.emit("session_confirm", said.get("session_id") or bot.begin(), to=client)

    def hear(client: str, said: Dict[str, Any]) -> None:
        # On opening, it sends a message without text.
        answer = bot.hear(said["session_id"], said["message"], str(len(bot.handled))) if said.get("message") else {}
        for message in answer.get("messages", []):
            if "text" in message:
                replies = [{"content_type": "text", **button} for button in message.get("buttons", [])]
                server.emit("bot_uttered", {"text": message["text"], "quick_replies": replies}, to=client)

    server.on("session_request", begin)
    server.on("user_uttered", hear)
    return server


def opened(page: Page, address: str, widget: Widget) -> float:
    """Go to a widget's page; the seconds until what comes first can be pressed."""
    page.goto(f"{address}/{widget.name}", wait_until="commit")
    return float(page.evaluate(PRESSABLE, widget.press)) / 1000


def slow_phone(browser: Browser, address: str, widget: Widget) -> float:
    """The same in a new browser on a slow phone."""
    page = browser.new_context(viewport={"width": 375, "height": 700}).new_page()
    tools = page.context.new_cdp_session(page)
    tools.send("Network.emulateNetworkConditions", NETWORK)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    seconds = opened(page, address, widget)
    page.context.close()
    return seconds


def exchange(browser: Browser, address: str, widget: Widget) -> Tuple[Dict[str, str], List[str]]:
    """A question and its answer: what is to be said in the table, and what axe-core found."""
    page = browser.new_context(reduced_motion="reduce").new_page()
    requests: List[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    blocked: Set[str] = set()
    page.on("requestfailed", lambda request: blocked.add(urlsplit(request.url).netloc))
    opened(page, address, widget)
    press, entry = page.locator(widget.press), page.locator(widget.entry)
    page.wait_for_timeout(SETTLE_MS)
    loaded, closed = wire(requests), axe(page)
    press.click()
    page.wait_for_timeout(SETTLE_MS)
    regions = page.locator(LIVE).element_handles()
    entry.fill(QUESTION)
    entry.press("Enter")
    page.get_by_text(LAST).first.wait_for()
    page.wait_for_timeout(SETTLE_MS)
    announced = any(FIRST in (region.text_content() or "") for region in regions)
    answered, answer = wire(requests), axe(page)
    stores = page.evaluate("() => ({ localStorage: { ...localStorage }, sessionStorage: { ...sessionStorage } })")
    page.reload()
    page.wait_for_timeout(SETTLE_MS)
    if not entry.is_visible():
        press.click()
        page.wait_for_timeout(SETTLE_MS)
    cells = {
        "Widget": widget.name,
        "Wire, page loaded": loaded,
        "Wire, after an answer": answered,
        "axe-core, closed": str(len(closed)),
        "axe-core, answer": str(len(answer)),
        "Announced": "yes" if announced else "no",
        "Asks other sites": ", ".join(blocked) or "no",
        "Stored": ", ".join(name for name, kept in stores.items() if FIRST in json.dumps(kept)) or "no",
        "Back after a reload": "yes" if page.get_by_text(FIRST).first.is_visible() else "no",
    }
    page.context.close()
    states = {"closed": closed, "answer": answer}.items()
    return cells, [f"- {widget.name}, {state}: {one}" for state, found in states for one in found or ["nothing"]]


def wire(requests: Sequence[Request]) -> str:
    """The bytes that came, headers included, without the clinic's page and its style sheet."""
    sizes = [one.sizes() for one in requests if one.resource_type != "document" and not one.url.endswith("/demo.css")]
    return f"{sum(size['responseBodySize'] + size['responseHeadersSize'] for size in sizes) / 1000:.1f} kB"


def axe(page: Page) -> List[str]:
    """What axe-core finds in the page, a line for each rule and node."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("(rules) => axe.run({ runOnly: rules })", RULES)["violations"]
    return [f"{one['id']}, {one['impact']}: `{node['html'][:90]}`" for one in found for node in one["nodes"]]


if __name__ == "__main__":
    main()
