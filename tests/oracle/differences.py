"""Where the engine's tables and the oracle's parameters differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from .params import Params

#: Fields that come of a power, an exponential, a logarithm or a sum over districts, whose last bit may differ from one
#: mathematical library to another. One number of such a field may be off by 1, if its real value lies at a half to the
#: last bit: once in about a million numbers. All else must be equal.
LAST_BIT = frozenset(
    "conduct online money trips member sight_rate capture report report_online false_alert lookup victim error "
    "visit recognised odd together false_visit false_movement false_company "
    "forgetting dose_cameras dose_reports law_floor law_fresh fear_start start_listed".split()
)


def differences(ours: Params, theirs: Any) -> list[str]:
    """The fields that differ by more than a last bit, and where; `theirs` has the fields of Params, or arrays of them.

    Both days are simulated by each side's own numbers: a threshold that is off by 1 changes the day of nobody but who
    draws that very word, one in 2^32.
    """
    found = []
    for field in fields(Params):
        one, other = getattr(ours, field.name), getattr(theirs, field.name)
        other = other.tolist() if hasattr(other, "tolist") else other
        if one == other:
            continue
        pairs = list(_pairs(one, other, field.name))
        if field.name not in LAST_BIT or not off_by_one(pairs):
            where, a, b = pairs[0]
            found.append(f"{where}: oracle {a}, engine {b} ({len(pairs)} of the field differ)")
    return found


def off_by_one(pairs: list[tuple[str, Any, Any]]) -> bool:
    """Whether all that differs is one number, wherever it stands, by 1.

    >>> off_by_one([("a[0]", 6, 7), ("a[1]", 6, 7)]), off_by_one([("a[0]", 6, 7), ("a[1]", 8, 9)])
    (True, False)
    """
    if not all(isinstance(a, int) and isinstance(b, int) and abs(a - b) == 1 for _, a, b in pairs):
        return False
    return len({(a, b) for _, a, b in pairs}) == 1


def _pairs(one: Any, other: Any, where: str) -> Iterator[tuple[str, Any, Any]]:
    """The numbers that differ, and where they stand."""
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for k, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from _pairs(a, b, f"{where}[{k}]")
    elif one != other:
        yield where, one, other
