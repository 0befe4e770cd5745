"""``glasshouse run``: with a progress bar, and ended cleanly by a signal."""

from __future__ import annotations

from glasshouse.cli import show
from glasshouse.cli.lines import tell
from glasshouse.cli.options import (
    Days,
    Device,
    Draws,
    Ensemble,
    EnsemblePopulation,
    Only,
    Out,
    Pdf,
    Population,
    Replicates,
    Scenario,
    Scheduler,
    Seed,
    Sets,
    Shards,
    Threads,
    WarmUp,
    Workers,
    with_warm_up,
)
from glasshouse.cli.progress_bar import days_of
from glasshouse.cluster.placement import asked
from glasshouse.runner import carry_out, planned
from glasshouse.scenario import load
from glasshouse.signals import stoppable


def run(
    scenario: Scenario,
    population: Population = None,
    days: Days = None,
    warm_up: WarmUp = None,
    seed: Seed = 1,
    replicates: Replicates = None,
    draws: Draws = None,
    ensemble_population: EnsemblePopulation = None,
    ensemble: Ensemble = None,
    threads: Threads = None,
    set_: Sets = None,
    out: Out = None,
    shards: Shards = 1,
    workers: Workers = None,
    scheduler: Scheduler = None,
    device: Device = "cpu",
    pdf: Pdf = False,
    only: Only = None,
) -> None:
    """``glasshouse run``."""
    loaded = load(scenario, sets=with_warm_up(set_, warm_up))
    placement = asked(workers, scheduler, threads=threads, shards=shards)
    plan = planned(
        loaded,
        placement,
        shards=shards,
        population=population,
        days=days,
        seed=seed,
        replicates=replicates,
        draws=draws,
        ensemble_population=ensemble_population,
        ensemble=ensemble,
        threads=threads,
        device=device,
        only=only,
    )
    with stoppable(), days_of(plan) as watch:
        done = carry_out(plan, out, watch, say=tell, placement=placement, shards=shards, pdf=pdf, processes=True)
    show.part_or_run(done)
