"""What REST and web have in common: a request brings the whole turn back."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, List, Sequence

import requests
from jsonschema import Draft202012Validator, FormatChecker
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from marrow.contract import turn_schema
from marrow.conversation.turn import Button
from tests.marks import marks
from tests.suite.clients.client import Client, ClientError, Reply, Self

TIMEOUT_SECONDS = 60
TRIES = 4
TOO_MANY_REQUESTS = 429
SHOWN_CHARS = 200
Message = Dict[str, Any]


class HttpClient(Client):
    """Posts JSON to a guide; waits as long as it says when that was too often.

    Args:
        url: where the guide is, such as ``http://localhost:5005``.
    """

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session = requests.Session()
        wait = Retry(
            TRIES, connect=0, read=0, status_forcelist=[TOO_MANY_REQUESTS], allowed_methods=None, raise_on_status=False
        )
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=wait))

    def __enter__(self: Self) -> Self:
        """Ask whether the guide is ready."""
        self.request("GET", "/chat/health")  # type: ignore[attr-defined]
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self._session.close()

    def press(self, button: Button) -> Reply:
        """A button sends its payload."""
        return self.say(button.payload)

    def request(self, method: str, address: str, also: Sequence[int] = (), **options: Any) -> Any:
        """The JSON that comes back.

        Args:
            also: statuses beside 2xx that carry an answer.

        Raises:
            ClientError: when nobody answers, or with another status, or not in JSON.
        """
        try:
            answer = self._session.request(method, f"{self._url}{address}", timeout=TIMEOUT_SECONDS, **options)
        except requests.RequestException as error:
            raise ClientError(f"nobody answers at {address} ({type(error).__name__})") from error
        if not answer.ok and answer.status_code not in also:
            raise ClientError(f"{address} answers with status {answer.status_code}: {answer.text[:SHOWN_CHARS]}")
        try:
            return answer.json()
        except ValueError as error:
            raise ClientError(f"{address} does not answer in JSON: {answer.text[:SHOWN_CHARS]}") from error


def reply_of(messages: List[Message]) -> Reply:
    """The messages of one turn, in the form of ``contract/README.md``.

    Raises:
        ClientError: when they have another form.
    """
    try:
        turns = [message["custom"] for message in messages if message.get("custom")]
        text = "\n".join(message["text"] for message in messages if message.get("text"))
        buttons = tuple(Button(**one) for message in messages for one in message.get("buttons") or ())
        return Reply(text, buttons, turns[0] if turns else {}, faults=tuple(_faults(turns, text)))
    except (AttributeError, KeyError, TypeError) as error:
        raise ClientError(f"not messages of the contract: {str(messages)[:SHOWN_CHARS]}") from error


def _faults(turns: List[Message], text: str) -> List[str]:
    faults = [] if len(turns) == 1 else [f"there are {len(turns)} turns in the reply, not one"]
    faults += [
        f"the turn breaks its schema: {error.message}" for turn in turns for error in _validator().iter_errors(turn)
    ]
    if not text.strip():
        faults.append("nothing is said")
    cited = {citation.get("n") for turn in turns for citation in turn.get("citations") or ()}
    if marks(text) != cited:
        faults.append(f"the marks in the text are {sorted(marks(text))}, the citations {sorted(cited)}")
    return faults


@lru_cache(maxsize=None)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(turn_schema(), format_checker=FormatChecker())
