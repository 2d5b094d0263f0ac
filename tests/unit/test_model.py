"""Which files a trained model belongs to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from marrow.model import INPUTS, KNOWLEDGE, fingerprint
from marrow.settings import ROOT


@pytest.mark.parametrize("name", KNOWLEDGE)
def test_a_model_is_of_the_knowledge_in_use_wherever_that_is(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "ours"
    shutil.copytree(ROOT / "knowledge", folder)
    before = fingerprint(folder)
    assert before == fingerprint(ROOT / "knowledge")
    file = folder / name if (folder / name).is_file() else next((folder / name).glob("*.yml"))
    file.write_text(file.read_text(encoding="utf-8") + "# one more line\n", encoding="utf-8")
    assert fingerprint(folder) != before


def test_a_model_is_of_the_talks_that_safety_is_learnt_from() -> None:
    assert "talks/learn" in INPUTS
    assert all((ROOT / name).exists() for name in INPUTS)
