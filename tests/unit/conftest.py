"""What the unit tests share: settings that are read anew for each test, and an invented knowledge to talk about."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from pathlib import Path
from typing import Any, Callable, Iterator, List, Tuple

import pytest
import skops.io  # noqa: F401  first, because it looks through every module loaded before it: 8 seconds after TensorFlow
import yaml
from sqlalchemy.orm import Session

from actions import second_thoughts
from actions.second_thoughts import ENOUGH
from marrow.clinic import get_clinic
from marrow.conversation.nlg import GuideNLG
from marrow.knowledge.database import open_session
from marrow.settings import ROOT, get_settings
from tests.clock import Clock
from tests.invented import invent_knowledge
from tests.knowledge_files import all_problems, write_safety_files
from tests.person import Person
from tests.platforms.slack import FakeSlack
from tests.red_flag_talk import invented_nlg

Problems = Callable[[], List[str]]
TOPIC = "topics/definition.yml"


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    get_settings.cache_clear()
    get_clinic.cache_clear()
    yield
    get_settings.cache_clear()
    get_clinic.cache_clear()


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """An invented knowledge, shared by the tests that only read it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('invented') / 'knowledge.sqlite'}"
    invent_knowledge(url)
    with open_session(url) as session:
        yield session


@pytest.fixture
def person(invented: Session) -> Person:
    """Somebody who has not said anything yet."""
    return Person(invented)


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real knowledge files, but one topic, one red flag, one decline and of each term one phrase: all is slow."""
    folder = tmp_path_factory.mktemp("few")
    (folder / "topics").mkdir()
    for name in ("sources.yml", "article.yml", "grades.yml", TOPIC):
        shutil.copy(ROOT / "knowledge" / name, folder / name)
    terms = yaml.load((ROOT / "knowledge" / "vocabulary.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    short = yaml.safe_dump([{**term, "says": term["says"][:1]} for term in terms])
    (folder / "vocabulary.yml").write_text(short, encoding="utf-8")
    write_safety_files(folder)
    return folder


@pytest.fixture
def folder(few: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(few, tmp_path / "knowledge"))


@pytest.fixture
def new_problems(few: Path, folder: Path) -> Problems:
    """The problems that come from what was broken, not from the topics that are left out."""
    before = Counter(all_problems(few))
    return lambda: list((Counter(all_problems(folder)) - before).elements())


@pytest.fixture
def conversations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The ``ConversationStore``: nothing was said yet."""
    from rasa.shared.core.domain import Domain  # here: pytest has no filters for warnings yet when it reads this file

    from marrow.conversation.tracker_store import ConversationStore

    monkeypatch.setenv("MARROW_CONVERSATIONS_URL", f"sqlite:///{tmp_path / 'conversations.sqlite'}")
    store = ConversationStore(Domain.from_dict({"version": "3.1", "intents": ["ask"]}))
    yield store
    store.engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A Slack that finds nothing wrong with what is sent."""
    running = FakeSlack()
    yield running
    assert running.problems == []
    running.stop()


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> List[float]:
    """Nobody waits; the list tells how long it would have been."""
    pauses: List[float] = []
    really_sleep = asyncio.sleep

    async def sleep(seconds: float, *_: Any) -> None:
        pauses.append(seconds)
        await really_sleep(0)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return pauses


class Talks:
    """Has learnt one thing from whole talks, whatever is asked of it."""

    def __init__(self, wanted: str, share: float) -> None:
        self._found = [(wanted, share), ("diet_supplements", 0.01)]
        self.asked: Tuple[Any, ...] = ()

    def likely(self, *asked: Any) -> List[Tuple[str, float]]:
        self.asked = asked
        return self._found


Decide = Callable[..., Talks]


@pytest.fixture(autouse=True)
def talks(monkeypatch: pytest.MonkeyPatch) -> Decide:
    """Decides what the talks make likely; until then nothing is, so that no test hangs on what was learnt."""

    def decide(wanted: str, share: float = ENOUGH) -> Talks:
        learnt = Talks(wanted, share)
        monkeypatch.setattr(second_thoughts, "get_talk_model", lambda: learnt)
        return learnt

    decide("diet_supplements", 0.0)
    return decide


@pytest.fixture
def nlg() -> GuideNLG:
    """The domain's responses, with invented red flags."""
    return invented_nlg()
