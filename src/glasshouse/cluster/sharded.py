"""Beside the coordinator: one replicate lived in shards, and put together so that nobody can tell."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from glasshouse.cluster.allot import Shard, allot_shards
from glasshouse.cluster.news import News
from glasshouse.cluster.posts import Posts
from glasshouse.cluster.shard import ShardRun
from glasshouse.cluster.whole import Whole
from glasshouse.engine.part import Past
from glasshouse.engine.simulate import MOST_LEDGER, Replicate
from glasshouse.population.people import allot
from glasshouse.results.execute import Watch
from glasshouse.results.lived import Lived, lived
from glasshouse.results.plan import Plan

if TYPE_CHECKING:
    from glasshouse.cluster.team import Team


def lives(
    team: Team, shards: int, kept: Path | None, plan: Plan, watch: Watch | None = None, first: int = 0
) -> Generator[Lived, None, None]:
    """The replicates of a plan from ``first`` on, one after the other, each lived in so many shards.

    ``kept``: a folder for their checkpoints that every worker reaches, or None.
    """
    people = np.diff(allot(plan.population, plan.scenario.place.columns["population"]))
    cut = allot_shards(people.tolist(), shards)
    for number in range(first, plan.replicates):
        replicate, groups = live_sharded(team, cut, plan, number, kept, watch)
        one = lived(plan, number, replicate, groups)
        del replicate
        yield one


def live_sharded(
    team: Team, cut: Sequence[Shard], plan: Plan, number: int, kept: Path | None = None, watch: Watch | None = None
) -> tuple[Replicate, np.ndarray]:
    """One replicate, and the group of each event's person.

    Up to 20 million people it holds everybody's state; above, the state is {} and stays with the workers.
    """
    news = News(team.client, None if watch is None else _least(cut, partial(watch, number)))
    first, then = _worlds(plan, number)
    run = ShardRun(
        name=f"{uuid4().hex[:12]}-{number}",
        first=first,
        then=then,
        population=plan.population,
        days=plan.days,
        seed=plan.seed_of(number),
        threads=plan.threads,
        ledger=plan.population <= MOST_LEDGER,
        gather=plan.population <= MOST_LEDGER,
        kept=None if kept is None else str(kept),
        topic=news.topic,
    )
    began = time.perf_counter()
    posts = Posts(team, run)
    whole = Whole(run, cut, len(plan.scenario.place.districts))
    try:
        while not whole.ended:
            for shard in cut:
                if shard not in posts.futures and whole.day(shard) < plan.days and not whole.waits(shard):
                    posts.give(shard, whole.day(shard), whole.fits)
            for shard, stretch in posts.collect(news.tell):
                whole.add(shard, stretch)
            whole.fit()
    finally:
        posts.close()
        news.close()
    return whole.replicate(time.perf_counter() - began)


def _least(cut: Sequence[Shard], watch: Callable[[int], None]) -> Callable[[int, int], None]:
    """The day that all shards have lived, for whoever watches one run."""
    days = {shard[0]: -1 for shard in cut}

    def heard(shard: int, day: int) -> None:
        before = min(days.values())
        days[shard] = max(days[shard], day)
        if min(days.values()) > before:
            watch(min(days.values()))

    return heard


def _worlds(plan: Plan, number: int) -> tuple[Past, Past]:
    """What the days are lived under: before the run parts from its past, and from then on."""
    drawn, branch = plan.scenario.draw(number, plan.seed), plan.past
    if branch is None or branch.day == 0:
        alone = Past(scenario=plan.scenario, day=0, drawn=drawn)
        return alone, alone
    before = Past(scenario=branch.scenario, day=branch.day, drawn=branch.scenario.draw(number, plan.seed))
    return before, Past(scenario=plan.scenario, day=branch.day, drawn=drawn)
