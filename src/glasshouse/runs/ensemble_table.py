"""``ensemble.parquet``: one long table of what each simulation of an ensemble assumed, and what it came to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from glasshouse.measures import harm_table
from glasshouse.measures.tally import COUNTED, EXCESS, tally
from glasshouse.runs.ensemble_plan import Member

if TYPE_CHECKING:
    from glasshouse.engine.simulate import Replicate

NAME = "ensemble.parquet"
#: What a row holds: a value that was drawn, a measure as a rate, a count, or people worked out one by one.
PARAMETER, MEASURE, COUNT, PEOPLE = "parameter", "measure", "count", "people"
QUANTITIES = (PARAMETER, MEASURE, COUNT, PEOPLE)
NOTE = {
    "glasshouse": "an ensemble: a smaller run for each draw of the assumptions; no forecast",
    "variant": "'draw' is one of the draws; 'central' has every assumption at its central value; 'other seed' is the "
    "draw of that number with other random numbers; 'without KEY' is central but for that parameter, which is 0",
    "quantity": "'parameter' is the value drawn; 'measure' a rate as docs/measures.md defines it; 'count' a sum over "
    "the days (for a stock, the last day), 0 where absent; 'people' how many people it happened to",
}
_NAMED = pa.dictionary(pa.int16(), pa.string())
SCHEMA = pa.schema(
    [
        ("draw", pa.int32()),
        ("variant", _NAMED),
        ("quantity", _NAMED),
        ("group", _NAMED),
        ("name", _NAMED),
        ("value", pa.float64()),
    ],
    metadata=NOTE,
)
#: group, name, value.
_Row = tuple[str, str, float]


def rows(member: Member, replicate: Replicate, days: int) -> pa.Table:
    """What one member assumed and came to."""
    of = {
        PARAMETER: [("all", key, value) for key, value in member.values.items()],
        MEASURE: list(_measures(replicate, days)),
        **_tallied(replicate),
    }
    quantities = [quantity for quantity, own in of.items() for _ in own]
    groups, names, values = zip(*(row for own in of.values() for row in own), strict=True)
    columns: dict[str, Any] = {
        "draw": np.full(len(values), member.draw, np.int32),
        "variant": _named([member.variant] * len(values)),
        "quantity": _named(quantities),
        "group": _named(groups),
        "name": _named(names),
        "value": np.array(values, np.float64),
    }
    return pa.table(columns, schema=SCHEMA)


def _named(values: Sequence[str]) -> pa.Array:
    return pa.array(values, pa.string()).dictionary_encode().cast(_NAMED)


def _measures(replicate: Replicate, days: int) -> Iterator[_Row]:
    found = harm_table(replicate, days=days, mechanisms=replicate.mechanisms, whole=True)
    axis = (*replicate.groups, "all")
    for name in found.value:
        for group, value in zip(axis, found.rate(name)[-1], strict=True):
            if not np.isnan(value):
                yield group, name, float(value)


def _tallied(replicate: Replicate) -> dict[str, list[_Row]]:
    found = tally(replicate)
    people: list[_Row] = [
        (group, kind, float(found.persons(kind, group) or 0)) for group in replicate.groups for kind in COUNTED
    ]
    excess = ((group, found.excess(group)) for group in replicate.groups)
    people += [(group, EXCESS, one.excess) for group, one in excess if one is not None]
    return {COUNT: [(*key, float(value)) for key, value in found.counts.items()], PEOPLE: people}


def together(tables: Iterable[pa.Table]) -> pa.Table:
    """Several of them as one."""
    return pa.concat_tables(list(tables)).unify_dictionaries()
