"""How much more is seen of people who are watched: one form for every sensor that can be aimed.

A camera can be turned, an account read first, an informant told whom to look at, a feed asked for by name. Registers
cannot be aimed: a court enters each of its judgments, whoever owes. What is rare is seen `boost` times as often, and
what is nearly certain cannot be seen more: the hazard is multiplied, not the chance.
"""

from __future__ import annotations

import numpy as np


def aimed(chance: np.ndarray | float, boost: float) -> np.ndarray:
    """Chances [..., 2]: of somebody who is not watched, and of somebody who is; ``1 - (1 - chance) ** boost``.

    >>> aimed(0.01, 3).round(6).tolist(), aimed(1.0, 3).tolist(), aimed(0.3, 1).tolist()
    ([0.01, 0.029701], [1.0, 1.0], [0.3, 0.3])
    """
    once = np.asarray(chance, np.float64)
    with np.errstate(divide="ignore"):  # what is certain: log(0) is -inf, and that times any boost is certain
        more = once if boost == 1 else -np.expm1(boost * np.log1p(-once))
    return np.stack([once, more], axis=-1)
