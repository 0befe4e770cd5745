"""P(something happens at least once in several tries): one form for galleries, sightings and aimed sensors."""

from __future__ import annotations

import numpy as np


def at_least_once(chance: np.ndarray | float, tries: np.ndarray | float) -> np.ndarray:
    """``1 - (1 - chance) ** tries``, exact for chances near 0; 0 without tries, whatever the chance.

    The shapes broadcast; `tries` need not be whole, and is not below 0.

    >>> at_least_once(0.01, np.array([0, 1, 3])).round(6).tolist(), at_least_once(1.0, np.array([0, 2])).tolist()
    ([0.0, 0.01, 0.029701], [0.0, 1.0])
    """
    times = np.asarray(tries)
    with np.errstate(divide="ignore", invalid="ignore"):  # a chance of 1: log(0) is -inf, and that times 0 is nothing
        return np.where(times > 0, -np.expm1(times * np.log1p(-np.asarray(chance))), 0.0)
