"""Who used the machine during a run, and whether what measures was in time."""

from __future__ import annotations

import asyncio
import subprocess
import time
from contextlib import asynccontextmanager
from typing import AsyncIterator, Dict, List

import numpy as np
import psutil

from benchmarks.bots import tree

SERVER, ACTIONS, HARNESS, OTHERS = "server", "action server", "load test", "others"
ACTION_SERVER = "rasa_sdk"  # in its command line
TICK_SECONDS = 0.02


class Machine:
    """Watches from ``begin`` to ``end``.

    ``cores``: how many cores each part used on average, such as 0.5; ``late``: seconds by which the load test's own
    loop woke too late, once each ``TICK_SECONDS``: its times may be wrong by so much.

    Args:
        process: the assistant.
    """

    def __init__(self, process: subprocess.Popen) -> None:
        self._process = process
        self.cores: Dict[str, float] = {}
        self.late: List[float] = []

    def late_at(self, percent: float) -> float:
        """By how many seconds it woke too late at most, in that share of the times."""
        return float(np.percentile(self.late, percent))

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Watch while the block runs."""
        before, began = self._used(), time.perf_counter()
        ticking = asyncio.create_task(self._tick())
        try:
            yield
        finally:
            ticking.cancel()
        seconds, after = time.perf_counter() - began, self._used()
        self.cores = {part: (after[part] - before[part]) / seconds for part in after}

    async def _tick(self) -> None:
        while True:
            due = time.perf_counter() + TICK_SECONDS
            await asyncio.sleep(TICK_SECONDS)
            self.late.append(max(0.0, time.perf_counter() - due))

    def _used(self) -> Dict[str, float]:
        """Seconds of processor time of each part so far."""
        used = dict.fromkeys((SERVER, ACTIONS, HARNESS, OTHERS), 0.0)
        used[HARNESS] = _seconds(psutil.Process())
        for one in tree(self._process):
            used[ACTIONS if ACTION_SERVER in " ".join(one.cmdline()) else SERVER] += _seconds(one)
        system = psutil.cpu_times()
        used[OTHERS] = sum(system) - system.idle - system.iowait - sum(used.values())
        return used


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
