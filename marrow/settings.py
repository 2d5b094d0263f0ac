"""Every setting of the assistant, in one place. Each is an environment variable with the prefix ``MARROW_``.

Read once with ``get_settings()``; a value of the wrong type stops the start with the name of the variable.
"""

from __future__ import annotations

import re
from contextlib import suppress
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Optional

from pydantic import BaseSettings, Field, SecretStr, ValidationError, root_validator, validator
from pydantic.fields import ModelField
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent
_SLACK = ("slack_bot_token", "slack_signing_secret")
_TELEGRAM = ("telegram_bot_token", "telegram_webhook_secret", "telegram_bot_name")
_FORMS = {
    "slack_bot_token": r"xoxb-[\w-]+",
    "telegram_bot_token": r"\d+:[\w-]+",
    "telegram_webhook_secret": r"[A-Za-z0-9_-]{16,256}",
}
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d+)?")


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
        default=ROOT / "var" / "sentence_encoder.onnx", description="The sentence encoder, built at set-up."
    )
    encoder_threads: int = Field(default=2, ge=1, description="Threads that the sentence encoder uses.")
    max_message_chars: int = Field(default=2000, ge=100, description="Longest message that is read, in characters.")
    remembered_events: int = Field(
        default=60, ge=20, description="How many of the last events of a conversation may still matter to a turn."
    )
    secret: Optional[SecretStr] = Field(
        default=None,
        min_length=32,
        description="What conversations' tokens are signed with; without it the file var/secret, made once.",
    )
    session_hours: int = Field(
        default=24, ge=1, description="How long a conversation of the web chat can be gone on with, in hours."
    )
    messages_per_minute: int = Field(
        default=20, ge=1, description="How many messages a minute are read in one conversation."
    )
    requests_per_minute: int = Field(
        default=300, ge=1, description="How many requests a minute the web chat takes from one address."
    )
    trusted_proxies: int = Field(
        default=0, ge=0, description="How many proxies in front are believed when they say whose request it is."
    )
    allowed_origins: str = Field(
        default="",
        description="Websites whose pages may talk to the web chat, such as https://clinic.example,https://other.example.",
    )

    slack_bot_token: Optional[SecretStr] = Field(
        default=None, description="Bot token of the clinic's Slack app (xoxb-...); without it Slack is off."
    )
    slack_signing_secret: Optional[SecretStr] = Field(
        default=None, min_length=16, description="What Slack signs its requests to us with."
    )
    slack_api_url: str = Field(default="https://slack.com/api/", description="Where Slack's API is.")
    telegram_bot_token: Optional[SecretStr] = Field(
        default=None, description="Token of the clinic's Telegram bot (number:...); without it Telegram is off."
    )
    telegram_webhook_secret: Optional[SecretStr] = Field(
        default=None,
        description="What Telegram proves itself with in every request to us: 16 to 256 of A-Z a-z 0-9 _ -.",
    )
    telegram_bot_name: Optional[str] = Field(
        default=None, regex=r"^[A-Za-z0-9_]{5,32}\Z", description="User name of the Telegram bot, without the @."
    )
    telegram_api_url: str = Field(default="https://api.telegram.org", description="Where Telegram's API is.")

    @validator("database_url", "conversations_url")
    def _of_a_database(cls, value: str) -> str:  # noqa: N805
        with suppress(ArgumentError, ValueError):
            if make_url(value).get_backend_name() in ("sqlite", "postgresql"):
                return value
        raise ValueError("no SQLAlchemy URL of SQLite or PostgreSQL")  # a password may stand in the value

    @validator("allowed_origins")
    def _exact_origins(cls, value: str) -> str:  # noqa: N805  a validator is a class method
        wrong = [origin for origin in _origins(value) if not _ORIGIN.fullmatch(origin)]
        if wrong:
            raise ValueError(f"no origin, which is http(s)://host or http(s)://host:port, small letters: {wrong[0]}")
        return value

    @validator(*_FORMS)
    def _in_form(cls, value: Optional[SecretStr], field: ModelField) -> Optional[SecretStr]:  # noqa: N805
        if value and not re.fullmatch(_FORMS[field.name], value.get_secret_value()):
            raise ValueError("not in the form that the platform gives it")  # the value is secret
        return value

    @root_validator(skip_on_failure=True)
    def _whole_platforms(cls, values: Dict[str, Any]) -> Dict[str, Any]:  # noqa: N805
        for needed in (_SLACK, _TELEGRAM):
            given = [name for name in needed if values.get(name)]
            missing = [f"{cls.Config.env_prefix}{name.upper()}" for name in needed if name not in given]
            if given and missing:
                raise ValueError(f"needed as well: {', '.join(missing)}")
        return values

    @property
    def telegram(self) -> bool:
        """Whether the Telegram channel is open."""
        return bool(self.telegram_bot_token)

    def origins(self) -> List[str]:
        """The websites whose pages may talk to the web chat."""
        return _origins(self.allowed_origins)

    class Config:
        env_prefix = "MARROW_"


def _origins(value: str) -> List[str]:
    return [origin.strip() for origin in value.split(",") if origin.strip()]


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
        problems = [
            item["msg"] if item["loc"][0] == "__root__" else f"{prefix}{str(item['loc'][0]).upper()}: {item['msg']}"
            for item in error.errors()
        ]
        raise SettingsError("A setting cannot be used. " + "; ".join(problems)) from error
