"""The trained model: which one fits the files as they are now, and training it when there is none."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Optional

from marrow.settings import ROOT, Settings

# What a model is made of. Everything else is read from the database or the files when it is needed.
INPUTS = (
    "config.yml",
    "domain.yml",
    "data",
    "contract",
    "safety",
    "talks/learn",
    "marrow/understanding",
    "marrow/safety",
    "marrow/text",
    *(f"marrow/conversation/{name}.py" for name in ("intents", "nlg", "talks", "turn", "words")),
    *(f"marrow/knowledge/{name}.py" for name in ("files", "finding", "safety_schema", "schema")),
    "marrow/contract.py",
    "requirements/run.txt",
)
# Of the knowledge: vocabulary, example questions, search index, and what is said to red flags and to requests that are
# declined, with its sources.
KNOWLEDGE = ("topics", "vocabulary.yml", "sources.yml", "red_flags.yml", "declines.yml", "findings")
SUFFIXES = {".json", ".yml", ".py", ".txt"}


class TrainingError(Exception):
    """Rasa could not train a model; its log says why."""


def fingerprint(knowledge: Path) -> str:
    """A hash of everything that a model is made of; ``knowledge``: the folder of the knowledge files."""
    digest = hashlib.sha256()
    for folder, name in [*((ROOT, name) for name in INPUTS), *((knowledge, name) for name in KNOWLEDGE)]:
        path = folder / name
        files = [path] if path.is_file() else sorted(file for file in path.rglob("[!.]*") if file.suffix in SUFFIXES)
        for file in files:
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def current_model(settings: Settings) -> Path:
    """Where the model for the files as they are now is, or will be."""
    return settings.model_folder / f"marrow-{fingerprint(settings.knowledge_folder)}.tar.gz"


def newest_model(settings: Settings) -> Optional[Path]:
    """The model that was trained last, whatever the files are now; None when there is none."""
    models = sorted(settings.model_folder.glob("marrow-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    return models[-1] if models else None


def train(settings: Settings, log: Path) -> Path:
    """Train the current model, replacing older ones; Rasa's own output goes to ``log``.

    Rasa's check of the files takes most of a minute, for all the utterances; the unit tests make it without them.

    Raises:
        TrainingError: when Rasa fails.
    """
    target = current_model(settings)
    command = [
        sys.executable, "-m", "rasa", "train", "--force", "--skip-validation",
        "--fixed-model-name", target.name[: -len(".tar.gz")], "--out", str(settings.model_folder),
    ]  # fmt: skip
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        done = subprocess.run(command, cwd=ROOT, env=process_environment(), stdout=output, stderr=subprocess.STDOUT)
    if done.returncode or not target.exists():
        raise TrainingError(f"Training failed; see {log}")
    for old in settings.model_folder.glob("marrow-*.tar.gz"):
        if old != target:
            old.unlink()
    return target


def process_environment() -> dict:
    """The environment of the processes this project starts: no telemetry, quiet TensorFlow, loopback only."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SANIC_HOST": "127.0.0.1",
        "SANIC_KEEP_ALIVE_TIMEOUT": "60",  # seconds: a busy Rasa connects to the action server long before it asks
        "OPENBLAS_NUM_THREADS": "1",  # a second thread spins while it waits, and gains nothing on vectors this small
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
    }
