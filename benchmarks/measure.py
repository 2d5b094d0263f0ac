"""The measurements of one assistant: training, starts, turns and memory."""

from __future__ import annotations

import random
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Iterator, List, Optional, Sequence, Tuple

import numpy as np
import psutil
import requests

from benchmarks.bots import Bot, tree

SEED = 20261122
SAMPLE_SECONDS = 0.2
POLL_SECONDS = 0.05
START_TIMEOUT_SECONDS = 300
ANSWER_TIMEOUT_SECONDS = 60
TURNS = 10
LONG_TURNS = 100
ENDS = 5
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    starts: int
    conversations: int
    long_conversations: int


@dataclass(frozen=True)
class Training:
    """Seconds from the command to the trained model, and the peak memory in megabytes."""

    seconds: float
    memory: float


@dataclass(frozen=True)
class Serving:
    """Seconds and megabytes; ``first`` and ``last`` are medians at both ends of long conversations.

    ``silent`` counts messages without an answer; ``others`` is the share of the processor that other programs took
    during the conversations, which spoils the figures when it is not small.
    """

    starts: List[float]
    turns: List[float]
    first: float
    last: float
    memory: float
    silent: int
    others: float

    @property
    def start(self) -> float:
        """The median of the starts."""
        return float(np.median(self.starts))

    def percentile(self, percent: float) -> float:
        """How long a turn takes at most, in that share of the turns."""
        return float(np.percentile(self.turns, percent))


class Memory:
    """The peak of the resident memory of a process and all that it started; shared pages count in each."""

    def __init__(self) -> None:
        self.peak = 0.0

    @contextmanager
    def watch(self, process: subprocess.Popen) -> Iterator[None]:
        """Sample until the block ends."""
        done = threading.Event()

        def sample() -> None:
            while not done.wait(SAMPLE_SECONDS):
                self.peak = max(self.peak, resident(process) / MEGABYTE)

        sampler = threading.Thread(target=sample, daemon=True)
        sampler.start()
        try:
            yield
        finally:
            done.set()
            sampler.join()


class Client:
    """Posts messages to an assistant one after the other over one connection, as a browser does."""

    def __init__(self, bot: Bot) -> None:
        self._address = bot.address
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy between this and loopback
        self.silent = 0

    def ask(self, conversation: str, text: str) -> float:
        """Seconds until the whole answer is here; counts the messages that got none, or an error, in its place."""
        started = time.perf_counter()
        answer = self._session.post(
            self._address, json={"sender": conversation, "message": text}, timeout=ANSWER_TIMEOUT_SECONDS
        )
        seconds = time.perf_counter() - started
        answer.raise_for_status()
        messages = answer.json()
        if not messages or any((message.get("custom") or {}).get("kind") == "error" for message in messages):
            self.silent += 1
        return seconds

    def answers(self, conversation: str, text: str) -> bool:
        """Whether the assistant is there and answers this."""
        before = self.silent
        try:
            self.ask(conversation, text)
        except requests.RequestException:
            return False
        answered, self.silent = self.silent == before, before
        return answered


def resident(process: subprocess.Popen) -> int:
    """Bytes of memory that a process and all that it started hold now."""
    total = 0
    for one in tree(process):
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def training(bot: Bot) -> Training:
    """Train the assistant from nothing."""
    memory = Memory()
    started = time.perf_counter()
    process = bot.start(bot.train)
    with memory.watch(process):
        failed = process.wait()
    seconds = time.perf_counter() - started
    if failed:
        raise bot.failed("training failed")
    return Training(seconds, memory.peak)


def serving(bot: Bot, plan: Plan) -> Serving:
    """Start the assistant several times; talk to it in the last of them."""
    memory = Memory()
    starts: List[float] = []
    for number in range(plan.starts):
        with bot.served() as process, memory.watch(process):
            starts.append(_until_answered(bot, process, f"start-{number}"))
            if number == plan.starts - 1:
                client, began, before = Client(bot), time.perf_counter(), _foreign_seconds(process)
                turns = _turns(client, bot.questions, plan.conversations)
                first, last = _ends(client, bot.questions, plan.long_conversations)
                foreign = _foreign_seconds(process) - before
                others = foreign / (time.perf_counter() - began) / (psutil.cpu_count() or 1)
    return Serving(starts, turns, first, last, memory.peak, client.silent, max(0.0, others))


def _foreign_seconds(process: subprocess.Popen) -> float:
    """Processor time that was used so far by all but the assistant and this benchmark."""
    system = psutil.cpu_times()
    own = [one.cpu_times() for one in (*tree(process), psutil.Process())]
    return sum(system) - system.idle - system.iowait - sum(times.user + times.system for times in own)


def _until_answered(bot: Bot, process: subprocess.Popen, conversation: str) -> float:
    """Seconds since just now until the first message is answered."""
    client = Client(bot)
    started = time.perf_counter()
    while not client.answers(conversation, bot.questions[0]):
        if process.poll() is not None or time.perf_counter() - started > START_TIMEOUT_SECONDS:
            raise bot.failed("it did not start")
        time.sleep(POLL_SECONDS)
    return time.perf_counter() - started


def _turns(client: Client, questions: Sequence[str], conversations: int) -> List[float]:
    """Seconds of each turn of conversations of ``TURNS`` messages, after one conversation that does not count."""
    messages = script(questions, (conversations + 1) * TURNS)
    seconds = [client.ask(f"talk-{place // TURNS}", text) for place, text in enumerate(messages)]
    return seconds[TURNS:]


def _ends(client: Client, questions: Sequence[str], conversations: int) -> Tuple[float, float]:
    """Median seconds of the first and of the last ``ENDS`` turns; the last say again what the first said."""
    first: List[float] = []
    last: List[float] = []
    for number in range(conversations):
        messages = script(questions, LONG_TURNS - ENDS, number)
        seconds = [client.ask(f"long-{number}", text) for text in [*messages, *messages[:ENDS]]]
        first += seconds[:ENDS]
        last += seconds[-ENDS:]
    return float(np.median(first)), float(np.median(last))


def script(questions: Sequence[str], length: int, variant: Optional[int] = None) -> List[str]:
    """As many messages as asked for: all the questions in a shuffled order that is always the same, again and again."""
    order = list(questions)
    random.Random(f"{SEED}-{variant}").shuffle(order)  # noqa: S311
    return [order[place % len(order)] for place in range(length)]
