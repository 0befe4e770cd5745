"""Which simulations make an ensemble: the draws, and those beside them that say what the draws' spread is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from glasshouse.runs.ensemble_particles import ParticleDraws
    from glasshouse.scenario.scenario import Scenario

#: How many draws, unless asked for otherwise, and of how many people over a year.
DRAWS, PEOPLE, DAYS = 200, 20_000, 365
#: The same where people are stopped after an alert, which happens seldom, and whose days are short.
PEOPLE_STOPPED = 100_000
#: How the draws lie in the ranges: each range is cut into as many slices as there are draws, and each slice is met
#: once.
METHOD = "Latin hypercube"
#: The same where some are drawn from a posterior.
FROM_POSTERIOR = "a posterior, and for all else a Latin hypercube"
#: Of so many draws, one is simulated again with another seed.
_AGAIN = 10

#: What a member of an ensemble is: every assumption central; one draw; the same draw with another seed; every
#: assumption central but for the named one, a kind of false entry that never happens.
CENTRAL, DRAW, OTHER_SEED, WITHOUT = "central", "draw", "other seed", "without "


@dataclass(frozen=True, kw_only=True)
class Member:
    """One simulation of an ensemble: ``values`` by key take the place of central ones. Draws count from 1."""

    draw: int
    variant: str
    values: Mapping[str, float]
    seed: int


def usual_population(population: int, days: int, a_year: int = PEOPLE) -> int:
    """How many people an ensemble has unless asked for: 20,000, more over less than a year, never more than the run.

    >>> usual_population(1_000_000, 365), usual_population(170_000, 7), usual_population(500, 2)
    (20000, 170000, 500)
    """
    return min(population, a_year * max(1, DAYS // days))


def design(draws: int, keys: Iterable[str], seed: int) -> Callable[[int, str], float]:
    """The place of a parameter in its range, from 0 to 1, in a draw (from 1): a scrambled Latin hypercube.

    It depends on the three arguments alone. A parameter that is not among ``keys`` is in the middle.

    >>> place = design(50, ["a", "b"], seed=1)
    >>> sorted(int(50 * place(draw, "a")) for draw in range(1, 51)) == list(range(50))
    True
    """
    from scipy.stats import qmc  # takes a second to load, which a run without an ensemble need not wait for

    columns = {key: column for column, key in enumerate(sorted(set(keys)))}
    found = qmc.LatinHypercube(max(1, len(columns)), rng=np.random.default_rng(seed)).random(draws)

    def place(draw: int, key: str) -> float:
        return float(found[draw - 1, columns[key]]) if key in columns else 0.5

    return place


def moved(scenarios: Iterable[Scenario]) -> tuple[str, ...]:
    """Keys of what has a range in any of some scenarios."""
    keys = (key for each in scenarios for key, given in each.all_given().items() if given.ranged)
    return tuple(dict.fromkeys(keys))


def errors(scenario: Scenario) -> tuple[str, ...]:
    """Keys of the numbers that say how often an entry is false, where that is more than never.

    Those with a source are among them: most of these were counted elsewhere, and carried over.

    >>> from glasshouse.scenario import load
    >>> "internet.false_flag" in errors(load("as-described"))
    True
    """
    dated = {key for event in scenario.events for key in event.changes}
    on = scenario.settings(0).on
    return tuple(
        key
        for key, given in scenario.parameters.items()
        if scenario.mechanisms.parameters[key].error
        and given.value > 0
        and key not in dated
        and on(key.partition(".")[0])
    )


def members(
    scenario: Scenario,
    draws: int,
    seed: int,
    other_seed: Callable[[int], int],
    posterior: ParticleDraws | None = None,
) -> list[Member]:
    """All simulations of an ensemble: the central values, the draws, some again with another seed, each error off.

    ``posterior``: what the draws take from particles; all else comes from its range.
    """
    place = design(draws, moved([scenario]), seed)
    drawn = [scenario.draw_at(lambda key, k=k: place(k, key)) for k in range(1, draws + 1)]
    if posterior is not None:
        drawn = [posterior.laid_over(values, k, scenario) for k, values in enumerate(drawn, 1)]
    central = Member(draw=0, variant=CENTRAL, values={}, seed=seed)
    found = [Member(draw=k, variant=DRAW, values=values, seed=seed) for k, values in enumerate(drawn, 1)]
    again = [
        Member(draw=one.draw, variant=OTHER_SEED, values=one.values, seed=other_seed(one.draw))
        for one in found[_AGAIN - 1 :: _AGAIN]
    ]
    without = [Member(draw=0, variant=f"{WITHOUT}{key}", values={key: 0.0}, seed=seed) for key in errors(scenario)]
    return [central, *found, *again, *without]
