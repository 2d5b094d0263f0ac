"""``python -m marrow.channels.telegram.webhook --url https://...`` has Telegram send the bot's updates there."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import List, Text
from urllib.parse import urlsplit

from marrow.channels.telegram.client import BadCall, CallFailed, Client
from marrow.channels.telegram.updates import HANDLED
from marrow.conversation.words import COMMANDS
from marrow.settings import Settings, SettingsError, get_settings

PATH = "/webhooks/telegram/webhook"


class SetUpError(Exception):
    """Something that a person has to put right; the message says what."""


def address_of(url: Text) -> Text:
    """The address for updates, below that of the assistant or as it is.

    Raises:
        SetUpError: when Telegram would not send there.
    """
    address = url.strip().rstrip("/")
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        raise SetUpError("Telegram sends to https addresses only: URL=https://guide.example.org")
    return address if address.endswith(PATH) else f"{address}{PATH}"


async def set_up(settings: Settings, client: Client, url: Text) -> List[Text]:
    """Set the webhook and the list of commands. Returns what was done, in sentences.

    Raises:
        SetUpError: when the address or the bot's name is wrong.
        CallFailed: when Telegram does not do it.
    """
    address = address_of(url)
    me = await client.call("getMe")
    if me["username"].lower() != (settings.telegram_bot_name or "").lower():
        raise SetUpError(f"The token is that of @{me['username']}: set MARROW_TELEGRAM_BOT_NAME={me['username']}")
    secret = settings.telegram_webhook_secret
    await client.call(
        "setWebhook",
        url=address,
        secret_token=secret and secret.get_secret_value(),
        allowed_updates=HANDLED,
    )
    commands = [{"command": name, "description": does} for name, does in COMMANDS.items()]
    await client.call("setMyCommands", commands=commands)
    return [
        f"Telegram sends what is said to @{me['username']} to {address}",
        f"Its commands: {', '.join(f'/{name}' for name in COMMANDS)}",
    ]


async def _run(settings: Settings, url: Text) -> List[Text]:
    client = Client(settings)
    try:
        return await set_up(settings, client, url)
    finally:
        await client.close()


def main() -> int:
    """0 when it is set, 1 with a sentence on what to do when it is not."""
    parser = argparse.ArgumentParser(prog="python -m marrow.channels.telegram.webhook", description=__doc__)
    parser.add_argument("--url", required=True, help="where the assistant is reached from outside: https://...")
    arguments = parser.parse_args()
    try:
        settings = get_settings()
        if not settings.telegram:
            raise SetUpError("Telegram is off: set MARROW_TELEGRAM_BOT_TOKEN first, as docs/channels.md says.")
        done = asyncio.run(_run(settings, arguments.url))
    except BadCall as error:
        print(f"Telegram refused it. {error.description}", file=sys.stderr)
        return 1
    except CallFailed as error:  # Unauthorized or NotFound: the token is wrong; NetworkError: Telegram is not reached
        print(f"Telegram did not do it. {error}", file=sys.stderr)
        return 1
    except (SetUpError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 1
    for sentence in done:
        print(f"==> {sentence}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
