"""The measures of one replicate, by district and group."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from glasshouse.measure import PERSON_YEARS, CountOf, names_of
from glasshouse.measures.cells import Cells
from glasshouse.measures.definitions import HARMS, measures_of
from glasshouse.measures.per_person import PER_PERSON
from glasshouse.mechanism_set import SHIPPED, MechanismSet

if TYPE_CHECKING:
    from glasshouse.engine.simulate import Replicate
    from glasshouse.measure import Measure
    from glasshouse.mechanism import Count


@dataclass(frozen=True, kw_only=True)
class HarmTable:
    """Values and bases of measures, by name: float64 [districts + 1, groups + 1].

    The last row is the whole country and the last column all groups. NaN: not defined there. ``defined`` holds what
    each measure is.
    """

    value: Mapping[str, np.ndarray]
    base: Mapping[str, np.ndarray]
    defined: Mapping[str, Measure] = field(default_factory=lambda: HARMS)

    def rate(self, name: str) -> np.ndarray:
        """``scale * value / base`` of a measure, in its unit; NaN where the base is 0."""
        value, base = self.value[name], self.base[name]
        return self.defined[name].scale * np.divide(value, base, out=np.full(value.shape, np.nan), where=base > 0)


def harm_table(
    replicate: Replicate,
    *,
    days: int,
    names: Collection[str] | None = None,
    mechanisms: MechanismSet = SHIPPED,
    whole: bool = False,
) -> HarmTable:
    """Every measure that one scenario alone defines, or only those in ``names``, of a replicate of ``days`` days.

    ``mechanisms`` are those of its scenario; what one of them counts that was off in this replicate is 0. Measures
    worked out from single persons are NaN in a replicate without a ledger. With ``whole``, only the last row is wanted,
    and what takes long to work out for each district is NaN there.

    >>> from glasshouse.engine.simulate import simulate
    >>> from glasshouse.scenario import load
    >>> run = simulate(load("as-described"), population=500, days=2, threads=1)
    >>> table = harm_table(run, days=2)
    >>> table.value["sanctioned"].shape, float(table.base["sanctioned"][-1, -1])
    ((32, 5), 500.0)
    """
    cells, defined = Cells(replicate, days, whole), measures_of(mechanisms)
    count = _counting(cells)
    value, base = {}, {}
    for name, measure in defined.items():
        if measure.reference is not None or (names is not None and name not in names):
            continue
        if measure.work is not None:
            value[name], base[name] = (_table(each, cells) for each in measure.work(count))
        elif name in PER_PERSON:
            known = replicate.ledger is not None
            value[name], base[name] = PER_PERSON[name](cells) if known else (cells.nowhere(), cells.nowhere())
        else:
            value[name], base[name] = _added(count, names_of(measure.counts)), _added(count, names_of(measure.over))
    return HarmTable(value=value, base=base, defined=defined)


def _counting(cells: Cells) -> CountOf:
    """From a count, or its name, to its sums; a count of a mechanism that was off is 0."""
    known = {*cells.replicate.measures, PERSON_YEARS}

    def count(which: Count | str) -> np.ndarray:
        (name,) = names_of((which,))
        return cells.measure(name) if name in known else np.zeros_like(cells.nowhere())

    return count


def _added(count: CountOf, names: Iterable[str]) -> np.ndarray:
    """Counts added up; one with a leading minus is taken away."""
    return sum((-count(name[1:]) if name[0] == "-" else count(name) for name in names), np.zeros(()))


def _table(found: object, cells: Cells) -> np.ndarray:
    """What a measure's own function gave, a number for all or a table."""
    return np.broadcast_to(np.asarray(found, np.float64), cells.nowhere().shape)
