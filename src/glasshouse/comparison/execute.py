"""Run a comparison: replicate by replicate, all worlds of one before the next, so that persons can be held together."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import pyarrow as pa

from glasshouse.comparison import table
from glasshouse.comparison.ahead import Check, ahead
from glasshouse.comparison.folder import ComparisonFolder
from glasshouse.comparison.pairs import Pairs
from glasshouse.comparison.plan import ComparisonPlan
from glasshouse.results import execute as runs
from glasshouse.results.behind import Behind
from glasshouse.results.errors import StoppedError, why
from glasshouse.results.lived import Lived, Packed, lived

if TYPE_CHECKING:
    from glasshouse.comparison.worlds import Arm
    from glasshouse.engine.simulate import Replicate

#: Called after each day with the replicate, the world's place among the worlds, its name, and the day, all from 0.
Watch = Callable[[int, int, str, int], None]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One world of one replicate, as the comparison keeps it; ``rows`` hold it against the baseline, which has none."""

    number: int
    arm: str
    lived: Lived | Packed
    rows: pa.Table | None


#: Gives the worlds of a comparison, and stops all work on them when it is closed.
Lives = Callable[[ComparisonPlan, Watch | None], Generator[Compared, None, None]]


def in_order(plan: ComparisonPlan, watch: Watch | None = None) -> Generator[Compared, None, None]:
    """The worlds of a comparison, lived through here, a few at a time; all of a replicate before those of the next."""
    pairs = Pairs(plan.plan.days)
    with closing(ahead(_tasks(plan), _simulator(plan, watch), plan.at_once)) as worlds:
        for (number, arm), replicate in worlds:
            rows = pairs.add(number, arm, replicate)
            yield Compared(number=number, arm=arm.name, lived=lived(plan.plan_of(arm), number, replicate), rows=rows)
            del replicate


def execute(plan: ComparisonPlan, folder: Path, watch: Watch | None = None, lives: Lives = in_order) -> None:
    """Run a comparison into an empty folder: a run folder for each world, and what differs between them.

    Files are written while worlds are simulated; ``lives`` gives them, each arm's replicates in order, from wherever
    they are lived. Raises ``StoppedError`` when anything ends it early (Ctrl-C too): every world's finished replicates
    are kept as an ordinary run, and the comparison of those that all have.
    """
    kept = ComparisonFolder(plan, folder)
    kept.begin()
    began, rows = perf_counter(), dict[tuple[int, str], pa.Table]()
    try:
        with Behind() as behind, closing(lives(plan, watch)) as worlds:
            for world in worlds:
                if world.rows is not None:
                    rows[world.number, world.arm] = world.rows
                behind.do(partial(kept.writers[world.arm].keep, world.lived))
                del world
        with ThreadPoolExecutor(plan.plan.threads) as pool:
            list(pool.map(lambda writer: writer.finish(), kept.writers.values()))
        kept.finish(_table(rows, plan, plan.plan.replicates), perf_counter() - began)
    except (Exception, KeyboardInterrupt) as error:
        left = kept.stop(error, lambda count: _table(rows, plan, count))
        raise StoppedError(f"The comparison stopped: {why(error)}. {left}") from error


def _table(rows: Mapping[tuple[int, str], pa.Table], plan: ComparisonPlan, replicates: int) -> pa.Table:
    """The rows of the first replicates, in order."""
    parts = [rows[number, arm.name] for number in range(replicates) for arm in plan.arms]
    return pa.concat_tables(parts or [table.SCHEMA.empty_table()]).unify_dictionaries()


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
