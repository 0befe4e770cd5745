"""What a study is put together from: the parameters that it moves, its outputs, and what it asks of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glasshouse.measures import measures_of
from glasshouse.mechanism_set import SHIPPED, MechanismSet

if TYPE_CHECKING:
    from glasshouse.measure import Measure
    from glasshouse.mechanism import Parameter
    from glasshouse.scenario.scenario_parts import ParameterValue

#: How an output looks at the two scenarios of a point.
SIDES = {
    "baseline": "as it is",
    "arm": "under the arm",
    "difference": "under the arm, less as it is",
    "ratio": "under the arm for each 1 as it is",
}


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A parameter that moves. ``given`` is the scenario's, with the range over which it moves; ``row`` says what it is.
    A jump of fear has no row.

    ``own``: the study file gives that range, and so it holds in the arm's scenario as well.
    """

    key: str
    given: ParameterValue
    row: Parameter | None
    own: bool = False

    @property
    def name(self) -> str:
        """The parameter's name without that of its event."""
        return self.key.rpartition(":")[2]

    @property
    def meaning(self) -> str:
        """What it is, in words."""
        event = self.key.rpartition(":")[0]
        words = self.row.meaning if self.row else "the jump of fear"
        return f"{words} (from the event '{event}' on)" if event else words

    @property
    def bounds(self) -> tuple[float, float, bool]:
        """Between which values it lies, and whether they are whole."""
        return self.row.bounds if self.row else (0.0, 255.0, True)

    @property
    def whole(self) -> bool:
        """Whether it takes whole numbers alone."""
        return self.bounds[2]

    def at(self, u: float) -> float:
        """Its value at a place of its range, 0 the low end and 1 the high one; NaN: the central value."""
        return self.given.value if math.isnan(u) else self.given.at(u, self.whole)

    @property
    def place(self) -> float:
        """Where its central value lies in its range, from 0 to 1."""
        if self.given.draws:
            return 0.5
        low, high, value = self.given.low, self.given.high, self.given.value
        value = min(high, max(low, value))
        if low > 0 and high / low > 10:
            return math.log(value / low) / math.log(high / low)
        return (value - low + 0.5) / (high - low + 1) if self.whole else (value - low) / (high - low)


@dataclass(frozen=True, kw_only=True)
class Subset:
    """Of whom and when a figure is: a group and a district by name, the first and the last day from 0; None: of all.

    >>> Subset().name, Subset(group="minority", days=(0, 29)).name
    ('', 'minority, days 0-29')
    """

    group: str | None = None
    district: str | None = None
    days: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        """In a few words; empty where it is all."""
        days = [] if self.days is None else [f"days {self.days[0]}-{self.days[1]}"]
        return ", ".join([*filter(None, (self.group, self.district)), *days])


#: Everybody, over all days.
ALL = Subset()


@dataclass(frozen=True, kw_only=True)
class Output:
    """A figure of a point: a measure as a rate, of one of its two scenarios or of both.

    ``cell``: of whom and when. ``summary``: whether it is what a function in Python makes of a simulation, by name.
    ``mechanisms`` are those of the scenarios, which say what the measure is; ``of``: what it is, where it is a count of
    theirs and none of docs/measures.md.
    """

    measure: str
    side: str = "baseline"
    cell: Subset = ALL
    summary: bool = False
    mechanisms: MechanismSet = field(default=SHIPPED, compare=False, repr=False)
    of: Measure | None = field(default=None, compare=False, repr=False)

    @property
    def about(self) -> Measure:
        """What the measure is."""
        return self.of or measures_of(self.mechanisms)[self.measure]

    @property
    def name(self) -> str:
        """Its column in tables.

        >>> Output(measure="wrongful").name, Output(measure="wrongful", side="ratio").name
        ('wrongful', 'wrongful:ratio')
        >>> Output(measure="wrongful", cell=Subset(group="minority")).name
        'wrongful (minority)'
        """
        side = "" if self.side == "baseline" else f":{self.side}"
        return f"{self.measure}{side}" + (f" ({self.cell.name})" if self.cell.name else "")

    @property
    def title(self) -> str:
        """In words, with its unit."""
        if self.summary:
            return f"{self.measure} (a summary of your own)"
        cell = f", {self.cell.name}" if self.cell.name else ""
        if self.side == "ratio":
            return f"{self.about.title}{cell}, {SIDES['ratio']}"
        side = "" if self.side == "baseline" else f", {SIDES[self.side]}"
        return f"{self.about.title}{cell}{side} ({self.about.unit})"


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """What a study with PRIM asks about: that an output is at most so much."""

    output: Output
    at_most: float
    says: str


@dataclass(frozen=True, kw_only=True)
class Target:
    """A published figure that a calibration fits; ``tolerance`` is one step of misfit, for ABC a standard deviation."""

    output: Output
    value: float
    tolerance: float
    source: str
