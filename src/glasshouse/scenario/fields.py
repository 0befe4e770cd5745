"""Every key of a scenario that is not a parameter: switches, dates, tables of gates, top-level numbers.

A flat key (``restrictions.tier_gates.D``) is also what ``--set`` takes.
"""

from __future__ import annotations

from functools import cache

from glasshouse.mechanism_set import MechanismSet
from glasshouse.scenario import words


@cache
def switches(mechanisms: MechanismSet) -> tuple[str, ...]:
    """Keys that are true or false."""
    return (
        *(f"{part}.enabled" for part in mechanisms.switched),
        *(f"companies.{name}.enabled" for name in words.COMPANIES),
        *(f"{sensor}.scored" for sensor in mechanisms.sensors),
        "restrictions.joint_punishment.enabled",
        *_OFF_AT_FIRST,
    )


@cache
def off_at_first(mechanisms: MechanismSet) -> tuple[str, ...]:
    """Switches that are off unless a file switches them on."""
    return (*_OFF_AT_FIRST, *(f"{each.section}.enabled" for each in mechanisms if each.starts_off))


@cache
def settable(mechanisms: MechanismSet) -> tuple[str, ...]:
    """What ``--set`` may name."""
    return (*mechanisms.parameters, *switches(mechanisms), *DATES, *GATE_LISTS, *TOP_NUMBERS, "start", "plugins")


_OFF_AT_FIRST = ("restrictions.watch_listed", "restrictions.related_only")
#: Dates, or null.
DATES: tuple[str, ...] = (
    "cameras.forecast_date",
    "participation.mandatory_from",
    "restrictions.suspended_from",
    "restrictions.suspended_until",
    "ban.date",
)
#: Tiers and lists that may close gates.
GATED_TIERS = ("B", "C", "D")
GATED_LISTS = ("defaulter", "dishonest")
#: Lists of gates.
GATE_LISTS: tuple[str, ...] = (
    *(f"restrictions.tier_gates.{tier}" for tier in GATED_TIERS),
    *(f"restrictions.list_gates.{name}" for name in GATED_LISTS),
    "restrictions.joint_punishment.gates",
    "restrictions.redlist_gates",
    *(f"restrictions.related.{area}" for area in words.AREAS),
)
#: Gates that a file never gives, and that no rule closes.
NO_GATES: dict[str, tuple[str, ...]] = {
    f"restrictions.tier_gates.{tier}": () for tier in words.TIERS if tier not in GATED_TIERS
}
#: Whole numbers at the top of the file: (lowest, highest).
TOP_NUMBERS: dict[str, tuple[int, int]] = {"population": (1, 10_000_000_000), "days": (1, 36_500)}
#: Text at the top of the file.
TOP_TEXT = ("name", "label", "title", "summary", "leaves_out", "place")
LABELS = ("documented", "hypothetical")
