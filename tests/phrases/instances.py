"""Write a text for each phrase, one that no other phrase of its finding is in: ``python -m tests.phrases.instances``.

The texts are kept in ``instances.yml``, not made anew by the test: a phrase that goes or no longer works leaves behind
a text that nothing finds. Texts that are there and still good stay.
"""

from __future__ import annotations

import random
import sys
from functools import lru_cache
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

import yaml

from marrow.knowledge.files import read_knowledge
from marrow.knowledge.safety_schema import Safety
from marrow.safety.recognition import Recogniser, recogniser_of
from marrow.settings import ROOT
from marrow.text.normal import english_words
from marrow.text.phrases import GAPS, PHRASE_TOKEN

INSTANCES = Path(__file__).with_name("instances.yml")
TRIES = 400
MOST_COMMON = 4  # words that a ``*`` is filled in with
FILLER = "table"  # stands in gaps


def main() -> int:
    """0 when there is a text for each phrase, 1 when there is none for some: they are listed."""
    safety = read_knowledge(ROOT / "knowledge")[0].safety
    recogniser = recogniser_of(safety)
    before = read_instances()
    after: Dict[str, List[str]] = {}
    missing: List[str] = []
    for finding in safety.all_findings:
        kept = {said: text for text in before.get(finding.id, ()) for said in only(recogniser, finding.id, text)}
        texts = {said: kept.get(said) or instance(safety, recogniser, finding.id, said) for said in finding.says}
        after[finding.id] = [text for text in texts.values() if text]
        missing += [f"{finding.id}: {said}" for said, text in texts.items() if not text]
    INSTANCES.write_text(yaml.safe_dump(after, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8")
    print("\n".join(missing))
    return int(bool(missing))


def read_instances() -> Dict[str, List[str]]:
    """The texts by finding."""
    return yaml.load(INSTANCES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) if INSTANCES.exists() else {}


def only(recogniser: Recogniser, finding: str, text: str) -> Sequence[str]:
    """The phrase that finds ``finding`` in ``text``, if there is just one."""
    phrases = recogniser.evidence(text).get(finding, ())
    return tuple(phrases) if len(phrases) == 1 else ()


def instance(safety: Safety, recogniser: Recogniser, finding: str, phrase: str) -> Optional[str]:
    """A text that only ``phrase`` finds; None when every text that it is in has another phrase of the finding, too."""
    for seed in range(TRIES):
        text = _choice(PHRASE_TOKEN.findall(phrase), safety.lists, random.Random(seed))[0]  # noqa: S311  no secret
        if phrase in only(recogniser, finding, text):
            return text
    return None


def _choice(parts: List[str], lists: Mapping[str, Sequence[str]], chance: random.Random) -> Tuple[str, List[str]]:
    options = []
    while True:
        option, parts = _sequence(parts, lists, chance)
        options.append(option)
        if not parts or parts[0] != "|":
            return chance.choice(options), parts
        parts = parts[1:]


def _sequence(parts: List[str], lists: Mapping[str, Sequence[str]], chance: random.Random) -> Tuple[str, List[str]]:
    said: List[str] = []
    while parts and parts[0] not in ")|":
        part, parts = parts[0], parts[1:]
        if part == "(":
            piece, parts = _choice(parts, lists, chance)
            parts = parts[1:]
            said.append(piece)
        elif part == "?":
            said[-1] = chance.choice([said[-1], ""])
        elif part.startswith("<"):
            said.append(_choice(PHRASE_TOKEN.findall(chance.choice(lists[part[1:-1]])), lists, chance)[0])
        elif part in GAPS:
            said += [FILLER] * chance.choice([0, 1, GAPS[part]])
        else:
            said.append(_word(part, chance))
    return " ".join(filter(None, said)), parts


def _word(part: str, chance: random.Random) -> str:
    stem, star, _ = part.partition("*")
    if not star:
        return "3" if part == "#" else part
    if stem[-1] in ".,":
        return f"{stem}5"
    return chance.choice(_beginning_with(stem))


@lru_cache(maxsize=None)
def _beginning_with(stem: str) -> List[str]:
    return [word for word in english_words() if word.startswith(stem)][:MOST_COMMON] or [stem]


if __name__ == "__main__":
    sys.exit(main())
