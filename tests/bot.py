"""A running assistant for tests: the trained model, the real action server, temporary databases, free ports."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import uuid
from pathlib import Path
from typing import Any, Dict, List, Optional

import psutil
import requests
from jsonschema import Draft202012Validator, FormatChecker

from benchmarks.bots import free_ports
from marrow.contract import turn_schema
from marrow.settings import ROOT

START_SECONDS = 180
VALIDATOR = Draft202012Validator(turn_schema(), format_checker=FormatChecker())


class Reply:
    """What came back for one message: its text, its buttons and its one turn, validated against the contract."""

    def __init__(self, messages: List[Dict[str, Any]]) -> None:
        turns = [message["custom"] for message in messages if "custom" in message]
        assert len(turns) == 1, f"exactly one turn expected, {len(turns)} found: {messages}"
        self.turn = turns[0]
        VALIDATOR.validate(self.turn)
        self.text = "\n".join(message["text"] for message in messages if "text" in message)
        self.buttons = [button for message in messages for button in message.get("buttons", [])]
        assert self.text.strip(), "every turn says something"

    @property
    def kind(self) -> str:
        return self.turn["kind"]

    @property
    def topics(self) -> List[str]:
        return [self.turn.get("topic"), *self.turn.get("also", [])]


class Bot:
    """Starts with ``Bot(folder)``; stop it with ``stop()``."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port, self.action_port = free_ports(2)
        self.database = folder / "knowledge.sqlite"
        environment = {
            **os.environ,
            "MARROW_PORT": str(self.port),
            "MARROW_ACTION_PORT": str(self.action_port),
            "MARROW_DATABASE_URL": f"sqlite:///{self.database}",
            "MARROW_CONVERSATIONS_URL": f"sqlite:///{folder / 'conversations.sqlite'}",
            **settings,
        }
        self.output: List[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "marrow.run"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        ready = threading.Event()
        self._listener = threading.Thread(target=self._listen, args=(ready,), daemon=True)
        self._listener.start()
        if not ready.wait(START_SECONDS) or self.process.poll() is not None:
            self.stop()
            raise RuntimeError("The assistant did not start:\n" + "\n".join(self.output))

    def _listen(self, ready: threading.Event) -> None:
        for line in self.process.stdout or []:
            self.output.append(line.rstrip())
            if "Ready" in line:
                ready.set()
        ready.set()  # the end of the output wakes whoever waits

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def post(self, body: Any, **options: Any) -> requests.Response:
        return requests.post(f"{self.url}/webhooks/rest/webhook", json=body, timeout=60, **options)

    def ask(self, message: Any, conversation: Optional[str] = None) -> Reply:
        answer = self.post({"sender": conversation or uuid.uuid4().hex, "message": message})
        assert answer.status_code == 200, answer.text
        return Reply(answer.json())

    def children(self, part_of_command: str) -> List[psutil.Process]:
        """The assistant's processes whose command line holds a text."""
        running = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in running if part_of_command in " ".join(child.cmdline())]

    def stop(self) -> int:
        """End it as Ctrl-C does; returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        self._listener.join(10)
        if self.process.stdout:
            self.process.stdout.close()
        return code
