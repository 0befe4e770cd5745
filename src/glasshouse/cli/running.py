"""A run as the command line makes it: with a progress bar, and ended cleanly by a signal."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse.scenario import load

if TYPE_CHECKING:
    from glasshouse.results.execute import Plan, Watch
    from glasshouse.results.outcome import Outcome
    from glasshouse.results.run import Run

#: What ``glasshouse demo`` runs: the first three months in which everybody is scored.
DEMO: dict[str, Any] = {"population": 50_000, "days": 90, "replicates": 1}
DEMO_SETS = ("start=2020-01-01",)


def run_with_progress(name: str, sets: tuple[str, ...], out: Path | None, **sizes: Any) -> Run:
    """Load, check, run and report; the bar goes to the error stream when that is a terminal."""
    scenario = load(name, sets=sets)
    from glasshouse.api import carry_out
    from glasshouse.results.execute import plan

    asked = plan(scenario, **sizes)
    with _stoppable(), _progress(asked) as watch:
        return carry_out(asked, name, sets, out, watch)


def demo_outcome() -> Outcome:
    """The demo's figures; nothing is written."""
    from glasshouse.results.execute import outcome_of, plan

    asked = plan(load("as-described", sets=DEMO_SETS), **DEMO)
    with _progress(asked) as watch:
        return outcome_of(asked, watch)


@contextmanager
def _stoppable() -> Iterator[None]:
    """A scheduler's SIGTERM ends a run as Ctrl-C does, so that what was finished is kept."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _progress(plan: Plan) -> Iterator[Watch | None]:
    """Something to call after each day; None when nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        refresh_per_second=8,
    )
    with bar:
        yield _watcher(bar, plan)


def _watcher(bar: Any, plan: Plan) -> Watch:
    """Count days over all replicates; the rate is of the run so far, without the time before its first day."""
    from time import perf_counter

    task = bar.add_task("starting", total=plan.replicates * plan.days, rate="")
    began: list[float] = []

    def watch(number: int, day: int) -> None:
        now = perf_counter()
        if not began:
            began.append(now)
        days = number * plan.days + day
        spent = now - began[0]
        rate = f"{days * plan.population / spent / 1e6:,.0f} M person-days/s" if spent > 0.2 else ""
        words = f"replicate {number + 1} of {plan.replicates}"
        bar.update(task, completed=days + 1, description=words, rate=rate)

    return watch
