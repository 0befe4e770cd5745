"""The measures of a replicate as a run folder keeps them: one row a measure, district and group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from glasshouse.measures.measures_by_place import harm_table
from glasshouse.mechanism_set import SHIPPED, MechanismSet

if TYPE_CHECKING:
    from glasshouse.engine.simulate import Replicate

NOTE = {
    "glasshouse": "measures of harm of invented people; no forecast. docs/measures.md defines each",
    "district": "'all' is the whole country; likewise for group",
    "rate": "null where nobody is counted in the base; its unit stands beside it",
    "value": "a row that is absent is not defined there, and is no 0",
}


def measures_table(
    number: int, replicate: Replicate, districts: Sequence[str], *, days: int, mechanisms: MechanismSet = SHIPPED
) -> pa.Table:
    """The measures of replicate ``number``: replicate, district, group, measure, value, base, rate, unit.

    District and group are "all" for the whole. Sorted by measure, district, group.
    """
    table = harm_table(replicate, days=days, mechanisms=mechanisms)
    names = list(table.value)
    value = np.stack([table.value[name] for name in names])
    base = np.stack([table.base[name] for name in names])
    known = ~np.isnan(value) & ~np.isnan(base)
    measure, district, group = (axis.astype(np.int16) for axis in np.nonzero(known))
    scale = np.array([table.defined[name].scale for name in names])[:, None, None]
    rate = np.divide(scale * value, base, out=np.zeros(value.shape), where=base > 0)[known]
    units = list(dict.fromkeys(table.defined[name].unit for name in names))
    unit = np.array([units.index(table.defined[name].unit) for name in names], np.int16)[measure]
    return pa.table(
        {
            "replicate": np.full(len(measure), number, np.int32),
            "district": _named(district, (*districts, "all")),
            "group": _named(group, (*replicate.groups, "all")),
            "measure": _named(measure, names),
            "value": value[known],
            "base": base[known],
            "rate": pa.array(rate, mask=base[known] <= 0),
            "unit": _named(unit, units),
        }
    ).replace_schema_metadata(NOTE)


def _named(places: np.ndarray, names: Sequence[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(places), pa.array(list(names), pa.string()))
