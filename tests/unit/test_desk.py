"""What people say on a platform is answered once, in order, and never with silence."""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Callable, List

import pytest
from rasa.core.channels.channel import UserMessage

from marrow.channels.incoming import turn
from marrow.channels.platforms import desk as module
from marrow.channels.platforms.desk import Desk
from marrow.channels.platforms.heard import Heard
from marrow.channels.platforms.pace import TALKS
from marrow.clinic import get_clinic
from marrow.contract import Kind
from marrow.conversation.turn import make_turn
from marrow.conversation.words import UNSEEN, on_a_platform, text_only
from marrow.rendering.said import Said
from marrow.settings import Settings

SECRET = "thirty-two characters or a few more"  # noqa: S105  made up


async def echo(message: UserMessage) -> None:
    await asyncio.sleep(0)  # lets others go first who may
    await message.output_channel.send_text_message(message.sender_id, f"on {message.text}")
    await message.output_channel.send_custom_json(message.sender_id, make_turn(Kind.OUT_OF_SCOPE))


class Platform:
    """Collects what is said there; ``broken``: how often it cannot be written."""

    def __init__(self, broken: int = 0) -> None:
        self.said: List[Said] = []
        self._broken = broken

    async def send(self, said: List[Said]) -> None:
        if self._broken:
            self._broken -= 1
            raise ValueError("it cannot be written")
        self.said += said

    @property
    def texts(self) -> List[str]:
        return [one.text for one in self.said]


@pytest.fixture
def platform() -> Platform:
    return Platform()


def new_desk(messages_per_minute: int = 100, answer: Callable[[UserMessage], Awaitable[Any]] = echo) -> Desk:
    return Desk("test", "Somewhere", answer, Settings(secret=SECRET, messages_per_minute=messages_per_minute))


def play(desk: Desk, platform: Platform, *heard: Heard) -> None:
    """All of it comes at once."""

    async def together() -> None:
        for one in heard:
            desk.begin(desk.answer(None, one, platform.send))
        await desk.finish()

    asyncio.run(together())


def say(number: int, text: str, place: str = "here", person: str = "somebody", **more: Any) -> Heard:
    return Heard(f"event {number}", place, person, text, **more)


def note() -> str:
    return on_a_platform("Somewhere", get_clinic())


def test_an_event_that_comes_again_is_answered_once(platform: Platform) -> None:
    play(new_desk(), platform, say(1, "a"), say(1, "a"), say(2, "b"))
    assert platform.texts == ["on a", "on b"]


def test_what_one_person_says_is_answered_in_order(platform: Platform) -> None:
    texts = [f"{number}" for number in range(20)]
    play(new_desk(), platform, *(say(number, text) for number, text in enumerate(texts)))
    assert platform.texts == [f"on {text}" for text in texts]


def test_a_slow_talk_does_not_hold_up_another(platform: Platform) -> None:
    done: List[str] = []

    async def slow_here(message: UserMessage) -> None:
        while message.text == "slow" and not done:
            await asyncio.sleep(0)
        await echo(message)
        done.append(message.text)

    play(new_desk(answer=slow_here), platform, say(1, "slow"), say(2, "fast", place="elsewhere"))
    assert platform.texts == ["on fast", "on slow"]


def test_who_writes_too_much_is_told_so_once(platform: Platform) -> None:
    play(new_desk(messages_per_minute=1), platform, *(say(number, "a") for number in range(4)))
    assert sorted(one.kind for one in platform.said) == ["error", "out_of_scope"]


def test_who_begins_many_talks_at_once_is_held_back_too(platform: Platform) -> None:
    play(
        new_desk(messages_per_minute=1), platform, *(say(number, "a", place=f"{number}") for number in range(TALKS + 5))
    )
    assert sorted(one.kind for one in platform.said) == ["error", *["out_of_scope"] * TALKS]


def test_others_are_read_while_somebody_is_held_back(platform: Platform) -> None:
    flood = [say(number, "a", place=f"{number}") for number in range(TALKS + 5)]
    play(new_desk(messages_per_minute=1), platform, *flood, say(99, "b", place="elsewhere", person="another"))
    assert "on b" in platform.texts


def test_what_is_too_much_does_not_wait_for_its_turn(platform: Platform) -> None:
    async def when_told(message: UserMessage) -> None:
        while not platform.said:
            await asyncio.sleep(0)
        await echo(message)

    play(new_desk(messages_per_minute=1, answer=when_told), platform, say(1, "a"), say(2, "b"))
    assert [one.kind for one in platform.said] == ["error", "out_of_scope"]


def test_a_red_flag_is_heard_from_who_writes_too_much(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    async def escalation(_agent: Any, text: str, _channel: str) -> Any:
        return turn("call", Kind.ESCALATE) if text == "alarm" else None

    monkeypatch.setattr(module, "escalation", escalation)
    play(new_desk(messages_per_minute=1), platform, say(1, "a"), say(2, "b"), say(3, "alarm"), say(4, "alarm"))
    assert sorted(one.kind for one in platform.said) == ["error", "escalate", "escalate", "out_of_scope"]


def test_an_answer_that_cannot_be_made_gives_way_to_an_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(*_: Any, **__: Any) -> None:
        raise KeyError("whatever it is")

    monkeypatch.setattr(module, "exchange", fails)
    play(new_desk(), platform, Heard("1", ("a",), "a", "hello"))
    assert [one.kind for one in platform.said] == ["error"]


def test_an_answer_that_cannot_be_written_gives_way_to_an_error(caplog: pytest.LogCaptureFixture) -> None:
    platform = Platform(broken=1)
    play(new_desk(), platform, say(1, "a"))
    assert [one.kind for one in platform.said] == ["error"]
    assert "could not be written" in caplog.text


def test_a_platform_that_takes_nothing_does_not_end_the_talk(caplog: pytest.LogCaptureFixture) -> None:
    platform = Platform(broken=2)
    play(new_desk(), platform, say(1, "a"), say(2, "b"))
    assert platform.texts == ["on b"]
    assert "could not be answered" in caplog.text


class FirstTime:
    """An agent in whose store nobody has said anything yet."""

    def __init__(self) -> None:
        self.tracker_store = self

    async def retrieve(self, _: str) -> None:
        return None


def test_the_note_on_the_platform_comes_once_with_the_greeting(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def greeting(*_: Any) -> Any:
        return turn("hello", Kind.SMALL_TALK)

    monkeypatch.setitem(module.COMMANDS, "start", greeting)
    desk = new_desk()

    async def talk() -> None:
        for one in (say(1, "", command="start"), say(2, "", command="start")):
            await desk.answer(FirstTime(), one, platform.send)  # type: ignore[arg-type]

    asyncio.run(talk())
    assert platform.texts == [note(), "hello", "hello"]


def test_what_is_not_text_is_said_not_to_be_read(platform: Platform) -> None:
    play(new_desk(), platform, say(1, "", unread=True), say(2, "a", unread=True))
    assert platform.texts == [text_only(get_clinic().ways_to_get_help()["emergency"]), UNSEEN, "on a"]
