"""The messages that safety is learnt from and measured with: kept apart, each in one place, with labels that exist."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List

import pytest

from marrow.conversation.talks import read_talks
from marrow.knowledge.files import read_knowledge
from marrow.knowledge.safety_schema import Safety
from marrow.settings import ROOT
from tests.unit.test_data import plain, read

LEARN = ROOT / "safety" / "learn"
SUITE = ROOT / "tests" / "safety"
SUITES = (SUITE, SUITE / "blind", SUITE / "stories")


@lru_cache(maxsize=None)
def messages(folder: Path) -> List[Dict[str, Any]]:
    return [message for path in sorted(folder.glob("*.yml")) for message in read(path)]


@pytest.fixture(scope="module")
def safety() -> Safety:
    return read_knowledge(ROOT / "knowledge")[0].safety


@pytest.mark.parametrize("suite", SUITES, ids=lambda folder: folder.name)
def test_nothing_is_learnt_that_is_measured(suite: Path) -> None:
    learnt = {plain(message["text"]) for message in messages(LEARN)}
    learnt |= {plain(turn["user"]) for talk in read_talks() for turn in talk["turns"]}
    assert messages(suite) and [one["text"] for one in messages(suite) if plain(one["text"]) in learnt] == []


@pytest.mark.parametrize("folder", [LEARN, *SUITES], ids=lambda folder: folder.name)
def test_no_message_stands_twice(folder: Path) -> None:
    counts = Counter(plain(message["text"]) for message in messages(folder))
    assert [text for text, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("folder", [LEARN, *SUITES], ids=lambda folder: folder.name)
def test_every_label_exists(folder: Path, safety: Safety) -> None:
    signs = {flag.id for flag in safety.red_flags}
    kinds = {kind.id for kind in safety.declines.kinds}
    assert {sign for message in messages(folder) for sign in message.get("signs", [])} <= signs
    assert {message["kind"] for message in messages(folder) if "kind" in message} <= kinds


def test_every_sign_and_kind_is_learnt(safety: Safety) -> None:
    learnt = messages(LEARN)
    assert {one["signs"][0] for one in learnt if "signs" in one} == {flag.id for flag in safety.red_flags}
    assert {one["kind"] for one in learnt if "kind" in one} == {kind.id for kind in safety.declines.kinds}


def test_what_tells_of_a_red_flag_or_a_request_stands_in_its_story() -> None:
    stories = read(LEARN / "stories.yml")
    told = [one for one in stories if "signs" in one or "kind" in one]
    assert [one["text"] for one in told if not one.get("said") or one["text"].count(one["said"]) != 1] == []
    assert [one["text"] for one in stories if one not in told and "said" in one] == []
