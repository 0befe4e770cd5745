"""The long table of a comparison: one row a replicate, arm, group and measure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from glasshouse.comparison.paired_arms import OF_PEOPLE, Difference

NAME = "comparison.parquet"
NOTE = {
    "glasshouse": "the same invented people in two scenarios; no forecast. Each row compares an arm with the baseline",
    "group": "'all' is everybody",
    "measure": "docs/measures.md defines each; 'people' is the size of the group, 'any' counts people in whom anything "
    "differs at the end",
    "baseline, arm_value": "counted over the run; a rate in the measure's unit where its base differs between arms",
    "people_": "people harmed in the baseline but not the arm, in the arm only, and in whom the amount differs; null "
    "where no single person bears the measure",
}
_NAMED = pa.dictionary(pa.int16(), pa.string())
SCHEMA = pa.schema(
    [
        ("replicate", pa.int32()),
        ("arm", _NAMED),
        ("group", _NAMED),
        ("measure", _NAMED),
        ("baseline", pa.float64()),
        ("arm_value", pa.float64()),
        ("difference", pa.float64()),
        *((name, pa.int64()) for name in OF_PEOPLE),
    ],
    metadata=NOTE,
)


def rows(replicate: int, arm: str, found: Iterable[Difference], groups: Sequence[str]) -> pa.Table:
    """The rows of one arm in one replicate, of people of these ``groups`` and of all.

    NaN and what is not borne by persons become null.
    """
    differences, of = list(found), [*groups, "all"]
    size = len(differences) * len(of)
    baseline, value = (np.concatenate([getattr(d, name) for d in differences]) for name in ("baseline", "arm"))
    columns: dict[str, Any] = {
        "replicate": np.full(size, replicate, np.int32),
        "arm": _same(arm, size),
        "group": pa.DictionaryArray.from_arrays(
            pa.array(np.tile(np.arange(len(of), dtype=np.int16), len(differences))), pa.array(of)
        ),
        "measure": pa.DictionaryArray.from_arrays(
            pa.array(np.repeat(np.arange(len(differences), dtype=np.int16), len(of))),
            pa.array([d.measure for d in differences], pa.string()),
        ),
        "baseline": pa.array(baseline, from_pandas=True),
        "arm_value": pa.array(value, from_pandas=True),
        "difference": pa.array(value - baseline, from_pandas=True),
    }
    for name, attribute in OF_PEOPLE.items():
        columns[name] = _counts([getattr(d, attribute) for d in differences], len(of))
    return pa.table(columns, schema=SCHEMA)


def _same(name: str, size: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(size, np.int16)), pa.array([name]))


def _counts(people: Sequence[np.ndarray | None], of: int) -> pa.Array:
    absent = np.repeat([each is None for each in people], of)
    values = np.concatenate([np.zeros(of, np.int64) if each is None else each for each in people])
    return pa.array(values, mask=absent)
