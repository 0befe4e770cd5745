"""Carry out a study: live through its points, keep them as they come, and say at the end what they come to."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter

import numpy as np

from glasshouse.errors import BadInputError, StoppedError, clause
from glasshouse.folders import json_files, reading
from glasshouse.results import memory
from glasshouse.results import resume as runs
from glasshouse.scenario.errors import ScenarioError
from glasshouse.studies import design
from glasshouse.studies.calibrate import search
from glasshouse.studies.description import KIND, NAME
from glasshouse.studies.folder import StudyFolder, arm_in
from glasshouse.studies.indices import indices, indices_table
from glasshouse.studies.loading import study_in
from glasshouse.studies.plan import Study
from glasshouse.studies.points import Point, live
from glasshouse.studies.readings import readings
from glasshouse.studies.worlds import side_by_side

#: Called after each point with its number, from 0.
Watch = Callable[[int], None]


def check(study: Study, threads: int) -> None:
    """Raise ``BadInputError`` for a study that this machine cannot carry out."""
    design.check_packages(study.method)
    districts = len(study.scenario.place.districts)
    memory.check(study.size.population, study.size.days, districts, threads, compared=True)


def execute(study: Study, folder: Path, threads: int | None = None, watch: Watch | None = None) -> None:
    """Carry out a study into an empty folder. Raises ``StoppedError`` when anything ends it early."""
    kept = StudyFolder(study, folder)
    kept.begin()
    _fill(kept, threads, watch)


def unfinished(folder: Path) -> Study | None:
    """The study in a folder; None when it is finished. Raises ``BadInputError`` for one that cannot go on."""
    content = runs.begun(folder, NAME, KIND, "study")
    if content["status"] == "finished":
        return None
    runs.same_version(folder, content, KIND)
    file = folder / NAME
    scenario = reading.scenario_in(file, content, KIND, content["scenario"])
    try:
        study = study_in(content, scenario, arm_in(content))
    except ScenarioError as error:
        raise reading.damaged(file, f"its study does not load: {error}", KIND, content) from None
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise reading.damaged(file, f"its study lacks or garbles {error}", KIND, content) from None
    if not isinstance(content.get("started"), str):
        raise reading.damaged(file, "it does not say when it was started", KIND, content)
    if study.hash != content.get("study_hash"):
        raise reading.damaged(file, "its study is not the one that it names", KIND, content)
    return study


def go_on(study: Study, folder: Path, threads: int | None = None, watch: Watch | None = None) -> None:
    """Finish a study: the same files as without the interruption. Raises as ``execute`` does, and ``BadInputError``."""
    kept = StudyFolder(study, folder)
    runs.hold(kept.lock)
    try:
        before = json_files.read_json(folder / NAME)
        if before["status"] == "finished":  # by another process, in this moment
            kept.release()
            return
        kept.go_on(before["started"])
    except BaseException:
        kept.release()
        raise
    _fill(kept, threads, watch)


def _fill(kept: StudyFolder, threads: int | None, watch: Watch | None) -> None:
    study, began, first = kept.study, perf_counter(), len(kept.points)
    workers = threads or os.cpu_count() or 1
    try:
        with closing(_points(study, list(kept.points), workers)) as points:
            for point in points:
                if point.number >= first:
                    kept.keep(point)
                    if watch is not None:
                        watch(point.number)
        found = indices(study, kept.points)
        facts = {"seconds": round(perf_counter() - began, 3), "threads": workers}
        kept.finish(indices_table(found), readings(study, kept.points, found).document(), facts)
    except (Exception, KeyboardInterrupt) as error:
        raise StoppedError("The study stopped: ", *clause(error), f". {kept.stop(error)}") from error
    finally:
        kept.release()


def _points(study: Study, kept: Sequence[Point], threads: int) -> Generator[Point, None, None]:
    """All points in order: those that are kept as they are, the others lived through here."""
    numbers, given = itertools.count(), iter(kept)

    def lived(places: Sequence[Sequence[float]]) -> Iterator[Point]:
        jobs = [(next(numbers), row) for row in places]
        old = list(itertools.islice(given, len(jobs)))
        for (_, row), point in zip(jobs, old, strict=False):
            if not np.array_equal(row, point.places, equal_nan=True):
                raise BadInputError("the versions of SALib, scipy or optuna here take other points than those it began")
            yield point
        yield from side_by_side(lambda job: live(study, *job), jobs[len(old) :], threads)

    if study.method == "calibrate":
        yield from search(study, lived)
    else:
        yield from lived(design.design(study.method, study.points, len(study.moved), study.size.seed).tolist())
