"""A message with the client's id is handled once, however often it comes."""

from __future__ import annotations

import asyncio
from typing import List

import pytest

from marrow.channels.once import KEPT_SECONDS, MOST_KEPT, Once


class Guide:
    """Counts what it is asked, and answers when it is let."""

    def __init__(self) -> None:
        self.asked = 0
        self.now = 0.0
        self.fails = False
        self.once = Once(lambda: self.now)

    async def answer(self) -> int:
        self.asked += 1
        number = self.asked
        await asyncio.sleep(0)
        if self.fails:
            raise ValueError("invented")
        return number

    async def ask(self, conversation: str = "c", message_id: str = "m") -> int:
        return int(await self.once.answer(conversation, message_id, self.answer))


async def both(guide: Guide) -> List[int]:
    return list(await asyncio.gather(guide.ask(), guide.ask()))


async def in_turn(guide: Guide, *messages: str) -> List[int]:
    return [await guide.ask(*message.split()) for message in messages]


def test_the_same_message_gets_the_same_answer() -> None:
    assert asyncio.run(in_turn(Guide(), "c m", "c m", "c n", "c m")) == [1, 1, 2, 1]


def test_the_same_id_in_another_conversation_is_another_message() -> None:
    assert asyncio.run(in_turn(Guide(), "c m", "d m", "c m")) == [1, 2, 1]


def test_a_message_that_comes_again_while_it_is_handled_waits_for_its_answer() -> None:
    assert asyncio.run(both(Guide())) == [1, 1]


def test_a_message_is_answered_though_whoever_sent_it_hung_up() -> None:
    async def hang_up(guide: Guide) -> int:
        first = asyncio.ensure_future(guide.ask())
        await asyncio.sleep(0)
        first.cancel()
        return await guide.ask()

    guide = Guide()
    assert asyncio.run(hang_up(guide)) == 1
    assert guide.asked == 1


def test_what_failed_may_be_tried_again() -> None:
    async def try_twice(guide: Guide) -> int:
        guide.fails = True
        with pytest.raises(ValueError, match="invented"):
            await guide.ask()
        guide.fails = False
        return await guide.ask()

    assert asyncio.run(try_twice(Guide())) == 2


def test_answers_are_let_go_after_a_time() -> None:
    async def come_back(guide: Guide, seconds: float) -> int:
        await guide.ask()
        guide.now += seconds
        return await guide.ask()

    assert asyncio.run(come_back(Guide(), KEPT_SECONDS - 1)) == 1
    assert asyncio.run(come_back(Guide(), KEPT_SECONDS)) == 2


def test_only_so_many_answers_are_kept() -> None:
    guide = Guide()
    asyncio.run(in_turn(guide, *(f"c {number}" for number in range(MOST_KEPT + 5))))
    assert len(guide.once._kept) == MOST_KEPT


def test_the_answers_of_a_conversation_can_be_forgotten() -> None:
    async def forget(guide: Guide) -> List[int]:
        await in_turn(guide, "c m", "d m")
        guide.once.forget("c")
        return await in_turn(guide, "c m", "d m")

    assert asyncio.run(forget(Guide())) == [3, 2]
