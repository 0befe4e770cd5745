"""Run a comparison: replicate by replicate, all worlds of one before the next, so that persons can be held together."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from glasshouse.comparison import table
from glasshouse.comparison.ahead import Check, ahead
from glasshouse.comparison.arms import BASELINE
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

    Several worlds are simulated at a time, and files are written meanwhile. Raises ``StoppedError`` when anything ends
    it early (Ctrl-C too): every world's finished replicates are kept as an ordinary run, and the comparison of those
    that all have.
    """
    kept = ComparisonFolder(plan, folder)
    kept.begin()
    began, found = perf_counter(), _Found(plan.plan.days)
    try:
        with Behind() as behind, closing(ahead(_tasks(plan), _simulator(plan, watch), plan.at_once)) as worlds:
            for (number, arm), replicate in worlds:
                behind.do(kept.writers[arm.name].job(number, replicate, tally(replicate)))
                found.add(number, arm, replicate)
        with ThreadPoolExecutor(plan.plan.threads) as pool:
            list(pool.map(lambda writer: writer.finish(), kept.writers.values()))
        kept.finish(found.table(plan, plan.plan.replicates), perf_counter() - began)
    except (Exception, KeyboardInterrupt) as error:
        left = kept.stop(error, lambda count: found.table(plan, count))
        raise StoppedError(f"The comparison stopped: {why(error)}. {left}") from error


def _tasks(plan: ComparisonPlan) -> list[tuple[int, Arm]]:
    """All worlds of a replicate before those of the next."""
    order = (plan.worlds[0], *plan.in_order)
    return [(number, arm) for number in range(plan.plan.replicates) for arm in order]


def _simulator(plan: ComparisonPlan, watch: Watch | None) -> Callable[[tuple[int, Arm], Check], Replicate]:
    """What simulates one world of one replicate."""
    places = {arm.name: place for place, arm in enumerate((plan.worlds[0], *plan.in_order))}

    def simulate(task: tuple[int, Arm], check: Check) -> Replicate:
        number, arm = task

        def watched(number: int, day: int) -> None:
            check()
            if watch:
                watch(number, places[arm.name], arm.name, day)

        return runs.simulate_one(plan.plan_of(arm), number, watched)

    return simulate


class _Found:
    """The rows of each arm and replicate so far."""

    def __init__(self, days: int) -> None:
        self.days = days
        self.rows: dict[tuple[int, str], pa.Table] = {}
        self.number: int | None = None
        self.base: Replicate | None = None
        self.compared: World | None = None
        self.reference: Replicate | None = None

    def add(self, number: int, arm: Arm, replicate: Replicate) -> None:
        """Hold a world together with the baseline of its replicate, which comes first.

        Raises ``RuntimeError`` if it did not.
        """
        if arm.name == BASELINE:
            self.number, self.base, self.reference = number, replicate, None
            self.compared = world(replicate, days=self.days)
            return
        if self.base is None or self.compared is None or self.number != number:
            raise RuntimeError(f"{arm.name} of replicate {number} was lived through before its baseline")
        if arm.name == REFERENCE:
            self.reference = replicate
        differing = differences(self.compared, world(replicate, days=self.days))
        found = [*differing, *self.paired(arm, self.base, replicate, self.reference)]
        self.rows[number, arm.name] = table.rows(number, arm.name, found)

    def table(self, plan: ComparisonPlan, replicates: int) -> pa.Table:
        """The rows of the first replicates, in order."""
        wanted = [(number, arm.name) for number in range(replicates) for arm in plan.arms]
        parts = [self.rows[key] for key in wanted]
        return pa.concat_tables(parts or [table.SCHEMA.empty_table()]).unify_dictionaries()

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
