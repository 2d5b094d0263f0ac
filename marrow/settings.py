"""Every setting of the assistant, in one place. Each is an environment variable with the prefix ``MARROW_``.

Read once with ``get_settings()``; a value of the wrong type stops the start with the name of the variable.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from pathlib import Path

from pydantic import BaseSettings, Field, ValidationError

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names the environment variable."""


class Profile(str, Enum):
    """``development`` opens the REST channel beside the web chat; ``production`` does not."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """The settings with their defaults; the description of each says what it does and in which unit."""

    profile: Profile = Field(
        default=Profile.DEVELOPMENT, description="Which channels are open: development or production."
    )
    host: str = Field(default="127.0.0.1", description="Address on which the chat listens.")
    port: int = Field(default=5005, description="Port on which the chat listens.")
    action_port: int = Field(default=5055, description="Port of the action server, on loopback only.")
    database_url: str = Field(
        default=f"sqlite:///{ROOT / 'var' / 'knowledge.sqlite'}",
        description="SQLAlchemy URL of the knowledge database: SQLite, or postgresql://user:password@host/name.",
    )
    conversations_url: str = Field(
        default=f"sqlite:///{ROOT / 'var' / 'conversations.sqlite'}",
        description="SQLAlchemy URL of the database that keeps conversations: SQLite or PostgreSQL.",
    )
    knowledge_folder: Path = Field(default=ROOT / "knowledge", description="Folder of the knowledge files.")
    clinic_file: Path = Field(default=ROOT / "clinic.yml", description="File that says which clinic offers the guide.")
    model_folder: Path = Field(default=ROOT / "models", description="Folder of the trained models.")
    encoder_file: Path = Field(
        default=ROOT / "var" / "encoder.onnx", description="The sentence encoder, built at set-up."
    )
    encoder_threads: int = Field(default=2, ge=1, description="Threads that the sentence encoder uses.")
    max_message_chars: int = Field(default=2000, ge=100, description="Longest message that is read, in characters.")
    remembered_events: int = Field(
        default=60, ge=20, description="How many of the last events of a conversation may still matter to a turn."
    )

    class Config:
        env_prefix = "MARROW_"


@lru_cache(maxsize=None)
def get_settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: when a variable has the wrong type or range.
    """
    try:
        return Settings()
    except ValidationError as error:
        prefix = Settings.Config.env_prefix
        problems = [f"{prefix}{str(item['loc'][0]).upper()}: {item['msg']}" for item in error.errors()]
        raise SettingsError("A setting cannot be used. " + "; ".join(problems)) from error
