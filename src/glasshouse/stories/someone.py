"""Who an invented person is, and what they are to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from glasshouse.draws import moment, random_word
from glasshouse.engine.params import CompiledParams
from glasshouse.mechanisms.activity import CONDUCT_DRAW, TRIP_DRAW
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
from glasshouse.scenario.places import STANDARD, Group, Place
from glasshouse.scenario.words import AGES

#: Makes of a run's seed another, whose words no stage of the model draws.
_OF_STORIES = 0x5707


@dataclass(frozen=True, kw_only=True)
class Someone:
    """An invented person: traits, place, and the numbers of the others in the household.

    ``woman``: whether to say *she*; ``minority``: whether of a minority, or None where a place names its own groups.
    """

    number: int
    group: str
    woman: bool
    minority: bool | None
    age: str
    income: int
    urban: bool
    member: bool
    internet: bool
    habit: int
    district: str
    place: str
    all_urban: bool
    household: tuple[int, ...]

    @property
    def child(self) -> bool:
        """Under 15."""
        return self.age == AGES[0]


def now_of(seed: int, day: int) -> Any:
    """The NOW record of a day, with fields as attributes, for functions that are called from Python."""
    return moment(seed, day).view(np.recarray)[0]


def draw_word(seed: int, person: int, day: int, stream_id: int) -> int:
    """One person's word of one day for one purpose.

    >>> draw_word(1, 0, 0, TRIP_DRAW) == draw_word(1, 0, 0, TRIP_DRAW)
    True
    """
    return int(random_word(now_of(seed, day), person, int(stream_id)))


class Neighbourhood:
    """Everybody by number: traits, district, and who is what to whom.

    ``traits`` maps a number to the traits column; without it, traits are drawn again from the seed.
    """

    def __init__(self, compiled: CompiledParams, place: Place, seed: int) -> None:
        """Keep the first day's tables."""
        self.place, self.seed = place, seed
        self.starts = np.asarray(compiled.start, np.int64)
        self.districts = compiled.districts.view(np.recarray)

    def district_of(self, number: int) -> int:
        """The place of a person's district in the list of districts."""
        return int(np.searchsorted(self.starts, number, side="right")) - 1

    def traits(self, number: int) -> int:
        """The traits column of a person."""
        return int(traits_of(number, self.districts[self.district_of(number)], now_of(self.seed, 0)))

    def household(self, number: int) -> tuple[int, ...]:
        """The others who live under the same roof."""
        start, n = self._bounds(number)
        first, size = household(number - start, n)
        return tuple(int(start + first + k) for k in range(int(size)) if start + first + k != number)

    def workmates(self, number: int) -> tuple[int, ...]:
        """The colleagues, at most three."""
        start, n = self._bounds(number)
        with np.errstate(over="ignore"):
            now, district = now_of(self.seed, 0), self.district_of(number)
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

    def someone(self, number: int) -> Someone:
        """The person with a number."""
        traits = self.traits(number)
        urban, group = self.place.columns["urban"], self.place.groups[group_of(traits)]
        return Someone(
            number=number,
            group=group.name,
            woman=self._woman(number, group),
            minority=group.minority if self.place.groups == STANDARD else None,
            age=AGES[traits >> AGE_SHIFT & 3],
            income=(traits >> INCOME_SHIFT & 7) + 1,
            urban=bool(traits & URBAN),
            member=bool(traits & MEMBER),
            internet=bool(traits & INTERNET),
            habit=traits >> HABIT_SHIFT & 3,
            district=self.place.districts[self.district_of(number)],
            place=self.place.title,
            all_urban=bool((urban >= 1).all()),
            household=self.household(number),
        )

    def _woman(self, number: int, group: Group) -> bool:
        """The model does not know it where a group has both: a word that no stage draws decides for the story alone."""
        return draw_word(self.seed ^ _OF_STORIES, number, 0, CONDUCT_DRAW) < group.women * 2**32

    def _bounds(self, number: int) -> tuple[int, int]:
        district = self.district_of(number)
        start = int(self.starts[district])
        return start, int(self.starts[district + 1]) - start


def random_number(seed: int, turn: int, population: int) -> int:
    """A number drawn for the turn-th random person of a run; no stage of the model uses this draw.

    >>> 0 <= random_number(1, 0, 10) < 10
    True
    """
    # Two words, since one has only 32 bits and a population may need more.
    high, low = (draw_word(seed ^ _OF_STORIES, turn, 0, stream) for stream in (TRIP_DRAW, CONDUCT_DRAW))
    return ((high << 32 | low) * population) >> 64
