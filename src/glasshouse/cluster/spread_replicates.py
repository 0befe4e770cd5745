"""Replicates spread over workers: each makes the tables and tallies of its replicate, and sends their files."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from glasshouse.cluster.progress_channel import ProgressChannel, ProgressReporter
from glasshouse.cluster.spread_work import spread
from glasshouse.folders.host_machine import peak_memory
from glasshouse.runs import execute_run as runs
from glasshouse.runs.execute_run import Watch
from glasshouse.runs.replicate_output import PackedOutput, packed_output, replicate_output
from glasshouse.runs.run_plan import Plan

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
    """The replicates of a plan but for the ``first`` so many, in order, simulated by a team."""
    progress = ProgressChannel(worker_pool, watch)
    pieces = ((plan, number, progress.topic) for number in plan.numbers[first:])
    with closing(spread(worker_pool, simulate_replicate, pieces, progress)) as found:
        for _, one in found:
            if watch is not None:
                watch(one.number, plan.days - 1)
            yield one
