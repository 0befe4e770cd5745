"""Carry out a study: simulate its points, keep them as they come, and say at the end what they come to."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from glasshouse.errors import BadInputError
from glasshouse.folders import carry_out, folder_reading
from glasshouse.folders.carry_out import About
from glasshouse.runs import needed_memory
from glasshouse.runs.run_plan import check_plugins
from glasshouse.runs.side_by_side import side_by_side
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.studies import posterior, study_design
from glasshouse.studies.calibrate import search
from glasshouse.studies.study_description import KIND
from glasshouse.studies.study_folder import StudyWriter, arm_in
from glasshouse.studies.study_loading import study_in
from glasshouse.studies.study_plan import Study
from glasshouse.studies.study_points import Point, Simulated, simulate_point

#: Called after each point with its number, from 0.
Watch = Callable[[int], None]
#: Gives the points at some places, in order, from wherever they are simulated.
Simulate = Callable[[Study, Sequence[tuple[int, Sequence[float]]]], Iterator[Point]]
#: Methods that find their points one after the other.
_SEARCHES = {"calibrate": search, "abc": posterior.search}


def check(study: Study, threads: int) -> None:
    """Raise ``BadInputError`` for a study that this machine cannot carry out."""
    study_design.check_packages(study.method)
    check_plugins(study.scenario)
    districts, groups = len(study.scenario.place.districts), len(study.scenario.place.groups)
    needed_memory.check(
        study.size.population,
        study.size.days,
        districts,
        threads,
        groups=groups,
        compared=True,
        mechanisms=study.scenario.mechanisms,
    )


def execute(
    study: Study,
    folder: Path,
    threads: int | None = None,
    watch: Watch | None = None,
    simulated: Simulated | None = None,
    simulate: Simulate | None = None,
    about: About = dict,
) -> None:
    """Carry out a study into an empty folder. Raises ``StoppedError`` when anything ends it early.

    ``simulate`` gives the points, here in ``threads`` unless given; ``about`` says at the end how. ``simulated``: what
    simulates a scenario here where targets are summaries of one's own.
    """
    writer = StudyWriter(study, folder, threads or os.cpu_count() or 1)
    given = simulate or _here(writer.workers, simulated)
    carry_out.carry_out(writer, lambda first: _jobs(writer, watch, given, first), about)


def go_on(
    study: Study,
    folder: Path,
    threads: int | None = None,
    watch: Watch | None = None,
    simulated: Simulated | None = None,
    simulate: Simulate | None = None,
    about: About = dict,
) -> None:
    """Finish a study: the same files as without the interruption. Raises as ``execute`` does, and ``BadInputError``."""
    writer = StudyWriter(study, folder, threads or os.cpu_count() or 1)
    given = simulate or _here(writer.workers, simulated)
    carry_out.go_on(writer, lambda first: _jobs(writer, watch, given, first), about)


def unfinished(folder: Path) -> Study | None:
    """The study in a folder; None when it is finished. Raises ``BadInputError`` for one that cannot go on."""
    content = carry_out.begun(folder, KIND)
    if content["status"] == "finished":
        return None
    carry_out.same_version(folder, content, KIND)
    file = folder / KIND.name
    scenario = folder_reading.scenario_in(file, content, KIND, content["scenario"])
    try:
        study = study_in(content, scenario, arm_in(content))
    except ScenarioError as error:
        raise folder_reading.damaged(file, f"its study does not load: {error}", KIND, content) from None
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise folder_reading.damaged(file, f"its study lacks or garbles {error}", KIND, content) from None
    if not isinstance(content.get("started"), str):
        raise folder_reading.damaged(file, "it does not say when it was started", KIND, content)
    if wrong := folder_reading.changed_plugins(content, scenario, study.arm and study.arm.scenario):
        raise BadInputError(f"{file}: {wrong}. Install what it was made with to go on with it.")
    if study.hash != content.get("study_hash"):
        raise folder_reading.damaged(file, "its study is not the one that it names", KIND, content)
    return study


def _jobs(writer: StudyWriter, watch: Watch | None, simulate: Simulate, first: int) -> Generator[Point, None, None]:
    """The points from a number on."""
    with closing(_points(writer.study, list(writer.points), simulate)) as points:
        for point in points:
            if point.number >= first:
                yield point
                if watch is not None:
                    watch(point.number)


def _here(threads: int, simulated: Simulated | None) -> Simulate:
    """The points simulated in this process, so many at a time."""

    def points(study: Study, jobs: Sequence[tuple[int, Sequence[float]]]) -> Iterator[Point]:
        def work(job: tuple[int, Sequence[float]]) -> Point:
            return simulate_point(study, *job) if simulated is None else simulate_point(study, *job, simulated)

        yield from side_by_side(work, jobs, threads)

    return points


def _points(study: Study, kept: Sequence[Point], simulate: Simulate) -> Generator[Point, None, None]:
    """All points in order: those that are kept as they are, the others simulated."""
    numbers, given = itertools.count(), iter(kept)

    def points_at(places: Sequence[Sequence[float]]) -> Iterator[Point]:
        jobs = [(next(numbers), row) for row in places]
        old = list(itertools.islice(given, len(jobs)))
        for (_, row), point in zip(jobs, old, strict=False):
            if not np.array_equal(row, point.places, equal_nan=True):
                raise BadInputError("the versions of SALib, scipy or optuna here take other points than those it began")
            yield point
        yield from simulate(study, jobs[len(old) :])

    if study.method in _SEARCHES:
        yield from _SEARCHES[study.method](study, points_at)
    else:
        places = study_design.design(study.method, study.points, len(study.moved), study.size.seed)
        yield from points_at(places.tolist())
