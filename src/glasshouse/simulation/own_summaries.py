"""Summaries of one's own in a study: what functions in Python make of each simulation."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError, nearest
from glasshouse.simulation.results import Results
from glasshouse.simulation.simulation import Simulation

if TYPE_CHECKING:
    from glasshouse.engine.simulate import Replicate
    from glasshouse.scenario.scenario import Scenario
    from glasshouse.studies.point_rates import Size
    from glasshouse.studies.study_plan import Study
    from glasshouse.studies.study_points import Simulated

#: What makes one figure of the results of a simulation.
Summary = Callable[[Results], float]


def simulated_with(summaries: Mapping[str, Summary], study: Study) -> Simulated | None:
    """What simulates a point of a study and sums it up; None where no target of it is a summary.

    A summary that is None or not a number counts as undefined. Raises ``BadInputError`` for a summary that the study
    names and that is not there, and for one that it does not name.
    """
    for name in summaries:
        if name not in study.summaries:
            hint = nearest(name, study.summaries)
            raise BadInputError(Argument("summaries"), f": no target of the study is of a summary '{name}'.{hint}")
    for name in study.summaries:
        if name not in summaries:
            raise BadInputError(
                f"the study aims at the summary '{name}', a function in Python: give it with "
                f"summaries={{'{name}': function}}."
            )
    if not summaries:
        return None

    def simulated(scenario: Scenario, drawn: Mapping[str, float], size: Size) -> tuple[Replicate, Mapping[str, float]]:
        results = Simulation(
            scenario, population=size.population, days=size.days, seed=size.seed, drawn=drawn, threads=1
        ).run()
        return results.replicate, {name: _figure(summary(results)) for name, summary in summaries.items()}

    return simulated


def _figure(value: float | None) -> float:
    return math.nan if value is None else float(value)
