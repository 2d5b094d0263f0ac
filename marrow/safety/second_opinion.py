"""What learning makes of a message, beside the rules: does it sound like a red flag, or a request to decline?

Free of Rasa, so that it can be measured alone. It is the sentence encoder with its last layers trained further on
``safety/learn``: the layers before them read a message once, for this and for the sentence vector. A judge of the words
alone has a say in whether: ordinary messages are mistaken less often for something that they mean nearly.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Sequence

import numpy as np
import skops.io
from scipy.special import expit

from marrow.safety.word_judge import WordJudge
from marrow.understanding.encoder import Stretch, session

RULED = 3.0  # how much more a label counts that the rules found, too
WORDS = 1 / 3  # of the say in whether a text has a label is the word judge's
MODEL, LABELS, JUDGE = "second.onnx", "second.json", "words.skops"


@dataclass(frozen=True)
class Opinion:
    """How likely a text has any label of a kind, and a score for each: the highest is the one it most likely has."""

    chance: float
    scores: Dict[str, float]

    def likeliest(self, ruled: Sequence[str]) -> str:
        """The label that the text most likely has, if it has one; ``ruled`` are those that the rules found."""
        return max(sorted(self.scores), key=lambda label: self.scores[label] + RULED * (label in ruled))


class SecondOpinion:
    """Learns from texts that have a label of each of several kinds, or None.

    The ``model``, in ONNX, has an output for whether a text has a label of a kind, and behind it one for each of its
    ``labels``, kind after kind.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """What ``learn`` wrote to a folder."""
        self.labels: Dict[str, List[str]] = json.loads((folder / LABELS).read_text(encoding="utf-8"))
        self._session = session(str(folder / MODEL), threads)
        self._judge = WordJudge.from_state(skops.io.load(folder / JUDGE))

    @staticmethod
    def learn(
        folder: Path,
        texts: Sequence[str],
        hidden: Sequence[np.ndarray],
        labels: Mapping[str, Sequence[Optional[str]]],
        passes: Sequence[Sequence[int]],
    ) -> None:
        """Train on texts.

        Args:
            folder: where what is learnt is kept.
            texts: all of them.
            hidden: what ``SentenceEncoder.hidden`` gives for them.
            labels: by kind, of each text a label or None.
            passes: the places of the texts that the network reads, one pass after the other.
        """
        from marrow.safety.tuned import as_onnx  # brings TensorFlow's training and onnx, which serving does not need
        from marrow.safety.tuning import tune

        names = {kind: sorted({one for one in of_kind if one}) for kind, of_kind in labels.items()}
        which = np.array(
            [[1 + names[kind].index(one) if one else 0 for one in of_kind] for kind, of_kind in labels.items()]
        )
        sizes = [len(some) for some in names.values()]
        (folder / MODEL).write_bytes(as_onnx(tune(hidden, which.T, sizes, passes)))
        skops.io.dump(WordJudge.learn(texts, labels).state(), folder / JUDGE)
        (folder / LABELS).write_text(json.dumps(names), encoding="utf-8")

    def opinions(self, stretches: Sequence[Stretch]) -> Dict[str, Opinion]:
        """What it makes of a text, by kind: of each the opinion on the stretch where that is likeliest.

        Args:
            stretches: of ``SentenceEncoder.read``; a short text is a single one.
        """
        found = [self._opinions(*stretch) for stretch in stretches]
        return {kind: max((one[kind] for one in found), key=lambda opinion: opinion.chance) for kind in self.labels}

    def _opinions(self, text: str, hidden: np.ndarray) -> Dict[str, Opinion]:
        ((row,),) = self._session.run(["scores"], {"hidden": hidden[None]})
        scores, words = iter(row.tolist()), self._judge.scores(text)
        found = {}
        for kind, names in self.labels.items():
            whether = (1 - WORDS) * next(scores) + WORDS * words[kind]
            found[kind] = Opinion(float(expit(whether)), {label: next(scores) for label in names})
        return found
