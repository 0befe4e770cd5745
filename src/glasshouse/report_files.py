"""The reports in the folders of runs and comparisons: written, written anew, and noted among their files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

from glasshouse.comparison.comparison import Comparison, is_comparison, open_comparison
from glasshouse.comparison.comparison import open_part as open_part_of_comparison
from glasshouse.comparison.comparison_description import KIND as COMPARISON
from glasshouse.errors import BadInputError, StoppedError, why
from glasshouse.folders import folder_reading
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.folders.given_path import folder_of
from glasshouse.folders.json_files import note_files
from glasshouse.report.run_report import write_pdf as write_pdf_of_run
from glasshouse.report.run_report import write_report
from glasshouse.runs.run import Run, open_run
from glasshouse.runs.run import open_part as open_part_of_run
from glasshouse.runs.run_description import KIND as RUN

#: The report on paper; the report of before is not that of the figures as they are now.
PDF = "report.pdf"
#: The folder of a run's charts as files.
CHARTS = "charts"


def rewrite_report(folder: str | os.PathLike[str]) -> Path:
    """Write ``report.html`` into the folder of a run, or of a comparison; a ``report.pdf`` of before it goes.

    Another version's folder gets one too, as long as its format is known. Raises ``BadInputError`` where there is
    no run with a finished replicate, or a file of it is damaged, and ``StoppedError`` when it cannot be written.
    """
    path = folder_of(folder)
    if is_comparison(path):
        return _rewrite_comparison(path)
    _run_to_report(path)
    with figures_are_whole(path):
        (path / PDF).unlink(missing_ok=True)
        report = write_report(path)
        note_files(path, [report.name, PDF], RUN.name)
    return report


def _run_to_report(path: Path) -> Run:
    """A run whose words are still those of its figures. Raises ``BadInputError``."""
    run = open_run(path)
    run.require_daily()
    _same_plugins(run)
    return run


def _comparison_to_report(path: Path) -> Comparison:
    """The same of a comparison."""
    found = open_comparison(path)
    found.require_table()
    for arm in ("baseline", *found.arms) if found.manifest.get("plugins") else ():
        _same_plugins(found.run(arm), told_of=path)
    return found


def _same_plugins(run: Run, told_of: Path | None = None) -> None:
    if run.manifest.get("plugins"):  # a run of none need not have its scenario loaded for it
        past = run.past and run.past.scenario
        folder_reading.require_same_plugins(told_of or run.path, run.manifest, run.scenario, past)


def _comparison_report() -> ModuleType:
    """The report of a comparison, imported by whoever writes one: its charts take 30 MB, which a run would count as
    its own."""
    from glasshouse.report import comparison_report

    return comparison_report


def _rewrite_comparison(path: Path) -> Path:
    found = _comparison_to_report(path)
    with figures_are_whole(path):
        (path / PDF).unlink(missing_ok=True)
        files = _comparison_report().write(found)
        note_files(path, [*files, PDF], COMPARISON.name)
    return path / files[0]


def write_pdf(folder: str | os.PathLike[str]) -> Path:
    """Write ``report.pdf`` into the folder of a run, or of a comparison. Raises as ``rewrite_report`` does."""
    path = folder_of(folder)
    if is_comparison(path):
        found = _comparison_to_report(path)
        with figures_are_whole(path):
            report = _comparison_report().write_pdf(found)
            note_files(path, [report.name], COMPARISON.name)
        return report
    _run_to_report(path)
    with figures_are_whole(path):
        report = write_pdf_of_run(path)
        note_files(path, [report.name], RUN.name)
    return report


def write_charts(folder: str | os.PathLike[str]) -> tuple[Path, ...]:
    """Write each chart of a run's report into its folder ``charts``, as SVG, PDF and a PNG of 300 dots an inch.

    Of a comparison, these are the charts of its baseline; its own picture is written with its report. Raises as
    ``rewrite_report`` does.
    """
    path = folder_of(folder)
    run = _run_to_report(open_comparison(path).run().path if is_comparison(path) else path)
    with figures_are_whole(run.path):
        names = [f"{CHARTS}/{name}" for name in _written(run)]
        note_files(run.path, names, RUN.name)
    return tuple(run.path / name for name in names)


def _written(run: Run) -> list[str]:
    # Imported here for the same reason.
    found: dict[str, bytes] = import_module("glasshouse.report.run_figures").written(run)
    (run.path / CHARTS).mkdir(exist_ok=True)
    for name, content in found.items():
        with in_one_step(run.path / CHARTS / name) as partial:
            partial.write_bytes(content)
    return list(found)


def write_missing(folder: Path, threads: int = 1) -> None:
    """Write the reports that a folder, or one of a comparison's scenarios, lacks."""
    lacking = without_report(folder)
    if len(lacking) == 1:  # in this thread, so that Ctrl-C ends it at once
        rewrite_report(lacking[0])
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(rewrite_report, lacking))


def without_report(path: Path) -> list[Path]:
    """The folders without a report: of a run, or of a comparison and its scenarios. Raises ``BadInputError``.

    A part of one has none, and needs none.
    """
    if (open_part_of_comparison if is_comparison(path) else open_part_of_run)(path).part is not None:
        return []
    if is_comparison(path):
        found = open_comparison(path)
        whole = [found, *(found.run(arm) for arm in ("baseline", *found.arms))]
    else:
        whole = [open_run(path)]
    return [one.path for one in whole if "report.html" not in one.manifest["files"]]


@contextmanager
def figures_are_whole(path: Path) -> Iterator[None]:
    """Whatever stops a report (Ctrl-C too), its folder's figures stay: raises ``StoppedError``, which says so."""
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
