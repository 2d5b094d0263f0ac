"""A text for each row of ``needs``, and each finding of ``unless``, that alone decides: kept in ``rows.yml``."""

from __future__ import annotations

import random
from functools import lru_cache
from pathlib import Path
from typing import Dict, FrozenSet, Iterable, List, Mapping, Optional, Sequence, Tuple

import yaml

from marrow.knowledge.safety_schema import Conclusion, Safety
from marrow.safety.recognition import Recogniser
from tests.phrases.example import example

ROWS = Path(__file__).with_name("rows.yml")
TRIES = 2000
EXAMPLES = 40  # of a phrase
UNLESS = "unless "

Saying = Tuple[str, FrozenSet[str]]  # a text, and all that it asserts


def read_rows() -> Dict[str, Dict[str, str]]:
    """By conclusion, the text of each name that ``names`` gives."""
    return yaml.load(ROWS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) if ROWS.exists() else {}


def conclusions_of(safety: Safety) -> List[Conclusion]:
    """All that have rows."""
    return [*safety.red_flags, *safety.declines.kinds]


def names(conclusion: Conclusion) -> List[str]:
    """What can decide about it: ``one_finding another`` for a row, ``unless a_third``."""
    return [*map(" ".join, conclusion.needs), *(UNLESS + finding for finding in conclusion.unless)]


def deciding(recogniser: Recogniser, conclusion: Conclusion, text: str) -> List[str]:
    """The rows that a conclusion is drawn by or, if it is not, what alone speaks against it."""
    mentions = recogniser.read(text)
    found = _decided_by(conclusion, mentions.asserted)
    drawn = not any(name.startswith(UNLESS) for name in found) and bool(found)
    return found if drawn is (conclusion.id in mentions.conclusions) else []


def write_rows(safety: Safety, recogniser: Recogniser, instances: Mapping[str, Sequence[str]]) -> List[str]:
    """Write the texts, made of one sentence for each finding; what is there and still good stays.

    Returns:
        What no text was found for: another row covers it.
    """
    before, after, missing = read_rows(), {}, []
    said = _Said(safety, recogniser, instances)
    for conclusion in conclusions_of(safety):
        kept, texts = before.get(conclusion.id, {}), {}
        for name in names(conclusion):
            old = kept.get(name)
            good = old and deciding(recogniser, conclusion, old) == [name]
            text = old if good else _text(recogniser, conclusion, name, said)
            if text:
                texts[name] = text
            else:
                missing.append(f"{conclusion.id}: {name}")
        after[conclusion.id] = texts
    ROWS.write_text(yaml.safe_dump(after, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8")
    return missing


class _Said:
    """How a finding is said: texts, each with all that it asserts."""

    def __init__(self, safety: Safety, recogniser: Recogniser, instances: Mapping[str, Sequence[str]]) -> None:
        self._lists, self._recogniser, self._instances = safety.lists, recogniser, instances
        self._phrases = {finding.id: finding.says for finding in safety.all_findings}

    @lru_cache(maxsize=None)  # noqa: B019  lives as long as the command
    def stored(self, finding: str) -> Sequence[Saying]:
        """Those of the phrases."""
        return self._read(self._instances[finding])

    @lru_cache(maxsize=None)  # noqa: B019  lives as long as the command
    def more(self, finding: str) -> Sequence[Saying]:
        """Many others."""
        texts = (example(said, self._lists, seed) for said in self._phrases[finding] for seed in range(EXAMPLES))
        return [saying for saying in self._read(dict.fromkeys(texts)) if finding in saying[1]]

    def _read(self, texts: Iterable[str]) -> Sequence[Saying]:
        return [(text, self._recogniser.read(text).asserted) for text in texts]


def _text(recogniser: Recogniser, conclusion: Conclusion, name: str, said: _Said) -> Optional[str]:
    for saying in (said.stored, said.more):
        for seed in range(TRIES):
            chance = random.Random(seed)  # noqa: S311  no secret
            needed = name.split()
            if name.startswith(UNLESS):
                needed = [*chance.choice(conclusion.needs), needed[-1]]
            chosen = [chance.choice(saying(finding)) for finding in needed]
            together = frozenset().union(*(asserted for _, asserted in chosen))
            text = ". ".join(text for text, _ in chosen)
            if _decided_by(conclusion, together) == [name] and deciding(recogniser, conclusion, text) == [name]:
                return text
    return None


def _decided_by(conclusion: Conclusion, asserted: FrozenSet[str]) -> List[str]:
    rows = [" ".join(row) for row in conclusion.needs if asserted.issuperset(row)]
    against = [UNLESS + finding for finding in conclusion.unless if finding in asserted]
    return (against or rows) if rows else []
