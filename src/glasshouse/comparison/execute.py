"""Run a comparison: replicate by replicate, all worlds of one before the next, so that persons can be held together."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from glasshouse.comparison import table
from glasshouse.comparison.ahead import Check, ahead
from glasshouse.comparison.folder import ComparisonFolder
from glasshouse.comparison.pairs import Pairs
from glasshouse.comparison.plan import ComparisonPlan
from glasshouse.errors import Say, StoppedError, clause, quiet
from glasshouse.folders.background_writer import BackgroundWriter
from glasshouse.results import execute as runs
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


#: Gives the worlds of a comparison from a replicate on, and stops all work on them when it is closed.
Lives = Callable[[ComparisonPlan, Watch | None, int], Generator[Compared, None, None]]


def live(
    plan: ComparisonPlan, tasks: Iterable[tuple[int, Arm]], watch: Watch | None = None
) -> Generator[tuple[int, Arm, Replicate, pa.Table | None], None, None]:
    """Number, world, its replicate and its rows, of each task in order; a few are simulated at a time.

    The baseline of a replicate comes before its other worlds.
    """
    pairs = Pairs(plan.plan.days)
    with closing(ahead(tasks, _simulator(plan, watch), plan.at_once)) as worlds:
        for (number, arm), replicate in worlds:
            yield number, arm, replicate, pairs.add(number, arm, replicate)
            del replicate


def in_order(plan: ComparisonPlan, watch: Watch | None = None, first: int = 0) -> Generator[Compared, None, None]:
    """The worlds of a comparison, lived through here; all of a replicate before those of the next."""
    with closing(live(plan, _tasks(plan, first), watch)) as worlds:
        for number, arm, replicate, rows in worlds:
            yield Compared(number=number, arm=arm.name, lived=lived(plan.plan_of(arm), number, replicate), rows=rows)
            del replicate


def execute(
    plan: ComparisonPlan,
    folder: Path,
    watch: Watch | None = None,
    lives: Lives = in_order,
    about: Callable[[], Mapping[str, Any]] = dict,
    say: Say = quiet,
) -> None:
    """Run a comparison into an empty folder: a run folder for each world, and what differs between them.

    Files are written while worlds are simulated; ``lives`` gives them, each arm's replicates in order, from wherever
    they are lived, and ``about`` says at the end how. Raises ``StoppedError`` when anything ends it early (Ctrl-C too):
    every world's finished replicates are kept as an ordinary run, and the comparison of those that all have.
    """
    kept = ComparisonFolder(plan, folder, say)
    kept.begin()
    fill(kept, 0, watch, lives, about)


def fill(
    kept: ComparisonFolder,
    first: int,
    watch: Watch | None = None,
    lives: Lives = in_order,
    about: Callable[[], Mapping[str, Any]] = dict,
) -> None:
    """Live a comparison's worlds from a replicate on, and finish its folder. Raises ``StoppedError``."""
    plan, began, found = kept.plan, perf_counter(), dict[int, dict[str, pa.Table]]()
    try:
        with BackgroundWriter() as behind, closing(lives(plan, watch, first)) as worlds:
            for world in worlds:
                behind.do(partial(kept.writers[world.arm].keep, world.lived))
                of_number = found.setdefault(world.number, {})
                of_number[world.arm] = table.SCHEMA.empty_table() if world.rows is None else world.rows
                if len(of_number) == len(kept.writers):
                    rows = [of_number[arm.name] for arm in plan.arms]
                    behind.do(partial(kept.keep, pa.concat_tables(rows).unify_dictionaries()))
                    del found[world.number]
                del world
        unfinished = [writer for writer in kept.writers.values() if writer.kept.manifest["status"] == "running"]
        with ThreadPoolExecutor(plan.plan.threads) as pool:
            list(pool.map(lambda writer: writer.finish(), unfinished))
        kept.finish(perf_counter() - began, about())
    except (Exception, KeyboardInterrupt) as error:
        raise StoppedError("The comparison stopped: ", *clause(error), f". {kept.stop(error)}") from error
    finally:
        kept.release()


def _tasks(plan: ComparisonPlan, first: int) -> list[tuple[int, Arm]]:
    """All worlds of a replicate before those of the next."""
    order = (plan.worlds[0], *plan.in_order)
    return [(number, arm) for number in range(first, plan.plan.replicates) for arm in order]


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
