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
        works = dict.fromkeys(mornings.values())
        compiled = [work for work in works if isinstance(work, Morning)]
        plain = [name for name, work in mornings.items() if not isinstance(work, Morning)]
        names = [*(name for work in compiled for name in work.names), *plain]
        self._all = np.zeros((len(names), districts), np.int64)
        ends = np.cumsum([len(work.names) for work in compiled]).tolist()
        self._written = [
            (work, self._all[end - len(work.names) : end]) for work, end in zip(compiled, ends, strict=True)
        ]
        self._plain = {name: mornings[name] for name in plain}
        self._given = np.array([names.index(name) for name in mornings], np.intp)
        self._table = np.zeros((len(mornings), districts), np.int64)
        #: By name int64 [districts], as of the last day that was found.
        self.last: dict[str, Any] = dict(zip(names, self._all, strict=True))

    def find(self, day: int, daily: np.ndarray, compiled: CompiledParams) -> np.ndarray:
        """The figures of a day, int64 [names, districts], from the daily counts and the compiled parameters.

        They hold until the next day's.
        """
        self._all.fill(0)
        for work, rows in self._written:
            work.write(day, daily, compiled, rows)
        found: dict[str, Any] = {}
        for name, work in self._plain.items():
            if name not in found:
                figures = work(day, daily, compiled)
                found |= figures if isinstance(figures, dict) else {name: figures}
            self.last[name][...] = found[name]
        self.last |= {name: figure for name, figure in found.items() if name not in self._plain}
        return self._all.take(self._given, axis=0, out=self._table)
