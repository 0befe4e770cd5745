"""What everybody bore in one scenario: the run keeps no tallies of single persons, so it is simulated again for
them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glasshouse.engine.simulate import MOST_LEDGER
from glasshouse.errors import BadInputError
from glasshouse.measures import person_amounts
from glasshouse.scenario.scenario_words import GROUPS
from glasshouse.stories.follow_in_replay import ReplaySource, Watch, replay
from glasshouse.wording.numbers import whole

#: Harms that befall a person or do not, and the measure that says how much of each.
HARMS = {
    "wrongful": "wrongful_days",
    "unjust": "unjust_days",
    "sanctioned": "sanction_days",
    "misidentified": "misidentifications",
    "chilled": "chilled",
}
_KEPT = tuple(dict.fromkeys((*HARMS, *HARMS.values())))


@dataclass(frozen=True, kw_only=True)
class Tallied:
    """What everybody bore in one scenario: uint32 [population] by measure, and the group of each, by its place in
    ``groups``."""

    amounts: dict[str, np.ndarray]
    group: np.ndarray
    groups: tuple[str, ...] = GROUPS


def tally(source: ReplaySource, threads: int | None = None, watch: Watch | None = None) -> Tallied:
    """Simulate a scenario again for everybody's tallies, which takes as long as its run did.

    Raises ``BadInputError`` where there are too many people for tallies, or the replay is not the run.
    """
    if source.population > MOST_LEDGER:
        raise BadInputError(
            f"{source.folder}: above {whole(MOST_LEDGER)} people no tallies of single persons are kept."
        )
    simulated = replay(source, ledger=True, threads=threads, watch=watch)
    borne = person_amounts(simulated)
    amounts = {name: borne[name] for name in _KEPT}
    return Tallied(amounts=amounts, group=simulated.group, groups=simulated.groups)
