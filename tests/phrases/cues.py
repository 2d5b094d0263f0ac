"""A text for each cue of ``marrow/safety/assertions.yml`` that has its status by this cue alone: ``cues.yml``."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Sequence

import yaml

from marrow.safety.assertion import CUES, Assertions
from marrow.text.normal import Normaliser
from tests.phrases.example import FILLER, example

TEXTS = Path(__file__).with_name("cues.yml")
TRIES = 60
GONE = "gone"  # the status of what is only a manner of speaking
FAR = " ".join([FILLER] * 4)  # more words than a cue that must be near reaches over

# Where a cue of each part of the file counts, for what is looked for: it stands in brackets.
FRAMES: Mapping[str, Sequence[str]] = {
    "lists subject": ["not {cue} [fever]", "scared of {cue} [fever]"],
    "turns": ["what if {cue} [fever]", "no {cue} [fever]"],
    "ends": ["no {cue} [fever]"],
    "no_denial": ["{cue} [fever]", "[fever] {cue}", "{start} [{last} fever]"],
    "denied near": ["{cue} [fever]"],
    "denied clause": ["{cue} {far} [fever]", "{cue} [fever]"],
    "denied after": ["[fever] {cue}"],
    "denied answered": ["[fever]? {cue}"],
    "past sentence": ["[fever] {cue}", "{cue} [fever]"],
    "past present": ["used to {cue} {far} [fever]"],
    "past today": ["used to [fever] {cue}"],
    "possible later": ["what if [fever]? {cue}"],
    "possible sentence": ["{cue} but [fever]", "{cue} {far} [fever]", "{cue} [fever]"],
    "possible clause": ["{cue} {far} [fever]", "{cue} [fever]"],
    "possible near": ["{cue} [fever]"],
    "possible after": ["[fever] {cue}"],
    "idioms": ["[{first}] {rest}"],
}


class Cue(NamedTuple):
    """A phrase of a part of the file, ``denied near``."""

    part: str
    phrase: str


class Reading(NamedTuple):
    """A text, and what it says of that which stands in brackets."""

    text: str
    status: str


def read_texts() -> Dict[Cue, Reading]:
    """By cue."""
    parts = yaml.load(TEXTS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) if TEXTS.exists() else {}
    return {Cue(part, phrase): Reading(*read) for part, cues in parts.items() for phrase, read in cues.items()}


def read_cues() -> Dict[str, Any]:
    """The file."""
    return yaml.safe_load(CUES.read_text(encoding="utf-8"))


def cues_of(cues: Mapping[str, Any], part: str = "") -> Iterator[Cue]:
    """Every cue, also the words of the lists that cues are made of."""
    for name, below in cues.items():
        inside = f"{part} {name}".strip()
        if isinstance(below, dict):
            yield from cues_of(below, inside)
        else:
            yield from (Cue(inside, phrase) for phrase in below)


def without(cues: Mapping[str, Any], cue: Cue) -> Assertions:
    """What tells the status, with one cue taken away."""
    left = deepcopy(dict(cues))
    *above, name = cue.part.split()
    within: Dict[str, Any] = left
    for one in above:
        within = within[one]
    within[name] = [phrase for phrase in within[name] if phrase != cue.phrase]
    return Assertions(left)


def status(assertions: Assertions, normal: Normaliser, text: str) -> str:
    """What a text says of that which stands in brackets."""
    before, looked_for, after = re.split(r"[\[\]]", text)
    said = assertions.without_idioms(normal(before + looked_for + after))
    start = said.find(f" {looked_for} ") + 1
    return assertions.status(said, (start, start + len(looked_for) + 1)).value if start else GONE


def write_cues(normal: Normaliser) -> List[str]:
    """Write the texts; what is there and still good stays.

    Returns:
        What no text was found for: another cue covers it.
    """
    cues, before = read_cues(), read_texts()
    whole = Assertions(cues)
    after: Dict[str, Dict[str, List[str]]] = {}
    missing = []
    for cue in cues_of(cues):
        less = without(cues, cue)
        old = before.get(cue)
        for text in ([old.text] if old else []) + list(_texts(cue, cues)):
            said = status(whole, normal, text)
            if said != status(less, normal, text):
                after.setdefault(cue.part, {})[cue.phrase] = [text, said]
                break
        else:
            missing.append(f"{cue.part}: {cue.phrase}")
    TEXTS.write_text(yaml.safe_dump(after, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8")
    return missing


def _texts(cue: Cue, cues: Mapping[str, Any]) -> Iterator[str]:
    """Texts with the cue where it counts; a word of a list stands in the cues that name the list."""
    lists = cues["lists"]
    _, _, name = cue.part.partition("lists ")
    inside = [(cue, lists)] if cue.part in FRAMES else []
    if name:
        inside += [(one, {**lists, name: [cue.phrase]}) for one in cues_of(cues) if f"<{name}>" in one.phrase]
    for one, words in inside:
        for seed in range(TRIES):
            said = example(one.phrase, words, seed)
            first, _, rest = said.partition(" ")
            start, _, last = said.rpartition(" ")
            parts = {"cue": said, "first": first, "rest": rest, "start": start, "last": last}
            yield from (frame.format(**parts, far=FAR) for frame in FRAMES[one.part])
