"""Spelling repair with SymSpell, a package that the assistant does not need and does not install."""

from __future__ import annotations

import importlib.util
import re
from importlib import resources
from typing import Iterable, Optional

from benchmarks.ablation.data import words_of

INSTALL = ".tools/bin/uv pip install symspellpy==6.10.1"
OWN_COUNT = 10**10  # of each word that is ours: above any count of the English dictionary
FARTHEST = 2
_WORD = re.compile(r"(?<![\w'’])[^\W\d_]{4,}(?![\w'’])")  # shorter ones have too many neighbours


def missing() -> Optional[str]:
    """How to install SymSpell, if it is not there."""
    return None if importlib.util.find_spec("symspellpy") else INSTALL


class Speller:
    """Knows the words of English and those of ``texts``."""

    def __init__(self, texts: Iterable[str]) -> None:
        from symspellpy import SymSpell, Verbosity  # no requirement of the project: see INSTALL

        self._top = Verbosity.TOP
        self._words = SymSpell(max_dictionary_edit_distance=FARTHEST)
        with resources.as_file(resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt") as path:
            self._words.load_dictionary(str(path), term_index=0, count_index=1, encoding="utf-8")
        for word in sorted(words_of(list(texts))):
            self._words.create_dictionary_entry(word, OWN_COUNT)

    def repair(self, text: str, distance: int) -> str:
        """The text with each unknown word replaced by the nearest known one within ``distance`` edits."""
        return _WORD.sub(lambda match: self._repaired(match.group(), distance), text)

    def _repaired(self, word: str, distance: int) -> str:
        return self._words.lookup(
            word, self._top, max_edit_distance=distance, include_unknown=True, transfer_casing=True
        )[0].term  # fmt: skip
