"""What the mechanisms work out for each district before a day, all together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from glasshouse.engine.params import CompiledParams
from glasshouse.morning import Morning


class MorningFigures:
    """The figures of a part of a run, in memory that is used again each day.

    A run of few people has thousands of mornings: to make each array anew took a fifth of a day's time in Python.

    >>> from types import SimpleNamespace
    >>> figures = MorningFigures({"twice": lambda day, daily, params: np.full(2, 2 * day)}, districts=2)
    >>> figures.find(3, np.zeros((4, 2, 1, 1)), SimpleNamespace()).tolist()
    [[6, 6]]
    """

    def __init__(self, mornings: Mapping[str, Callable[[int, Any, Any], Any]], *, districts: int) -> None:
        """`mornings`: what gives each figure, by name, in the order in which rules are given them."""
        self._mornings, self._districts = mornings, districts
        works = dict.fromkeys(mornings.values())
        self._written = [
            (work, np.zeros((len(work.names), districts), np.int64)) for work in works if isinstance(work, Morning)
        ]
        #: By name int64 [districts], as of the last day that was found.
        self.last: dict[str, Any] = {
            name: row for work, rows in self._written for name, row in zip(work.names, rows, strict=True)
        }
        self._plain = [name for name in mornings if name not in self.last]

    def find(self, day: int, daily: np.ndarray, compiled: CompiledParams) -> np.ndarray:
        """The figures of a day, int64 [names, districts], from the daily counts and the compiled parameters."""
        for work, rows in self._written:
            rows.fill(0)
            work.write(day, daily, compiled, rows)
        found: dict[str, Any] = {}
        for name in self._plain:
            if name not in found:
                figures = self._mornings[name](day, daily, compiled)
                found |= figures if isinstance(figures, dict) else {name: figures}
        self.last |= found
        return np.array([self.last[name] for name in self._mornings], np.int64).reshape(-1, self._districts)
