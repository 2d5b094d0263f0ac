"""The web channel on a real server: Rasa's own app, a real store, and an assistant that only repeats what it hears."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Dict, Iterator, List, Type

import pytest
import requests
import yaml
from rasa.core.channels.channel import InputChannel, UserMessage, register
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.run import _create_app_without_api
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Sanic

from benchmarks.bots import free_ports
from marrow.channels.web import WebChannel
from marrow.contract import Kind
from marrow.conversation.intents import RED_FLAG
from marrow.conversation.nlg import GuideNLG
from marrow.conversation.tracker_store import ConversationStore
from marrow.conversation.turn import make_turn
from marrow.settings import ROOT, get_settings
from tests.bot import Reply

RESPONSES = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
BUTTON = {"title": "Once more", "payload": "/again"}
START_SECONDS = 60
PLENTY = {"requests_per_minute": 100_000, "messages_per_minute": 1000}


class Site:
    """Serves until ``stop()``. ``heard``: what the assistant was told; ``slow``: seconds that it takes to answer."""

    def __init__(self, *channels: InputChannel) -> None:
        self.store = ConversationStore(Domain.from_dict({"version": "3.1", "intents": ["ask"]}))
        self.heard: List[UserMessage] = []
        self.slow = 0.0
        flag = {"id": RED_FLAG, "text": "Please call.", "custom": make_turn(Kind.ESCALATE, signs=[RED_FLAG])}
        domain: Any = SimpleNamespace(responses={**RESPONSES, "utter_red_flag": [flag]})
        Sanic.test_mode, Sanic._app_registry = True, {}  # so that Rasa's app can be made more than once
        self._app = _create_app_without_api()
        self._app.ctx.agent = SimpleNamespace(
            domain=domain,
            nlg=GuideNLG(domain=domain),
            tracker_store=FailSafeTrackerStore(self.store),
            lock_store=InMemoryLockStore(),
            handle_message=self._answer,
            parse_message=_parse,
            is_ready=lambda: True,
        )
        register(list(channels), self._app, "/webhooks/")
        (self._port,) = free_ports(1)
        self.root = f"http://127.0.0.1:{self._port}"
        self.url = f"{self.root}/chat"
        self._loop = asyncio.SelectorEventLoop()  # uvloop waits for clients that keep their connections
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(START_SECONDS), "the server did not start"

    def _serve(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(self._start())
        ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(server.after_stop())
        server.server.close()
        for connection in server.connections:
            connection.abort()
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.close()

    async def _start(self) -> Any:
        server = await self._app.create_server("127.0.0.1", self._port, return_asyncio_server=True)
        await server.startup()
        await server.before_start()
        await server.start_serving()
        self._app.is_running = True  # so that it takes tasks, as it does when it was not started by hand
        return server

    async def _answer(self, message: UserMessage) -> None:
        self.heard.append(message)
        await asyncio.sleep(self.slow)
        said, turn = f"You said: {message.text}", make_turn(Kind.SMALL_TALK)
        tracker = await self.store.retrieve(message.sender_id)
        tracker = tracker or DialogueStateTracker.from_events(message.sender_id, [], [])
        tracker.update(UserUttered(message.text, {"name": "ask"}, input_channel="web", message_id=message.message_id))
        tracker.update(BotUttered(said, {"buttons": [BUTTON], "custom": turn}))
        await self.store.save(tracker)
        await message.output_channel.send_text_with_buttons(message.sender_id, said, [BUTTON])
        await message.output_channel.send_custom_json(message.sender_id, turn)

    def request(self, method: str, address: str, **options: Any) -> requests.Response:
        return requests.request(method, f"{self.url}{address}", timeout=30, **options)

    def begin(self) -> str:
        """The token of a new conversation."""
        begun = self.request("POST", "/conversations", json={})
        assert begun.status_code == 201, begun.text
        return str(begun.json()["conversation"])

    def say(self, token: str, text: Any, **fields: Any) -> requests.Response:
        return self.request("POST", f"/conversations/{token}/messages", json={"text": text, **fields})

    def said(self, token: str) -> List[Dict[str, Any]]:
        """What was said so far in a conversation."""
        shown = self.request("GET", f"/conversations/{token}/messages")
        assert shown.status_code == 200, shown.text
        return list(shown.json()["messages"])

    def wait_until_heard(self, number: int) -> None:
        """Until the assistant has been told so many messages."""
        deadline = time.monotonic() + START_SECONDS
        while len(self.heard) < number:
            assert time.monotonic() < deadline, "the message did not arrive"
            time.sleep(0.01)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_SECONDS)
        self.store.engine.dispose()


def new_site(folder: Path, *channels: Type[InputChannel], **settings: Any) -> Iterator[Site]:
    """A site of its own, and its end; by default it has the web chat, and one may ask as often as one likes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARROW_CONVERSATIONS_URL", f"sqlite:///{folder / 'conversations.sqlite'}")
        patch.setenv("MARROW_SECRET", "s" * 32)
        for name, value in {**PLENTY, **settings}.items():
            patch.setenv(f"MARROW_{name.upper()}", str(value))
        get_settings.cache_clear()
        running = Site(*(channel() for channel in channels or (WebChannel,)))
    yield running
    running.stop()


def refused(answer: requests.Response, status: int) -> Reply:
    """An answer that refuses, in the contract's form."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    reply = Reply(answer.json()["messages"])
    assert reply.kind == "error"
    return reply


async def _parse(text: str) -> Dict[str, Any]:
    if RED_FLAG in text:
        return {"intent": {"name": RED_FLAG}, "entities": [{"entity": RED_FLAG, "value": [RED_FLAG], "role": "urgent"}]}
    return {"intent": {"name": "greet"}, "entities": []}
