"""The shape of the repository."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import List

import pytest
import yaml

from marrow.settings import ROOT

CODE = [
    path for folder in ("marrow", "actions", "benchmarks", "tests") for path in sorted((ROOT / folder).rglob("*.py"))
]
LONGEST = 250
INDEX_LINE = re.compile(r"^\s*(-i\b|-f\b|--index-url|--extra-index-url|--find-links|--trusted-host)|https?://|\bfile:")
IMPORT_ALL_ACTIONS = """
import importlib, pkgutil, sys
import actions
for module in pkgutil.iter_modules(actions.__path__):
    importlib.import_module("actions." + module.name)
print(*sorted(name for name in sys.modules if name.split(".")[0] in ("actions", "rasa", "tensorflow")))
"""


def test_the_actions_load_without_rasa() -> None:
    """Neither they nor what they import: the action server starts without Rasa and TensorFlow."""
    loaded = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", IMPORT_ALL_ACTIONS],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert "actions.answer" in loaded
    assert [name for name in loaded if not name.startswith("actions")] == []


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_the_second_opinion_is_read_before_those_who_decide_by_it() -> None:
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    names = [component["name"].split(".")[-1] for component in config["pipeline"]]
    reader, *deciding = (names.index(name) for name in ("SecondReader", "TopicClassifier", "SafetyDetector"))
    assert reader < min(deciding)


def test_the_numbers_of_a_component_are_those_that_its_tests_use() -> None:
    """Tests of a component take its defaults; what serves is ``config.yml``."""
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    own = [component for component in config["pipeline"] if component["name"].startswith("marrow.")]
    for component in own:
        module, name = component.pop("name").rsplit(".", 1)
        defaults = getattr(importlib.import_module(module), name).get_default_config()
        assert {**defaults, **component} == defaults, name
    assert sum(map(bool, own)) > 3


def tracked() -> List[str]:
    git = shutil.which("git")
    assert git, "git is needed"
    listed = subprocess.run([git, "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return listed.splitlines()


def test_git_tracks_no_database_and_no_model() -> None:
    files = tracked()
    assert "domain.yml" in files
    assert [name for name in files if re.search(r"\.(db|sqlite3?|onnx|tar\.gz)(-\w+)?$", name)] == []


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").iterdir()), ids=lambda path: path.name)
def test_requirements_name_no_package_index(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines
    assert [line for line in lines if INDEX_LINE.search(line)] == []
