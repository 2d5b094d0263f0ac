"""What learning makes of a message, beside the rules: does it sound like a red flag, or a request to decline?

Free of Rasa, so that it can be measured alone. It is the sentence encoder with its last layers trained further on
``safety/learn``: the layers before them read a message once, for this and for the sentence vector.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Sequence

import numpy as np
from scipy.special import expit

from marrow.understanding.encoder import session

RULED = 3.0  # how much more a label counts that the rules found, too
MODEL, LABELS = "second.onnx", "second.json"


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

    def __init__(self, model: bytes, labels: Mapping[str, Sequence[str]], threads: int = 1) -> None:
        self.labels = {kind: list(names) for kind, names in labels.items()}
        self._model = model
        self._session = session(model, threads)

    @classmethod
    def fit(cls, hidden: Sequence[np.ndarray], labels: Mapping[str, Sequence[Optional[str]]]) -> SecondOpinion:
        """Train on texts: ``hidden`` is what ``SentenceEncoder.hidden`` gives, ``labels`` a label or None, by kind."""
        from marrow.safety.tuned import as_onnx  # brings TensorFlow's training and onnx, which serving does not need
        from marrow.safety.tuning import tune

        names = {kind: sorted({one for one in of_kind if one}) for kind, of_kind in labels.items()}
        which = np.array(
            [[1 + names[kind].index(one) if one else 0 for one in of_kind] for kind, of_kind in labels.items()]
        )
        return cls(as_onnx(tune(hidden, which.T, [len(some) for some in names.values()])), names)

    def opinions(self, stretches: Sequence[np.ndarray]) -> Dict[str, Opinion]:
        """What it makes of a text, by kind: of each the opinion on the stretch where that is likeliest.

        Args:
            stretches: the vectors of the tokens of each stretch, shape ``(tokens, 384)``; a short text is a single one.
        """
        found = [self._opinions(hidden) for hidden in stretches]
        return {kind: max((one[kind] for one in found), key=lambda opinion: opinion.chance) for kind in self.labels}

    def _opinions(self, hidden: np.ndarray) -> Dict[str, Opinion]:
        ((row,),) = self._session.run(["scores"], {"hidden": hidden[None]})
        scores = iter(row.tolist())
        return {
            kind: Opinion(float(expit(next(scores))), {label: next(scores) for label in names})
            for kind, names in self.labels.items()
        }

    def save(self, folder: Path) -> None:
        """Write everything ``load`` needs."""
        (folder / MODEL).write_bytes(self._model)
        (folder / LABELS).write_text(json.dumps(self.labels), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, threads: int = 1) -> SecondOpinion:
        """The model that ``save`` wrote."""
        labels: Dict[str, List[str]] = json.loads((folder / LABELS).read_text(encoding="utf-8"))
        return cls((folder / MODEL).read_bytes(), labels, threads)
