"""The two assistants that are compared: how each is trained, started and stopped, and what it is asked."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, Iterator, List, Sequence

import psutil
import yaml

from marrow.knowledge.files import read_knowledge
from marrow.model import current_model, process_environment
from marrow.settings import ROOT, get_settings

STOP_TIMEOUT_SECONDS = 20
TRAIN_MARROW = (
    "import sys, pathlib; from marrow.model import train; from marrow.settings import get_settings; "
    "train(get_settings(), pathlib.Path(sys.argv[1]))"
)


class BotError(Exception):
    """An assistant could not be made, trained or started; the message says which, and ends with its log."""


@dataclass
class Bot:
    """One assistant: its commands (arguments of Python), where they run, and messages it knows."""

    name: str
    folder: Path
    environment: Dict[str, str]
    train: List[str]
    serve: List[str]
    port: int
    questions: List[str]
    log: Path
    notes: List[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where a message is posted."""
        return f"http://127.0.0.1:{self.port}/webhooks/rest/webhook"

    def start(self, arguments: Sequence[str]) -> subprocess.Popen:
        """Start one of the commands; its output goes to the log."""
        with self.log.open("a") as log:
            return subprocess.Popen(
                [sys.executable, *arguments],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def run(self, arguments: Sequence[str]) -> None:
        """Run one of the commands to its end.

        Raises:
            BotError: when it fails.
        """
        if self.start(arguments).wait():
            raise self.failed("A command failed")

    def failed(self, what: str) -> BotError:
        """An error with the end of the log."""
        return BotError(f"{self.name}: {what}\n{self.log.read_text(errors='replace')[-2000:]}")

    @contextmanager
    def served(self) -> Iterator[subprocess.Popen]:
        """The assistant as a running process; at the end all its processes are gone."""
        process = self.start(self.serve)
        try:
            yield process
        finally:
            stop(process)


def marrow_bot(scratch: Path, trained: bool) -> Bot:
    """This assistant, with its databases in ``scratch``; ``trained`` when the current model shall be used as it is.

    Raises:
        BotError: when there should be a model and is none.
    """
    if trained and not current_model(get_settings()).exists():
        raise BotError(
            "There is no model for the files as they are: run `make benchmark`, or leave out --skip-training."
        )
    port, action_port = free_ports(2)
    environment = {
        **process_environment(),
        "MARROW_PROFILE": "development",
        "MARROW_HOST": "127.0.0.1",
        "MARROW_PORT": str(port),
        "MARROW_ACTION_PORT": str(action_port),
        "MARROW_DATABASE_URL": f"sqlite:///{scratch / 'knowledge.sqlite'}",
        "MARROW_CONVERSATIONS_URL": f"sqlite:///{scratch / 'conversations.sqlite'}",
        "RASA_CACHE_DIRECTORY": str(scratch / "cache"),
    }
    if not trained:
        environment["MARROW_MODEL_FOLDER"] = str(scratch / "models")
    knowledge, _ = read_knowledge(get_settings().knowledge_folder)
    bot = Bot(
        name="this assistant",
        folder=ROOT,
        environment=environment,
        train=["-c", TRAIN_MARROW, str(scratch / "train.log")],
        serve=["-m", "marrow.run"],
        port=port,
        questions=[question for topic in knowledge.topics for question in topic.examples],
        log=scratch / "marrow.log",
    )
    bot.run(["-m", "marrow.knowledge", "load"])
    return bot


def stock_bot(scratch: Path) -> Bot:
    """The assistant that ``rasa init`` makes (and trains, so that it can be served without training again)."""
    (port,) = free_ports(1)
    folder = scratch / "stock"
    folder.mkdir()
    environment = {name: value for name, value in process_environment().items() if name != "PYTHONPATH"}
    bot = Bot(
        name="stock assistant",
        folder=folder,
        environment=environment,
        train=["-m", "rasa", "train", "--force"],
        serve=["-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port)],
        port=port,
        questions=[],
        log=scratch / "stock.log",
    )
    bot.run(["-m", "rasa", "init", "--no-prompt", "--init-dir", str(folder)])
    bot.questions = nlu_examples(folder / "data" / "nlu.yml")
    bot.notes = re.findall(r"name: (\w+)", (folder / "config.yml").read_text(encoding="utf-8"))
    return bot


def nlu_examples(path: Path) -> List[str]:
    """The example messages of a Rasa NLU file, as a person would type them."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    lines = [line[2:] for entry in content["nlu"] for line in entry.get("examples", "").splitlines()]
    return [re.sub(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})", r"\1", line) for line in lines if line]


def free_ports(number: int) -> List[int]:
    """Ports that nobody listens on now."""
    probes = [socket.socket() for _ in range(number)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def tree(process: subprocess.Popen) -> List[psutil.Process]:
    """A process and all that it started, as far as they live."""
    try:
        root = psutil.Process(process.pid)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def stop(process: subprocess.Popen) -> None:
    """End a process as Ctrl-C would, then whatever of its own it left behind."""
    family = tree(process)
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _, left = psutil.wait_procs(family, timeout=1)
    for one in left:
        one.kill()
    psutil.wait_procs(left, timeout=STOP_TIMEOUT_SECONDS)
