"""What the command line and the calls in Python share: work of each kind carried out in a folder, and gone on with."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from glasshouse import report_files
from glasshouse.arguments import Argument, Either
from glasshouse.cluster import carry_out_spread as cluster
from glasshouse.cluster.draw_processes import Simulate, comparison_alone, draw_processes, run_alone
from glasshouse.cluster.join_workers import joined
from glasshouse.cluster.merge_parts import merge_parts
from glasshouse.cluster.placement import Placement, check_shards, tasks
from glasshouse.comparison import execute_comparison as comparisons
from glasshouse.comparison.comparison import Comparison, open_comparison
from glasshouse.comparison.comparison import open_part as open_part_of_comparison
from glasshouse.comparison.comparison_description import KIND as COMPARISON
from glasshouse.comparison.comparison_plan import ComparisonPlan
from glasshouse.comparison.ensemble_draws import simulate_draws
from glasshouse.comparison.execute_comparison import Watch as ComparisonWatch
from glasshouse.comparison.harm_attribution import Attribution, attribute, write
from glasshouse.comparison.harm_attribution import Watch as AttributionWatch
from glasshouse.engine.assembly import RuleError
from glasshouse.engine.compile_ahead import compile_own
from glasshouse.engine.simulate import MOST_LEDGER
from glasshouse.errors import BadInputError, Say, StoppedError, why
from glasshouse.folders import folder_reading
from glasshouse.folders.folder_kind import FolderKind
from glasshouse.folders.json_files import note_files
from glasshouse.folders.leftovers import kept_jobs, tidy
from glasshouse.folders.new_folder import new_folder
from glasshouse.folders.plan_part import part_said
from glasshouse.runs import execute_run as runs
from glasshouse.runs import needed_memory
from glasshouse.runs.asked_sizes import checked
from glasshouse.runs.ensemble_plan import Member
from glasshouse.runs.ensemble_simulate import simulate_members, with_part
from glasshouse.runs.execute_run import Watch
from glasshouse.runs.run import Run, open_run
from glasshouse.runs.run import open_part as open_part_of_run
from glasshouse.runs.run_description import KIND as RUN
from glasshouse.runs.run_plan import Plan, fault_of_plugin, plan
from glasshouse.scenario.scenario import Scenario
from glasshouse.studies import execute_study as studies
from glasshouse.studies.execute_study import Watch as StudyWatch
from glasshouse.studies.spread_points import spread_points
from glasshouse.studies.study_plan import Study
from glasshouse.studies.study_points import Simulated
from glasshouse.studies.study_result import StudyResult, open_study

#: Makes a new folder, given a word for its name.
Maker = Callable[[str], Path]


def planned(
    scenario: Scenario, placement: Placement | None, *, shards: int = 1, only: str | None = None, **sizes: Any
) -> Plan:
    """The plan of a run, or of ``only`` a part of it, wherever it will be carried out. Raises ``BadInputError``."""
    return with_part(_planned(scenario, placement, shards, **sizes), only)


def _planned(scenario: Scenario, placement: Placement | None, shards: int, **sizes: Any) -> Plan:
    check_shards(shards, len(scenario.place.districts))
    if shards > 1 and scenario.warm_up:
        raise BadInputError(Argument("shards", shards), ": a run that warms up is not cut into shards.")
    if placement is not None and sizes.get("device", "cpu") != "cpu":
        alone = ": a run that is shared among workers is simulated on processors alone."
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
    processes: bool = False,
) -> Run:
    """Make the folder, run the plan into it, write the report; a part of a run has none, and no tables.

    ``make`` makes the folder in place of ``out``; with ``pdf``, the report is written as a PDF too. ``processes``: the
    draws may be simulated by processes, each of which imports the program's main module; a script of somebody's own
    may not be meant for that.
    """
    _no_pdf(plan, pdf)
    place = partial(make or partial(new_folder, out), plan.scenario.name)
    _of_posterior(plan, say or _warn)
    _compiled([plan.scenario])
    if placement is None:
        with _draws_of_run(plan, processes) as draws:
            folder = place()
            runs.execute(plan, folder, watch, say=say or _warn, draws=draws)
    else:
        folder = cluster.run_on(placement, plan, place, watch, shards=shards)
    return _reported_run(folder, pdf=pdf)


def _draws_of_run(plan: Plan, processes: bool) -> AbstractContextManager[Simulate[Plan, Member]]:
    if not processes:
        return nullcontext(simulate_members)
    return draw_processes(simulate_members, plan, run_alone)


def _draws_of_comparison(
    plan: ComparisonPlan, processes: bool
) -> AbstractContextManager[Simulate[ComparisonPlan, int]]:
    if not processes:
        return nullcontext(simulate_draws)
    return draw_processes(simulate_draws, plan.plan, comparison_alone, len(plan.all_arms))


def _compiled(scenarios: Iterable[Scenario]) -> None:
    """Compile what plug-ins bring.

    Raises ``ScenarioError`` or ``BadInputError`` where that fails, before there is a folder.
    """
    for each in scenarios:
        try:
            compile_own([each.running])
        except RuleError as error:
            raise fault_of_plugin(each, error) from error


def go_on(
    path: Path,
    plan: Plan | None,
    watch: Watch | None = None,
    say: Say | None = None,
    placement: Placement | None = None,
    processes: bool = False,
) -> Run:
    """Finish the run in a folder by its plan, and write the report that it lacks; without a plan, that alone.

    ``placement``: the workers among whom its replicates are shared. One alone goes on here, from its last checkpoint.
    """
    say = say or _warn
    if plan is not None and placement is not None and len(plan.numbers) - kept_jobs(path, plan.numbers.start) < 2:
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
        _tidied(path, RUN)
    elif placement is None:
        with _draws_of_run(plan, processes) as draws:
            runs.go_on(plan, path, watch, say=say, draws=draws)
    else:
        cluster.go_on_run(placement, plan, path, watch, say)
    return _reported_run(path)


def carry_out_comparison(
    plan: ComparisonPlan,
    out: str | os.PathLike[str] | None = None,
    watch: ComparisonWatch | None = None,
    say: Say | None = None,
    placement: Placement | None = None,
    make: Maker | None = None,
    pdf: bool = False,
    processes: bool = False,
) -> Comparison:
    """Make the folder, run all scenarios into it, write their reports and that of the comparison.

    ``make``, ``pdf`` and ``processes`` are as with ``carry_out``; the PDF is the comparison's.
    """
    _no_pdf(plan.plan, pdf)
    place = partial(make or partial(new_folder, out), f"{plan.plan.scenario.name}-compared")
    _of_posterior(plan.plan, say or _warn)
    _compiled(arm.scenario for arm in plan.all_arms)
    if placement is None:
        with _draws_of_comparison(plan, processes) as draws:
            folder = place()
            comparisons.execute(plan, folder, watch, say=say or _warn, draws=draws)
    else:
        folder = cluster.compare_on(placement, plan, place, watch)
    return _reported_comparison(folder, plan.plan.threads, pdf=pdf)


def go_on_comparison(
    path: Path,
    plan: ComparisonPlan | None,
    watch: ComparisonWatch | None = None,
    say: Say | None = None,
    placement: Placement | None = None,
    processes: bool = False,
) -> Comparison:
    """The same for a comparison, and the runs of its scenarios."""
    if plan is None:
        _tidied(path, COMPARISON)
    elif placement is None:
        with _draws_of_comparison(plan, processes) as draws:
            comparisons.go_on(plan, path, watch, say=say or _warn, draws=draws)
    else:
        cluster.go_on_comparison(placement, plan, path, watch, say or _warn)
    return _reported_comparison(path, plan.plan.threads if plan else 1)


def carry_out_study(
    study: Study,
    out: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    watch: StudyWatch | None = None,
    simulated: Simulated | None = None,
    placement: Placement | None = None,
) -> StudyResult:
    """Make the folder, and simulate the study's points into it."""
    _compiled([study.scenario])
    with _studied_on(study, threads, placement, simulated) as how:
        folder = new_folder(out, f"{study.name}-study")
        studies.execute(study, folder, watch=watch, **how)
    return open_study(folder)


def go_on_study(
    path: Path,
    study: Study | None,
    threads: int | None = None,
    watch: StudyWatch | None = None,
    simulated: Simulated | None = None,
    placement: Placement | None = None,
) -> StudyResult:
    """Finish the study in a folder."""
    if study is None:
        tidy(path)
    else:
        with _studied_on(study, threads, placement, simulated) as how:
            studies.go_on(study, path, watch=watch, **how)
    return open_study(path)


@contextmanager
def _studied_on(
    study: Study, threads: int | None, placement: Placement | None, simulated: Simulated | None
) -> Iterator[dict[str, Any]]:
    """How a study is carried out, as ``studies.execute`` takes it: so many scenarios at a time, here or by workers.

    Raises ``BadInputError`` where it cannot be.
    """
    if study.summaries and simulated is None:
        raise BadInputError(
            f"the study aims at '{study.summaries[0]}', a summary of your own: carry it out in Python, with "
            "glasshouse.study(..., summaries={...}); glasshouse.resume takes them too."
        )
    if placement is None:
        here = checked(threads=threads)["threads"] or os.cpu_count() or 1
        studies.check(study, here)
        yield {"threads": here, "simulated": simulated}
        return
    if study.summaries:
        raise BadInputError("summaries of your own are made in this process: leave out the workers.")
    with joined(placement, study.mechanisms) as worker_pool:
        studies.check(study, placement.workers * worker_pool.threads if placement.workers else 1)
        yield {
            "threads": worker_pool.threads,
            "simulate": partial(spread_points, worker_pool),
            "about": lambda: {"spread": worker_pool.about()},
        }


def merge(
    parts: Sequence[str | os.PathLike[str]], out: str | os.PathLike[str] | None = None, threads: int | None = None
) -> Run | Comparison:
    """Make one folder of the parts of a run or of a comparison, and write the reports.

    Raises ``BadInputError``, before there is a folder, for parts that are not those of one plan, each simulation once.
    """
    threads = checked(threads=threads)["threads"]
    folder, kind = merge_parts(parts, partial(new_folder, out), threads)
    if kind is COMPARISON:
        return _reported_comparison(folder, threads or os.cpu_count() or 1)
    return _reported_run(folder)


def _no_pdf(plan: Plan, pdf: bool) -> None:
    """Raise ``BadInputError`` where a part of a plan should have a report."""
    if pdf and plan.part is not None:
        later = Either(python="glasshouse.write_report(folder, pdf=True)", command="'glasshouse report FOLDER --pdf'")
        asked = (Argument("pdf", True), " with ", Argument("only", str(plan.part)))
        raise BadInputError(*asked, ": a part has no report. Once the parts are merged, ", later, " writes it.")


def _tidied(path: Path, kind: FolderKind) -> None:
    """Remove from a finished folder what it took to go on with it; a part is left as it is, since all of it stays."""
    if part_said(folder_reading.read(path, kind, part=True)) is None:
        tidy(path)


def _reported_run(folder: Path, *, pdf: bool = False) -> Run:
    """A run as it now stands on the disk, with its report; a part without."""
    if (found := open_part_of_run(folder)).part is not None:
        return found
    _report(folder, pdf=pdf)
    return open_run(folder)


def _reported_comparison(folder: Path, threads: int, *, pdf: bool = False) -> Comparison:
    """The same for a comparison."""
    if (found := open_part_of_comparison(folder)).part is not None:
        return found
    _report(folder, threads, pdf=pdf)
    return open_comparison(folder)


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
        write(found, done.path / "attribution.parquet", done.manifest.get("digest"))
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


def _of_posterior(plan: Plan, say: Say) -> None:
    """Say where the draws are of a posterior that was fitted to another scenario."""
    if plan.posterior is not None and (sentence := plan.posterior.elsewhere(plan.scenario)):
        say(sentence)


def _warn(text: str) -> None:
    warnings.warn(text, stacklevel=3)
