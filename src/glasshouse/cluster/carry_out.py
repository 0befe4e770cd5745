"""A run or a comparison carried out by a team: nothing is made before the team is there."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse.cluster import replicates, sharded, worlds
from glasshouse.cluster.joined import joined
from glasshouse.cluster.team import Team
from glasshouse.comparison import execute as comparisons
from glasshouse.comparison.plan import worlds_at_once
from glasshouse.errors import Say, quiet
from glasshouse.folders.leftovers import CHECKPOINTS
from glasshouse.results import execute as runs
from glasshouse.results import memory

if TYPE_CHECKING:
    from glasshouse.cluster.where import Where
    from glasshouse.comparison.execute import Watch as ComparisonWatch
    from glasshouse.comparison.plan import ComparisonPlan
    from glasshouse.results.execute import Watch
    from glasshouse.results.lived import Lived
    from glasshouse.results.plan import Plan


def run_on(
    where: Where, plan: Plan, new_folder: Callable[[], Path], watch: Watch | None = None, *, shards: int = 1
) -> Path:
    """Run a plan into the folder that ``new_folder`` makes, and return it.

    Raises ``BadInputError`` before there is a folder, and ``StoppedError`` as ``results.execute`` does.
    """
    with joined(where) as team:
        own = replace(plan, threads=team.threads)
        _check_memory(team, own, 1, -(-shards // team.slots) / shards)
        folder, began = new_folder(), time.perf_counter()

        def about() -> dict[str, Any]:
            spent = time.perf_counter() - began
            speed = plan.population * plan.days * plan.replicates / max(spent, 1e-9)
            facts = {**team.about(), "shards": shards, "seconds": round(spent, 3)}
            # Shards live one replicate after the other, each with its own time; replicates overlap.
            return {"spread": facts, **({"person_days_per_second": round(speed)} if shards == 1 else {})}

        lives = partial(_in_shards, team, folder, shards) if shards > 1 else partial(replicates.lives, team)
        runs.execute(own, folder, watch, lives, about=about)
    return folder


def go_on_run(where: Where, plan: Plan, folder: Path, watch: Watch | None = None, say: Say = quiet) -> None:
    """Finish the run in a folder, its replicates that are not whole shared among a team. Raises as ``run_on``."""
    with joined(where) as team:
        own = replace(plan, threads=team.threads)
        _check_memory(team, own, 1)
        runs.go_on(own, folder, watch, partial(replicates.lives, team), say, lambda: {"spread": team.about()})


def _in_shards(
    team: Team, folder: Path, shards: int, plan: Plan, watch: Watch | None = None, first: int = 0
) -> Generator[Lived, None, None]:
    """The replicates of a plan in shards, whose checkpoints stand in its folder meanwhile."""
    with _checkpoints(team, folder) as kept:
        yield from sharded.lives(team, shards, kept, plan, watch, first)


@contextmanager
def _checkpoints(team: Team, folder: Path) -> Iterator[Path | None]:
    """A folder for the checkpoints of shards, as long as it lasts; None when a worker does not reach it."""
    place = folder.absolute() / CHECKPOINTS / "shards"
    try:
        place.mkdir(parents=True)
        reached: Any = team.client.run(reaches, str(place), on_error="return")
        yield place if all(answer is True for answer in reached.values()) else None
    finally:
        shutil.rmtree(place, ignore_errors=True)


def reaches(place: str) -> bool:
    """Whether a worker sees a folder of the coordinator's."""
    return Path(place).is_dir()


def compare_on(
    where: Where, plan: ComparisonPlan, new_folder: Callable[[], Path], watch: ComparisonWatch | None = None
) -> Path:
    """The same for a comparison."""
    with joined(where) as team:
        own = replace(plan, plan=replace(plan.plan, threads=team.threads))
        _check_memory(team, own.plan, worlds_at_once(own.plan.population, team.threads), compared=True)
        folder = new_folder()
        comparisons.execute(own, folder, watch, partial(worlds.lives, team), about=lambda: {"spread": team.about()})
    return folder


def go_on_comparison(
    where: Where, plan: ComparisonPlan, folder: Path, watch: ComparisonWatch | None = None, say: Say = quiet
) -> None:
    """The same for a comparison."""
    with joined(where) as team:
        own = replace(plan, plan=replace(plan.plan, threads=team.threads))
        _check_memory(team, own.plan, worlds_at_once(own.plan.population, team.threads), compared=True)
        comparisons.go_on(own, folder, watch, partial(worlds.lives, team), say, lambda: {"spread": team.about()})


def _check_memory(team: Team, plan: Plan, at_once: int, share: float = 1.0, *, compared: bool = False) -> None:
    """Raise ``BadInputError`` when what a worker is given would not fit there.

    ``at_once``: worlds in memory together for each task; ``share`` of the people.
    """
    people, districts = round(plan.population * share), len(plan.scenario.place.districts)
    for worker in team.workers:
        slots = sum(other.slots for other in team.workers if other.host == worker.host)
        need = memory.needed(people, plan.days, districts, at_once * slots, compared=compared)
        memory.compare(need, worker.memory, people, plan.days, f" on the machine of the worker {worker.address}")
