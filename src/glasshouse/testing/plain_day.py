"""The day of a set of mechanisms as plain Python: the same rules, not compiled.

It is what a rule says to whoever reads it: whole numbers without a size, and an error where a number does not fit into
the column that is to hold it. Compiled code has numbers of 64 bits, drops what does not fit, and keeps the value that a
global had when it was compiled. Where both come to the same days, none of that plays a part.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import FunctionType
from typing import Any

import numpy as np

from glasshouse.engine.assembly import CompiledDay, compiled_day
from glasshouse.engine.part import BranchPoint, Part
from glasshouse.engine.simulate import fit
from glasshouse.engine.tasks import WorkspacePool
from glasshouse.mechanism_set import MechanismSet
from glasshouse.scenario.scenario import Scenario


class Row:
    """A record of an array, whose numbers are read as Python's own and must fit where they are written."""

    __slots__ = ("_array", "_place")

    def __init__(self, array: np.ndarray, place: int) -> None:
        """The record at a place."""
        object.__setattr__(self, "_array", array)
        object.__setattr__(self, "_place", place)

    def __getattr__(self, name: str) -> Any:
        """A field: a whole number, or an array."""
        return _number(self._array[name][self._place])

    def __setattr__(self, name: str, value: Any) -> None:
        """Raises OverflowError where the field cannot hold it."""
        self._array[name][self._place] = int(value)


class Rows:
    """An array of records."""

    def __init__(self, array: np.ndarray) -> None:
        """Over the array itself."""
        self._array, self.shape = array, array.shape

    def __len__(self) -> int:
        """How many."""
        return len(self._array)

    def __getitem__(self, which: Any) -> Any:
        """One record, or several."""
        return Rows(self._array[which]) if isinstance(which, slice) else Row(self._array, which)

    def __setitem__(self, place: int, row: Row) -> None:
        """Copy a record."""
        self._array[place] = row._array[row._place]


class Numbers:
    """An array of a record or of a module, or random words: one by one they are Python's own numbers."""

    def __init__(self, array: np.ndarray) -> None:
        """Over the array itself."""
        self._array, self.shape = array, array.shape

    def __len__(self) -> int:
        """How many, or how many rows."""
        return len(self._array)

    def __getitem__(self, which: Any) -> Any:
        """A number, or a row of them as an array."""
        found = self._array[which]
        return found if isinstance(found, np.ndarray) else int(found)


class _NumPy:
    """NumPy, but for whole numbers of 64 bits, which are Python's own: two truths add up to 2 with them."""

    int64 = int

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)


_NUMPY = _NumPy()


def _number(value: Any) -> Any:
    return Numbers(value) if isinstance(value, np.ndarray) else int(value)


def plain_day(mechanisms: MechanismSet) -> CompiledDay:
    """The day of these mechanisms, of which nothing is compiled."""
    compiled = compiled_day(mechanisms)
    return replace(
        compiled,
        simulate_day=_plain(compiled.simulate_day),
        deliver=_plain(compiled.deliver),
        lift=_plain(compiled.lift),
    )


def plain_part(scenario: Scenario, *, population: int, days: int, seed: int) -> Part:
    """A whole run, simulated in plain Python. Raises OverflowError where a number does not fit into its column.

    Some 2,000 person-days a second: for a few hundred persons and a few weeks.
    """
    branch = BranchPoint(scenario=scenario, day=0)
    part = Part(branch, branch, population=population, days=days, seed=seed, threads=1, ledger=True)
    part.compiled_day = plain_day(part.mechanisms)
    part.workspaces = WorkspacePool(len(part.districts), part.groups, part.follower.max_rows, part.compiled_day)
    with ThreadPoolExecutor(1) as pool:
        part.initialise(pool)
        while part.day < days:
            part.simulate_day(pool)
            fit(part)
    return part


def _plain(compiled: Any) -> Callable[..., Any]:
    """A compiled function as Python, with all compiled functions that it calls."""
    function = _rebound(compiled, {})

    def run(*given: Any) -> Any:
        with np.errstate(over="ignore"):  # the generator multiplies so
            return function(*map(_readable, given))

    return run


def _rebound(function: Any, copies: dict[Any, Any]) -> Any:
    """A function with all that it calls as plain Python."""
    plain = getattr(function, "py_func", function)
    if plain not in copies:
        names = dict(plain.__globals__)
        copies[plain] = FunctionType(plain.__code__, names, plain.__name__, plain.__defaults__)
        for name in plain.__code__.co_names:
            used = names.get(name)
            if used is np:
                names[name] = _NUMPY
            elif isinstance(used, np.ndarray) and used.dtype.kind in "iu":
                names[name] = Numbers(used)
            elif isinstance(getattr(used, "py_func", used), FunctionType):
                names[name] = _rebound(used, copies)
    return copies[plain]


def _readable(given: Any) -> Any:
    """What a day is given, with its records and words as Python reads them."""
    if isinstance(given, np.ndarray):
        return Rows(given) if given.dtype.names else given
    if hasattr(given, "agents"):
        return given._replace(agents=Rows(given.agents), words=Numbers(given.words), late=Numbers(given.late))
    return given._replace(own=Rows(given.own)) if hasattr(given, "own") else given
