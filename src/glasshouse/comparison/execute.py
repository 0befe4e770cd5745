"""Run a comparison: replicate by replicate, all worlds of one before the next, so that persons can be held together."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from glasshouse.comparison import table
from glasshouse.comparison.folder import ComparisonFolder
from glasshouse.comparison.paired import Difference, World, against_reference, differences, world
from glasshouse.comparison.plan import REFERENCE, ComparisonPlan
from glasshouse.results import execute as runs
from glasshouse.results.behind import Behind
from glasshouse.results.errors import StoppedError, why
from glasshouse.results.tally import tally

if TYPE_CHECKING:
    from glasshouse.comparison.worlds import Arm
    from glasshouse.engine.simulate import Replicate

#: Called after each day with the replicate, the world's place among the worlds, its name, and the day, all from 0.
Watch = Callable[[int, int, str, int], None]


def execute(plan: ComparisonPlan, folder: Path, watch: Watch | None = None) -> None:
    """Run a comparison into an empty folder: a run folder for each world, and what differs between them.

    Files are written while the next world is simulated. Raises ``StoppedError`` when anything ends it early (Ctrl-C
    too): every world's finished replicates are kept as an ordinary run, and the comparison of those that all have.
    """
    kept = ComparisonFolder(plan, folder)
    kept.begin()
    began, found = perf_counter(), _Found()
    try:
        with Behind() as behind:
            for number in range(plan.plan.replicates):
                _Live(plan, number, kept, behind, watch).through(found)
        with ThreadPoolExecutor(plan.plan.threads) as pool:
            list(pool.map(lambda writer: writer.finish(), kept.writers.values()))
        kept.finish(found.table(plan, plan.plan.replicates), perf_counter() - began)
    except (Exception, KeyboardInterrupt) as error:
        left = kept.stop(error, lambda count: found.table(plan, count))
        raise StoppedError(f"The comparison stopped: {why(error)}. {left}") from error


@dataclass
class _Found:
    """The rows of each arm and replicate so far."""

    rows: dict[tuple[int, str], pa.Table] = field(default_factory=dict)

    def table(self, plan: ComparisonPlan, replicates: int) -> pa.Table:
        """The rows of the first replicates, in order."""
        wanted = [(number, arm.name) for number in range(replicates) for arm in plan.arms]
        parts = [self.rows[key] for key in wanted]
        return pa.concat_tables(parts or [table.SCHEMA.empty_table()]).unify_dictionaries()


class _Live:
    """One replicate of all worlds."""

    def __init__(
        self, plan: ComparisonPlan, number: int, kept: ComparisonFolder, behind: Behind, watch: Watch | None
    ) -> None:
        self.plan, self.number, self.kept, self.behind, self.watch = plan, number, kept, behind, watch
        self.days = plan.plan.days
        self.place = 0

    def through(self, found: _Found) -> None:
        """Live through it, and note what differs."""
        base = self.simulate(self.plan.worlds[0])
        compared = world(base, days=self.days)
        reference: Replicate | None = None
        for arm in self.plan.in_order:
            other = self.simulate(arm)
            reference = other if arm.name == REFERENCE else reference
            found.rows[self.number, arm.name] = table.rows(
                self.number, arm.name, [*self.differences(compared, other), *self.paired(arm, base, other, reference)]
            )

    def simulate(self, arm: Arm) -> Replicate:
        """One world, simulated; it is written behind."""
        place, self.place = self.place, self.place + 1
        watch = self.watch

        def watched(number: int, day: int) -> None:
            if watch:
                watch(number, place, arm.name, day)

        replicate = runs.simulate_one(self.plan.plan_of(arm), self.number, watched if watch else None)
        self.behind.do(self.kept.writers[arm.name].job(self.number, replicate, tally(replicate)))
        return replicate

    def differences(self, compared: World, other: Replicate) -> list[Difference]:
        """What differs between the baseline and another world."""
        return differences(compared, world(other, days=self.days))

    def paired(self, arm: Arm, base: Replicate, other: Replicate, reference: Replicate | None) -> list[Difference]:
        """Measures that need a reference world: *downstream* of baseline and arm, and *knock-on* of the baseline.

        The reference world itself has none of it.
        """
        found: list[Difference] = []
        if reference is not None:
            before = against_reference(REFERENCE, base, reference, days=self.days)
            after = against_reference(REFERENCE, other, reference, days=self.days)
            for name, figure in before.items():
                found.append(
                    Difference(measure=name, baseline=figure, arm=after.get(name, np.full_like(figure, np.nan)))
                )
        if arm.name == "error-free":
            for name, figure in against_reference(arm.name, base, other, days=self.days).items():
                found.append(Difference(measure=name, baseline=figure, arm=np.zeros_like(figure)))
        return found
