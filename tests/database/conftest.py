"""A database of each kind that the knowledge can live in, empty at the beginning of every test."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from pathlib import Path
from typing import Any, Iterator

import pytest
import yaml
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from marrow.knowledge.database import engine_for
from marrow.settings import ROOT, get_settings
from tests.knowledge_files import write_safety_files

KNOWLEDGE = ROOT / "knowledge"
POSTGRESQL = "MARROW_TEST_POSTGRESQL_URL"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """The server that the environment names, else one that is started for the tests and removed after them."""
    if os.environ.get(POSTGRESQL):
        yield make_url(os.environ[POSTGRESQL])
        return
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="pg") as folder:  # short: a socket
        patch.setenv("XDG_RUNTIME_DIR", folder)  # where pgserver keeps its lock
        import pgserver

        Path(folder).chmod(0o755)  # PostgreSQL refuses to run as root: pgserver runs it as a user of its own
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield make_url(server.get_uri())
        finally:
            server.cleanup()


@pytest.fixture
def postgresql(postgresql_server: URL) -> Iterator[str]:
    """A new database on the server."""
    name = f"marrow_{uuid.uuid4().hex}"
    server = create_engine(postgresql_server, isolation_level="AUTOCOMMIT", future=True)
    url = postgresql_server.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield url
    finally:
        engine_for(url).dispose()
        with server.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}"'))
        server.dispose()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[str]:
    """The address of a file that is not there yet."""
    url = f"sqlite:///{tmp_path / 'new' / 'knowledge.sqlite'}"
    yield url
    engine_for(url).dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, once of each kind."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge files with the general answers alone, the sources they cite, and one phrase for each term."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "topics").mkdir()
    cited = set()
    for file in (KNOWLEDGE / "topics").glob("*.yml"):
        topic = read(file)
        answer = topic["answers"][0]
        parts = [*answer["statements"], answer["next_step"], answer["simpler"]]
        cited |= {source["id"] for part in parts for source in part["sources"]}
        write(folder / "topics" / file.name, {**topic, "answers": [answer], "why": [parts[0]["id"]]})
    write(folder / "sources.yml", [source for source in read(KNOWLEDGE / "sources.yml") if source["id"] in cited])
    for name in ("article.yml", "grades.yml"):
        shutil.copy(KNOWLEDGE / name, folder / name)
    write_safety_files(folder)
    terms = read(KNOWLEDGE / "vocabulary.yml")
    write(folder / "vocabulary.yml", [{**term, "says": term["says"][:1]} for term in terms])
    return folder


@pytest.fixture
def folder(small: Path, tmp_path: Path) -> Path:
    """A small copy of the knowledge files, to be changed."""
    return Path(shutil.copytree(small, tmp_path / "knowledge"))


def read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def write(file: Path, content: Any) -> None:
    file.write_text(yaml.dump(content, Dumper=yaml.CSafeDumper, sort_keys=False), encoding="utf-8")


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()
