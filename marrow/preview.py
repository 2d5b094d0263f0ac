"""Show edits of the knowledge files in the running chat, without training."""

from __future__ import annotations

from contextlib import suppress
from typing import Callable, Optional

from sqlalchemy.exc import SQLAlchemyError

from marrow.knowledge.database import migrate
from marrow.knowledge.files import KnowledgeError
from marrow.knowledge.loading import fingerprint_of, load
from marrow.settings import Settings


class Preview:
    """Loads the knowledge files into the database whenever they have changed; the next answer has what they say."""

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self._settings = settings
        self._say = say
        self._seen: Optional[str] = None
        self._mistaken = False

    def look(self) -> None:
        """Load what has changed since the last look; say what came of it."""
        try:
            now = fingerprint_of(self._settings.knowledge_folder)
        except OSError:  # a file has just been renamed or deleted
            return
        if now == self._seen:
            return
        self._seen = now
        try:
            if load(self._settings.knowledge_folder, self._settings.database_url) or self._mistaken:
                self._say(
                    "Shown in the chat from now on: what answers say. Example questions, red flags, requests to "
                    "decline and names of things count after the next `make run`; pictures and numbers after a restart."
                )
            self._mistaken = False
        except (OSError, SQLAlchemyError):  # a file is just being saved, or the database cannot be reached
            self._seen = None  # look again
        except KnowledgeError as error:
            self._say(f"Not shown yet, the last version still is:\n{error}")
            self._mistaken = True
            with suppress(SQLAlchemyError):  # a database that cannot be reached is told once the mistake is mended
                migrate(self._settings.database_url)  # else what an older version of the guide left cannot be read
