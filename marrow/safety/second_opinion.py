"""What learning makes of a message, beside rules and regressions: is it a red flag, a request to decline, out of scope?

Free of Rasa, so that it can be measured alone. It is the sentence encoder with its last layers trained further on
``safety/learn``, ``talks/learn`` and ``data/nlu``: the layers before them read a message once, for this and for the
sentence vector. A judge of the words has a say in the first two: ordinary messages are mistaken less often for what
they mean nearly.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Collection, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np
import skops.io
from scipy.special import expit, softmax

from marrow.conversation.intents import OUT_OF_SCOPE
from marrow.safety.word_judge import WordJudge
from marrow.understanding.encoder import STATES, Stretch, session

RULED = 4.0  # how much more a label counts that the rules found, too
GRAVE = 0.18  # how likely it must be one of the graver labels: to call an emergency less is worse than the reverse
WORDS = 1 / 3  # of the say in whether a text has a label is the word judge's
MODEL, LABELS, JUDGE = "second.onnx", "second.json", "words.skops"


@dataclass(frozen=True)
class Opinion:
    """How likely a text has any label of a kind, and a score for each: the highest is the one it most likely has."""

    chance: float
    scores: Dict[str, float]

    def among(self, names: Collection[str], ruled: Sequence[str]) -> Tuple[float, Dict[str, float]]:
        """How likely the text has one of some labels, and how likely it has each of them if it does.

        Args:
            names: the labels.
            ruled: those that the rules found.
        """
        known = sorted(self.scores)
        shares = dict(zip(known, softmax([self.scores[name] + RULED * (name in ruled) for name in known])))
        some = {name: share for name, share in shares.items() if name in names}
        return self.chance * sum(some.values()), {name: share / sum(some.values()) for name, share in some.items()}


def likeliest(shares: Mapping[str, float], graver: Collection[str] = ()) -> str:
    """The label that is most likely; one of the ``graver`` where it may well be one of them."""
    grave = {name: share for name, share in shares.items() if name in graver}
    return max(grave if sum(grave.values()) >= GRAVE else shares, key=shares.__getitem__)


class SecondOpinion:
    """Learns from texts that have a label of each of several kinds, or None, and from texts with an intent.

    The model, in ONNX, has an output for whether a text has a label of a kind, and behind it one for each of its
    ``labels``, kind after kind; then one for each intent.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """What ``learn`` wrote to a folder.

        Raises:
            ValueError: when it was learnt behind another layer of the encoder.
        """
        names = json.loads((folder / LABELS).read_text(encoding="utf-8"))
        self.labels: Dict[str, List[str]] = names["labels"]
        self._foreign = names["intents"].index(OUT_OF_SCOPE)
        self._session = session(str(folder / MODEL), threads)
        if self._session.get_inputs()[0].name != STATES:
            raise ValueError("The model was trained for another sentence encoder: run `make run`.")
        self._judge = WordJudge.from_state(skops.io.load(folder / JUDGE))

    @staticmethod
    def learn(
        folder: Path,
        stretches: Sequence[Stretch],
        labels: Mapping[str, Sequence[Optional[str]]],
        intents: Sequence[Optional[str]],
        passes: Sequence[Sequence[int]],
    ) -> None:
        """Train on texts.

        Args:
            folder: where what is learnt is kept.
            stretches: what ``SentenceEncoder.stretches`` gives for them.
            labels: by kind, of each text a label or None.
            intents: of each text its intent; None where that is not known.
            passes: the places of the texts that the network reads, one pass after the other.
        """
        from marrow.safety.tuned import as_onnx  # brings TensorFlow's training and onnx, which serving does not need
        from marrow.safety.tuning import tune

        names = {kind: _names(of_kind) for kind, of_kind in labels.items()}
        known = _names(intents)
        which = [_places(of_kind, names[kind]) for kind, of_kind in labels.items()] + [_places(intents, known)]
        sizes = [len(some) for some in names.values()]
        texts, hidden = [one.text for one in stretches], [one.hidden for one in stretches]
        (folder / MODEL).write_bytes(as_onnx(tune(hidden, np.array(which).T, sizes, len(known), passes)))
        skops.io.dump(WordJudge.learn(texts, labels).state(), folder / JUDGE)
        (folder / LABELS).write_text(json.dumps({"labels": names, "intents": known}), encoding="utf-8")

    def opinions(self, stretches: Sequence[Stretch]) -> Dict[str, Opinion]:
        """What it makes of a text, by kind: of each the opinion on the stretch where that is likeliest.

        A text is out of scope where it is in all its stretches.

        Args:
            stretches: of ``SentenceEncoder.read``; a short text is a single one.
        """
        found = [self._opinions(stretch) for stretch in stretches]
        return {
            kind: (min if kind == OUT_OF_SCOPE else max)(
                (one[kind] for one in found), key=lambda opinion: opinion.chance
            )
            for kind in (*self.labels, OUT_OF_SCOPE)
        }

    def _opinions(self, stretch: Stretch) -> Dict[str, Opinion]:
        ((row,),) = self._session.run(["scores"], {STATES: stretch.hidden[None]})
        scores, words = iter(row.tolist()), self._judge.scores(stretch.text)
        found = {}
        for kind, names in self.labels.items():
            whether = (1 - WORDS) * next(scores) + WORDS * words[kind]
            found[kind] = Opinion(float(expit(whether)), {label: next(scores) for label in names})
        wanted = softmax([*scores])
        found[OUT_OF_SCOPE] = Opinion(float(wanted[self._foreign]), {})
        return found


def _names(labels: Sequence[Optional[str]]) -> List[str]:
    return sorted({label for label in labels if label})


def _places(labels: Sequence[Optional[str]], names: List[str]) -> List[int]:
    """The place of each label among its names, from 1 on; 0 for none."""
    return [1 + names.index(label) if label else 0 for label in labels]
