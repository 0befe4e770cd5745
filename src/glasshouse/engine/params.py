"""From a scenario's parameters to the whole numbers that the day works with.

All probabilities become thresholds on 32-bit words here, outside the loop, so that the day itself is
integer arithmetic and its results are the same bits everywhere. ``compile_params`` is called for each epoch: the first
day of a month, and each dated event. Which fields there are, and how each is worked out, the mechanisms declare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from glasshouse.engine.params_memory import ParamsMemory, Read, noting
from glasshouse.engine.record_layout import district_record, params_record
from glasshouse.errors import nearest
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED, MechanismError, MechanismSet
from glasshouse.model import learned_fit
from glasshouse.model.learned_fit import CELLS
from glasshouse.population.people import allot
from glasshouse.scenario.day_in_force import Settings
from glasshouse.scenario.scenario import Scenario

__all__ = ["CELLS", "DISTRICT", "PARAMS", "CompiledParams", "compile_params"]


#: Those of the shipped mechanisms.
PARAMS, DISTRICT = params_record(SHIPPED), district_record(SHIPPED)


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
        if name in (self.districts.dtype.fields or ()):
            return self.districts[name]
        if name in (self.params.dtype.fields or ()):
            value = self.params[name][0]
            return value if isinstance(value, np.ndarray) else int(value)
        raise AttributeError(name)


def compile_params(
    scenario: Scenario,
    day: int,
    population: int,
    drawn: dict[str, float] | None = None,
    learned: np.ndarray | None = None,
    mechanisms: MechanismSet | None = None,
    memory: ParamsMemory | None = None,
) -> CompiledParams:
    """The parameters in force on a day, for the mechanisms that run in the scenario, or a larger set.

    Fields of a plug-in that is off, or that the scenario does not have, are 0.

    `drawn` overrides central values (a replicate's parameters); `learned`, int [districts, CELLS], is what the last fit
    takes off, None before the first. `memory`: of the epoch before, from which all is taken that holds on.
    """
    mechanisms = mechanisms or scenario.running
    settings = replace(scenario.settings(day, drawn), running=mechanisms)
    known = memory.before(settings, population) if memory else None
    params, districts, hold = known or (*_begun(scenario, population, mechanisms), frozenset())
    read: dict[Mechanism, frozenset[Read]] = {}
    for each in mechanisms:
        if each in hold or (each not in SHIPPED and (each not in scenario.mechanisms or not settings.on(each.section))):
            continue
        noted = noting(settings)
        if each.scored:
            params[f"{each.section}_scored"] = int(noted.scored(each.section))
        for name, value in _worked_out(each, "compile_params", noted, params[0]).items():
            params[name][0] = value
        for name, value in _worked_out(each, "compile_districts", noted, districts).items():
            districts[name] = value
        read[each] = frozenset(noted.read)
    if memory:
        memory.keep(settings, population, read, params, districts)
    compiled = CompiledParams(params=params, districts=districts)
    if learned is None or not (settings.on("learned_score") and settings.on("score")):
        return compiled
    return with_learned(compiled, learned)


def _begun(scenario: Scenario, population: int, mechanisms: MechanismSet) -> tuple[np.ndarray, np.ndarray]:
    """Records that hold the place alone."""
    districts = np.zeros(len(scenario.place.districts), district_record(mechanisms))
    starts = allot(population, scenario.place.columns["population"])
    districts["number"] = np.arange(len(districts))
    districts["start"], districts["n"] = starts[:-1], np.diff(starts)
    for name, value in scenario.place.traits().items():
        districts[name] = value
    return np.zeros(1, params_record(mechanisms)), districts


def with_learned(compiled: CompiledParams, learned: np.ndarray) -> CompiledParams:
    """The parameters of all districts after a fit; `learned`, int64 [districts, CELLS], is what it takes off."""
    districts = compiled.districts.copy()
    districts["learned"] = learned
    districts["watch"] = learned_fit.watched(learned, compiled.params[0], districts)
    return CompiledParams(params=compiled.params, districts=districts)


def _is_key(error: Exception) -> bool:
    return isinstance(error, KeyError) and bool(error.args)


def _worked_out(each: Mechanism, function: str, settings: Settings, record: Any) -> Mapping[str, Any]:
    """What a mechanism gives for its fields; what a plug-in gives is checked. Raises MechanismError."""
    rule = getattr(each, function)
    if each in SHIPPED:
        return rule(settings) if rule else {}
    try:
        given = dict(rule(settings)) if rule else {}
    except Exception as error:  # it is anybody's code, and may raise anything
        failed = f"{each.module}: {function} failed ({type(error).__name__}: {error})"
        hint = nearest(str(error.args[0]), (*settings.numbers, *settings.switches)) if _is_key(error) else ""
        raise MechanismError(f"{failed}.{hint}" if hint else failed) from error
    fields = each.params if function == "compile_params" else each.districts
    for name in given:
        if name not in fields:
            declared = function.replace("compile_", "")
            raise MechanismError(f"{each.module}: {function} gives '{name}', which its {declared} do not declare")
    for name in fields:
        if name not in given:
            raise MechanismError(f"{each.module}: {function} does not give '{name}'")
        if fault := _fault(given[name], record[name]):
            raise MechanismError(f"{each.module}: {function} gives for '{name}' {fault}")
    return given


def _fault(value: Any, field: np.ndarray) -> str:
    """Why a value cannot stand in a field; empty where it can.

    >>> _fault(0.5, np.zeros(3, np.int64)), _fault([1, 2], np.zeros(3, np.int64)), _fault(2.0, np.zeros(3, np.int64))
    ('0.5, and it takes whole numbers; threshold() makes one of a probability', 'the shape (2,), and it has (3,)', '')
    """
    try:
        found = np.asarray(value)
        fits = found.dtype.kind in "biuf" and bool((np.rint(found) == found).all() and (np.abs(found) < 2.0**63).all())
    except ValueError:  # rows of several lengths
        return "rows of several lengths"
    if not fits:
        given = np.array2string(np.asarray(value), threshold=8, edgeitems=2).replace("\n", "")
        return f"{given}, and it takes whole numbers; threshold() makes one of a probability"
    if found.ndim > field.ndim or any(
        n not in (1, m) for n, m in zip(found.shape[::-1], field.shape[::-1], strict=False)
    ):
        return f"the shape {found.shape}, and it has {field.shape}"
    return ""
