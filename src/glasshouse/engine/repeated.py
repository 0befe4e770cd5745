"""Many short runs one after the other in the same memory.

A run of few people spends much of its time on asking for memory and on its digest. Here each run takes the place
of the one before it, and has no digest: it is a draw of an ensemble, and no run of its own.
"""

from __future__ import annotations

from glasshouse.engine.part import BranchPoint, Part
from glasshouse.engine.simulate import Replicate, fit, replicate_of
from glasshouse.engine.tasks import executor
from glasshouse.mechanism_set import MechanismSet


class RepeatedRuns:
    """Runs of so many people and days on one thread, each in the memory of the last with the same mechanisms.

    Compile the days before (``warm_up``). One of these belongs to one thread.

    >>> from glasshouse.engine.simulate import simulate
    >>> from glasshouse.scenario import load
    >>> scenario = load("as-described")
    >>> runs = RepeatedRuns(population=500, days=2)
    >>> _ = runs.simulate(BranchPoint(scenario=scenario, day=0), seed=9)
    >>> again = runs.simulate(BranchPoint(scenario=scenario, day=0), seed=1)
    >>> bool((again.daily == simulate(scenario, population=500, days=2, threads=1).daily).all())
    True
    """

    def __init__(self, *, population: int, days: int, ledger: bool = True) -> None:
        """Before the first of them."""
        self.population, self.days, self.ledger = population, days, ledger
        self._parts: dict[MechanismSet, Part] = {}

    def simulate(self, branch_point: BranchPoint, *, seed: int, past: BranchPoint | None = None) -> Replicate:
        """Simulate a scenario with the values drawn for it; with a ``past``, the days before ``past.day`` under that.

        What it returns holds until the next call.
        """
        first = past if past is not None and past.day > 0 else branch_point
        then = BranchPoint(scenario=branch_point.scenario, day=first.day, drawn=branch_point.drawn)
        part = self._part(first, then, seed)
        with executor(1) as pool:  # on this thread: to hand each day to another cost a third of the time
            part.initialise(pool)
            while part.day < part.days:
                part.simulate_day(pool)
                fit(part)
        return replicate_of(part, "")

    def _part(self, first: BranchPoint, branch_point: BranchPoint, seed: int) -> Part:
        """People who are not there yet, in memory that was used before if possible."""
        mechanisms = first.scenario.running.with_(branch_point.scenario.running.added)
        part = self._parts.get(mechanisms)
        known = None if part is None else (part.first.scenario.place, part.counted_from)
        if part is None or known != (first.scenario.place, first.scenario.warm_up):
            part = self._parts[mechanisms] = Part(
                first, branch_point, population=self.population, days=self.days, seed=seed, threads=1,
                ledger=self.ledger,
            )  # fmt: skip
            return part
        part.turn_to(first, branch_point, seed)
        part.clear()
        return part
