"""Simulate a run again, exactly, while following a few people.

>>> open_source("no-such-folder")
Traceback (most recent call last):
...
glasshouse.errors.BadInputError: no-such-folder: not the folder of a run or a comparison (it holds no run.json).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from glasshouse import __version__
from glasshouse.comparison.comparison import open_comparison
from glasshouse.engine.simulate import BranchPoint, Replicate, simulate
from glasshouse.errors import BadInputError
from glasshouse.folders import folder_reading
from glasshouse.folders.given_path import folder_of
from glasshouse.mechanism_set import MechanismSet
from glasshouse.runs.run import Run
from glasshouse.runs.run_description import KIND as RUN
from glasshouse.scenario import Scenario
from glasshouse.wording.lists_and_nouns import people
from glasshouse.wording.numbers import whole

#: What marks the folder of a comparison, and the arm that is told unless another is asked for.
COMPARISON, BASELINE = "comparison.json", "baseline"
#: Called after each day of a replay with its number.
Watch = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class ReplaySource:
    """What it takes to live a run's replicate 0 again.

    ``digest`` is what must come out, "" where nobody ran it before. ``past``: the scenario lived before ``past_day``.
    ``sentence`` says what is different in this scenario, "" for a run by itself; ``where`` is as
    ``counterfactual.where_of``.
    """

    folder: Path
    arm: str
    scenario: Scenario
    population: int
    days: int
    seed: int
    digest: str
    manifest: Mapping[str, Any]
    past: Scenario | None = None
    past_day: int = 0
    sentence: str = ""
    where: str = ""

    @property
    def comparison(self) -> Path | None:
        """The comparison's folder, when this is one of its arms."""
        parent = self.folder.parent
        return parent if self.arm and (parent / COMPARISON).is_file() else None

    @property
    def mechanisms(self) -> MechanismSet:
        """The mechanisms that the run is simulated with."""
        return self.scenario.running.with_(self.past.running if self.past else ())

    def under(self, scenario: Scenario, arm: str, sentence: str, past: Scenario | None, past_day: int) -> ReplaySource:
        """The same people and random numbers in another scenario, of which no run was kept."""
        return replace(self, scenario=scenario, arm=arm, digest="", sentence=sentence, past=past, past_day=past_day)


def open_source(folder: str | os.PathLike[str], arm: str = "") -> ReplaySource:
    """The run in a folder, or an arm (its baseline) of the comparison in a folder.

    Raises ``BadInputError`` for a folder that holds neither, a damaged or unfinished run, or another version's.
    """
    path = folder_of(folder)
    if (path / COMPARISON).is_file():
        open_comparison(path)  # raises for another layout, and for one that is not whole
        return _read(path / (arm or BASELINE), arm or BASELINE)
    return _read(path, path.name if (path.parent / COMPARISON).is_file() else "")


def _read(path: Path, arm: str) -> ReplaySource:
    if not (path / RUN.name).exists():
        raise BadInputError(f"{path}: not the folder of a run or a comparison (it holds no {RUN.name}).")
    run = Run(path=path, manifest=folder_reading.read(path, RUN, running=True))
    _same_version(run)
    if not run.manifest["each"]:
        raise BadInputError(
            f"{path}: the run did not finish ({run.status}), so there is nobody to tell of. {RUN.again(run.manifest)}"
        )
    past = run.past
    return ReplaySource(
        folder=path,
        arm=arm,
        scenario=run.scenario,
        population=run.manifest["population"],
        days=run.manifest["days"],
        seed=run.manifest["seed"],
        digest=run.manifest["each"][0]["digest"],
        manifest=run.manifest,
        past=past.scenario if past else None,
        past_day=past.day if past else 0,
    )


def _same_version(run: Run) -> None:
    made = run.manifest["version"]
    if made != __version__:
        raise BadInputError(
            f"{run.path}: made by glasshouse {made}, and this is {__version__}, whose rules may differ: its lives "
            f"cannot be simulated again exactly. {RUN.again(run.manifest)}"
        )


def replay(
    source: ReplaySource,
    persons: Iterable[int] = (),
    *,
    ledger: bool = False,
    threads: int | None = None,
    watch: Watch | None = None,
) -> Replicate:
    """Replicate 0 once more, following `persons`; with `ledger`, everybody's tallies too.

    `watch` is called after each day with its number; what it raises ends the replay. Raises ``BadInputError`` when the
    replay is not the run: its digest differs from the one in ``run.json``.
    """
    folder_reading.require_same_plugins(source.folder, source.manifest, source.scenario, source.past, what="story")
    simulated = simulate(
        source.scenario,
        population=source.population,
        days=source.days,
        seed=source.seed,
        threads=threads,
        drawn=source.scenario.draw(0, source.seed),
        ledger=ledger,
        traced=tuple(persons),
        on_day=watch,
        **_branched(source),
    )
    if source.digest and simulated.digest != source.digest:
        raise BadInputError(
            f"{source.folder}: simulating it again gave other results (digest {simulated.digest[:12]}…, not "
            f"{source.digest[:12]}…), so no story of it would be true: run.json was changed, or another version "
            f"of numpy or numba made it. {RUN.again(source.manifest)}"
        )
    return simulated


def _branched(source: ReplaySource) -> dict[str, Any]:
    if source.past is None:
        return {}
    return {"past": BranchPoint(scenario=source.past, day=source.past_day, drawn=source.past.draw(0, source.seed))}


def check_person(source: ReplaySource, number: int) -> None:
    """Raise ``BadInputError`` for a number that nobody has."""
    if not 0 <= number < source.population:
        raise BadInputError(f"person {number}: {has(source)}.")


def has(source: ReplaySource) -> str:
    """How many people a run has, and how they are numbered."""
    last = source.population - 1
    return f"this run has {people(source.population)}, numbered {f'0 to {whole(last)}' if last else '0'}"
