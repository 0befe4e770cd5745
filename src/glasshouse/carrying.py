"""What the command line and the calls in Python share: a run or a comparison carried out, and gone on with."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse.arguments import Argument
from glasshouse.results.sizes import checked
from glasshouse.scenario.scenario import Scenario

if TYPE_CHECKING:
    from glasshouse.cluster.where import Where
    from glasshouse.comparison.attribution import Attribution
    from glasshouse.comparison.attribution import Watch as AttributionWatch
    from glasshouse.comparison.comparison import Comparison
    from glasshouse.comparison.execute import Watch as ComparisonWatch
    from glasshouse.comparison.plan import ComparisonPlan
    from glasshouse.errors import Say
    from glasshouse.results.execute import Plan, Watch
    from glasshouse.results.run import Run
    from glasshouse.studies.execute import Watch as StudyWatch
    from glasshouse.studies.plan import Study
    from glasshouse.studies.result import StudyResult


#: Makes a new folder, given a word for its name.
Maker = Callable[[str], Path]


def planned(scenario: Scenario, where: Where | None, *, shards: int = 1, **sizes: Any) -> Plan:
    """The plan of a run, wherever it will be carried out. Raises ``BadInputError``."""
    from glasshouse.cluster.where import check_shards, tasks
    from glasshouse.engine.simulate import MOST_LEDGER
    from glasshouse.errors import BadInputError
    from glasshouse.results.execute import plan

    check_shards(shards, len(scenario.place.districts))
    if where is not None and sizes.get("device", "cpu") != "cpu":
        alone = ": a run that is shared among workers lives on processors alone."
        raise BadInputError(Argument("device", sizes["device"]), alone)
    if shards == 1:
        return plan(scenario, **sizes, at_once=tasks(where))
    # The shards of a replicate are in memory together, and up to 20 million people are put together here, as one more.
    people = scenario.population if sizes["population"] is None else sizes["population"]
    return plan(scenario, **sizes, at_once=(tasks(where) > 0) + (people <= MOST_LEDGER))


def carry_out(
    plan: Plan,
    out: str | os.PathLike[str] | None = None,
    watch: Watch | None = None,
    say: Say | None = None,
    *,
    where: Where | None = None,
    shards: int = 1,
    make: Maker | None = None,
    pdf: bool = False,
) -> Run:
    """Make the folder, run the plan into it, write the report.

    ``make`` makes the folder in place of ``out``; with ``pdf``, the report is written as a PDF too.
    """
    from glasshouse.folders.new_folder import new_folder
    from glasshouse.results.execute import execute
    from glasshouse.results.run import open_run

    place = partial(make or partial(new_folder, out), plan.scenario.name)
    if where is None:
        folder = place()
        execute(plan, folder, watch, say=say or _warn)
    else:
        from glasshouse.cluster.carry_out import run_on

        folder = run_on(where, plan, place, watch, shards=shards)
    with _figures_are_whole(folder):
        rewrite_report(folder)
        if pdf:
            write_pdf(folder)
    return open_run(folder)


def go_on(
    path: Path, plan: Plan | None, watch: Watch | None = None, say: Say | None = None, where: Where | None = None
) -> Run:
    """Finish the run in a folder by its plan, and write the report that it lacks; without a plan, that alone.

    ``where``: the workers among whom its replicates are shared. One alone goes on here, from its last checkpoint.
    """
    from glasshouse.folders.leftovers import kept_jobs, tidy
    from glasshouse.results import execute as runs
    from glasshouse.results import memory
    from glasshouse.results.run import open_run

    say = say or _warn
    if plan is not None and where is not None and plan.replicates - kept_jobs(path) < 2:
        say("One replicate is left, which cannot be shared; it goes on in this process.")
        districts = len(plan.scenario.place.districts)
        memory.check(plan.population, plan.days, districts, replicates=plan.replicates)
        where = None
    if plan is None:
        tidy(path)
    elif where is None:
        runs.go_on(plan, path, watch, say=say)
    else:
        from glasshouse.cluster.carry_out import go_on_run

        go_on_run(where, plan, path, watch, say)
    with _figures_are_whole(path):
        for folder in without_report(path):
            rewrite_report(folder)
    return open_run(path)


def carry_out_comparison(
    plan: ComparisonPlan,
    out: str | os.PathLike[str] | None = None,
    watch: ComparisonWatch | None = None,
    say: Say | None = None,
    where: Where | None = None,
    make: Maker | None = None,
    pdf: bool = False,
) -> Comparison:
    """Make the folder, run all worlds into it, write their reports and that of the comparison.

    ``make`` and ``pdf`` are as with ``carry_out``; the PDF is the comparison's.
    """
    from glasshouse.comparison.comparison import open_comparison
    from glasshouse.comparison.execute import execute
    from glasshouse.folders.new_folder import new_folder

    place = partial(make or partial(new_folder, out), f"{plan.plan.scenario.name}-compared")
    if where is None:
        folder = place()
        execute(plan, folder, watch, say=say or _warn)
    else:
        from glasshouse.cluster.carry_out import compare_on

        folder = compare_on(where, plan, place, watch)
    with _figures_are_whole(folder):
        _write_reports(folder, plan.plan.threads)
        if pdf:
            write_pdf(folder)
    return open_comparison(folder)


def go_on_comparison(
    path: Path,
    plan: ComparisonPlan | None,
    watch: ComparisonWatch | None = None,
    say: Say | None = None,
    where: Where | None = None,
) -> Comparison:
    """The same for a comparison, and the runs of its worlds."""
    from glasshouse.comparison import execute as comparisons
    from glasshouse.comparison.comparison import open_comparison
    from glasshouse.folders.leftovers import tidy

    if plan is None:
        tidy(path)
    elif where is None:
        comparisons.go_on(plan, path, watch, say=say or _warn)
    else:
        from glasshouse.cluster import carry_out as cluster

        cluster.go_on_comparison(where, plan, path, watch, say or _warn)
    with _figures_are_whole(path):
        _write_reports(path, plan.plan.threads if plan else 1)
    return open_comparison(path)


def carry_out_study(
    study: Study,
    out: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    watch: StudyWatch | None = None,
) -> StudyResult:
    """Make the folder, and live through the study's points into it."""
    from glasshouse.folders.new_folder import new_folder
    from glasshouse.studies.execute import check, execute
    from glasshouse.studies.result import open_study

    workers = checked(threads=threads)["threads"] or os.cpu_count() or 1
    check(study, workers)
    folder = new_folder(out, f"{study.name}-study")
    execute(study, folder, workers, watch)
    return open_study(folder)


def go_on_study(
    path: Path, study: Study | None, threads: int | None = None, watch: StudyWatch | None = None
) -> StudyResult:
    """Finish the study in a folder."""
    from glasshouse.folders.leftovers import tidy
    from glasshouse.studies.execute import check, go_on
    from glasshouse.studies.result import open_study

    if study is not None:
        workers = checked(threads=threads)["threads"] or os.cpu_count() or 1
        check(study, workers)
        go_on(study, path, workers, watch)
    else:
        tidy(path)
    return open_study(path)


def _write_reports(folder: Path, threads: int) -> None:
    """Write the reports of a comparison and of its worlds, as far as they are not there."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(rewrite_report, without_report(folder)))


def without_report(path: Path) -> list[Path]:
    """The folders without a report: of a run, or of a comparison and its worlds. Raises ``BadInputError``."""
    from glasshouse.comparison.comparison import is_comparison, open_comparison
    from glasshouse.results.run import open_run

    if is_comparison(path):
        found = open_comparison(path)
        whole = [found, *(found.run(arm) for arm in ("baseline", *found.arms))]
    else:
        whole = [open_run(path)]
    return [one.path for one in whole if "report.html" not in one.manifest["files"]]


def carry_out_attribution(
    asked: ComparisonPlan,
    done: Comparison,
    parts: tuple[str, ...] = (),
    watch: AttributionWatch | None = None,
) -> Attribution:
    """What each part adds to the baseline's harms; kept in the comparison's folder, and in its report.

    Raises ``StoppedError`` when it ends early; the comparison itself is whole by then.
    """
    from glasshouse.comparison.attribution import attribute, write
    from glasshouse.comparison.description import NAME
    from glasshouse.errors import StoppedError, why
    from glasshouse.folders.json_files import note_files

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
        note_files(done.path, ["attribution.parquet"], NAME)
        printed = _pdf(done.path).exists()
        rewrite_report(done.path)
        if printed:
            write_pdf(done.path)
    except (Exception, KeyboardInterrupt) as error:
        raise StoppedError(
            f"{done.path}: the comparison is whole, but what each part adds could not be found: {why(error)}."
        ) from error
    return found


def open_again(done: Comparison) -> Comparison:
    """A comparison as it now stands on the disk."""
    from glasshouse.comparison.comparison import open_comparison

    return open_comparison(done.path)


def rewrite_report(folder: str | os.PathLike[str]) -> Path:
    """Write ``report.html`` into the folder of a run, or of a comparison; a ``report.pdf`` of before it goes.

    Another version's folder gets one too, as long as its layout is the same. Raises ``BadInputError`` where there is
    no run with a finished replicate, or a file of it is damaged, and ``StoppedError`` when it cannot be written.
    """
    from glasshouse.comparison.comparison import is_comparison
    from glasshouse.folders.json_files import note_files
    from glasshouse.report.run_report import write_report
    from glasshouse.results.description import KIND
    from glasshouse.results.run import open_run

    path = Path(folder)
    if is_comparison(path):
        return _rewrite_comparison(path)
    found = open_run(path)
    found.require_daily()
    with _figures_are_whole(path):
        _pdf(path).unlink(missing_ok=True)
        report = write_report(path)
        note_files(path, [report.name, _pdf(path).name], KIND.name)
    return report


def write_pdf(folder: str | os.PathLike[str]) -> Path:
    """Write ``report.pdf`` into the folder of a run, or of a comparison. Raises as ``rewrite_report`` does."""
    from glasshouse.comparison import description as comparison
    from glasshouse.comparison.comparison import is_comparison, open_comparison
    from glasshouse.folders.json_files import note_files
    from glasshouse.report import comparison_report as comparisons
    from glasshouse.report.run_report import write_pdf as write_pdf_of_run
    from glasshouse.results import description as run
    from glasshouse.results.run import open_run

    path = Path(folder)
    if is_comparison(path):
        found = open_comparison(path)
        found.require_table()
        with _figures_are_whole(path):
            report = comparisons.write_pdf(found)
            note_files(path, [report.name], comparison.NAME)
        return report
    open_run(path).require_daily()
    with _figures_are_whole(path):
        report = write_pdf_of_run(path)
        note_files(path, [report.name], run.NAME)
    return report


def _rewrite_comparison(path: Path) -> Path:
    from glasshouse.comparison.comparison import open_comparison
    from glasshouse.comparison.description import NAME
    from glasshouse.folders.json_files import note_files
    from glasshouse.report.comparison_report import write

    found = open_comparison(path)
    found.require_table()
    with _figures_are_whole(path):
        _pdf(path).unlink(missing_ok=True)
        files = write(found)
        note_files(path, [*files, _pdf(path).name], NAME)
    return path / files[0]


def _pdf(folder: Path) -> Path:
    return folder / "report.pdf"


@contextmanager
def _figures_are_whole(path: Path) -> Iterator[None]:
    """Whatever stops a report (Ctrl-C too), its folder's figures stay: raises ``StoppedError``, which says so."""
    from glasshouse.errors import BadInputError, StoppedError, why

    try:
        yield
    except (BadInputError, StoppedError):  # said already
        raise
    except (Exception, KeyboardInterrupt) as error:
        how = "was not" if isinstance(error, KeyboardInterrupt) else "could not be"
        raise StoppedError(
            f"{path}: the figures are whole, but the report {how} written: {why(error)}. "
            f"'glasshouse resume {path}' or 'glasshouse report {path}' writes it."
        ) from error


def _warn(text: str) -> None:
    import warnings

    warnings.warn(text, stacklevel=3)


@contextmanager
def stoppable() -> Iterator[None]:
    """A scheduler's SIGTERM ends a run as Ctrl-C does, so that what was finished is kept."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():  # no other is sent signals, nor may ask for them
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
