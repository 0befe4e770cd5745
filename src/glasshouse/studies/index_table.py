"""One figure of a study's method, and the table of all of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa


@dataclass(frozen=True, kw_only=True)
class Index:
    """One figure of a method: ``name`` says which; ``low`` and ``high`` are its interval, NaN where it has none.

    ``parameter`` is empty for what is about the output alone.
    """

    output: str
    parameter: str
    name: str
    value: float
    low: float = math.nan
    high: float = math.nan


def indices_table(found: Sequence[Index]) -> pa.Table:
    """output, parameter, index, value, low, high: long form, null where there is no figure."""
    names = ("output", "parameter", "name")
    columns: dict[str, Any] = {name: pa.array([getattr(one, name) for one in found], pa.string()) for name in names}
    for name in ("value", "low", "high"):
        figures = [getattr(one, name) for one in found]
        columns[name] = pa.array([None if math.isnan(figure) else figure for figure in figures], pa.float64())
    return pa.table(columns).rename_columns(["output", "parameter", "index", "value", "low", "high"])
