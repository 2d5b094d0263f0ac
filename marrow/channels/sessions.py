"""Who may read and write a conversation: whoever holds its token, which the server made, signed and lets expire."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import Optional, Text

from itsdangerous import BadSignature, TimestampSigner

from marrow.settings import ROOT, Settings, SettingsError

SECRET_FILE = ROOT / "var" / "secret"
SECRET_BYTES = 32
ID_BYTES = 24
SECONDS_PER_HOUR = 3600


class Sessions:
    """Makes tokens and reads them back. A token holds the conversation's id and when it was made, both signed.

    Args:
        secret: what tokens are signed with.
        hours: how long a token is good for.
    """

    def __init__(self, secret: bytes, hours: int) -> None:
        self._signer = TimestampSigner(secret, salt="marrow.conversation", digest_method=hashlib.sha256)
        self._seconds = hours * SECONDS_PER_HOUR

    def begin(self) -> Text:
        """The token of a new conversation; its characters need no quoting in an address."""
        return self._signer.sign(secrets.token_urlsafe(ID_BYTES)).decode()

    def conversation_of(self, token: Text) -> Optional[Text]:
        """The id of the conversation; None when the token was forged, is broken or has expired."""
        try:
            return self._signer.unsign(token, max_age=self._seconds).decode()
        except (BadSignature, UnicodeError):
            return None


def secret_of(settings: Settings, file: Path = SECRET_FILE) -> bytes:
    """The secret of the settings; without one that of the file, which is made where there is none.

    Raises:
        SettingsError: when the file does not hold a secret.
    """
    if settings.secret:
        return settings.secret.get_secret_value().encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as output:
            output.write(secrets.token_bytes(SECRET_BYTES))
    except FileExistsError:
        pass  # made at an earlier start
    secret = file.read_bytes()
    if len(secret) < SECRET_BYTES:
        raise SettingsError(f"{file} is too short to be a secret. Delete it; it is made anew.")
    return secret
