"""How often a face is matched: rightly or wrongly, by the threshold in use and the faces that it is compared with."""

from __future__ import annotations

import numpy as np

from glasshouse.model.at_least_once import at_least_once

#: A rate at which every comparison matches whatever the ratios between groups, and the most powers of ten that a float
#: can be raised by.
_EVERYBODY = 1e12
_MOST_DECADES = 300.0
#: A stricter threshold costs as many right matches as the safeguard match-threshold says: one in twenty for each 0.04.
_STEP, _KEPT = 0.04, 0.95
#: No machine finds everybody, however lax.
_MOST_FOUND = 0.99


def fpir(false_match_rate: np.ndarray | float, gallery: np.ndarray | float) -> np.ndarray:
    """P(at least one false match in a gallery), from the rate of one comparison; 0 in an empty gallery.

    >>> float(np.round(fpir(1.67e-8, 10_000) * 6000, 2))
    1.0
    >>> fpir(1.0, np.array([0, 1])).tolist()
    [0.0, 1.0]
    """
    return at_least_once(false_match_rate, gallery)


def false_match_rate(measured: float, *, slope: float, above: float) -> float:
    """The rate in use, from the one measured at a threshold that lies ``above`` lower; above 1 where it is too lax.

    >>> round(false_match_rate(1e-6, slope=10, above=0.1), 9), false_match_rate(1e-6, slope=5000, above=-0.1)
    (1e-07, 1000000000000.0)
    """
    return min(_EVERYBODY, measured * 10 ** min(_MOST_DECADES, -slope * above))


def found_at(found: float, stricter: float) -> float:
    """The share of right matches at a threshold so much stricter than the one at which it is `found`.

    >>> found_at(0.89, 0.04), found_at(0.89, -0.2)
    (0.8455, 0.99)
    """
    return round(min(max(found, _MOST_FOUND), found * _KEPT ** (stricter / _STEP)), 6)
