"""What is counted, by day, district and group, as the mechanisms declare it: the columns of a run's cube."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from glasshouse import mechanism
from glasshouse.mechanisms import MECHANISMS
from glasshouse.model.model_words import ALL_GROUPS

__all__ = ["ALL_GROUPS", "CORE", "DECLARED", "MEASURES", "STOCKS", "Count"]


def _declared() -> tuple[mechanism.Count, ...]:
    """All counts in the order of their columns, which has no gap."""
    counts = sorted((count for each in MECHANISMS for count in each.counts), key=int)
    names = [count.name for count in counts]
    if [int(count) for count in counts] != list(range(len(counts))) or len(set(names)) != len(names):
        raise ValueError("two counts have one name or one column, or a column has no count")
    return tuple(counts)


#: What is counted, with labels and units, in the order of the columns.
DECLARED: tuple[mechanism.Count, ...] = _declared()
#: One member a count; its value is its place on the cube's last axis. (Any: no checker can see the members.)
Count: Any = IntEnum("Count", {count.name: int(count) for count in DECLARED})
MEASURES: tuple[str, ...] = tuple(count.name for count in DECLARED)
#: Counts that are levels on a day, written weekly and on the last day; all others add up over days.
STOCKS: tuple[str, ...] = tuple(count.name for count in DECLARED if count.stock)
#: Counts that the digest covers.
CORE: tuple[str, ...] = tuple(count.name for count in DECLARED if count.core)
