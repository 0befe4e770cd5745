"""What a kind of validation table is: its inputs, its outputs, and one draw of the stages that it exercises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from glasshouse.scenario.parameters import KINDS as BOUNDS


@dataclass(frozen=True, kw_only=True)
class Input:
    """A number that a table gives.

    `kind` is one of ``scenario.parameters.KINDS`` and gives the bounds. An optional input that a table leaves out is
    handed to ``simulate`` as `default`, or not at all where that is None. Of its `meaning`, what stands before a
    semicolon is its name where people read it. `most`: a lower bound than the kind's, where more would fill the memory
    or has no meaning.

    >>> Input(unit="faces", kind="count", meaning="faces that passed").bounds
    (0.0, 1000000000000.0, False)
    """

    unit: str
    kind: str
    meaning: str
    optional: bool = False
    default: float | None = None
    most: float | None = None

    @property
    def bounds(self) -> tuple[float, float, bool]:
        """(lowest, highest, whole numbers only)."""
        low, high, whole = BOUNDS[self.kind]
        return low, high if self.most is None else min(high, self.most), whole


@dataclass(frozen=True, kw_only=True)
class TableOutput:
    """A number that a draw yields. Of its `meaning`, what stands before a semicolon is its name in a table."""

    unit: str
    meaning: str


def _fine(inputs: Mapping[str, float]) -> str | None:
    return None


@dataclass(frozen=True, kw_only=True, eq=False)
class TableKind:
    """A kind of table: one file in ``validation/kinds``, registered in ``kinds/__init__.py``.

    `exercises`: the section of a scenario that it tests. `stages` are the stages of the day that ``simulate(inputs,
    seed)`` calls (`does` says it otherwise, where it draws counts by their thresholds). It takes numbers already drawn,
    keys all chance by the seed, and yields outputs by name (NaN for one that this draw leaves without a value, such as
    a precision without alerts). `refuse` says in one sentence what contradicts itself in a table's central values, or
    nothing. `groups` are the letters of groups that a table may name; "group a" in a meaning is then read as that name.
    `draws` is how many a verdict rests on, unless somebody asks for another number.
    """

    name: str
    stages: tuple[str, ...]
    exercises: str
    title: str
    sentence: str
    inputs: Mapping[str, Input]
    outputs: Mapping[str, TableOutput]
    simulate: Callable[[Mapping[str, float], int], dict[str, float]]
    refuse: Callable[[Mapping[str, float]], str | None] = _fine
    groups: tuple[str, ...] = ()
    draws: int = 400
    does: str = "calls"
