"""Where conversations are kept: SQL, with a bounded look back, so that turn 100 costs what turn 10 does."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Text

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import make_url

from marrow.settings import get_settings


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL tracker store, reading only the last events of a conversation back for a turn.

    Rasa replays, featurises and posts to the action server all the events it reads. What is further back stays in the
    database (``retrieve_full_tracker``) and is no longer part of the talk: a slot that was not set again in that time
    is forgotten.
    """

    def __init__(
        self, domain: Optional[Domain] = None, event_broker: Optional[EventBroker] = None, **kwargs: Any
    ) -> None:
        settings = get_settings()
        url = make_url(settings.conversations_url)
        if url.drivername.startswith("sqlite") and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        self._url = url
        self._remembered = settings.remembered_events
        super().__init__(domain, dialect=url.drivername, db=str(url.database), event_broker=event_broker)
        if url.drivername.startswith("sqlite"):
            self._keep_connections()

    def get_db_url(self, *_args: Any, **_kwargs: Any) -> Any:  # type: ignore[override]
        """The URL of the settings, in place of the one that Rasa puts together from parts."""
        return self._url

    def _keep_connections(self) -> None:
        """Keep SQLite's connections open between turns, with a write-ahead log.

        A turn is safe when the process dies, without waiting for the disk each time.
        """
        self.engine = sa.create_engine(
            self._url, poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False}
        )
        sa.event.listen(self.engine, "connect", _write_ahead)
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """The tracker of the current session's last events; None for an unknown conversation."""
        with self.session_scope() as session:
            rows = session.execute(
                sa.select(self.SQLEvent.data)
                .where(self.SQLEvent.sender_id == sender_id)
                .order_by(self.SQLEvent.id.desc())
                .limit(self._remembered)
            ).scalars()
            events = [json.loads(data) for data in rows][::-1]
        if not events or not self.domain:
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, _recent(events, self._remembered), self.domain.slots)
        tracker.stored_events = len(tracker.events)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add the tracker's new events, in one statement."""
        await self.stream_events(tracker)
        with self.session_scope() as session:
            rows = [_row(tracker.sender_id, event) for event in self._additional_events(session, tracker)]
            if rows:
                session.execute(sa.insert(self.SQLEvent.__table__), rows)
                session.commit()
            tracker.stored_events = len(tracker.events)

    def _additional_events(self, session: Any, tracker: DialogueStateTracker) -> Iterator:
        """The events that came after those that were read back."""
        stored = getattr(tracker, "stored_events", None)
        if stored is None:
            return super()._additional_events(session, tracker)
        return iter(list(tracker.events)[stored:])


def _row(sender_id: Text, event: Event) -> Dict[Text, Any]:
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }


def _recent(events: List[Dict[Text, Any]], limit: int) -> List[Dict[Text, Any]]:
    """The events of the current session, from a point where the assistant was listening."""
    for event in events:
        if event["event"] == BotUttered.type_name:
            event["data"] = {**event.get("data", {}), "custom": None}  # what was said before is read by nobody again
    starts = [place for place, event in enumerate(events) if event["event"] == SessionStarted.type_name]
    if starts:
        return events[starts[-1] :]
    if len(events) < limit:
        return events
    listens = [
        place
        for place, event in enumerate(events)
        if event["event"] == ActionExecuted.type_name and event.get("name") == ACTION_LISTEN_NAME
    ]
    return events[listens[0] :] if listens else events


def _write_ahead(connection: Any, _record: Any) -> None:
    """SQLite's write-ahead log: a turn is safe when the process dies, without waiting for the disk each time."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


