"""A run as the command line makes it: with a progress bar, and ended cleanly by a signal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from glasshouse.carrying import stoppable
from glasshouse.cli.lines import complain
from glasshouse.scenario import load

if TYPE_CHECKING:
    from glasshouse.cluster.where import Where
    from glasshouse.results.execute import Plan, Watch
    from glasshouse.results.outcome import Outcome
    from glasshouse.results.run import Run

#: What ``glasshouse demo`` runs: the first three months in which everybody is scored.
DEMO: dict[str, Any] = {"population": 50_000, "days": 90, "replicates": 1}
DEMO_SETS = ("start=2020-01-01",)


def run_with_progress(
    name: str,
    sets: tuple[str, ...],
    out: Path | None,
    *,
    shards: int = 1,
    workers: int | None = None,
    scheduler: str | None = None,
    pdf: bool = False,
    **sizes: Any,
) -> Run:
    """Load, check, run and report; the bar goes to the error stream when that is a terminal."""
    scenario = load(name, sets=sets)
    from glasshouse.carrying import carry_out, planned
    from glasshouse.cluster.where import asked

    where = asked(workers, scheduler, threads=sizes["threads"], shards=shards)
    plan = planned(scenario, where, shards=shards, **sizes)
    with stoppable(), _progress(plan) as watch:
        return carry_out(plan, out, watch, say=tell, where=where, shards=shards, pdf=pdf)


def resume_with_progress(folder: Path, where: Where | None, threads: int | None) -> tuple[Run, str]:
    """Go on with a run; and what is to be said of one whose days were all over."""
    from glasshouse.carrying import go_on
    from glasshouse.cluster.where import tasks
    from glasshouse.results.resume import unfinished

    asked = unfinished(folder, threads, tasks(where))
    said = "" if asked else left_to_do(folder, "run")
    with stoppable(), _progress(asked) if asked else nullcontext() as watch:
        return go_on(folder, asked, watch, say=tell, where=where), said


def left_to_do(folder: Path, noun: str) -> str:
    """What is said of a run or a comparison whose figures are whole when it goes on: its report may be missing."""
    from glasshouse.carrying import without_report

    if without_report(folder):
        return f"{folder}: the figures of the {noun} were whole already; the report, which was missing, is written."
    return f"{folder}: the {noun} is finished; there is nothing left to do."


def tell(text: str) -> None:
    """One line on the error stream."""
    complain(f"glasshouse: {text}")


def demo_outcome() -> Outcome:
    """The demo's figures; nothing is written."""
    from glasshouse.results.execute import outcome_of, plan

    asked = plan(load("as-described", sets=DEMO_SETS), **DEMO)
    with _progress(asked) as watch:
        return outcome_of(asked, watch)


def _progress(plan: Plan) -> AbstractContextManager[Watch | None]:
    """Something to call after each day; None when nobody watches."""
    lived = [0] * plan.replicates  # several may be under way at a time, and one may be lived again

    def note(number: int, day: int) -> tuple[str, int]:
        lived[number] = max(lived[number], day + 1)
        done = sum(days == plan.days for days in lived)
        return f"replicate {min(done + 1, plan.replicates)} of {plan.replicates}", sum(lived) - 1

    return progress(note, plan.replicates * plan.days, plan.population)


@contextmanager
def progress(note: Callable[..., tuple[str, int]], days: int, population: int) -> Iterator[Any]:
    """A bar on the error stream while that is a terminal, else None.

    ``note`` turns what the watch is called with into words and the number of days done before this one; ``days`` is
    how many there are in all. The rate is of the run so far, without the time before its first day.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from glasshouse.cli.console import errors

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=errors(),
        transient=True,
        refresh_per_second=8,
    )
    task = bar.add_task("starting", total=days, rate="")
    began: list[tuple[float, int]] = []

    def watch(*where: Any) -> None:
        now = perf_counter()
        words, done = note(*where)
        if not began:
            began.append((now, done))
        since, first = began[0]
        spent = now - since
        rate = f"{(done - first) * population / spent / 1e6:,.0f} M person-days/s" if population and spent > 0.2 else ""
        bar.update(task, completed=done + 1, description=words, rate=rate)

    with bar:
        yield watch
