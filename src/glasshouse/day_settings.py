"""What a mechanism compiles its fields from: everything that a scenario has in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class DaySettings(Protocol):
    """What a mechanism compiles its fields from: everything that a scenario has in force on a day.

    `numbers` by key, `switches` by key, `functions`: how much of each function of suppliers there is, `place`: columns
    and shares of the districts.

    >>> from glasshouse.scenario import load
    >>> settings: DaySettings = load("as-described").settings(0)
    >>> settings.on("cameras"), settings.numbers["people.trips"]
    (True, 2.3)
    """

    @property
    def numbers(self) -> Mapping[str, float]:
        """Values by key."""
        ...

    @property
    def switches(self) -> Mapping[str, bool]:
        """Whether a section, a supplier or a rule is on, by key."""
        ...

    @property
    def functions(self) -> Mapping[str, float]:
        """How much of each function that suppliers have is supplied: who is on, as a share of all who supply it."""
        ...

    @property
    def place(self) -> Any:
        """The place, with columns and shares of its districts."""
        ...

    @property
    def running(self) -> Any:
        """The set of mechanisms that the day is put together from (``mechanism_set.MechanismSet``)."""
        ...

    @property
    def tier_gates(self) -> Mapping[str, tuple[str, ...]]:
        """Gates that each tier closes."""
        ...

    @property
    def tiers(self) -> tuple[str, ...]:
        """The scenario's tiers, best first."""
        ...

    @property
    def list_gates(self) -> Mapping[str, tuple[str, ...]]:
        """Gates that each list closes."""
        ...

    @property
    def dates(self) -> Mapping[str, Any]:
        """Dates by key, or None."""
        ...

    @property
    def gates(self) -> Mapping[str, tuple[str, ...]]:
        """Lists of gates by key, those that a plug-in's section holds among them."""
        ...

    @property
    def related(self) -> Mapping[str, tuple[str, ...]]:
        """Gates that are related to each area of life."""
        ...

    @property
    def reached(self) -> Mapping[str, bool]:
        """Whether a date has come, by key."""
        ...

    @property
    def progress(self) -> Mapping[str, float]:
        """How far the time until a date has run, 0 to 1, as of the first of the month, by key; 0 without a date."""
        ...

    def on(self, part: str) -> bool:
        """Whether a section is switched on."""
        ...

    def supply(self, name: str, without: float) -> float:
        """A quantity that a mechanism supplies to others; `without` where none does."""
        ...

    def was_on(self, part: str) -> bool:
        """Whether a section is switched on, or would be but for a ban."""
        ...

    @property
    def banned(self) -> bool:
        """Whether a ban has come."""
        ...

    @property
    def memory(self) -> float:
        """How much of what surveillance does to fear and trust is there: 1 under it, less and less after a ban."""
        ...

    @property
    def announced(self) -> tuple[tuple[int, float], ...]:
        """Laws and news that made fear jump so far: days since, as of the first of the month, and the jump."""
        ...

    @property
    def heard(self) -> tuple[tuple[int, float], ...]:
        """The same of those from before day 0, with the days until then."""
        ...
