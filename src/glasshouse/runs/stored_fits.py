"""The fits of the learned score in ``run.json``, so that one district can be simulated again by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np


def said(fits: Iterable[tuple[int, np.ndarray]]) -> list[dict[str, Any]]:
    """Each fit: its day, and the points off (int64 [districts, cells]), a line of text a district.

    >>> said([(13, np.array([[0, 4], [60, 0]]))])
    [{'day': 13, 'points': ['0 4', '60 0']}]
    """
    return [{"day": day, "points": [" ".join(map(str, row)) for row in points.tolist()]} for day, points in fits]


def read(found: Iterable[Mapping[str, Any]]) -> dict[int, np.ndarray]:
    """The fits by day. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for what is none.

    >>> read([{"day": 13, "points": ["0 4", "60 0"]}])[13].tolist()
    [[0, 4], [60, 0]]
    """
    return {int(fit["day"]): np.array([row.split() for row in fit["points"]], np.int64) for fit in found}
