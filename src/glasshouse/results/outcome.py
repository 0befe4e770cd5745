"""A run in figures: the scenario, how much was run, and what each replicate came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasshouse.gate import gates
from glasshouse.results import harm
from glasshouse.results.numbers import LEAST_EVENTS, LEAST_PEOPLE, Spread, spread
from glasshouse.results.tally import COUNTED, Tally
from glasshouse.wording.words import plural

if TYPE_CHECKING:
    from glasshouse.scenario.scenario import Scenario

#: True acts against the law or a debt: the base rate of a group.
UNLAWFUL = ("act_offence", "act_unlawful_post", "act_default", "act_late_payment")
#: Lawful acts held back out of fear.
CHILLED = ("chilled_assembly", "chilled_post", "chilled_message")
_PEOPLE, _SANCTIONED = COUNTED.index("people"), COUNTED.index("sanctioned")
_ADULT = 1


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a run came to, replicate by replicate; replicate 0 holds the central values."""

    scenario: Scenario
    days: int
    population: int
    tallies: tuple[Tally, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of the people by name; *unequal* compares with the first."""
        return self.scenario.place.group_names

    @property
    def replicates(self) -> int:
        """How many replicates there are figures of."""
        return len(self.tallies)

    @property
    def blocked(self) -> tuple[str, ...]:
        """Counts of wanted acts stopped by a closed gate."""
        return tuple(each.blocked.name for each in gates(self.scenario.running))

    def people(self, group: str | None = None) -> int:
        """People, in all or in a group; the same in all replicates but for chance, so replicate 0's."""
        first = self.tallies[0]
        return first.of(group, "people") if group else self.population

    def count(self, *measures: str, group: str | None = None) -> int:
        """Sum of measures in replicate 0."""
        first = self.tallies[0]
        return first.of(group, *measures) if group else first.total(*measures)

    def estimable(self, group: str, *measures: str) -> bool:
        """Whether a group is large enough, and a figure rests on enough events, to be told as a rate."""
        return self.people(group) >= LEAST_PEOPLE and self.count(*measures, group=group) >= LEAST_EVENTS

    def over(self, figure: Callable[[Tally], float], where: Callable[[Tally], bool] = lambda each: True) -> Spread:
        """Any figure of a replicate, with its interval, over the replicates ``where`` there is one; the first must."""
        return spread([figure(each) for each in self.tallies if where(each)])

    def per_10_000(self, *measures: str, group: str | None = None, yearly: bool = False) -> Spread:
        """Measures per 10,000 people (of a group, if named), by the year if asked for."""

        def figure(each: Tally) -> float:
            count = each.of(group, *measures) if group else each.total(*measures)
            people = each.of(group, "people") if group else self.population
            return harm.per_10_000(harm.a_year(count, self.days) if yearly else count, people)

        return self.over(figure)

    def base_rate(self, group: str) -> Spread:
        """True unlawful acts and debts of a group per person-year."""
        return self.over(
            lambda each: harm.a_year(each.of(group, *UNLAWFUL), self.days) / max(1, each.of(group, "people"))
        )

    def misidentified(self, each: Tally) -> int:
        """People taken for somebody else by a camera; without a ledger, the number of times it happened."""
        persons = each.persons("misidentified")
        return each.total("alert_false", "false_match") if persons is None else persons

    @property
    def knows_persons(self) -> bool:
        """Whether single persons were followed, as *unequal* and people misidentified need."""
        return all(each.strata is not None for each in self.tallies)

    def excess(self, group: str) -> harm.Excess | None:
        """*Unequal* in replicate 0; None without a ledger."""
        return _excess(self.tallies[0], group)

    def excess_per_10_000(self, group: str) -> Spread | None:
        """*Unequal*: people of a group sanctioned beyond the reference group's odds, per 10,000 of the group."""
        if not self.knows_persons:
            return None

        def figure(each: Tally) -> float:
            found = _excess(each, group)
            return harm.per_10_000(found.excess, each.of(group, "people")) if found else 0.0

        return self.over(figure)


def lawful_acts(figure: Spread) -> str:
    """Lawful acts out of which fear can hold people.

    >>> lawful_acts(Spread(value=1)), lawful_acts(Spread(value=3, low=1, high=4))
    ('1 lawful post, message or gathering', '3 (1 to 4) lawful posts, messages and gatherings')
    """
    return f"{figure} {plural(figure, 'lawful post, message or gathering', 'lawful posts, messages and gatherings')}"


def _excess(each: Tally, group: str) -> harm.Excess | None:
    """Over people of 15 and over: children do nothing that is recorded, and their share differs by group."""
    if each.strata is None:
        return None
    adults = each.strata[:, _ADULT]
    return harm.unequal(adults[..., _PEOPLE], adults[..., _SANCTIONED], each.groups.index(group))
