"""Which other websites may talk to the guide from their pages: those named in the settings, letter by letter."""

from __future__ import annotations

from typing import Awaitable, Callable, Collection, Dict, Text

from sanic.request import Request
from sanic.response import HTTPResponse

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "600",
}


def cors_headers(method: Text, origin: Text, allowed: Collection[Text]) -> Dict[Text, Text]:
    """What to add to the answer of a request that comes from a page of ``origin`` ("" when it does not say).

    A preflight (OPTIONS) is told more. Nothing is ever allowed to bring cookies: the guide has none.
    """
    if origin not in allowed:
        return {}
    shared = {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": "Retry-After"}
    return {**shared, **PREFLIGHT} if method == "OPTIONS" else shared


def allow_origins(prefix: Text, allowed: Collection[Text]) -> Callable[[Request, HTTPResponse], Awaitable[None]]:
    """A response middleware of the whole app that keeps to the addresses below ``prefix``.

    Preflights need no routes: Rasa has Sanic-CORS answer every OPTIONS, without allowing anything.
    """

    async def add_headers(request: Request, answer: HTTPResponse) -> None:
        if not request.path.startswith(prefix):
            return
        vary = answer.headers.get("Vary")
        answer.headers["Vary"] = f"{vary}, Origin" if vary else "Origin"
        answer.headers.update(cors_headers(request.method, request.headers.get("Origin", ""), allowed))

    return add_headers
