"""The web channel: serves the chat page and the widget, and talks to them over HTTP."""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Dict, Optional, Text

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from marrow.channels.conversations import Conversations
from marrow.channels.cors import allow_origins
from marrow.channels.incoming import HEADERS
from marrow.channels.static_files import add_files
from marrow.clinic import Clinic, get_clinic
from marrow.settings import get_settings

PREFIX = "/chat"
SHOWN = ("name", "phone", "website", "address", "opening_hours", "authors", "owner", "funding", "interests")


class WebChannel(InputChannel):
    """The page at ``/chat/``; ``POST /chat/conversations`` begins a talk, ``.../TOKEN/messages`` goes on with it."""

    @classmethod
    def name(cls) -> Text:
        """The name in conversations."""
        return "web"

    def url_prefix(self) -> Text:
        """An absolute address, outside Rasa's ``/webhooks``."""
        return PREFIX

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of this channel."""
        settings = get_settings()
        routes = Blueprint("web_channel", __name__)
        add_files(routes)
        Conversations(self.name(), on_new_message, settings).add_routes(routes)

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            ready = bool(request.app.ctx.agent and request.app.ctx.agent.is_ready())
            return response.json({"ready": ready}, status=200 if ready else 503)

        @routes.get("/clinic")
        async def clinic(_: Request) -> HTTPResponse:
            return response.json(public_fields(get_clinic()), headers=HEADERS)

        @routes.listener("before_server_start")
        async def set_up(app: Sanic, _: Any) -> None:
            app.config.PROXIES_COUNT = settings.trusted_proxies
            app.register_middleware(_home_to_chat, "request")
            app.register_middleware(allow_origins(f"{PREFIX}/", settings.origins()), "response")  # type: ignore[arg-type]

        return routes


def public_fields(clinic: Clinic) -> Dict[Text, Optional[Text]]:
    """What the page shows of the clinic; ``emergency``: the number to dial, where one is known."""
    shown = clinic.dict(include={*SHOWN})
    return {**shown, "website": clinic.website and str(clinic.website), "emergency": clinic.numbers()["emergency"]}


async def _home_to_chat(request: Request) -> Any:
    """Rasa answers ``/`` with its version; a person who opens it wants the chat."""
    return response.redirect("/chat/") if request.path == "/" else None
