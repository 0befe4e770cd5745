"""From a scenario's parameters to the whole numbers that the day works with.

All probabilities become thresholds on 32-bit words here, outside the loop, so that the day itself is
integer arithmetic and its results are the same bits everywhere. ``compile_params`` is called for each epoch: the first
day of a month, and each dated event. Which fields there are, and how each is worked out, the mechanisms declare.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from glasshouse.mechanisms import MECHANISMS
from glasshouse.mechanisms.learned_score import CELLS
from glasshouse.population.people import allot
from glasshouse.scenario.scenario import Scenario

__all__ = ["CELLS", "DISTRICT", "PARAMS", "CompiledParams", "compile_params"]


def _record(fields: dict[str, tuple[int, ...]]) -> np.dtype:
    return np.dtype([(name, np.uint8 if name == "unjust" else np.int64, shape) for name, shape in fields.items()])


#: What holds everywhere: one record.
PARAMS = _record(
    {name: shape for each in MECHANISMS for name, shape in each.params.items()}
    | {f"{each.section}_scored": () for each in MECHANISMS if each.scored}
)

#: What holds in one district: one record each.
DISTRICT = _record(
    {"number": (), "start": (), "n": (), "group": (3,), "age": (2,), "internet": (), "urban": ()}
    | {name: shape for each in MECHANISMS for name, shape in each.districts.items()}
)


@dataclass(frozen=True, kw_only=True)
class CompiledParams:
    """One epoch's parameters: `params` (record array of length 1) and `districts` (one record a district).

    Every field can be read by its name in the specification; a district's field has the districts first.

    >>> from glasshouse.scenario import load
    >>> t = compile_params(load("as-described"), 0, 1000)
    >>> t.sight_rate.shape, t.score_start, int(t.start[-1])
    ((31,), 1000, 1000)
    """

    params: np.ndarray
    districts: np.ndarray

    def __getattr__(self, name: str) -> Any:
        """A field by its name in the specification."""
        if name == "start":
            d = self.districts
            return np.append(d["start"], d["start"][-1] + d["n"][-1])
        if name in (DISTRICT.names or ()):
            return self.districts[name]
        if name in (PARAMS.names or ()):
            value = self.params[name][0]
            return value if isinstance(value, np.ndarray) else int(value)
        raise AttributeError(name)


def compile_params(
    scenario: Scenario,
    day: int,
    population: int,
    drawn: dict[str, float] | None = None,
    learned: np.ndarray | None = None,
    watch: np.ndarray | None = None,
) -> CompiledParams:
    """The parameters in force on a day.

    `drawn` overrides central values (a replicate's parameters); `learned` and `watch` are int arrays
    [districts, CELLS] of the last fit, zero before the first.
    """
    settings = scenario.settings(day, drawn)
    params = np.zeros(1, PARAMS)
    districts = np.zeros(len(scenario.place.districts), DISTRICT)
    starts = allot(population, scenario.place.columns["population"])
    districts["number"] = np.arange(len(districts))
    districts["start"], districts["n"] = starts[:-1], np.diff(starts)
    for name, value in scenario.place.traits().items():
        districts[name] = value
    for each in MECHANISMS:
        if each.scored:
            params[f"{each.section}_scored"] = int(settings.scored(each.section))
        for name, value in (each.compile_params(settings) if each.compile_params else {}).items():
            params[name][0] = value
        for name, value in (each.compile_districts(settings) if each.compile_districts else {}).items():
            districts[name] = value
    if settings.on("learned_score") and settings.on("score"):
        if learned is not None:
            districts["learned"] = learned
        if watch is not None:
            districts["watch"] = watch
    return CompiledParams(params=params, districts=districts)
