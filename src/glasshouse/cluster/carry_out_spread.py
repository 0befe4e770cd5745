"""A run or a comparison carried out by a team: nothing is made before the team is there."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse.cluster import sharded_replicate, spread_arms, spread_replicates
from glasshouse.cluster.join_workers import joined
from glasshouse.cluster.spread_draws import spread_draws
from glasshouse.cluster.workers import LOOPBACK, WorkerPool
from glasshouse.comparison import execute_comparison as comparisons
from glasshouse.comparison.comparison_plan import arms_at_once
from glasshouse.comparison.ensemble_draws import simulate_draws
from glasshouse.errors import Say, quiet
from glasshouse.folders.leftovers import CHECKPOINTS
from glasshouse.runs import execute_run as runs
from glasshouse.runs import needed_memory
from glasshouse.runs.ensemble_simulate import simulate_members

if TYPE_CHECKING:
    import pyarrow as pa

    from glasshouse.cluster.placement import Placement
    from glasshouse.comparison.comparison_plan import ComparisonPlan
    from glasshouse.comparison.execute_comparison import Watch as ComparisonWatch
    from glasshouse.runs.ensemble_plan import Member
    from glasshouse.runs.execute_run import Watch
    from glasshouse.runs.replicate_output import ReplicateOutput
    from glasshouse.runs.run_plan import Plan


def run_on(
    placement: Placement, plan: Plan, new_folder: Callable[[], Path], watch: Watch | None = None, *, shards: int = 1
) -> Path:
    """Run a plan into the folder that ``new_folder`` makes, and return it.

    Raises ``BadInputError`` before there is a folder, and ``StoppedError`` as ``runs.execute_run`` does.
    """
    with joined(placement, plan.mechanisms) as worker_pool:
        own = replace(plan, threads=worker_pool.threads)
        _check_memory(worker_pool, own, 1, -(-shards // worker_pool.slots) / shards)
        folder, began = new_folder(), time.perf_counter()
        ended: list[float] = []

        def draws(asked: Plan, wanted: Sequence[Member]) -> Generator[pa.Table, None, None]:
            ended.append(time.perf_counter())  # the replicates are over: their speed is what run.json tells
            yield from spread_draws(worker_pool, simulate_members, asked, wanted)

        def about() -> dict[str, Any]:
            spent = (ended or [time.perf_counter()])[0] - began
            speed = plan.population * plan.days * plan.replicates / max(spent, 1e-9)
            facts = {**worker_pool.about(), "shards": shards, "seconds": round(spent, 3)}
            # Shards live one replicate after the other, each with its own time; replicates overlap.
            return {"spread": facts, **({"person_days_per_second": round(speed)} if shards == 1 else {})}

        outputs = (
            partial(_in_shards, worker_pool, folder, shards)
            if shards > 1
            else partial(spread_replicates.replicate_outputs, worker_pool)
        )
        runs.execute(own, folder, watch, outputs, about=about, draws=draws)
    return folder


def go_on_run(placement: Placement, plan: Plan, folder: Path, watch: Watch | None = None, say: Say = quiet) -> None:
    """Finish the run in a folder, its replicates that are not whole shared among a team. Raises as ``run_on``."""
    with joined(placement, plan.mechanisms) as worker_pool:
        own = replace(plan, threads=worker_pool.threads)
        _check_memory(worker_pool, own, 1)
        runs.go_on(
            own,
            folder,
            watch,
            partial(spread_replicates.replicate_outputs, worker_pool),
            say,
            lambda: {"spread": worker_pool.about()},
            partial(spread_draws, worker_pool, simulate_members),
        )


def _in_shards(
    worker_pool: WorkerPool, folder: Path, shards: int, plan: Plan, watch: Watch | None = None, first: int = 0
) -> Generator[ReplicateOutput, None, None]:
    """The replicates of a plan in shards, whose checkpoints stand in its folder meanwhile."""
    with _checkpoints(worker_pool, folder) as kept:
        yield from sharded_replicate.replicate_outputs(worker_pool, shards, kept, plan, watch, first)


@contextmanager
def _checkpoints(worker_pool: WorkerPool, folder: Path) -> Iterator[Path | None]:
    """A folder for the checkpoints of shards, as long as it lasts; None when a worker does not reach it."""
    place = folder.absolute() / CHECKPOINTS / "shards"
    try:
        place.mkdir(parents=True)
        reached = worker_pool.everywhere(reaches, str(place))
        yield place if len(reached) == len(worker_pool.workers) and all(reached.values()) else None
    finally:
        shutil.rmtree(place, ignore_errors=True)


def reaches(place: str) -> bool:
    """Whether a worker sees a folder of the coordinator's."""
    return Path(place).is_dir()


def compare_on(
    placement: Placement, plan: ComparisonPlan, new_folder: Callable[[], Path], watch: ComparisonWatch | None = None
) -> Path:
    """The same for a comparison."""
    with joined(placement, plan.mechanisms) as worker_pool:
        own = replace(plan, plan=replace(plan.plan, threads=worker_pool.threads))
        _check_memory(worker_pool, own.plan, arms_at_once(own.plan.population, worker_pool.threads), compared=True)
        folder = new_folder()
        comparisons.execute(
            own,
            folder,
            watch,
            partial(spread_arms.arm_outputs, worker_pool),
            about=lambda: {"spread": worker_pool.about()},
            draws=partial(spread_draws, worker_pool, simulate_draws),
        )
    return folder


def go_on_comparison(
    placement: Placement, plan: ComparisonPlan, folder: Path, watch: ComparisonWatch | None = None, say: Say = quiet
) -> None:
    """The same for a comparison."""
    with joined(placement, plan.mechanisms) as worker_pool:
        own = replace(plan, plan=replace(plan.plan, threads=worker_pool.threads))
        _check_memory(worker_pool, own.plan, arms_at_once(own.plan.population, worker_pool.threads), compared=True)
        comparisons.go_on(
            own,
            folder,
            watch,
            partial(spread_arms.arm_outputs, worker_pool),
            say,
            lambda: {"spread": worker_pool.about()},
            partial(spread_draws, worker_pool, simulate_draws),
        )


def _check_memory(
    worker_pool: WorkerPool, plan: Plan, at_once: int, share: float = 1.0, *, compared: bool = False
) -> None:
    """Raise ``BadInputError`` when what a worker is given would not fit there.

    ``at_once``: arms in memory together for each task; ``share`` of the people.
    """
    people, districts = round(plan.population * share), len(plan.scenario.place.districts)
    for worker in worker_pool.workers:
        slots = sum(other.slots for other in worker_pool.workers if other.host == worker.host)
        need = needed_memory.needed(
            people,
            plan.days,
            districts,
            at_once * slots,
            groups=len(plan.scenario.place.groups),
            compared=compared,
            mechanisms=plan.mechanisms,
        )
        elsewhere = "" if worker.host == LOOPBACK else f" on the machine of the worker {worker.address}"
        needed_memory.compare(need, worker.memory, people, plan.days, elsewhere)
