"""The web channel: serves the chat page and talks to it over HTTP."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Any, Awaitable, Callable, Coroutine, Text

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from marrow.channels import visit_sheet
from marrow.channels.exchange import NO_TEXT, exchange, json_fields, say
from marrow.settings import ROOT

PAGE = ROOT / "web"
FILES = {"/": "chat.html", "/chat.css": "chat.css", "/chat.js": "chat.js", "/sheet.css": "sheet.css"}
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; "
    "require-trusted-types-for 'script'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
ID_BYTES = 24
CONVERSATION = re.compile(r"[A-Za-z0-9_-]{32}")


class WebChannel(InputChannel):
    """The page at ``/chat``; ``POST /chat/conversations`` begins one, ``.../<id>/messages`` says something in it."""

    @classmethod
    def name(cls) -> Text:
        """The name in conversations."""
        return "web"

    def url_prefix(self) -> Text:
        """An absolute address, outside Rasa's ``/webhooks``."""
        return "/chat"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of this channel."""
        routes = Blueprint("web_channel", __name__)
        for address, file in FILES.items():
            routes.add_route(_serve(PAGE / file), address, name=file.replace(".", "_"))

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            ready = bool(request.app.ctx.agent and request.app.ctx.agent.is_ready())
            return response.json({"ready": ready}, status=200 if ready else 503)

        @routes.post("/conversations")
        async def begin(_: Request) -> HTTPResponse:
            return response.json({"conversation": secrets.token_urlsafe(ID_BYTES)}, status=201)

        @routes.post("/conversations/<conversation:str>/messages")
        async def receive(request: Request, conversation: str) -> HTTPResponse:
            agent = request.app.ctx.agent
            if not CONVERSATION.fullmatch(conversation):
                return response.json({"messages": say(agent, NO_TEXT)}, status=404)
            body = json_fields(request)
            if body is None:
                return response.json({"messages": say(agent, NO_TEXT)}, status=400)
            messages = await exchange(agent, on_new_message, body.get("text"), conversation, self.name())
            return response.json({"messages": messages})

        @routes.get("/conversations/<conversation:str>/visit-sheet")
        async def sheet(request: Request, conversation: str) -> HTTPResponse:
            if not CONVERSATION.fullmatch(conversation):
                return response.json({"messages": say(request.app.ctx.agent, NO_TEXT)}, status=404)
            address = f"{request.path}.pdf"
            return await visit_sheet.page(request.app.ctx.agent, conversation, address, SECURITY_HEADERS)

        @routes.get("/conversations/<conversation:str>/visit-sheet.pdf")
        async def sheet_as_pdf(request: Request, conversation: str) -> HTTPResponse:
            if not CONVERSATION.fullmatch(conversation):
                return response.json({"messages": say(request.app.ctx.agent, NO_TEXT)}, status=404)
            return await visit_sheet.document(request.app.ctx.agent, conversation, SECURITY_HEADERS)

        @routes.listener("before_server_start")
        async def lead_home(app: Sanic, _: Any) -> None:
            app.register_middleware(_home_to_chat, "request")

        return routes


def _serve(file: Path) -> Callable[..., Coroutine[Any, Any, HTTPResponse]]:
    content = file.read_bytes()

    async def serve(_: Request) -> HTTPResponse:
        return response.raw(content, content_type=TYPES[file.suffix], headers=SECURITY_HEADERS)

    return serve


async def _home_to_chat(request: Request) -> Any:
    """Rasa answers ``/`` with its version; a person who opens it wants the chat."""
    return response.redirect("/chat/") if request.path == "/" else None
