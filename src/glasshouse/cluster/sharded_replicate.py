"""Beside the coordinator: one replicate simulated in shards, and put together so that nobody can tell."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from glasshouse.cluster.assemble_replicate import ReplicateAssembly
from glasshouse.cluster.partition import Shard, partition_districts
from glasshouse.cluster.progress_channel import ProgressChannel
from glasshouse.cluster.scheduler import ShardScheduler
from glasshouse.cluster.shard import ShardRun
from glasshouse.engine.part import BranchPoint
from glasshouse.engine.simulate import MOST_LEDGER, Replicate
from glasshouse.population.people import allot
from glasshouse.runs.execute_run import Watch
from glasshouse.runs.replicate_output import ReplicateOutput, replicate_output
from glasshouse.runs.run_plan import Plan

if TYPE_CHECKING:
    from glasshouse.cluster.workers import WorkerPool


def replicate_outputs(
    worker_pool: WorkerPool, shards: int, kept: Path | None, plan: Plan, watch: Watch | None = None, first: int = 0
) -> Generator[ReplicateOutput, None, None]:
    """The replicates of a plan but for the ``first`` so many, one after the other, each simulated in so many shards.

    ``kept``: a folder for their checkpoints that every worker reaches, or None.
    """
    people = np.diff(allot(plan.population, plan.scenario.place.columns["population"]))
    cut = partition_districts(people.tolist(), shards)
    for number in plan.numbers[first:]:
        replicate, groups = simulate_sharded(worker_pool, cut, plan, number, kept, watch)
        one = replicate_output(plan, number, replicate, groups)
        del replicate
        yield one


def simulate_sharded(
    worker_pool: WorkerPool,
    cut: Sequence[Shard],
    plan: Plan,
    number: int,
    kept: Path | None = None,
    watch: Watch | None = None,
) -> tuple[Replicate, np.ndarray]:
    """One replicate, and the group of each event's person.

    Up to 20 million people it holds everybody's state; above, the state is {} and stays with the workers.
    """
    progress = ProgressChannel(worker_pool, None if watch is None else _least(cut, partial(watch, number)))
    first, branch_point = _branches(plan, number)
    run = ShardRun(
        name=f"{uuid4().hex[:12]}-{number}",
        first=first,
        branch_point=branch_point,
        population=plan.population,
        days=plan.days,
        seed=plan.seed_of(number),
        threads=plan.threads,
        ledger=plan.population <= MOST_LEDGER,
        gather=plan.population <= MOST_LEDGER,
        kept=None if kept is None else str(kept),
        topic=progress.topic,
    )
    began = time.perf_counter()
    scheduler = ShardScheduler(worker_pool, run)
    whole = ReplicateAssembly(run, cut, len(plan.scenario.place.districts))
    try:
        while not whole.ended:
            for shard in cut:
                if shard not in scheduler.futures and whole.day(shard) < plan.days and not whole.waits(shard):
                    scheduler.give(shard, whole.day(shard), whole.fits)
            for shard, stretch in scheduler.collect(progress.tell):
                whole.add(shard, stretch)
            whole.fit()
    finally:
        scheduler.close()
        progress.close()
    return whole.replicate(time.perf_counter() - began)


def _least(cut: Sequence[Shard], watch: Callable[[int], None]) -> Callable[[int, int], None]:
    """The day that all shards have simulated, for whoever watches one run."""
    days = {shard[0]: -1 for shard in cut}

    def heard(shard: int, day: int) -> None:
        before = min(days.values())
        days[shard] = max(days[shard], day)
        if min(days.values()) > before:
            watch(min(days.values()))

    return heard


def _branches(plan: Plan, number: int) -> tuple[BranchPoint, BranchPoint]:
    """What the days are simulated under: before the run parts from its past, and from then on."""
    drawn, branch = plan.scenario.draw(number, plan.seed), plan.past
    if branch is None or branch.day == 0:
        alone = BranchPoint(scenario=plan.scenario, day=0, drawn=drawn)
        return alone, alone
    before = BranchPoint(scenario=branch.scenario, day=branch.day, drawn=branch.scenario.draw(number, plan.seed))
    return before, BranchPoint(scenario=plan.scenario, day=branch.day, drawn=drawn)
