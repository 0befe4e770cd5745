"""``glasshouse demo``: the first three months in which everybody is scored."""

from __future__ import annotations

from glasshouse.cli import show
from glasshouse.cli.lines import say
from glasshouse.cli.progress_bar import days_of
from glasshouse.runs.execute_run import outcome_of
from glasshouse.runs.run_plan import plan
from glasshouse.scenario import load


def demo() -> None:
    """``glasshouse demo``; nothing is written."""
    asked = plan(load("as-described", sets=("start=2020-01-01",)), population=50_000, days=90, replicates=1)
    with days_of(asked) as watch:
        found = outcome_of(asked, watch)
    show.outcome(found)
    say("\nNext: glasshouse run as-described")
