"""What the command line and the calls in Python share: work of each kind carried out in a folder, and gone on with."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from glasshouse import report_files
from glasshouse.arguments import Argument
from glasshouse.cluster import carry_out_spread as cluster
from glasshouse.cluster.placement import Placement, check_shards, tasks
from glasshouse.comparison import execute_comparison as comparisons
from glasshouse.comparison.comparison import Comparison, open_comparison
from glasshouse.comparison.comparison_description import KIND as COMPARISON
from glasshouse.comparison.comparison_plan import ComparisonPlan
from glasshouse.comparison.execute_comparison import Watch as ComparisonWatch
from glasshouse.comparison.harm_attribution import Attribution, attribute, write
from glasshouse.comparison.harm_attribution import Watch as AttributionWatch
from glasshouse.engine.simulate import MOST_LEDGER
from glasshouse.errors import BadInputError, Say, StoppedError, why
from glasshouse.folders.json_files import note_files
from glasshouse.folders.leftovers import kept_jobs, tidy
from glasshouse.folders.new_folder import new_folder
from glasshouse.runs import execute_run as runs
from glasshouse.runs import needed_memory
from glasshouse.runs.asked_sizes import checked
from glasshouse.runs.execute_run import Watch
from glasshouse.runs.run import Run, open_run
from glasshouse.runs.run_plan import Plan, plan
from glasshouse.scenario.scenario import Scenario
from glasshouse.studies import execute_study as studies
from glasshouse.studies.execute_study import Watch as StudyWatch
from glasshouse.studies.study_plan import Study
from glasshouse.studies.study_result import StudyResult, open_study

#: Makes a new folder, given a word for its name.
Maker = Callable[[str], Path]


def planned(scenario: Scenario, placement: Placement | None, *, shards: int = 1, **sizes: Any) -> Plan:
    """The plan of a run, wherever it will be carried out. Raises ``BadInputError``."""
    check_shards(shards, len(scenario.place.districts))
    if shards > 1 and scenario.warm_up:
        raise BadInputError(Argument("shards", shards), ": a run that warms up is not cut into shards.")
    if placement is not None and sizes.get("device", "cpu") != "cpu":
        alone = ": a run that is shared among workers lives on processors alone."
        raise BadInputError(Argument("device", sizes["device"]), alone)
    if shards == 1:
        return plan(scenario, **sizes, at_once=tasks(placement))
    # The shards of a replicate are in memory together, and up to 20 million people are put together here, as one more.
    people = scenario.population if sizes["population"] is None else sizes["population"]
    return plan(scenario, **sizes, at_once=(tasks(placement) > 0) + (people <= MOST_LEDGER))


def carry_out(
    plan: Plan,
    out: str | os.PathLike[str] | None = None,
    watch: Watch | None = None,
    say: Say | None = None,
    *,
    placement: Placement | None = None,
    shards: int = 1,
    make: Maker | None = None,
    pdf: bool = False,
) -> Run:
    """Make the folder, run the plan into it, write the report.

    ``make`` makes the folder in place of ``out``; with ``pdf``, the report is written as a PDF too.
    """
    place = partial(make or partial(new_folder, out), plan.scenario.name)
    if placement is None:
        folder = place()
        runs.execute(plan, folder, watch, say=say or _warn)
    else:
        folder = cluster.run_on(placement, plan, place, watch, shards=shards)
    _report(folder, pdf=pdf)
    return open_run(folder)


def go_on(
    path: Path,
    plan: Plan | None,
    watch: Watch | None = None,
    say: Say | None = None,
    placement: Placement | None = None,
) -> Run:
    """Finish the run in a folder by its plan, and write the report that it lacks; without a plan, that alone.

    ``placement``: the workers among whom its replicates are shared. One alone goes on here, from its last checkpoint.
    """
    say = say or _warn
    if plan is not None and placement is not None and plan.replicates - kept_jobs(path) < 2:
        say("One replicate is left, which cannot be shared; it goes on in this process.")
        districts = len(plan.scenario.place.districts)
        needed_memory.check(
            plan.population,
            plan.days,
            districts,
            groups=len(plan.scenario.place.groups),
            replicates=plan.replicates,
            mechanisms=plan.mechanisms,
        )
        placement = None
    if plan is None:
        tidy(path)
    elif placement is None:
        runs.go_on(plan, path, watch, say=say)
    else:
        cluster.go_on_run(placement, plan, path, watch, say)
    _report(path)
    return open_run(path)


def carry_out_comparison(
    plan: ComparisonPlan,
    out: str | os.PathLike[str] | None = None,
    watch: ComparisonWatch | None = None,
    say: Say | None = None,
    placement: Placement | None = None,
    make: Maker | None = None,
    pdf: bool = False,
) -> Comparison:
    """Make the folder, run all scenarios into it, write their reports and that of the comparison.

    ``make`` and ``pdf`` are as with ``carry_out``; the PDF is the comparison's.
    """
    place = partial(make or partial(new_folder, out), f"{plan.plan.scenario.name}-compared")
    if placement is None:
        folder = place()
        comparisons.execute(plan, folder, watch, say=say or _warn)
    else:
        folder = cluster.compare_on(placement, plan, place, watch)
    _report(folder, plan.plan.threads, pdf=pdf)
    return open_comparison(folder)


def go_on_comparison(
    path: Path,
    plan: ComparisonPlan | None,
    watch: ComparisonWatch | None = None,
    say: Say | None = None,
    placement: Placement | None = None,
) -> Comparison:
    """The same for a comparison, and the runs of its scenarios."""
    if plan is None:
        tidy(path)
    elif placement is None:
        comparisons.go_on(plan, path, watch, say=say or _warn)
    else:
        cluster.go_on_comparison(placement, plan, path, watch, say or _warn)
    _report(path, plan.plan.threads if plan else 1)
    return open_comparison(path)


def carry_out_study(
    study: Study,
    out: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    watch: StudyWatch | None = None,
) -> StudyResult:
    """Make the folder, and simulate the study's points into it."""
    workers = _workers(study, threads)
    folder = new_folder(out, f"{study.name}-study")
    studies.execute(study, folder, workers, watch)
    return open_study(folder)


def go_on_study(
    path: Path, study: Study | None, threads: int | None = None, watch: StudyWatch | None = None
) -> StudyResult:
    """Finish the study in a folder."""
    if study is None:
        tidy(path)
    else:
        studies.go_on(study, path, _workers(study, threads), watch)
    return open_study(path)


def _workers(study: Study, threads: int | None) -> int:
    """So many scenarios at a time, on a machine that can carry the study out."""
    workers = checked(threads=threads)["threads"] or os.cpu_count() or 1
    studies.check(study, workers)
    return workers


def _report(folder: Path, threads: int = 1, *, pdf: bool = False) -> None:
    """Write the reports that a folder lacks."""
    with report_files.figures_are_whole(folder):
        report_files.write_missing(folder, threads)
        if pdf:
            report_files.write_pdf(folder)


def carry_out_attribution(
    asked: ComparisonPlan,
    done: Comparison,
    parts: tuple[str, ...] = (),
    watch: AttributionWatch | None = None,
) -> Attribution:
    """What each part adds to the baseline's harms; kept in the comparison's folder, and in its report.

    Raises ``StoppedError`` when it ends early; the comparison itself is whole by then.
    """
    plan = asked.plan
    try:
        found = attribute(
            plan.scenario,
            population=plan.population,
            days=plan.days,
            seed=plan.seed,
            threads=plan.threads,
            parts=parts or None,
            watch=watch,
        )
        write(found, done.path / "attribution.parquet")
        note_files(done.path, ["attribution.parquet"], COMPARISON.name)
        printed = (done.path / report_files.PDF).exists()
        report_files.rewrite_report(done.path)
        if printed:
            report_files.write_pdf(done.path)
    except (Exception, KeyboardInterrupt) as error:
        raise StoppedError(
            f"{done.path}: the comparison is whole, but what each part adds could not be found: {why(error)}."
        ) from error
    return found


def open_again(done: Comparison) -> Comparison:
    """A comparison as it now stands on the disk."""
    return open_comparison(done.path)


def _warn(text: str) -> None:
    warnings.warn(text, stacklevel=3)
