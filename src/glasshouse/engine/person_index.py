"""The people of a run by number, without the run: who somebody is, where they live, and whom they know.

Nothing is stored of it, so that it costs no memory: traits and ties follow from the seed and the number alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from glasshouse.draws import moment, random_word
from glasshouse.engine.params import CompiledParams, compile_params
from glasshouse.mechanism import Stream
from glasshouse.population.network import LAYERS, RUN, household, workmate
from glasshouse.population.people import (
    AGE_SHIFT,
    HABIT_SHIFT,
    INCOME_SHIFT,
    INTERNET,
    MEMBER,
    URBAN,
    group_of,
    traits_of,
)
from glasshouse.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class PersonTraits:
    """Who somebody is: ``group`` and ``age`` are places in the place's groups and in AGES, ``income`` is 0 to 7."""

    group: int
    age: int
    income: int
    habit: int
    urban: bool
    member: bool
    internet: bool


def draw_word(seed: int, person: int, day: int, purpose: Stream) -> int:
    """One person's word of one day for one purpose, 0 .. 2**32 - 1.

    >>> from glasshouse.mechanisms.activity import TRIP_DRAW
    >>> draw_word(1, 0, 0, TRIP_DRAW) == draw_word(1, 0, 0, TRIP_DRAW)
    True
    """
    return int(random_word(_now(seed, day), person, int(purpose)))


def _now(seed: int, day: int) -> Any:
    """The NOW record of a day, with fields as attributes, for functions that are called from Python."""
    return moment(seed, day).view(np.recarray)[0]


class PersonIndex:
    """Everybody by number, in the districts of a run's first day."""

    def __init__(self, compiled: CompiledParams, seed: int) -> None:
        """Keep the first day's parameters."""
        self.seed = seed
        self.starts = np.asarray(compiled.start, np.int64)
        self.districts = compiled.districts.view(np.recarray)

    @classmethod
    def of(cls, scenario: Scenario, population: int, seed: int) -> PersonIndex:
        """The people of a scenario's replicate 0.

        >>> from glasshouse.scenario import load
        >>> PersonIndex.of(load("as-described"), 1000, seed=1).household(0)
        ()
        """
        return cls(compile_params(scenario, 0, population, scenario.draw(0, seed)), seed)

    def district_of(self, number: int) -> int:
        """The place of a person's district in the list of districts."""
        return int(np.searchsorted(self.starts, number, side="right")) - 1

    def traits(self, number: int) -> PersonTraits:
        """Who a person is."""
        bits = int(traits_of(number, self.districts[self.district_of(number)], _now(self.seed, 0)))
        return PersonTraits(
            group=group_of(bits),
            age=bits >> AGE_SHIFT & 3,
            income=bits >> INCOME_SHIFT & 7,
            habit=bits >> HABIT_SHIFT & 3,
            urban=bool(bits & URBAN),
            member=bool(bits & MEMBER),
            internet=bool(bits & INTERNET),
        )

    def household(self, number: int) -> tuple[int, ...]:
        """The others who live under the same roof."""
        start, n = self._bounds(number)
        first, size = household(number - start, n)
        return tuple(int(start + first + k) for k in range(int(size)) if start + first + k != number)

    def workmates(self, number: int) -> tuple[int, ...]:
        """The colleagues, at most three."""
        start, n = self._bounds(number)
        with np.errstate(over="ignore"):
            now, district = _now(self.seed, 0), self.district_of(number)
            mates = [int(workmate(number - start, n, district, layer, now)) for layer in range(LAYERS)]
        return tuple(int(start) + mate for mate in mates if mate >= 0)

    def tie(self, number: int, other: int) -> str:
        """What the other is: "household", "neighbour", "workplace" or ""."""
        start, n = self._bounds(number)
        if not start <= other < start + n:
            return ""
        if other in self.household(number):
            return "household"
        if abs(other - number) == RUN:
            return "neighbour"
        return "workplace" if other in self.workmates(number) else ""

    def _bounds(self, number: int) -> tuple[int, int]:
        district = self.district_of(number)
        start = int(self.starts[district])
        return start, int(self.starts[district + 1]) - start
