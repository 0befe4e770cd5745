"""A sentence that a mechanism adds to the headline of a run; it is written at the top level of the mechanism's file.

A figure is told as the run allows: with one replicate it is a count of this one run, with more it is of 10,000 people,
with an interval. The figures choose their words themselves, so that a sentence is right for 0, for 1 and for many.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from glasshouse.mechanism import Count, maker


class ToldFigure(Protocol):
    """A figure as text (``str``), with the words that go with it."""

    @property
    def value(self) -> float:
        """The number, that of replicate 0."""
        ...

    @property
    def times(self) -> str:
        """How often: "once", "3 (1 to 4) times"."""
        ...

    def word(self, one: str, many: str | None = None) -> str:
        """The word that goes with it, a noun or a verb; `many` is `one` with an s unless given."""
        ...

    def of(self, one: str, many: str | None = None) -> str:
        """The figure and its noun: "1 plate", "3 (1 to 4) plates"."""
        ...


class HeadlineFigures(Protocol):
    """What a run came to. Counts are given as such, or by their names."""

    @property
    def alone(self) -> bool:
        """Whether there is one replicate, so that figures are counts."""
        ...

    @property
    def knows_persons(self) -> bool:
        """Whether single persons were followed."""
        ...

    @property
    def days(self) -> int:
        """Days of the run."""
        ...

    @property
    def scenario(self) -> Any:
        """The scenario (``scenario.Scenario``)."""
        ...

    def count(self, *counts: Count | str) -> int:
        """The sum of counts in replicate 0."""
        ...

    def figure(self, *counts: Count | str, yearly: bool = False) -> ToldFigure:
        """The sum of counts: of this one run, or of 10,000 people (in a year, if asked for)."""
        ...

    def share(self, part: Count | str, *whole: Count | str) -> ToldFigure | None:
        """Of 100 of the whole; None where replicate 0 has none of it."""
        ...

    def people(self, kind: str, *times: Count | str) -> ToldFigure:
        """People to whom something happened, as the ledger of persons tells; without it, how many times it did."""
        ...


@dataclass(frozen=True, kw_only=True)
class HeadlineSentence:
    """One sentence.

    `say`: from the figures of a run to the sentence, or None where there is nothing to say. It is asked for whenever
    its mechanism is on, at the start or after a dated event. `place`: sentences stand in the order of their places.

    >>> reads = Count("plates_read", "Number plates read", unit="plates")
    >>> HeadlineSentence(say=lambda figures: f"{figures.figure(reads).of('plate')} were read.").place
    10000
    """

    say: Callable[[HeadlineFigures], str | None]
    place: int = 10_000
    module: str = field(default_factory=maker)


@dataclass(frozen=True, kw_only=True)
class BeginningSentence:
    """How a run of a scenario begins with a record that is not empty, though nothing was simulated before it.

    `say`: from the scenario to the sentence, or None where its mechanism puts nothing in the record at the start.

    >>> BeginningSentence(say=lambda scenario: None).say("a scenario") is None
    True
    """

    say: Callable[[Any], str | None]
    module: str = field(default_factory=maker)
