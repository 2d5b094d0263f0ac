"""The conversation store reads little back, and loses nothing."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, Dict, Iterator, List, NamedTuple

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from marrow.conversation.tracker_store import ConversationStore, _replayed

SENDER = "somebody"
# Rasa says this of every domain that has a slot.
pytestmark = pytest.mark.filterwarnings("ignore:Slot auto-fill has been removed:UserWarning")


class Row(NamedTuple):
    type_name: str
    data: str


def turn(number: int) -> List[Event]:
    return [
        UserUttered(f"message {number}", {"name": "ask", "confidence": 1.0}),
        ActionExecuted("action_answer"),
        SlotSet("context", {"turn": number}),
        BotUttered(f"answer {number}", {"custom": {"turn": number}, "buttons": [{"payload": f"/{number}"}]}),
        ActionExecuted("action_listen"),
    ]


def start() -> List[Event]:
    return [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]


def replayed(events: List[Event]) -> List[Dict[str, Any]]:
    return _replayed([Row(event.type_name, json.dumps(event.as_dict())) for event in events])


def texts(events: List[Dict[str, Any]], kind: str) -> List[str]:
    return [event["text"] for event in events if event["event"] == kind]


def test_the_last_turns_are_whole_and_begin_where_the_assistant_listens() -> None:
    events = replayed([*start(), *(event for number in range(5) for event in turn(number))])
    assert [event["event"] for event in events] == [
        "slot", "action", "user", "action", "slot", "bot", "action", "user", "action", "slot", "bot", "action",
    ]  # fmt: skip
    assert events[1]["name"] == "action_listen"
    assert texts(events, "user") == ["message 3", "message 4"]


def test_what_older_events_set_is_kept_at_its_last_value() -> None:
    events = replayed([*start(), SlotSet("mood", "calm"), *(event for number in range(6) for event in turn(number))])
    before = events[: [event["event"] for event in events].index("user") - 1]
    assert [(event["name"], event["value"]) for event in before] == [("mood", "calm"), ("context", {"turn": 3})]


def test_a_short_conversation_is_replayed_as_it_is() -> None:
    talk = [*start(), *turn(0), *turn(1)]
    assert [event["event"] for event in replayed(talk)] == [event.type_name for event in talk][1:]


@pytest.mark.parametrize("turns", [1, 2, 3, 6])
def test_nothing_comes_from_before_the_last_session_start(turns: int) -> None:
    new = [turn(number) for number in range(10, 10 + turns)]
    before = [SlotSet("emergency", ["R01"]), *turn(0), *turn(1)]
    events = replayed([*start(), *before, *start(), *(event for one in new for event in one)])
    assert set(texts(events, "user")) <= {f"message {number}" for number in range(10, 10 + turns)}
    assert [event for event in events if event.get("name") == "emergency" or event.get("value") == {"turn": 1}] == []


def test_old_turns_come_without_their_json_but_with_their_buttons() -> None:
    events = [event for event in replayed([*start(), *turn(0)]) if event["event"] == "bot"]
    assert [(event["data"]["custom"], event["data"]["buttons"]) for event in events] == [(None, [{"payload": "/0"}])]


@pytest.fixture
def domain() -> Domain:
    slot = {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}
    slots = {"context": {**slot}, "emergency": {**slot}}
    return Domain.from_dict({"version": "3.1", "intents": ["ask"], "slots": slots, "actions": ["action_answer"]})


@pytest.fixture
def store(domain: Domain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ConversationStore]:
    monkeypatch.setenv("MARROW_CONVERSATIONS_URL", f"sqlite:///{tmp_path / 'new' / 'conversations.sqlite'}")
    store = ConversationStore(domain)
    yield store
    store.engine.dispose()


async def talk(store: ConversationStore, first: int, last: int) -> int:
    """Hold turns as Rasa does, each with a tracker read from the store; how many events were added."""
    added = 0
    for number in range(first, last):
        tracker = await store.retrieve(SENDER)
        new = turn(number)
        if tracker is None:
            tracker = DialogueStateTracker.from_events(SENDER, [], store.domain.slots, domain=store.domain)
            new = [*start(), *new]
        for event in new:
            tracker.update(event, store.domain)
        await store.save(tracker)
        added += len(new)
    return added


def test_an_unknown_conversation_has_no_tracker(store: ConversationStore) -> None:
    assert asyncio.run(store.retrieve(SENDER)) is None


def test_no_event_is_lost_or_kept_twice(store: ConversationStore) -> None:
    added = asyncio.run(talk(store, 0, 30))
    full = asyncio.run(store.retrieve_full_tracker(SENDER))
    assert len(full.events) == added
    said = [event.text for event in full.events if isinstance(event, UserUttered)]
    assert said == [f"message {number}" for number in range(30)]


def test_what_is_read_for_a_turn_does_not_grow(store: ConversationStore) -> None:
    sizes = []
    for last in (10, 30):
        asyncio.run(talk(store, last - 10, last))
        sizes.append(len(asyncio.run(store.retrieve(SENDER)).events))
    assert sizes[0] == sizes[1] <= 2 * len(turn(0)) + 2


def test_the_tracker_remembers_what_was_set_and_said_last(store: ConversationStore) -> None:
    asyncio.run(talk(store, 0, 12))
    tracker = asyncio.run(store.retrieve(SENDER))
    assert tracker.get_slot("context") == {"turn": 11}
    assert tracker.latest_message.text == "message 11"
    assert tracker.latest_bot_utterance.data["buttons"] == [{"payload": "/11"}]
    assert tracker.latest_action_name == "action_listen"


def alarmed(store: ConversationStore, *events: Event) -> Any:
    """What the tracker says of an emergency when these events stand before many turns."""

    async def played() -> Any:
        await talk(store, 0, 1)
        tracker = await store.retrieve(SENDER)
        for event in events:
            tracker.update(event, store.domain)
        await store.save(tracker)
        await talk(store, 1, 40)
        return (await store.retrieve(SENDER)).get_slot("emergency")

    return asyncio.run(played())


def test_a_red_flag_that_nobody_took_back_is_never_too_far_back(store: ConversationStore) -> None:
    assert alarmed(store, SlotSet("emergency", ["R01"])) == ["R01"]


def test_a_red_flag_that_was_taken_back_stays_so(store: ConversationStore) -> None:
    assert alarmed(store, SlotSet("emergency", ["R01"]), SlotSet("emergency", None)) is None


def test_a_red_flag_of_the_session_before_is_forgotten(store: ConversationStore) -> None:
    assert alarmed(store, SlotSet("emergency", ["R01"]), *start()) is None


def test_conversations_are_kept_apart(store: ConversationStore) -> None:
    asyncio.run(talk(store, 0, 2))
    assert asyncio.run(store.retrieve("somebody else")) is None
    assert list(asyncio.run(store.keys())) == [SENDER]


def test_saving_the_same_tracker_again_adds_nothing(store: ConversationStore) -> None:
    async def twice() -> int:
        await talk(store, 0, 3)
        tracker = await store.retrieve(SENDER)
        await store.save(tracker)
        await store.save(tracker)
        return len((await store.retrieve_full_tracker(SENDER)).events)

    assert asyncio.run(twice()) == len(start()) + 3 * len(turn(0))


def test_an_event_of_a_platform_comes_for_the_first_time_once(store: ConversationStore) -> None:
    came = [store.first_time(*event) for event in (("slack", "1"), ("slack", "1"), ("telegram", "1"), ("slack", "2"))]
    assert came == [True, False, True, True]


def test_an_error_of_the_database_does_not_tell_what_was_said(store: ConversationStore) -> None:
    tracker = DialogueStateTracker.from_events(SENDER, [], store.domain.slots, domain=store.domain)
    tracker.update(UserUttered("nobody else must read this"), store.domain)
    tracker.stored_events = 0
    with store.session_scope() as session:
        session.execute(sa.text(f"DROP TABLE {store.SQLEvent.__tablename__}"))
    with pytest.raises(sa.exc.OperationalError) as error:
        asyncio.run(store.save(tracker))
    assert "INSERT" in str(error.value) and "nobody else" not in str(error.value)
