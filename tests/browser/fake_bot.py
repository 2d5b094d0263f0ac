"""A stand-in for the bot's web channel: the same routes and shapes with canned answers, and failures on demand.

It lets the widget's tests run in seconds, and lets them see what the widget sent. `test_journeys.py` has the real bot.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from marrow.settings import ROOT
from tests.browser.canned_answers import Message, reply_to, turn

WEB = ROOT / "web"
# Stricter than the real one: no policy for Trusted Types at all.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
)
FILES = {
    "/chat/": (WEB / "chat.html", "text/html; charset=utf-8"),
    "/chat/demo": (WEB / "demo.html", "text/html; charset=utf-8"),
    "/chat/demo.css": (WEB / "demo.css", "text/css; charset=utf-8"),
    "/chat/widget.js": (WEB / "dist" / "widget.js", "text/javascript; charset=utf-8"),
    "/chat/pictures/scans.svg": (ROOT / "knowledge" / "pictures" / "scans.svg", "image/svg+xml"),
}


@dataclass
class FakeBot:
    """Starts with ``FakeBot()``; the first group of fields is for a test to set, the second to read.

    Args:
        delay: seconds before a message is answered.
        fail: how many requests to break off before they are handled.
        lose_answers: how many messages to handle without an answer.
        refuse: status and headers of the answer to the next message.
        origins: of other sites that may ask.
        pages: HTML and policy of further addresses.
        emergency, authors: the number, and who wrote the guide, that the clinic's settings give.
    """

    delay: float = 0.0
    fail: int = 0
    lose_answers: int = 0
    refuse: Optional[Tuple[int, Dict[str, str]]] = None
    origins: List[str] = field(default_factory=list)
    pages: Dict[str, Tuple[str, str]] = field(default_factory=dict)
    emergency: str = "555"
    authors: str = "Somebody, nurse"

    handled: List[str] = field(default_factory=list)
    feedback: List[Dict[str, Any]] = field(default_factory=list)
    conversations: Dict[str, List[Message]] = field(default_factory=dict)
    requests: List[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._answers: Dict[Tuple[str, str], Dict[str, Any]] = {}
        handler = type("Bound", (_Handler,), {"bot": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def begin(self) -> str:
        token = secrets.token_urlsafe(32)
        self.conversations[token] = []
        return token

    def hear(self, token: str, text: str, message_id: str) -> Dict[str, Any]:
        """Handle a message once; the same id again gets the same answer."""
        known = token in self.conversations
        conversation = token if known else self.begin()
        if (token, message_id) not in self._answers:
            self.handled.append(text)
            messages = reply_to(text)
            said = self.conversations[conversation]
            for earlier in said:
                earlier.pop("buttons", None)
            said += [{"from": "person", "text": text}, *({"from": "guide", **message} for message in messages)]
            self._answers[token, message_id] = {
                "messages": messages,
                **({} if known else {"conversation": conversation}),
            }
        return self._answers[token, message_id]


class _Handler(BaseHTTPRequestHandler):
    bot: FakeBot
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        parts = self._parts()
        if self.path in FILES:
            path, kind = FILES[self.path]
            self._send(200, path.read_bytes(), {"Content-Type": kind, "Content-Security-Policy": POLICY})
        elif self.path == "/chat/clinic":
            self._json(200, {"emergency": self.bot.emergency, "authors": self.bot.authors, "owner": None})
        elif self.path in self.bot.pages:
            html, policy = self.bot.pages[self.path]
            self._send(200, html.encode(), {"Content-Type": "text/html", "Content-Security-Policy": policy})
        elif len(parts) == 2 and parts[1] == "messages":
            said = self.bot.conversations.get(parts[0])
            self._json(404, {"messages": []}) if said is None else self._json(200, {"messages": said})
        else:
            self._send(404, b"", {})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        parts = self._parts()
        if self._out_of_order():
            return
        if not parts:
            self._json(201, {"conversation": self.bot.begin()})
        elif parts[1] == "feedback":
            self.bot.feedback.append(body)
            self._send(204, b"", {})
        else:
            self._hear(parts[0], body)

    def do_OPTIONS(self) -> None:
        allowed = {"Access-Control-Allow-Headers": "content-type", "Access-Control-Allow-Methods": "GET, POST, DELETE"}
        self._send(204, b"", allowed)

    def do_DELETE(self) -> None:
        if self._out_of_order():
            return
        said = self.bot.conversations.pop(self._parts()[0], None)
        gone = [{"text": "All of it is deleted."}, turn("privacy")]
        self._json(404 if said is None else 200, {"messages": gone})

    def _hear(self, token: str, body: Dict[str, Any]) -> None:
        time.sleep(self.bot.delay)
        if self.bot.refuse:
            (status, headers), self.bot.refuse = self.bot.refuse, None
            self._json(status, {"messages": [{"text": f"Refused with {status}."}, turn("error")]}, headers)
            return
        answer = self.bot.hear(token, body["text"], body["id"])
        if self.bot.lose_answers:
            self.bot.lose_answers -= 1
            self._break_off()
            return
        self._json(200, answer)

    def _parts(self) -> List[str]:
        self.bot.requests.append(f"{self.command} {self.path}")
        return [part for part in Path(self.path).parts if part not in ("/", "chat", "conversations")]

    def _out_of_order(self) -> bool:
        if not self.bot.fail:
            return False
        self.bot.fail -= 1
        self._break_off()
        return True

    def _break_off(self) -> None:
        """End in the middle of an answer, as a network that is lost; a browser does not try that again by itself."""
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.close_connection = True

    def _json(self, status: int, body: Any, headers: Optional[Dict[str, str]] = None) -> None:
        self._send(status, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})})

    def _send(self, status: int, content: bytes, headers: Dict[str, str]) -> None:
        self.send_response(status)
        origin = self.headers.get("Origin", "")
        allowed = {"Access-Control-Allow-Origin": origin} if origin in self.bot.origins else {}
        for name, value in {**headers, **allowed, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
