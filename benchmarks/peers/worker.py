"""A design's own process: ``train FOLDER`` or ``serve FOLDER``, the job as JSON on standard input.

``train`` is given pairs of text and intent and leaves a model in the folder. ``serve`` is given ``warm`` and
``messages`` and writes ``readings.json`` there. ``nlpjs.js`` does the same in JavaScript.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any, Callable, Dict, List, Sequence, Tuple

READINGS = "readings.json"
Example = Tuple[str, str]
Reading = Dict[
    str, Any
]  # ``ranking``: pairs of intent and confidence; ``intent`` and ``offered`` where it decides itself


def work(train: Callable[[Sequence[Example], Path], None], load: Callable[[Path], Callable[[str], Reading]]) -> None:
    """Do what the command line and standard input ask for."""
    command, folder = sys.argv[1], Path(sys.argv[2])
    job = json.load(sys.stdin)
    if command == "train":
        train([(text, intent) for text, intent in job], folder)
    else:
        readings = serve(load(folder), job["warm"], job["messages"])
        (folder / READINGS).write_text(json.dumps(readings), encoding="utf-8")


def serve(understand: Callable[[str], Reading], warm: Sequence[str], messages: Sequence[str]) -> List[Reading]:
    """The readings of the messages, each with the ``seconds`` it took; the warm ones do not count."""
    for text in warm:
        understand(text)
    readings = []
    for text in messages:
        started = time.perf_counter()
        reading = understand(text)
        readings.append({**reading, "seconds": time.perf_counter() - started})
    return readings
