"""Everything the command line does, as calls in Python."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from glasshouse.scenario import load as load_scenario
from glasshouse.scenario.scenario import Scenario

if TYPE_CHECKING:
    from glasshouse.results.execute import Plan, Watch
    from glasshouse.results.run import Run

__all__ = ["load_scenario", "run"]


def run(
    scenario: str | os.PathLike[str] | Scenario,
    *,
    population: int | None = None,
    days: int | None = None,
    seed: int = 1,
    replicates: int | None = None,
    threads: int | None = None,
    set: Iterable[str] = (),
    out: str | os.PathLike[str] | None = None,
) -> Run:
    """Run a scenario, and return the folder that it leaves, opened.

    - ``scenario``: a preset's name, the path of a YAML file, or a loaded scenario.
    - ``population``, ``days``: the scenario's own unless given.
    - ``seed``: the same seed and rules give the same digest, on any number of threads.
    - ``replicates``: 5 unless given, 1 above 20 million people. Replicate 0 uses the central values, the
      others also draw the parameters from their ranges.
    - ``threads``: as many as the machine has cores unless given.
    - ``set``: texts ``KEY=VALUE`` laid over the scenario, as with ``--set``.
    - ``out``: a folder that does not exist yet; without it, the next number under ``runs``.

    Raises ``ScenarioError`` or ``BadInputError`` before anything is started, and ``StoppedError``
    when the run ends early.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as place:
    ...     done = run("as-described", population=500, days=2, replicates=1, out=pathlib.Path(place) / "run")
    ...     done.status, sorted(done.manifest["files"])
    ('finished', ['daily.parquet', 'events.parquet', 'people.parquet', 'report.html'])
    """
    from glasshouse.results.execute import plan

    sets = tuple(set)
    if isinstance(scenario, Scenario):
        if sets:
            raise TypeError("`set` needs a scenario's name or file; this one is loaded already")
        loaded = scenario
    else:
        loaded = load_scenario(scenario, sets=sets)
    asked = plan(loaded, population=population, days=days, seed=seed, replicates=replicates, threads=threads)
    name = loaded.name if isinstance(scenario, Scenario) else os.fspath(scenario)
    return carry_out(asked, name, sets, out)


def carry_out(
    plan: Plan,
    name: str,
    sets: tuple[str, ...] = (),
    out: str | os.PathLike[str] | None = None,
    watch: Watch | None = None,
) -> Run:
    """Make the folder, run the plan into it, write the report. ``name`` is what the scenario was called by."""
    from dataclasses import replace

    from glasshouse.results.execute import command_of, execute
    from glasshouse.results.folder import new_folder
    from glasshouse.results.run import open_run

    folder = new_folder(out, plan.scenario.name)
    execute(replace(plan, command=command_of(name, sets, plan)), folder, watch)
    rewrite_report(folder)
    return open_run(folder)


def rewrite_report(folder: str | os.PathLike[str]) -> Path:
    """Write ``report.html`` into the folder of a run.

    Raises ``BadInputError`` where there is no run with a finished replicate, ``StoppedError`` when it
    cannot be written.
    """
    from glasshouse.report import write_report
    from glasshouse.results.errors import StoppedError, why
    from glasshouse.results.folder import note_file
    from glasshouse.results.run import open_run

    path = Path(folder)
    found = open_run(path)
    found.require_daily()
    try:
        report = write_report(path)
        note_file(path, report.name)
    except Exception as error:
        raise StoppedError(
            f"{path}: the figures are whole, but the report could not be written: {why(error)}."
        ) from error
    return report
