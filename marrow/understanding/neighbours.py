"""Which examples a text is nearest to: the second judge beside a regression. Free of Rasa."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Sequence

import numpy as np


class Neighbours:
    """Examples in groups, by their sentence vectors; how near a text is to a group, its nearest ``count`` tell.

    ``vectors`` has shape ``(examples, dimensions)``; those of a group stand together, up to its place in ``ends``.
    ``basis``, shape ``(384, dimensions)``, turns a sentence vector into one of fewer dimensions, which saves time.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self.basis = np.zeros((0, 0), np.float32)
        self.vectors = np.zeros((0, 0), np.float32)
        self.ends: Dict[str, int] = {}

    def fit(self, vectors: np.ndarray, groups: Sequence[str], dimensions: int) -> Neighbours:
        """Keep examples: ``vectors`` has shape ``(examples, 384)``; their 384 dimensions may stay as they are."""
        names, order = np.array(groups), np.argsort(groups, kind="stable")
        self.basis = _main_directions(vectors, dimensions)
        self.vectors = self._turned(vectors)[order]
        self.ends = {str(name): int(np.searchsorted(names[order], name, "right")) for name in np.unique(names)}
        return self

    def near(self, vectors: np.ndarray) -> Dict[str, np.ndarray]:
        """For each group how near the texts are to it, shape ``(texts,)``, at most 1."""
        similarity = self._turned(vectors) @ self.vectors.T
        start, found = 0, {}
        for name, end in self.ends.items():
            part = similarity[:, start:end]
            nearest = min(self.count, end - start)
            found[name] = np.partition(part, -nearest, axis=1)[:, -nearest:].mean(1)
            start = end
        return found

    def state(self) -> Dict[str, Any]:
        """Everything ``Neighbours.from_state`` needs; plain types, arrays and dictionaries."""
        return {
            "count": self.count,
            "basis": self.basis,
            "vectors": self.vectors.astype(np.float16),
            "ends": self.ends,
        }

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Neighbours:
        """The neighbours that ``state`` was taken from."""
        known = cls(state["count"])
        known.basis, known.ends = state["basis"], state["ends"]
        known.vectors = state["vectors"].astype(np.float32)
        return known

    def _turned(self, vectors: np.ndarray) -> np.ndarray:
        if not self.basis.size:
            return vectors
        turned = vectors @ self.basis
        return turned / np.linalg.norm(turned, axis=1, keepdims=True)


def _main_directions(vectors: np.ndarray, dimensions: int) -> np.ndarray:
    """The directions in which the vectors differ most; empty when all dimensions stay."""
    if dimensions >= vectors.shape[1]:
        return np.zeros((0, 0), np.float32)
    _, directions = np.linalg.eigh(vectors.T @ vectors)  # in rising order of how much lies in each
    return np.ascontiguousarray(directions[:, -dimensions:], np.float32)
