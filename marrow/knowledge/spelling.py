"""Words that are spelt wrong: mistakes that codespell knows, and words that no list has. Serving does not need it."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Collection, Dict, Iterator, List, Sequence, Tuple

from marrow.text.normal import english_words

DICTIONARIES = "clear,rare,en-GB_to_en-US"  # of codespell: mistakes, and British spelling
SHORTEST = 2  # letters: the x of X-ray is no word
_NOTHING_FOUND, _SOMETHING_FOUND = 0, 65  # exit codes of codespell
_CORRECTION = re.compile(r"(\d+): (.*) ==> (.*)")
_WORD = re.compile("[^\\W\\d_][\\w'\u2019]*")


class SpellingError(Exception):
    """codespell cannot be run; the message is its own."""


def misspelt(texts: Sequence[str], known: Collection[str]) -> Iterator[Tuple[int, str]]:
    """Which text (its place in ``texts``) has what; ``known``: right words that the English list does not have.

    Raises:
        SpellingError: when codespell is missing or fails.
    """
    right = {*english_words(), *known}
    for place, (text, corrections) in enumerate(zip(texts, _corrections(texts, known))):
        for wrong, better in corrections.items():
            yield place, f"'{wrong}' should be: {better}"
        for word in dict.fromkeys(_WORD.findall(text)):
            form = _uninflected(word)
            if len(form) >= SHORTEST and form not in right and word not in corrections:
                yield place, f"'{word}' is in no word list"


def _uninflected(word: str) -> str:
    """Small letters, without a possessive 's."""
    form = word.lower().replace("\u2019", "'").rstrip("'")
    return form[:-2] if form.endswith("'s") else form


def _corrections(texts: Sequence[str], known: Collection[str]) -> List[Dict[str, str]]:
    """For each text what codespell would change: from what to what."""
    command = [sys.executable, "-m", "codespell_lib", "--builtin", DICTIONARIES, "--stdin-single-line"]
    command += ["--ignore-words-list", ",".join(sorted(known)), "-"]
    lines = "\n".join(" ".join(text.split()) for text in texts)
    done = subprocess.run(command, input=lines, capture_output=True, text=True, encoding="utf-8")
    if done.returncode not in (_NOTHING_FOUND, _SOMETHING_FOUND):
        raise SpellingError(done.stderr.strip())
    found: List[Dict[str, str]] = [{} for _ in texts]
    for number, wrong, right in _CORRECTION.findall(done.stdout):
        found[int(number) - 1][wrong] = right
    return found
