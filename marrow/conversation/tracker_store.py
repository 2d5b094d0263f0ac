"""Where conversations are kept: SQL, with a bounded look back, so that turn 100 costs what turn 10 does."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence, Text

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import make_url

from marrow.knowledge.safety_schema import LEVELS
from marrow.settings import get_settings

REPLAYED_TURNS = 2
REMEMBERED_DAYS = timedelta(days=2)  # Telegram sends an update again for a day, Slack an event for hours


class Feedback(SQLTrackerStore.Base):
    """Whether an answer helped somebody; the table is made beside Rasa's own."""

    __tablename__ = "feedback"

    sender_id = sa.Column(sa.String(255), primary_key=True)
    answer_id = sa.Column(sa.String(255), primary_key=True)
    helpful = sa.Column(sa.Boolean, nullable=False)
    word = sa.Column(sa.Text)
    day = sa.Column(sa.Date, nullable=False)


class HandledEvent(SQLTrackerStore.Base):
    """An event of a platform that was taken; neither what was said nor who said it."""

    __tablename__ = "handled_event"

    channel = sa.Column(sa.String(32), primary_key=True)
    event_id = sa.Column(sa.String(255), primary_key=True)
    day = sa.Column(sa.Date, nullable=False, index=True)


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL tracker store, reading only the last events of a conversation back for a turn.

    Rasa replays, featurises and posts to the action server all the events it reads. Here it reads the last turns whole,
    and of the events before them only what they set; what is further back than ``remembered_events`` is no longer part
    of the talk, though it stays in the database (``retrieve_full_tracker``). Only a red flag of the session that nobody
    has taken back is never too far back.
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
        self._purged_on: Optional[date] = None  # when the events of platforms were last looked through
        self._last_events = (
            sa.select(self.SQLEvent.type_name, self.SQLEvent.data, self.SQLEvent.id)
            .where(self.SQLEvent.sender_id == sa.bindparam("sender"))
            .order_by(self.SQLEvent.id.desc())
            .limit(sa.bindparam("limit"))
        )
        super().__init__(domain, dialect=url.drivername, db=str(url.database), event_broker=event_broker)
        if url.drivername.startswith("sqlite"):
            self._keep_connections()
        self.engine.hide_parameters = True  # they are what people said, and an error would bring them into the log

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
        """The tracker of the current session's last turns; None for an unknown conversation."""
        with self.session_scope() as session:
            rows = session.execute(self._last_events, {"sender": sender_id, "limit": self._remembered}).all()[::-1]
            if len(rows) == self._remembered and not _starts(rows):
                rows = [*self._alarms_before(session, sender_id, rows[0].id), *rows]
        if not rows or not self.domain:
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, _replayed(rows), self.domain.slots)
        tracker.stored_events = len(tracker.events)
        return tracker

    def _alarms_before(self, session: Any, sender_id: Text, event_id: int) -> List[Any]:
        """What the session set last of each level of alarm before an event, the oldest first."""
        kept = self.SQLEvent
        earlier = sa.and_(kept.sender_id == sender_id, kept.id < event_id)
        start = sa.select(sa.func.max(kept.id)).where(earlier, kept.type_name == SessionStarted.type_name)
        newest = (
            sa.select(sa.func.max(kept.id))
            .where(earlier, kept.type_name == SlotSet.type_name, kept.action_name.in_(LEVELS))
            .where(kept.id > sa.func.coalesce(start.scalar_subquery(), 0))
            .group_by(kept.action_name)
        )
        query = sa.select(kept.type_name, kept.data, kept.id).where(kept.id.in_(newest)).order_by(kept.id)
        return list(session.execute(query).all())

    def last_said(self, sender_id: Text, most: int) -> List[Event]:
        """At most so many of the last messages of a conversation, of both sides, the oldest first."""
        kept = self.SQLEvent
        query = (
            sa.select(kept.data)
            .where(kept.sender_id == sender_id, kept.type_name.in_([UserUttered.type_name, BotUttered.type_name]))
            .order_by(kept.id.desc())
            .limit(most)
        )
        with self.session_scope() as session:
            rows = session.execute(query).scalars().all()
        events = (Event.from_parameters(json.loads(row)) for row in reversed(rows))
        return [event for event in events if event]

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add the tracker's new events, in one statement."""
        await self.stream_events(tracker)
        with self.session_scope() as session:
            rows = [_row(tracker.sender_id, event) for event in self._additional_events(session, tracker)]
            if rows:
                session.execute(sa.insert(self.SQLEvent.__table__), rows)
                session.commit()
            tracker.stored_events = len(tracker.events)

    def keep_feedback(self, **fields: Any) -> None:
        """Keep what the columns of ``Feedback`` say, in place of what was said of this answer before."""
        with self.session_scope() as session:
            session.merge(Feedback(**fields))
            session.commit()

    def first_time(self, channel: Text, event_id: Text) -> bool:
        """Whether an event of a platform has not been taken before; from now on it has, for some days.

        Raises:
            SQLAlchemyError: when the database cannot be asked.
        """
        today = date.today()
        with self.session_scope() as session:
            if self._purged_on != today:
                session.execute(sa.delete(HandledEvent).where(HandledEvent.day < today - REMEMBERED_DAYS))
                session.commit()
                self._purged_on = today
            session.add(HandledEvent(channel=channel, event_id=event_id, day=today))
            try:
                session.commit()
            except sa.exc.IntegrityError:
                session.rollback()
                return False
        return True

    def forget(self, sender_id: Text) -> None:
        """Delete the events and the feedback of a conversation; in SQLite's files its bytes are overwritten, too."""
        with self.session_scope() as session:
            for table in (self.SQLEvent, Feedback):
                session.execute(sa.delete(table).where(table.sender_id == sender_id))
            session.commit()
            if session.get_bind().dialect.name == "sqlite":
                session.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))  # the log has what was there before

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


def _replayed(rows: Sequence[Any]) -> List[Dict[Text, Any]]:
    """Of the last events of a conversation those to replay: what the session's older ones set, the last turns whole."""
    first = next(iter(_starts(rows)[-1:]), 0)
    said = [place for place, row in enumerate(rows) if row.type_name == UserUttered.type_name and place >= first]
    cut = said[-REPLAYED_TURNS] - 1 if len(said) > REPLAYED_TURNS else first  # one before: the assistant was listening
    slots = {}
    for row in rows[first:cut]:
        if row.type_name == SlotSet.type_name:
            event = json.loads(row.data)
            slots[event["name"]] = event
    recent = [json.loads(row.data) for row in rows[cut:]]
    for event in recent:
        if event["event"] == BotUttered.type_name:
            event["data"] = {**event.get("data", {}), "custom": None}  # nobody reads an old turn again
    return [*slots.values(), *recent]


def _starts(rows: Sequence[Any]) -> List[int]:
    """The places where a session starts."""
    return [place for place, row in enumerate(rows) if row.type_name == SessionStarted.type_name]


def _write_ahead(connection: Any, _record: Any) -> None:
    """SQLite's write-ahead log: a turn is safe when the process dies, without waiting for the disk each time.

    What is deleted is overwritten.
    """
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")
