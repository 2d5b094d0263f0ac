"""Nearest examples: by group, in fewer dimensions, and the same after storage."""

from __future__ import annotations

import numpy as np
import pytest
import skops.io

from marrow.understanding.neighbours import Neighbours

GROUPS = ["north", "south", "north", "south", "north"]
VECTORS = np.array([[1, 0, 0.1], [0, 1, 0.1], [0.8, 0.6, 0.1], [0, 1, 0.1], [1, 0, 0.1]], np.float32)
SOUTHERN = np.array([[0, 1, 0]], np.float32)


@pytest.mark.parametrize(("count", "north"), [(1, 0.6), (2, 0.3), (3, 0.2), (9, 0.2)])
def test_nearness_is_the_mean_of_the_nearest(count: int, north: float) -> None:
    near = Neighbours(count).fit(VECTORS, GROUPS, 3).near(SOUTHERN)
    assert near["north"][0] == pytest.approx(north) and near["south"][0] == pytest.approx(1)


def test_in_fewer_dimensions_the_same_are_near() -> None:
    near = Neighbours(2).fit(VECTORS, GROUPS, 2).near(SOUTHERN)
    assert near["south"][0] > 0.95 > 0.5 > near["north"][0]


@pytest.mark.parametrize("dimensions", [2, 3])
def test_it_is_the_same_when_it_was_stored(dimensions: int) -> None:
    fitted = Neighbours(2).fit(VECTORS, GROUPS, dimensions)
    stored = Neighbours.from_state(skops.io.loads(skops.io.dumps(fitted.state())))
    for group, near in fitted.near(SOUTHERN).items():
        assert stored.near(SOUTHERN)[group] == pytest.approx(near, abs=1e-3)
