"""What Slack and Telegram have in common: the suite plays the platform, and a guide that runs elsewhere calls it."""

from __future__ import annotations

import itertools
import time
from abc import abstractmethod
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Dict, Generic, Iterable, Iterator, List, Optional, Sequence, Tuple, TypeVar
from urllib.parse import urlsplit

import requests
from pydantic import SecretStr

from marrow.conversation.turn import Button
from marrow.settings import Settings
from tests.platforms.server import FakePlatform
from tests.suite.clients.client import Client, ClientError
from tests.suite.knowledge import sources


@dataclass(frozen=True)
class Place:
    """``guide``: where the guide is; ``listen``: host and port where it calls the platform."""

    guide: str
    listen: Tuple[str, int]


def place_of(guide: str, listen: Optional[str], api_url: str) -> Place:
    """Where things are.

    Args:
        listen: ``host:port``; without it the one in ``api_url``.
        api_url: where the guide believes the platform's API to be.

    Raises:
        ClientError: when neither has a port.
    """
    parts = urlsplit(f"//{listen}" if listen else api_url)
    try:
        port = parts.port
    except ValueError:
        port = None
    if not parts.hostname or not port:
        raise ClientError("where shall the guide reach us? Name --listen HOST:PORT, or set the platform's ..._API_URL")
    return Place(guide.rstrip("/"), (parts.hostname, port))


def needed(**secrets: Optional[SecretStr]) -> Dict[str, str]:
    """The values of settings.

    Raises:
        ClientError: when one of them is not set.
    """
    missing = [f"MARROW_{name.upper()}" for name, secret in secrets.items() if not secret]
    if missing:
        raise ClientError(f"set {', '.join(missing)} as for the guide")
    return {name: secret.get_secret_value() for name, secret in secrets.items() if secret}


Platform = TypeVar("Platform", bound=FakePlatform)
Self = TypeVar("Self", bound="PlatformClient")  # type: ignore[type-arg]


class PlatformClient(Client, Generic[Platform]):
    """``platform``: where the guide's calls come in, while the client is open.

    Args:
        url: where the guide is.
        listen: ``host:port``, where it is another than where the guide was told that the platform's API is.
        settings: those of the guide.
    """

    API_URL: str  # the name of the setting
    SECRETS: Tuple[str, ...]  # likewise
    platform: Platform

    def __init__(self, url: str, listen: Optional[str], settings: Settings) -> None:
        self._place = place_of(url, listen, getattr(settings, self.API_URL))
        self._secrets = needed(**{name: getattr(settings, name) for name in self.SECRETS})
        self._numbers = new_numbers()
        self._seen = 0  # messages of the guide in this conversation
        self._told = 0  # faults
        self._under: Dict[Button, Any] = {}  # what each button of the last reply stands under

    def __enter__(self: Self) -> Self:
        """Begin to listen."""
        try:
            self.platform = self.listen()
        except OSError as error:
            raise ClientError(f"the guide cannot reach us there: {error.strerror}") from error
        return self

    def __exit__(self, *_: object) -> None:
        """Listen no more."""
        self.platform.stop()

    @abstractmethod
    def listen(self) -> Platform:
        """A platform that has begun to listen."""

    def new_faults(self, faults: Sequence[str]) -> Tuple[str, ...]:
        """Of all faults those that are not of an earlier reply."""
        new, self._told = tuple(faults[self._told :]), len(faults)
        return new


@contextmanager
def heard() -> Iterator[None]:
    """While something is brought to the guide and its calls are awaited.

    Raises:
        ClientError: when nobody is there, or nothing is said in time.
    """
    try:
        yield
    except requests.RequestException as error:
        raise ClientError(f"nobody answers where the guide should be ({type(error).__name__})") from error
    except AssertionError as error:  # the stand-in for the platform has waited long enough
        raise ClientError(f"no reply came, or not all of it: {error}") from error


def taken(answer: requests.Response) -> requests.Response:
    """The guide's answer to the platform.

    Raises:
        ClientError: when the guide does not take what is brought.
    """
    if answer.status_code != 200:
        raise ClientError(f"the guide answers the platform with status {answer.status_code}")
    return answer


def new_numbers() -> Iterator[int]:
    """Numbers for whatever the guide must not have met before, also not in an earlier run."""
    return itertools.count(time.time_ns() // 1000)


def cited(links: Iterable[str]) -> List[Dict[str, str]]:
    """The citations of a turn, as far as links show them."""
    return [{"source_id": sources()[link]} for link in links if link in sources()]
