"""How much more is seen of people who are watched: one form for every sensor that can be aimed.

A camera can be turned, an account read first, an informant told whom to look at, a feed asked for by name. Registers
cannot be aimed: a court enters each of its judgments, whoever owes. What is rare is seen `boost` times as often, and
what is nearly certain cannot be seen more: the hazard is multiplied, not the chance.
"""

# Cameras have many pictures of one person a day, and so a form of their own: mechanisms/cameras.py (capture) and
# whereabouts.py.

from __future__ import annotations

import numpy as np

from glasshouse.model.at_least_once import at_least_once


def aimed(chance: np.ndarray | float, boost: float) -> np.ndarray:
    """Chances [..., 2]: of somebody who is not watched, and of somebody who is; ``1 - (1 - chance) ** boost``.

    >>> aimed(0.01, 3).round(6).tolist(), aimed(1.0, 3).tolist(), aimed(0.3, 1).tolist()
    ([0.01, 0.029701], [1.0, 1.0], [0.3, 0.3])
    """
    once = np.asarray(chance, np.float64)
    return np.stack([once, once if boost == 1 else at_least_once(once, boost)], axis=-1)
