"""Replicates spread over workers: each makes the tables and tallies of its replicate, and sends their files."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from glasshouse.cluster.news import News, Telling
from glasshouse.cluster.spread import spread
from glasshouse.folders.machine import peak_memory
from glasshouse.results import execute as runs
from glasshouse.results.execute import Watch
from glasshouse.results.lived import Packed, lived, packed
from glasshouse.results.plan import Plan

if TYPE_CHECKING:
    from glasshouse.cluster.team import Team


def live_replicate(plan: Plan, number: int, topic: str | None) -> Packed:
    """On a worker: one replicate from its first day to its files."""
    telling = Telling(topic)
    done = packed(plan, lived(plan, number, runs.simulate_one(plan, number, telling)))
    return replace(done, facts={**done.facts, "worker_peak_memory_bytes": peak_memory()})


def lives(team: Team, plan: Plan, watch: Watch | None = None, first: int = 0) -> Generator[Packed, None, None]:
    """The replicates of a plan from ``first`` on, in order, lived by a team."""
    news = News(team.client, watch)
    pieces = ((plan, number, news.topic) for number in range(first, plan.replicates))
    with closing(spread(team, live_replicate, pieces, news)) as found:
        for _, one in found:
            if watch is not None:
                watch(one.number, plan.days - 1)
            yield one
