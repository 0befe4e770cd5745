"""Replicates spread over workers: each makes the tables and tallies of its replicate, and sends their files."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from glasshouse.cluster.progress import ProgressChannel, ProgressReporter
from glasshouse.cluster.spread import spread
from glasshouse.folders.machine import peak_memory
from glasshouse.results import execute as runs
from glasshouse.results.execute import Watch
from glasshouse.results.plan import Plan
from glasshouse.results.replicate_output import PackedOutput, packed_output, replicate_output

if TYPE_CHECKING:
    from glasshouse.cluster.workers import WorkerPool


def simulate_replicate(plan: Plan, number: int, topic: str | None) -> PackedOutput:
    """On a worker: one replicate from its first day to its files."""
    progress_reporter = ProgressReporter(topic)
    done = packed_output(plan, replicate_output(plan, number, runs.simulate_one(plan, number, progress_reporter)))
    return replace(done, facts={**done.facts, "worker_peak_memory_bytes": peak_memory()})


def replicate_outputs(
    worker_pool: WorkerPool, plan: Plan, watch: Watch | None = None, first: int = 0
) -> Generator[PackedOutput, None, None]:
    """The replicates of a plan from ``first`` on, in order, lived by a team."""
    progress = ProgressChannel(worker_pool.client, watch)
    pieces = ((plan, number, progress.topic) for number in range(first, plan.replicates))
    with closing(spread(worker_pool, simulate_replicate, pieces, progress)) as found:
        for _, one in found:
            if watch is not None:
                watch(one.number, plan.days - 1)
            yield one
