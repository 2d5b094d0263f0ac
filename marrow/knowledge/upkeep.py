"""What goes stale: days of checking and addresses. Problems have the form of ``marrow.knowledge.checks``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Iterator, List, Optional, Tuple
from urllib.parse import unquote

from marrow.knowledge.files import TOPIC_FILE, Knowledge, Places

SOON = timedelta(days=30)
DOI_RESOLVERS = ("doi.org", "dx.doi.org")


def check_upkeep(knowledge: Knowledge, places: Places, today: Optional[date] = None) -> Iterator[str]:
    """Days of checking that have not come, next checks that are overdue, and addresses that contradict a DOI."""
    today = today or date.today()
    checked: List[Tuple[str, date]] = [(TOPIC_FILE + topic.topic, topic.checked_on) for topic in knowledge.topics]
    checked += [(source.id, source.checked_on) for source in knowledge.sources]
    for entry, day in checked:
        if day > today:
            yield places.problem(entry, "checked_on", f"{day} has not come yet")
    for topic in knowledge.topics:
        if topic.due_on < today:
            yield places.problem(TOPIC_FILE + topic.topic, "due_on", f"{topic.due_on} is past; check the topic again")
    yield from _addresses(knowledge, places)


def due_soon(knowledge: Knowledge, places: Places, today: Optional[date] = None) -> Iterator[str]:
    """Warnings, no problems: the topics whose next check is due within 30 days."""
    today = today or date.today()
    for topic in knowledge.topics:
        if today <= topic.due_on <= today + SOON:
            left = (topic.due_on - today).days
            yield places.problem(TOPIC_FILE + topic.topic, "due_on", f"to be checked again within {left} day(s)")


def _addresses(knowledge: Knowledge, places: Places) -> Iterator[str]:
    """That an address and a DOI are well-formed is a matter of their shape (``schema``); here, that they agree."""
    for source in knowledge.sources:
        if source.doi and source.url.host in DOI_RESOLVERS:
            leads_to = unquote((source.url.path or "").lstrip("/"))
            if leads_to.lower() != source.doi.lower():
                yield places.problem(source.id, "doi", f"{source.doi}, but the address leads to {leads_to}")
