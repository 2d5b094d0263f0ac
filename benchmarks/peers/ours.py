"""This assistant: trained as for the chat, with its own thresholds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Callable, Sequence

from benchmarks import scoring
from benchmarks.peers.rasa_agent import load_agent
from benchmarks.peers.worker import Example, Reading, work
from marrow import model
from marrow.settings import get_settings


def train(examples: Sequence[Example], folder: Path) -> None:
    """From the files of the repository, which is where the examples come from; nothing is taken from a cache."""
    os.environ["RASA_CACHE_DIRECTORY"] = str(folder / "cache")
    model.train(get_settings().copy(update={"model_folder": folder / "models"}), folder / "rasa.log")


def load(folder: Path) -> Callable[[str], Reading]:
    """What it makes of a message, and what it offers where it asks back."""
    (trained,) = (folder / "models").glob("marrow-*.tar.gz")
    parse = load_agent(trained)

    def understand(text: str) -> Reading:
        outcome = scoring.outcome({"text": text}, parse(text))
        return {"ranking": outcome.ranking, "intent": outcome.intent, "offered": outcome.offered}

    return understand


if __name__ == "__main__":
    work(train, load)
