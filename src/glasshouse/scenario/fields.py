"""Every key of a scenario that is not a parameter: switches, dates, tables of gates, top-level numbers.

A flat key (``restrictions.tier_gates.D``) is also what ``--set`` takes.
"""

from __future__ import annotations

from glasshouse.scenario import words
from glasshouse.scenario.parameters import PARAMETERS, SWITCHED

#: Switches: true or false.
SWITCHES: tuple[str, ...] = (
    *(f"{part}.enabled" for part in SWITCHED),
    *(f"companies.{name}.enabled" for name in words.COMPANIES),
    *(f"{sensor}.scored" for sensor in words.SENSORS),
    "restrictions.joint_punishment.enabled",
    "restrictions.watch_listed",
    "restrictions.related_only",
)
#: Switches that are off unless a file switches them on.
OFF_AT_FIRST: tuple[str, ...] = ("restrictions.watch_listed", "restrictions.related_only")
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

#: What ``--set`` may name.
SETTABLE: tuple[str, ...] = (*PARAMETERS, *SWITCHES, *DATES, *GATE_LISTS, *TOP_NUMBERS, "start")
