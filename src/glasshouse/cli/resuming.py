"""``glasshouse resume``: going on with a run, a comparison or a study that was stopped."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from glasshouse.cli import comparing, show, studying
from glasshouse.cli.lines import say, tell
from glasshouse.cli.options import Folder, Scheduler, Threads, Workers
from glasshouse.cli.progress_bar import days_of
from glasshouse.cluster.placement import Placement, asked, tasks
from glasshouse.comparison import resume_comparison as comparisons
from glasshouse.comparison.comparison import is_comparison
from glasshouse.comparison.comparison_words import summary
from glasshouse.report_files import without_report
from glasshouse.runner import go_on, go_on_comparison, go_on_study
from glasshouse.runs import resume_run as runs
from glasshouse.signals import stoppable
from glasshouse.studies import execute_study as studies
from glasshouse.studies.study_result import is_study


def resume(folder: Folder, threads: Threads = None, workers: Workers = None, scheduler: Scheduler = None) -> None:
    """``glasshouse resume``."""
    placement = asked(workers, scheduler, threads=threads)
    if is_study(folder):
        _study(folder, placement, threads)
    elif is_comparison(folder):
        _comparison(folder, placement, threads)
    else:
        _run(folder, placement, threads)


def _run(folder: Path, placement: Placement | None, threads: int | None) -> None:
    """Go on with a run and print it; say so of one whose days were all over."""
    asked = runs.unfinished(folder, threads, tasks(placement))
    said = "" if asked else left_to_do(folder, "run")
    with stoppable(), days_of(asked) if asked else nullcontext() as watch:
        done = go_on(folder, asked, watch, say=tell, placement=placement, processes=True)
    if said:
        say(said)
    else:
        show.part_or_run(done)


def _comparison(folder: Path, placement: Placement | None, threads: int | None) -> None:
    """The same for a comparison."""
    asked = comparisons.unfinished(folder, threads, tasks(placement))
    said = "" if asked else left_to_do(folder, "comparison")
    with stoppable(), comparing.progress_of(asked) if asked else nullcontext() as watch:
        done = go_on_comparison(folder, asked, watch, say=tell, placement=placement, processes=True)
    if said:
        say(said)
    elif done.part is not None:
        show.part(done.path, done.part, "comparison")
    else:
        comparing.show(done, summary(done))
    attributed = "attribution.parquet" in done.manifest["files"]
    if "--attribute" in done.manifest["command"].split() and not attributed:
        say(f"What each part contributes was not found out; for that, run it again: {done.manifest['command']}")


def _study(folder: Path, placement: Placement | None, threads: int | None) -> None:
    """The same for a study."""
    asked = studies.unfinished(folder)
    with stoppable(), studying.progress_of(asked) if asked else nullcontext() as watch:
        done = go_on_study(folder, asked, threads, watch, placement=placement)
    if asked is None:
        say(f"{folder}: the study is finished; there is nothing left to do.")
    else:
        studying.show(done, as_json=False)


def left_to_do(folder: Path, noun: str) -> str:
    """What is said of a run or a comparison whose figures are whole when it goes on: its report may be missing."""
    if without_report(folder):
        return f"{folder}: the figures of the {noun} were whole already; the report, which was missing, is written."
    return f"{folder}: the {noun} is finished; there is nothing left to do."
