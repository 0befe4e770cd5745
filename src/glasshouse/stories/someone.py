"""Who an invented person is, and what they are to another."""

from __future__ import annotations

from dataclasses import dataclass

from glasshouse.engine.person_index import PersonIndex, draw_word
from glasshouse.mechanism import Stream
from glasshouse.scenario.places import STANDARD, Group, Place
from glasshouse.scenario.scenario_words import AGES

#: Makes of a run's seed another, whose words no stage of the model draws.
_OF_STORIES = 0x5707
#: Two words of them.
_FIRST, _SECOND = Stream("first", at=(0, 0)), Stream("second", at=(0, 1))


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


class Neighbourhood:
    """Everybody by number: who somebody is, in the place's words, and what one is to another."""

    def __init__(self, index: PersonIndex, place: Place) -> None:
        """Keep the people and the place."""
        self.index, self.place = index, place

    def district_of(self, number: int) -> int:
        """The place of a person's district in the list of districts."""
        return self.index.district_of(number)

    def tie(self, number: int, other: int) -> str:
        """What the other is: "household", "neighbour", "workplace" or ""."""
        return self.index.tie(number, other)

    def someone(self, number: int) -> Someone:
        """The person with a number."""
        traits = self.index.traits(number)
        urban, group = self.place.columns["urban"], self.place.groups[traits.group]
        return Someone(
            number=number,
            group=group.name,
            woman=self._woman(number, group),
            minority=group.minority if self.place.groups == STANDARD else None,
            age=AGES[traits.age],
            income=traits.income + 1,
            urban=traits.urban,
            member=traits.member,
            internet=traits.internet,
            habit=traits.habit,
            district=self.place.districts[self.district_of(number)],
            place=self.place.title,
            all_urban=bool((urban >= 1).all()),
            household=self.index.household(number),
        )

    def _woman(self, number: int, group: Group) -> bool:
        """The model does not know it where a group has both: a word that no stage draws decides for the story alone."""
        return draw_word(self.index.seed ^ _OF_STORIES, number, 0, _SECOND) < group.women * 2**32


def random_number(seed: int, turn: int, population: int) -> int:
    """A number drawn for the turn-th random person of a run; no stage of the model uses this draw.

    >>> 0 <= random_number(1, 0, 10) < 10
    True
    """
    # Two words, since one has only 32 bits and a population may need more.
    high, low = (draw_word(seed ^ _OF_STORIES, turn, 0, stream) for stream in (_FIRST, _SECOND))
    return ((high << 32 | low) * population) >> 64
