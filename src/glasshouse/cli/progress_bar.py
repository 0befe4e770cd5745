"""The bar on the error stream while something runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from time import perf_counter
from typing import Any

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from glasshouse.cli.console import errors
from glasshouse.runs.ensemble_simulate import members_of
from glasshouse.runs.execute_run import Watch
from glasshouse.runs.run_plan import Plan


def days_of(plan: Plan) -> AbstractContextManager[Watch | None]:
    """The days of a run as they are simulated: something to call after each; None when nobody watches."""
    simulated = dict.fromkeys(plan.numbers, 0)  # several may be under way at a time, and one may be simulated again
    small = plan.ensemble_population / plan.population
    drawn = 0

    def note(number: int, day: int) -> tuple[str, int]:
        nonlocal drawn
        if number in simulated:
            simulated[number] = max(simulated[number], day + 1)
        else:
            drawn = number - plan.replicates + 1
        done = sum(days == plan.days for days in simulated.values())
        words = f"replicate {min(done + 1, len(simulated))} of {len(simulated)}"
        if drawn:
            words = f"draw {min(drawn, plan.draws)} of {plan.draws}"
        return words, sum(simulated.values()) + int(drawn * plan.days * small) - 1

    return progress(note, len(simulated) * plan.days + int(len(members_of(plan)) * plan.days * small), plan.population)


@contextmanager
def progress(note: Callable[..., tuple[str, int]], days: int, population: int) -> Iterator[Any]:
    """A bar on the error stream while that is a terminal, else None.

    ``note`` turns what the watch is called with into words and the number of days done before this one; ``days`` is
    how many there are in all. The rate is of the run so far, without the time before its first day.
    """
    if not sys.stderr.isatty():
        yield None
        return
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

    def watch(*placement: Any) -> None:
        now = perf_counter()
        words, done = note(*placement)
        if not began:
            began.append((now, done))
        since, first = began[0]
        spent = now - since
        rate = f"{(done - first) * population / spent / 1e6:,.0f} M person-days/s" if population and spent > 0.2 else ""
        bar.update(task, completed=done + 1, description=words, rate=rate)

    with bar:
        yield watch
