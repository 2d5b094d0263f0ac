"""The visit sheet of a conversation over HTTP: as a page and as a PDF, made when it is asked for and kept nowhere."""

from __future__ import annotations

import logging
from datetime import date
from typing import Dict, Optional, Text

from rasa.core.agent import Agent
from sanic import response
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from marrow.channels.privacy import store_of
from marrow.clinic import get_clinic
from marrow.knowledge.database import open_session
from marrow.settings import get_settings
from marrow.visit_sheet.content import Sheet, sheet_of
from marrow.visit_sheet.html import html_of
from marrow.visit_sheet.pdf import pdf_of

logger = logging.getLogger(__name__)
NOT_NOW = "The sheet cannot be made just now. Please try again in a moment."
NOT_KEPT = {"Cache-Control": "no-store"}


async def page(agent: Optional[Agent], conversation: Text, address: Text, headers: Dict[Text, Text]) -> HTTPResponse:
    """The sheet to read and to print; ``address`` is where the PDF is."""
    sheet = await _sheet(agent, conversation)
    if not sheet:
        return response.text(NOT_NOW, status=503, headers={**headers, **NOT_KEPT})
    return response.html(html_of(sheet, address), headers={**headers, **NOT_KEPT})


async def document(agent: Optional[Agent], conversation: Text, headers: Dict[Text, Text]) -> HTTPResponse:
    """The sheet as a PDF."""
    sheet = await _sheet(agent, conversation)
    if not sheet:
        return response.text(NOT_NOW, status=503, headers={**headers, **NOT_KEPT})
    named = {"Content-Disposition": 'inline; filename="visit-sheet.pdf"'}
    return response.raw(pdf_of(sheet), content_type="application/pdf", headers={**headers, **NOT_KEPT, **named})


async def _sheet(agent: Optional[Agent], conversation: Text) -> Optional[Sheet]:
    """The sheet; None when the conversations or the knowledge cannot be read."""
    try:
        tracker = await store_of(agent).retrieve_full_tracker(conversation) if agent else None
        with open_session(get_settings().database_url) as session:
            return sheet_of(session, tracker.events if tracker else (), get_clinic(), date.today())
    except SQLAlchemyError:
        logger.exception("The visit sheet could not be made")
        return None
