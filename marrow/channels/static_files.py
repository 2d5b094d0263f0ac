"""The files of the web channel: read once, with ETag and gzip; the widget also at an address that never changes."""

from __future__ import annotations

import gzip
import hashlib
from typing import Any, Callable, Coroutine, Dict, Optional

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from marrow.channels.pictures import picture_files
from marrow.settings import ROOT

FOLDER = ROOT / "web"
FILES = {
    "/": "chat.html",
    "/sheet.css": "sheet.css",
    "/demo": "demo.html",
    "/demo.css": "demo.css",
    "/widget.js": "dist/widget.js",
}
WIDGET = "/widget.js"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; "
    "require-trusted-types-for 'script'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
# A drawing brings its colours for light and dark with it.
OF_PICTURES = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]


def add_files(routes: Blueprint) -> None:
    """Serve the files of the pages, and the pictures of the knowledge."""
    for address, name in FILES.items():
        path = FOLDER / name
        content = path.read_bytes()
        routes.add_route(serve(content, path.suffix), address, name=name)
        if address == WIDGET:
            fixed = f"/widget-{digest(content)}.js"
            routes.add_route(serve(content, path.suffix, FOR_EVER), fixed, name="widget_for_ever")
    for name, path in picture_files().items():
        routes.add_route(serve(path.read_bytes(), path.suffix, OF_PICTURES), f"/pictures/{name}", name=name)


def digest(content: bytes) -> str:
    """A short hash, which is another as soon as a byte is another."""
    return hashlib.sha256(content).hexdigest()[:16]


def serve(content: bytes, suffix: str, more: Optional[Dict[str, str]] = None) -> Handler:
    """A handler that sends a file: packed to who can unpack it, and not at all to who has it already."""
    packed = gzip.compress(content, mtime=0)
    tag = f'W/"{digest(content)}"'  # weak: the same for both forms
    headers = {**SECURITY_HEADERS, "ETag": tag, "Vary": "Accept-Encoding", **(more or {})}

    async def send(request: Request) -> HTTPResponse:
        if tag in request.headers.get("If-None-Match", ""):
            return response.empty(304, headers=headers)
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            return response.raw(packed, content_type=TYPES[suffix], headers={**headers, "Content-Encoding": "gzip"})
        return response.raw(content, content_type=TYPES[suffix], headers=headers)

    return send
