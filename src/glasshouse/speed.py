"""How fast this machine simulates a scenario: apart from the other calls, since it measures its own memory too."""

from __future__ import annotations

import os

from glasshouse.engine.profile import Profile, measure
from glasshouse.errors import StoppedError, why
from glasshouse.runs.run_plan import plan
from glasshouse.scenario.scenario import Scenario
from glasshouse.scenario.scenario_loading import given


def bench(
    scenario: str | os.PathLike[str] | Scenario = "as-described",
    *,
    population: int = 1_000_000,
    days: int = 60,
    seed: int = 1,
    threads: int | None = None,
    stages: bool = False,
) -> Profile:
    """Measure how fast this machine simulates a scenario; nothing is written.

    With ``stages``, the days are simulated once more with a clock in hand, and ``lines`` say where the time goes.
    Raises
    ``ScenarioError`` or ``BadInputError`` for what cannot be run, ``StoppedError`` where stages cannot be timed.

    >>> bench(population=2000, days=2, threads=1).threads
    1
    """
    loaded = given(scenario)
    asked = plan(loaded, population=population, days=days, seed=seed, replicates=1, threads=threads)
    sizes = {"population": asked.population, "days": asked.days, "seed": asked.seed, "threads": asked.threads}
    try:
        return measure(loaded, **sizes, stages=stages)
    except RuntimeError as error:
        raise StoppedError(f"{why(error).removeprefix('RuntimeError: ')}.") from error
