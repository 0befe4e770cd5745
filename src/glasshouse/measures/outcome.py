"""A run in figures: the scenario, how much was run, and what each replicate came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasshouse.gate import gates
from glasshouse.measures import harm
from glasshouse.measures.definitions_harm import times_misidentified
from glasshouse.measures.intervals import LEAST_EVENTS, LEAST_PEOPLE, Spread, spread, spread_of_draws
from glasshouse.measures.tally import Tally
from glasshouse.wording.lists_and_nouns import plural

if TYPE_CHECKING:
    from glasshouse.measures.ensemble import Ensemble
    from glasshouse.scenario.scenario import Scenario

#: True acts against the law or a debt: the base rate of a group.
UNLAWFUL = ("act_offence", "act_unlawful_post", "act_default", "act_late_payment")
#: Lawful acts held back out of fear.
CHILLED = ("chilled_assembly", "chilled_post", "chilled_message", "chilled_visit")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a run came to, replicate by replicate; replicate 0 holds the central values.

    With an ensemble, figures are the median of its draws with the interval that holds nine tenths of them; counts are
    those of replicate 0 all the same.
    """

    scenario: Scenario
    days: int
    population: int
    tallies: tuple[Tally, ...]
    ensemble: Ensemble | None = None
    #: An ensemble in which too little happens to tell of, instead.
    sparse: Ensemble | None = None

    def __repr__(self) -> str:
        """What it is of, in one line."""
        size = f"days={self.days}, population={self.population}, replicates={self.replicates}"
        return f"Outcome({self.scenario.name!r}, {size}, ensemble={self.ensemble})"

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of the people by name; *unequal* compares with the first."""
        return self.scenario.place.group_names

    @property
    def replicates(self) -> int:
        """How many replicates there are figures of."""
        return len(self.tallies)

    @property
    def alone(self) -> bool:
        """Whether there is one replicate, and no ensemble: counts, and no interval."""
        return self.ensemble is None and self.replicates == 1

    @property
    def spanned(self) -> tuple[Tally, ...]:
        """What intervals are over: the draws of the ensemble, or the replicates."""
        return self.tallies if self.ensemble is None else self.ensemble.tallies

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
        """Any figure of a replicate, with its interval, over those ``where`` there is one; replicate 0 must.

        Of an ensemble it is the median of the draws.
        """
        found = [figure(each) for each in self.spanned if where(each)]
        if self.ensemble is None:
            return spread(found)
        return spread_of_draws(found) if found else Spread(value=figure(self.tallies[0]))

    def per_10_000(self, *measures: str, group: str | None = None, yearly: bool = False) -> Spread:
        """Measures per 10,000 people (of a group, if named), by the year if asked for.

        Where even the upper end of the draws' interval would rest on fewer than 5 cases, it is replicate 0's figure,
        without an interval.
        """

        def count(each: Tally) -> int:
            return each.of(group, *measures) if group else each.total(*measures)

        def figure(each: Tally) -> float:
            people = each.of(group, "people") if group else self.people_of(each)
            return harm.per_10_000(harm.a_year(count(each), self.days) if yearly else count(each), people)

        if self.ensemble is not None and self.ensemble.too_few(count):
            return Spread(value=figure(self.tallies[0]))
        if group is None:
            return self.over(figure)
        found = self._of_group(figure)
        return found if found.low is None else Spread(value=found.value, low=max(0.0, found.low), high=found.high)

    def _of_group(self, figure: Callable[[Tally], float]) -> Spread:
        """A figure of a group, its interval with chance in it: there are few people in it."""
        found = self.over(figure)
        return found if self.ensemble is None else self.ensemble.widened(found, figure)

    def people_of(self, each: Tally) -> int:
        """How many people a replicate, or a draw, has."""
        if self.ensemble is not None and each is not self.tallies[0]:
            return self.ensemble.population
        return self.population

    def base_rate(self, group: str) -> Spread:
        """True unlawful acts and debts of a group per person-year."""
        return self.over(
            lambda each: harm.a_year(each.of(group, *UNLAWFUL), self.days) / max(1, each.of(group, "people"))
        )

    def misidentified(self, each: Tally) -> int:
        """People taken for somebody else by a camera; without a ledger, the number of times it happened."""
        persons = each.persons("misidentified")
        if persons is not None:
            return persons
        return each.total(*times_misidentified(self.scenario.mechanisms.counts))

    def misidentified_per_10_000(self, each: Tally) -> float:
        """The same of 10,000 people."""
        return harm.per_10_000(self.misidentified(each), self.people_of(each))

    @property
    def knows_persons(self) -> bool:
        """Whether single persons were followed, as *unequal* and people misidentified need."""
        return all(each.knows_persons for each in self.tallies)

    def excess(self, group: str) -> harm.Excess | None:
        """*Unequal* in replicate 0; None without a ledger."""
        return self.tallies[0].excess(group)

    def excess_per_10_000(self, group: str) -> Spread | None:
        """*Unequal*: people of a group sanctioned beyond the reference group's odds, per 10,000 of the group."""
        if not self.knows_persons:
            return None

        def figure(each: Tally) -> float:
            found = each.excess(group)
            return harm.per_10_000(found.excess, each.of(group, "people")) if found else 0.0

        return self._of_group(figure)


def lawful_acts(figure: Spread) -> str:
    """Lawful acts out of which fear can hold people.

    >>> lawful_acts(Spread(value=1)), lawful_acts(Spread(value=3, low=1, high=4))
    ('1 lawful post, message, gathering or visit', '3 (1 to 4) lawful posts, messages, gatherings and visits')
    """
    one, many = "lawful post, message, gathering or visit", "lawful posts, messages, gatherings and visits"
    return f"{figure} {plural(figure, one, many)}"
