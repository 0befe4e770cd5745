"""A replicate as the tables that a run folder holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from glasshouse.entry_kind import kind_names
from glasshouse.measures.tally import COUNTED, Tally, strata_shape
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.model.events import EVENT_KINDS, NO_CAUSE

if TYPE_CHECKING:
    from glasshouse.engine.simulate import Replicate

DAILY_NOTE = {
    "glasshouse": "daily figures; a combination of day, district, group and measure that is absent is 0",
    "group": "'all' stands for measures counted without a group, and is no sum of the others",
}
EVENTS_NOTE = {
    "glasshouse": "events of a keyed sample of invented persons; each row stands for `weight` events like it",
    "value": "points, the list, or for a sanction: closed gates (bits 0-7), wrongful (bit 8), unjust (bit 9)",
}
PEOPLE_NOTE = {
    "glasshouse": "people by what they truly did in the run and what was done to them; children are under 15",
    "unlawful": "unlawful acts done; 3 stands for 3 or more",
    "lawful": "lawful acts done that the rules punish; 2 stands for 2 or more",
}


def daily_table(
    number: int, daily: np.ndarray, measures: Sequence[str], districts: Sequence[str], group_axis: Sequence[str]
) -> pa.Table:
    """Daily figures of replicate ``number`` in long form, zeros left out.

    ``daily`` is int64 [days, districts, groups + all, measures]. Sorted by measure, district, group and day, so that
    columns of names take next to no room.
    """
    cube = np.ascontiguousarray(daily.transpose(3, 1, 2, 0))
    kinds, places, groups, days = cube.shape
    cells = np.flatnonzero(cube)
    # Days run fastest, so each line of days gives its names to as many rows as it has figures.
    rows = np.count_nonzero(cube.reshape(-1, days), axis=1)
    line = np.repeat(np.arange(len(rows)), rows)
    of_measure = np.repeat(np.arange(kinds, dtype=np.int16), places * groups)
    of_district = np.tile(np.repeat(np.arange(places, dtype=np.int16), groups), kinds)
    of_group = np.tile(np.arange(groups, dtype=np.int16), kinds * places)
    return pa.table(
        {
            "replicate": np.full(len(cells), number, np.int32),
            "day": (cells - line * days).astype(np.int32),
            "district": _named(of_district[line], districts),
            "group": _named(of_group[line], group_axis),
            "measure": _named(of_measure[line], measures),
            "value": cube.reshape(-1)[cells],
        }
    ).replace_schema_metadata(DAILY_NOTE)


def events_table(
    number: int, replicate: Replicate, groups: np.ndarray, districts: Sequence[str], starts: np.ndarray, start: date
) -> pa.Table:
    """Kept events of replicate ``number``, with dates, and the person's district and group (one of ``groups`` each).

    ``starts`` int64 [districts + 1] are the numbers of each district's first person.
    """
    events = replicate.events
    person, day = events["person"], events["day"]
    epoch = (start - date(1970, 1, 1)).days
    other = events["other"]
    cause = np.where(events["cause"] == NO_CAUSE, 0, events["cause"]).astype(np.int16)
    return pa.table(
        {
            "replicate": np.full(len(day), number, np.int32),
            "day": day,
            "date": pa.array(day + np.int32(epoch), pa.int32()).cast(pa.date32()),
            "person": person,
            "district": _named((np.searchsorted(starts, person, side="right") - 1).astype(np.int16), districts),
            "group": _named(groups.astype(np.int16), replicate.groups),
            "event": _named(events["kind"].astype(np.int16), EVENT_KINDS),
            "cause": _named(cause, kind_names(replicate.mechanisms), absent=events["cause"] == NO_CAUSE),
            "other_person": pa.array(other, mask=other < 0),
            "value": events["value"],
            "weight": np.full(len(day), replicate.event_weight, np.int32),
        }
    ).replace_schema_metadata(EVENTS_NOTE)


def columns_of_events(events: Mapping[str, np.ndarray], mechanisms: MechanismSet = SHIPPED) -> dict[str, list[Any]]:
    """Columns of the engine's events as the values that a table of them holds, for a few of them.

    `mechanisms`: those whose kinds of entry they name.

    >>> one = {"day": [3], "person": [7], "kind": [0], "cause": [NO_CAUSE], "other": [-1], "value": [-10]}
    >>> columns_of_events({name: np.array(column) for name, column in one.items()})["event"]
    ['entry']
    """
    kinds = kind_names(mechanisms)
    return {
        "day": events["day"].tolist(),
        "person": events["person"].tolist(),
        "event": [EVENT_KINDS[kind] for kind in events["kind"].tolist()],
        "cause": [None if cause == NO_CAUSE else kinds[cause] for cause in events["cause"].tolist()],
        "other_person": [None if other < 0 else other for other in events["other"].tolist()],
        "value": events["value"].tolist(),
    }


def people_table(number: int, tally: Tally) -> pa.Table:
    """The strata of replicate ``number`` that hold anyone; no rows without a ledger."""
    strata = np.zeros(strata_shape(len(tally.groups)), np.int64) if tally.strata is None else tally.strata
    group, adult, unlawful, lawful = (axis.astype(np.int16) for axis in np.nonzero(strata[..., 0]))
    rows = strata[group, adult, unlawful, lawful]
    return pa.table(
        {
            "replicate": np.full(len(group), number, np.int32),
            "group": _named(group, tally.groups),
            "child": pa.array(adult == 0),
            "unlawful": unlawful,
            "lawful": lawful,
            **{name: rows[:, k] for k, name in enumerate(COUNTED)},
        }
    ).replace_schema_metadata(PEOPLE_NOTE)


def _named(places: np.ndarray, names: Sequence[str], absent: np.ndarray | None = None) -> pa.DictionaryArray:
    """Names by their place in a list; null where ``absent``."""
    return pa.DictionaryArray.from_arrays(pa.array(places, mask=absent), pa.array(list(names), pa.string()))
