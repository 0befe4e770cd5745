"""Everything that a scenario has in force on one day: what mechanisms compile their numbers from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.scenario.places import Place


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything in force on one day.

    ``functions`` says how much of each function is supplied: enabled suppliers over suppliers.
    ``list_gates`` holds already what is added to them (``AddedGates``).
    """

    place: Place
    numbers: Mapping[str, float]
    switches: Mapping[str, bool]
    functions: Mapping[str, float]
    tier_gates: Mapping[str, tuple[str, ...]]
    list_gates: Mapping[str, tuple[str, ...]]
    related: Mapping[str, tuple[str, ...]]
    #: By the key of a date: whether it has come, and how far the time until then has run, as of the first of the month.
    reached: Mapping[str, bool]
    progress: Mapping[str, float]
    #: Dates, and lists of gates, by key; of plug-ins too.
    dates: Mapping[str, date | None] = field(default_factory=dict[str, Any])
    gates: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, Any])
    #: How far people have recovered since a ban, 0 to 1; None without one.
    recovered: float | None = None
    #: Switches as they would be without the ban: what people remember of it.
    unbanned: Mapping[str, bool]
    #: Laws and news so far that made fear jump: days since, as of the first of the month, and the jump.
    announced: tuple[tuple[int, float], ...] = ()
    #: The same of those from before day 0, with the days until then.
    heard: tuple[tuple[int, float], ...] = ()
    mechanisms: MechanismSet = SHIPPED
    #: Those that the day is put together from.
    running: MechanismSet = SHIPPED

    @property
    def tiers(self) -> tuple[str, ...]:
        """The scenario's tiers, best first."""
        return self.mechanisms.tiers

    def on(self, part: str) -> bool:
        """Whether a part of the model is switched on."""
        return part == "people" or self.switches[f"{part}.enabled"]

    def supply(self, name: str, without: float) -> float:
        """A quantity that a mechanism supplies to others; `without` where none does."""
        return self.mechanisms.supply(name, self, without)

    def was_on(self, part: str) -> bool:
        """Whether a part is switched on, or would be but for a ban."""
        return self.unbanned[f"{part}.enabled"]

    @property
    def banned(self) -> bool:
        """Whether a ban has come."""
        return self.recovered is not None

    @property
    def memory(self) -> float:
        """How much of what surveillance does to fear and trust is there: 1 under it, less and less after a ban."""
        return 1.0 if self.recovered is None else 1 - self.recovered

    def scored(self, sensor: str) -> bool:
        """Whether what a sensor sees may reach the record."""
        return self.switches[f"{sensor}.scored"]
