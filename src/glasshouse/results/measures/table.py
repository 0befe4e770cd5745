"""The measures of one replicate, by district and group."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasshouse.results.measures.cells import Cells
from glasshouse.results.measures.definitions import HARMS
from glasshouse.results.measures.per_person import PER_PERSON

if TYPE_CHECKING:
    from glasshouse.engine.simulate import Replicate


@dataclass(frozen=True, kw_only=True)
class HarmTable:
    """Values and bases of measures, by name: float64 [districts + 1, groups + 1].

    The last row is the whole country and the last column all groups. NaN: not defined there.
    """

    value: Mapping[str, np.ndarray]
    base: Mapping[str, np.ndarray]

    def rate(self, name: str) -> np.ndarray:
        """``scale * value / base`` of a measure, in its unit; NaN where the base is 0."""
        value, base = self.value[name], self.base[name]
        return HARMS[name].scale * np.divide(value, base, out=np.full(value.shape, np.nan), where=base > 0)


def harm_table(replicate: Replicate, *, days: int, names: Collection[str] | None = None) -> HarmTable:
    """Every measure that one scenario alone defines, or only those in ``names``, of a replicate of ``days`` days.

    Measures worked out from single persons are NaN in a replicate without a ledger.

    >>> from glasshouse.engine.simulate import simulate
    >>> from glasshouse.scenario import load
    >>> run = simulate(load("as-described"), population=500, days=2, threads=1)
    >>> table = harm_table(run, days=2)
    >>> table.value["sanctioned"].shape, float(table.base["sanctioned"][-1, -1])
    ((32, 5), 500.0)
    """
    cells = Cells(replicate, days)
    value, base = {}, {}
    for name, harm in HARMS.items():
        if harm.world is not None or (names is not None and name not in names):
            continue
        if name in PER_PERSON:
            known = replicate.ledger is not None
            value[name], base[name] = PER_PERSON[name](cells) if known else (cells.nowhere(), cells.nowhere())
        else:
            value[name], base[name] = cells.added(harm.counts), cells.added(harm.over)
    return HarmTable(value=value, base=base)
