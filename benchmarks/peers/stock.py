"""Stock Rasa: the NLU pipeline that ``rasa init`` writes, with a seed so that it is the same every time."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Callable, Dict, Sequence

import yaml

from benchmarks.peers.rasa_agent import load_agent
from benchmarks.peers.worker import Example, Reading, work
from benchmarks.scoring import FALLBACK

SEED = 20261122
MODEL = "stock"


def train(examples: Sequence[Example], folder: Path) -> None:
    """``rasa train nlu`` in the folder."""
    data = [{"text": text, "intent": intent, "entities": []} for text, intent in examples]
    (folder / "nlu.json").write_text(json.dumps({"rasa_nlu_data": {"common_examples": data}}), encoding="utf-8")
    (folder / "config.yml").write_text(yaml.safe_dump(configuration()), encoding="utf-8")
    command = [
        sys.executable, "-m", "rasa", "train", "nlu", "--nlu", "nlu.json", "--config", "config.yml",
        "--out", "models", "--fixed-model-name", MODEL,
    ]  # fmt: skip
    subprocess.run(command, cwd=folder, check=True)
    if not _model(folder).exists():
        raise FileNotFoundError("Rasa trained no model")


def load(folder: Path) -> Callable[[str], Reading]:
    """The ranking without the fallback: its thresholds are chosen anew for this data."""
    parse = load_agent(_model(folder))

    def understand(text: str) -> Reading:
        ranking = parse(text)["intent_ranking"]
        return {"ranking": [(one["name"], one["confidence"]) for one in ranking if one["name"] != FALLBACK]}

    return understand


def configuration() -> Dict[str, Any]:
    """The configuration that stands in the Rasa package for ``rasa init``."""
    package = find_spec("rasa")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("rasa")
    default = Path(package.origin).parent / "engine" / "recipes" / "config_files" / "default_config.yml"
    stock = yaml.safe_load(default.read_text(encoding="utf-8"))
    pipeline = [
        {**part, "random_seed": SEED} if part["name"] == "DIETClassifier" else part for part in stock["pipeline"]
    ]
    return {**{name: stock[name] for name in ("recipe", "assistant_id", "language")}, "pipeline": pipeline}


def _model(folder: Path) -> Path:
    return folder / "models" / f"{MODEL}.tar.gz"


if __name__ == "__main__":
    work(train, load)
