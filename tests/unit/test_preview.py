"""An edit of the knowledge files is shown at once; a broken one is not, and the last version stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List

import pytest
from sqlalchemy.exc import OperationalError

import marrow.preview
from marrow.knowledge.files import KnowledgeError
from marrow.preview import Preview
from marrow.settings import get_settings


def test_an_edit_is_loaded_once_and_a_mistake_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARROW_KNOWLEDGE_FOLDER", str(folder))
    loaded: List[Any] = []
    migrated: List[str] = []
    said: List[str] = []

    def load(at: Path, url: str) -> bool:
        if "# a mistake" in (at / "sources.yml").read_text(encoding="utf-8"):
            raise KnowledgeError(["sources.yml:1: broken"])
        loaded.append(at)
        return len(loaded) > 1  # the database held the first state already

    monkeypatch.setattr(marrow.preview, "load", load)
    monkeypatch.setattr(marrow.preview, "migrate", migrated.append)
    preview = Preview(get_settings(), said.append)
    for _ in range(2):
        preview.look()
    assert (len(loaded), said) == (1, [])
    with (folder / "article.yml").open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    preview.look()
    assert len(loaded) == 2 and said[-1].startswith("Shown in the chat")
    with (folder / "sources.yml").open("a", encoding="utf-8") as file:
        file.write("# a mistake\n")
    preview.look()
    assert len(loaded) == 2 and "sources.yml:1: broken" in said[-1]
    assert migrated == [get_settings().database_url], "an older database can be read before the mistake is mended"


def test_a_database_that_cannot_be_reached_is_tried_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARROW_KNOWLEDGE_FOLDER", str(folder))
    said: List[str] = []

    def away(*_: Any) -> bool:
        raise OperationalError("SELECT", {}, Exception("away"))

    monkeypatch.setattr(marrow.preview, "load", away)
    preview = Preview(get_settings(), said.append)
    preview.look()
    assert said == []
    monkeypatch.setattr(marrow.preview, "load", lambda *_: True)
    preview.look()
    assert said[-1].startswith("Shown in the chat")
