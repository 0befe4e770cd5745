"""Every key of a scenario that is not a parameter: switches, dates, tables of gates, top-level numbers.

A flat key (``restrictions.tier_gates.D``) is also what ``--set`` takes.
"""

from __future__ import annotations

from functools import cache

from glasshouse.mechanism_set import MechanismSet
from glasshouse.section import extras, keys_of


@cache
def switches(mechanisms: MechanismSet, named: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Keys that are true or false; `named`: keys of the suppliers that a scenario names."""
    on = [each.key for each in extras(mechanisms, "switch") if not each.off]
    return (
        *(f"{part}.enabled" for part in mechanisms.switched),
        *(f"{supplier}.enabled" for supplier in named),
        *(f"{sensor}.scored" for sensor in mechanisms.sensors),
        *on,
        *(each.key for each in extras(mechanisms, "switch") if each.off),
    )


@cache
def off_at_first(mechanisms: MechanismSet) -> tuple[str, ...]:
    """Switches that are off unless a file switches them on."""
    return (
        *(each.key for each in extras(mechanisms, "switch") if each.off),
        *(f"{each.section}.enabled" for each in mechanisms if each.starts_off),
    )


@cache
def dates(mechanisms: MechanismSet) -> tuple[str, ...]:
    """Keys that are dates, or null."""
    return keys_of(mechanisms, "date")


@cache
def gate_lists(mechanisms: MechanismSet) -> tuple[str, ...]:
    """Keys that are lists of gates."""
    return keys_of(mechanisms, "gates")


@cache
def tier_names(mechanisms: MechanismSet) -> tuple[str, ...]:
    """Keys that hold the names of tiers: there is one."""
    return keys_of(mechanisms, "tiers")


@cache
def settable(mechanisms: MechanismSet, named: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What ``--set`` may name."""
    return (
        *mechanisms.parameters,
        *switches(mechanisms, named),
        *dates(mechanisms),
        *gate_lists(mechanisms),
        *tier_names(mechanisms),
        *TOP_NUMBERS,
        "start",
        "place",
        "plugins",
    )


#: Whole numbers at the top of the file: (lowest, highest).
TOP_NUMBERS: dict[str, tuple[int, int]] = {
    "population": (1, 10_000_000_000),
    "days": (1, 36_500),
    "warm_up": (0, 3_640),
}
#: Text at the top of the file.
TOP_TEXT = ("name", "label", "title", "summary", "leaves_out", "place")
#: What only a file may give, and no ``--set``.
ONLY_IN_FILES = (
    *("glasshouse", "extends", "name", "label", "title", "crowd_title", "summary", "leaves_out", "sites"),
    *("events", "remove_events"),
)
LABELS = ("documented", "hypothetical")
