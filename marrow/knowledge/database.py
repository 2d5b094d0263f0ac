"""Open the knowledge database: SQLite embedded, PostgreSQL by URL."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import Session

UNREACHABLE = "The knowledge database cannot be used: is MARROW_DATABASE_URL right, and its server running?"
MIGRATIONS = Path(__file__).resolve().parent / "migrations"


@lru_cache(maxsize=None)
def engine_for(url: str) -> Engine:
    """One engine per URL and process.

    SQLite files are opened anew for every session, and never created by a mere read: a database that was deleted is
    noticed at the next question instead of being answered from a file that is no longer there.
    """
    if not make_url(url).drivername.startswith("sqlite"):
        return create_engine(url, future=True, pool_pre_ping=True)
    file = make_url(url).database
    engine = create_engine(f"sqlite:///file:{file}?mode=rw&uri=true", future=True)

    @event.listens_for(engine, "connect")
    def enforce_foreign_keys(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys = ON")

    return engine


def open_session(url: str) -> Session:
    """A session on the knowledge database, to be used as a context manager."""
    return Session(engine_for(url), future=True)


def migrate(url: str) -> None:
    """Bring the schema of the database to the newest version, creating an embedded database that is not there."""
    parsed = make_url(url)
    if parsed.drivername.startswith("sqlite") and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        Path(parsed.database).touch()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine_for(url).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
