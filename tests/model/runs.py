"""Runs that several tests look at: each is made once a test run."""

from __future__ import annotations

from functools import cache

from glasshouse.engine.counts import MEASURES, STOCKS, Count
from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario import load
from glasshouse.testing.busy import busy_settings, busy_values

__all__ = ["BUSY", "MANDATORY", "RATES", "busy", "run", "totals"]

#: What makes the described system busy, and the same as settings with its first day.
RATES = busy_values(SHIPPED)
BUSY = busy_settings(SHIPPED)

#: The first day on which the score is mandatory in a busy run.
MANDATORY = 31


@cache
def run(
    preset: str, *sets: str, population: int = 10_000, days: int = 70, seed: int = 1, threads: int = 1
) -> Replicate:
    """One replicate of a preset, kept for the test run."""
    return simulate(load(preset, sets=sets), population=population, days=days, seed=seed, threads=threads)


def busy(*sets: str) -> Replicate:
    """The busy state, with more settings laid over it."""
    return run("as-described", *BUSY, *sets)


def totals(replicate: Replicate, first: int = 0, last: int | None = None) -> dict[str, int]:
    """Each measure over all districts and groups: summed over days first .. last - 1, or a stock's last value."""
    days = replicate.daily[first:last]
    sums = days.sum(axis=(0, 1, 2)).tolist()
    weekly = [day for day in range(len(days)) if days[day, :, :, Count.people].any()]
    evening = days[weekly[-1]].sum(axis=(0, 1)).tolist() if weekly else [0] * len(MEASURES)
    return {name: (evening if name in STOCKS else sums)[Count[name]] for name in MEASURES}
