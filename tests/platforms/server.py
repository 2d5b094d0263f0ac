"""A server on loopback that stands in for a platform: it records what it is asked, and fails when a test tells it to.

What it answers is up to the stand-in for each platform, which overrides ``handle``.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Deque, Dict, List, Optional, Tuple, TypeVar
from urllib.parse import parse_qsl, urlsplit

PATIENCE_SECONDS = 60
FREE_PORT = ("127.0.0.1", 0)  # any that nobody listens on
STOP_SECONDS = 0.05  # how often it looks whether it shall stop
Found = TypeVar("Found")


@dataclass(frozen=True)
class Call:
    """A request as it came. ``name``: the last part of its address; ``headers``: their names in small letters."""

    method: str
    path: str
    headers: Dict[str, str]
    body: bytes

    @property
    def name(self) -> str:
        return urlsplit(self.path).path.rsplit("/", 1)[-1]

    @property
    def fields(self) -> Dict[str, Any]:
        """The fields of a JSON body, or those of a form and of the address."""
        if self.headers.get("content-type", "").startswith("application/json"):
            return dict(json.loads(self.body))
        return dict(parse_qsl(urlsplit(self.path).query) + parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(frozen=True)
class Answer:
    """What is sent back: bytes as they are, anything else as JSON."""

    body: Any = b""
    status: int = 200
    headers: Dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What becomes of a call that is not simply handled.

    ``answer``: sent in place of handling it. Without one the connection is broken off, or, with ``held``, nothing
    happens until ``release()``; only then is the call handled.
    """

    answer: Optional[Answer] = None
    held: bool = False


class FakePlatform:
    """Serves until ``stop()``. ``calls``: all that came, in order; ``held``: how many are being held now.

    Args:
        address: where to listen, host and port.
    """

    def __init__(self, address: Tuple[str, int] = FREE_PORT) -> None:
        self.calls: List[Call] = []
        self.held = 0
        self._faults: Deque[Tuple[Optional[str], Fault]] = deque()
        self._changed = threading.Condition(threading.RLock())
        self._released = threading.Event()
        self._server = _Server(address, type("Bound", (_Handler,), {"platform": self}))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(STOP_SECONDS,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def handle(self, call: Call) -> Answer:
        """What a platform does with a call. One at a time."""
        raise NotImplementedError

    def fail_next(self, *faults: Fault, name: Optional[str] = None) -> None:
        """The next calls (of this name) meet these faults, one each."""
        with self._changed:
            self._faults.extend((name, fault) for fault in faults)
            self._released.clear()

    def release(self) -> None:
        """Handle what is being held, and hold nothing further."""
        self._released.set()

    def wait_for(self, found: Callable[[], Found], what: str = "what was waited for") -> Found:
        """What ``found`` returns as soon as that is true; it is asked again whenever a call came or was handled."""
        with self._changed:
            assert self._changed.wait_for(found, PATIENCE_SECONDS), f"{what} did not happen; calls: {self.names()}"
            return found()

    def names(self) -> List[str]:
        """The names of all calls, in order."""
        return [call.name for call in self.calls]

    def stop(self) -> None:
        self.release()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(PATIENCE_SECONDS)

    def answer(self, call: Call) -> Optional[Answer]:
        """Record a call, and let it meet the fault that is meant for it; None to break off."""
        with self._changed:
            self.calls.append(call)
            fault = self._fault_for(call)
            self.held += bool(fault and fault.held)
            self._changed.notify_all()
        if fault and not fault.held:
            return fault.answer
        if fault:
            self._released.wait(PATIENCE_SECONDS)
        with self._changed:
            self.held -= bool(fault)
            answer = self.handle(call)
            self._changed.notify_all()
        return answer

    def _fault_for(self, call: Call) -> Optional[Fault]:
        for entry in self._faults:
            if entry[0] in (None, call.name):
                self._faults.remove(entry)
                return entry[1]
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256  # as many may come at once

    def handle_error(self, *_: Any) -> None:
        """A client that hung up is no error of the test."""


class _Handler(BaseHTTPRequestHandler):
    platform: FakePlatform
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave in one packet

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.platform.answer(Call(self.command, self.path, headers, body))
        if answer is None:
            self.close_connection = True
            return
        raw = isinstance(answer.body, bytes)
        content = answer.body if raw else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        kind = {} if raw else {"Content-Type": "application/json; charset=utf-8"}
        for name, value in {**kind, **answer.headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = _serve
