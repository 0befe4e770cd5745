"""What a page needs for a run beside the engine: the compiled parameters of each epoch, and what happens on which day.

All of it is made by the same Python that makes a native run's (``engine.params.compile_params``).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.engine.params import CompiledParams, compile_params
from glasshouse.engine.params_memory import ParamsMemory
from glasshouse.errors import BadInputError
from glasshouse.model import learned_fit
from glasshouse.population.people import allot
from glasshouse.scenario.places import Place
from glasshouse.scenario.scenario import Scenario
from glasshouse.tiers import TIERS

#: The largest whole number that a page can read from text and lose nothing.
_EXACT = 2**53


def refusal(scenario: Scenario) -> str:
    """Why a page cannot hold a scenario; nothing where it can.

    >>> from glasshouse.scenario import load
    >>> refusal(load("as-described"))
    ''
    """
    if scenario.running.added:
        return "A page holds the shipped mechanisms alone; this scenario has a plug-in."
    if len(scenario.tiers) != len(TIERS):
        return f"A page's engine knows {len(TIERS)} tiers; this scenario has {len(scenario.tiers)}."
    return "A page has no warm-up; leave out warm_up." if scenario.warm_up else ""


class ExportedYears:
    """Runs of several scenarios in one place, with as many days; what they share is kept once.

    `numbers`: the whole numbers of the first epoch of the first run, in order: the fields of the parameters, of each
    district, the people of each cell, and how many are watched. `rows`: what differs from them, as
    [place, value, place, value, …], where a place is counted from the one before. An epoch has two rows, one laid over
    the other: what differs in a run that is `near`, and what differs from that. Many share them. A third row of each
    larger population, in their order, is laid over both.

    >>> from glasshouse.scenario import load
    >>> years = ExportedYears(population=1000, days=40)
    >>> year = years.add(load("as-described"))
    >>> [epoch[0] for epoch in year["epochs"]], year["lifts"]
    ([0, 31], [])
    """

    def __init__(self, *, population: int, days: int, larger: tuple[int, ...] = ()) -> None:
        """With nothing in it; `larger`: populations that the same runs can have as well."""
        self.population, self.days, self.larger = population, days, larger
        self.numbers: np.ndarray | None = None
        self.rows: list[list[int]] = []
        self._known: dict[bytes, int] = {}
        self._near: dict[str, dict[int, np.ndarray]] = {}
        self._place: Place | None = None
        self._memory = ParamsMemory(all_found=True)

    def add(self, scenario: Scenario, key: str = "", near: str = "") -> dict[str, Any]:
        """Add a run with central values; what there is to know of it beside the numbers.

        `key` names it, and `near` one before it that differs in little. `epochs`: [first day, row, row over it, a row
        for each larger population]; `jumps`: [day, jump of fear]; `lifts`: the days of a ban; `learns`: in which epochs
        a fitted score is in force. Raises `BadInputError` for a scenario that no page can hold (`refusal`).
        """
        if why := refusal(scenario):
            raise BadInputError(why)
        if self._place not in (None, scenario.place):
            raise ValueError("all runs of one page's data are in one place")
        self._place = scenario.place
        epochs = scenario.epochs(self.days)
        compiled = [compile_params(scenario, epoch, self.population, memory=self._memory) for epoch in epochs]
        larger = [[self._numbers(_resized(each, scenario.place, many)) for many in self.larger] for each in compiled]
        announced = sorted({scenario.day_of(event.date) for event in scenario.events if event.jump})
        jumps = [(day, scenario.jump(day, None)) for day in announced if 0 <= day < self.days]
        responds = [bool(each.responds) for each in compiled]
        of_day = np.searchsorted(epochs, np.arange(self.days), side="right") - 1
        found = {epoch: self._numbers(each) for epoch, each in zip(epochs, compiled, strict=True)}
        if self.numbers is None:
            self.numbers = found[0]
        other = self._near.get(near, {})
        self._near[key] = found
        return {
            "epochs": [
                [epoch, *self._rows(each, other.get(epoch, each)), *(self._row(each, more) for more in of_larger)]
                for (epoch, each), of_larger in zip(found.items(), larger, strict=True)
            ],
            "jumps": [[day, int(jump)] for day, jump in jumps if jump and responds[of_day[day]]],
            "lifts": [day for day in epochs[1:] if scenario.banned(day) and not scenario.banned(day - 1)],
            "learns": [_learns(scenario, epoch) for epoch in epochs],
        }

    def data(self) -> dict[str, Any]:
        """People, days, districts, groups, the numbers and the rows, for a page."""
        if self.numbers is None or self._place is None:
            raise ValueError("there is no run to export")
        return {
            "populations": [self.population, *self.larger],
            "days": self.days,
            "districts": len(self._place.districts),
            "groups": len(self._place.groups),
            "numbers": self.numbers.tolist(),
            "rows": self.rows,
        }

    def _numbers(self, compiled: CompiledParams) -> np.ndarray:
        """An epoch's numbers, in the order of `numbers`."""
        people, enough = learned_fit.watching(compiled.params[0], compiled.districts)
        numbers = np.concatenate([_whole(compiled.params), _whole(compiled.districts), people.ravel(), enough.ravel()])
        if np.abs(numbers).max() >= _EXACT:
            raise ValueError("a compiled parameter is too large for a page")
        return numbers

    def _rows(self, numbers: np.ndarray, near: np.ndarray) -> tuple[int, int]:
        """The places of the two rows of an epoch."""
        assert self.numbers is not None
        return self._row(self.numbers, near), self._row(near, numbers)

    def _row(self, before: np.ndarray, after: np.ndarray) -> int:
        """The place of a row with what differs."""
        changed = np.flatnonzero(before != after)
        pairs = np.stack([np.diff(changed, prepend=0), after[changed]], axis=1).ravel()
        key = pairs.tobytes()
        if key not in self._known:
            self._known[key] = len(self.rows)
            self.rows.append(pairs.tolist())
        return self._known[key]


def _resized(compiled: CompiledParams, place: Place, population: int) -> CompiledParams:
    """The parameters for as many people: how many each district has is all that hangs on the population."""
    districts = compiled.districts.copy()
    starts = allot(population, place.columns["population"])
    districts["start"], districts["n"] = starts[:-1], np.diff(starts)
    return CompiledParams(params=compiled.params, districts=districts)


def _learns(scenario: Scenario, day: int) -> bool:
    settings = scenario.settings(day)
    return bool(settings.on("learned_score") and settings.on("score"))


def _whole(records: np.ndarray) -> np.ndarray:
    """Records of int64 alone, as a plain array."""
    return np.ascontiguousarray(records).view(np.int64).ravel()
