"""Who is spared in another scenario, and who is newly harmed: the persons behind a comparison's counts.

A comparison keeps counts and no persons, so both scenarios of replicate 0 are simulated again, for everybody's tallies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glasshouse.stories.choose_person import order
from glasshouse.stories.person_tallies import HARMS, Tallied


@dataclass(frozen=True, kw_only=True)
class SparedAndHarmed:
    """Persons who bore a harm in one of two scenarios alone, the middling first, with their group."""

    spared: tuple[tuple[int, str], ...]
    newly_harmed: tuple[tuple[int, str], ...]


def moved(baseline: Tallied, arm: Tallied, measure: str, seed: int) -> SparedAndHarmed:
    """Who bore a harm of HARMS in one of two scenarios of the same people alone.

    >>> def bore(*days):
    ...     borne = {"wrongful": np.array(days) > 0, "wrongful_days": np.array(days)}
    ...     return Tallied(amounts=borne, group=np.arange(4))
    >>> moved(bore(0, 3, 9, 4), bore(2, 0, 0, 4), "wrongful", seed=1)
    SparedAndHarmed(spared=((2, 'minority men'), (1, 'majority women')), newly_harmed=((0, 'majority men'),))
    """
    return SparedAndHarmed(
        spared=_alone(baseline, arm, measure, seed), newly_harmed=_alone(arm, baseline, measure, seed)
    )


def _alone(one: Tallied, other: Tallied, measure: str, seed: int) -> tuple[tuple[int, str], ...]:
    """Who bore a harm in one scenario and not in the other."""
    numbers = np.flatnonzero((one.amounts[measure] > 0) & (other.amounts[measure] == 0))
    borne = one.amounts[HARMS[measure]]
    found = order([(int(number), int(borne[number])) for number in numbers], seed)
    return tuple((number, one.groups[one.group[number]]) for number in found)
