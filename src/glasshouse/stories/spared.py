"""Who is spared in another world, and who is newly harmed: the persons behind a comparison's counts.

A comparison keeps counts and no persons, so both worlds of replicate 0 are lived again, for everybody's tallies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glasshouse.results.errors import BadInputError
from glasshouse.results.measures import person_amounts
from glasshouse.scenario.words import GROUPS
from glasshouse.stories.choose import order
from glasshouse.stories.replay import Source, replay

#: What may be asked of single persons, and the measure by how much of which the middling case is found.
HARMS = {
    "wrongful": "wrongful_days",
    "unjust": "unjust_days",
    "sanctioned": "sanction_days",
    "misidentified": "misidentifications",
}


@dataclass(frozen=True, kw_only=True)
class Tallied:
    """What everybody bore in one world: uint32 [population] by measure, and the group of each, 0 to 3."""

    amounts: dict[str, np.ndarray]
    group: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Persons who bore a harm in one of two worlds alone, the middling first, with their group."""

    spared: tuple[tuple[int, str], ...]
    newly_harmed: tuple[tuple[int, str], ...]


def tally(source: Source, threads: int | None = None) -> Tallied:
    """Live a world again for everybody's tallies, which takes as long as its run did.

    Raises ``BadInputError`` where there are too many people for tallies, or the replay is not the run.
    """
    from glasshouse.engine.simulate import MOST_LEDGER

    if source.population > MOST_LEDGER:
        raise BadInputError(f"{source.folder}: above {MOST_LEDGER:,} people no tallies of single persons are kept.")
    lived = replay(source, ledger=True, threads=threads)
    borne = person_amounts(lived)
    amounts = {name: borne[name] for name in (*HARMS, *HARMS.values())}
    return Tallied(amounts=amounts, group=lived.state["traits"] & 3)


def moved(baseline: Tallied, arm: Tallied, measure: str, seed: int) -> Moved:
    """Who bore a harm of HARMS in one of two worlds of the same people alone.

    >>> def world(*days):
    ...     borne = {"wrongful": np.array(days) > 0, "wrongful_days": np.array(days)}
    ...     return Tallied(amounts=borne, group=np.arange(4))
    >>> moved(world(0, 3, 9, 4), world(2, 0, 0, 4), "wrongful", seed=1)
    Moved(spared=((2, 'minority men'), (1, 'majority women')), newly_harmed=((0, 'majority men'),))
    """
    return Moved(spared=_alone(baseline, arm, measure, seed), newly_harmed=_alone(arm, baseline, measure, seed))


def _alone(one: Tallied, other: Tallied, measure: str, seed: int) -> tuple[tuple[int, str], ...]:
    """Who bore a harm in one world and not in the other."""
    numbers = np.flatnonzero((one.amounts[measure] > 0) & (other.amounts[measure] == 0))
    borne = one.amounts[HARMS[measure]]
    found = order([(int(number), int(borne[number])) for number in numbers], seed)
    return tuple((number, GROUPS[one.group[number]]) for number in found)
