"""The folder that a study leaves: ``study.json``, ``points.parquet``, ``indices.parquet``.

Points are written in parts as they are simulated, so that a study that was stopped goes on with the next one, and
comes to the same files. Nothing half written ever has its final name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from glasshouse import plugins
from glasshouse.comparison.resolve_arm import Arm
from glasshouse.errors import BadInputError
from glasshouse.folders import host_machine, table_files
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.folders.folder_writer import FolderWriter, now, opening
from glasshouse.folders.json_files import fingerprint
from glasshouse.folders.leftovers import PARTS
from glasshouse.folders.output_label import NOT_A_FORECAST, write_table
from glasshouse.runs.run_plan import Branch
from glasshouse.scenario import load_document
from glasshouse.studies.index_table import Index, indices_table
from glasshouse.studies.indices import indices
from glasshouse.studies.posterior import Posterior, posterior, posterior_table
from glasshouse.studies.study_description import KIND
from glasshouse.studies.study_plan import Study
from glasshouse.studies.study_points import Point
from glasshouse.studies.study_readings import readings

#: Points a part.
PART = 16
_PACKAGES = ("numpy", "numba", "scipy", "SALib", "ema_workbench", "optuna")


class StudyWriter(FolderWriter[Point]):
    """Fills the folder of a study, a point at a time; ``points`` are those that are kept."""

    kind = KIND

    def __init__(self, study: Study, path: Path, threads: int = 1) -> None:
        """Take over a folder that exists, and is empty unless the study is to go on."""
        super().__init__(path, _opening(study), study.points)
        self.study, self.workers = study, threads
        self.points: list[Point] = []
        self._written = 0
        self._digest = ""
        self._indices: list[Index] = []
        self._posterior: Posterior | None = None

    @property
    def finished(self) -> int:
        """Points kept so far."""
        return len(self.points)

    def keep(self, job: Point) -> None:
        """Keep the next point. Raises ``OSError``."""
        self.points.append(job)
        if len(self.points) - self._written >= PART:
            self._flush()

    def take_up(self) -> None:
        """Find the points that are whole."""
        self.points, self._written = [], 0
        while len(found := self._read(self._written)):
            self.points += found
            self._written = len(self.points)

    def back_to(self, count: int) -> None:
        """Keep the first points alone."""
        del self.points[count:]
        self._written = min(self._written, count)

    def gather(self, count: int) -> None:
        """Write the tables. Raises ``OSError``."""
        self._flush()
        points = self.points[:count]
        self._digest = points_digest(self.study.hash, points)
        self._indices = indices(self.study, points)
        self._write("points", points_table(self.study, points))
        self._write("indices", indices_table(self._indices))
        if self.study.method == "abc" and count == self.study.points:
            self._posterior = posterior(self.study, points)
            self._write("posterior", posterior_table(self.study, self._posterior))

    def salvage(self) -> int:
        """Keep the points; what they come to is said when all are there."""
        self._flush()
        return len(self.points)

    def told(self, count: int) -> Mapping[str, Any]:
        """How many points there are."""
        return {"points": count, "digest": points_digest(self.study.hash, self.points[:count]), "ended": now()}

    def closing(self) -> Mapping[str, Any]:
        """What the study comes to in words, and how long it took."""
        said = readings(self.study, self.points, self._indices).document()
        tables = ("points", "indices", *(("posterior",) if self._posterior else ()))
        files = {f"{name}.parquet": fingerprint(self.path / f"{name}.parquet") for name in tables}
        more = {"posterior": self._posterior.document()} if self._posterior else {}
        return {"readings": said, **more, "seconds": round(self.seconds, 3), "threads": self.workers, "files": files}

    def _part(self, first: int) -> Path:
        return self.path / PARTS / f"{first:06d}.parquet"

    def _flush(self) -> None:
        rows = self.points[self._written :]
        if not rows:
            return
        with in_one_step(self._part(self._written)) as partial:
            table = _parts_table(self.study, rows)
            write_table(table, partial, self.description["label"], compression="zstd", write_page_checksum=True)
        self._written = len(self.points)

    def _read(self, first: int) -> list[Point]:
        """The points of a part; none of one that is missing or damaged, which are simulated again."""
        path = self._part(first)
        if not path.is_file():
            return []
        try:
            rows = table_files.small(path, PART).to_pylist()
            found = [
                Point(number=row["point"], places=tuple(row["places"]), values=tuple(row["values"])) for row in rows
            ]
        except (BadInputError, KeyError, TypeError):
            return []
        counts = len(self.study.moved), len(self.study.asked)
        right = all(
            point.number == first + k and (len(point.places), len(point.values)) == counts
            for k, point in enumerate(found)
        )
        return found if right else []

    def _write(self, name: str, table: pa.Table) -> None:
        with in_one_step(self.path / f"{name}.parquet") as partial:
            write_table(table, partial, self.description["label"], self._digest, compression="zstd")


def points_digest(study: str, points: Iterable[Point]) -> str:
    """The fingerprint of a study's results: of what was asked (its hash), and each point's places and values.

    >>> one = Point(number=0, places=(0.5,), values=(3.0, math.nan))
    >>> points_digest("a", [one]) == points_digest("a", [one]), points_digest("a", [one]) == points_digest("a", [])
    (True, False)
    """
    made = blake2b(study.encode(), digest_size=32)
    for point in points:
        row = np.array([point.number, *point.places, *point.values], "<f8")
        row[np.isnan(row)] = np.nan  # one of many forms
        made.update(row.tobytes())
    return made.hexdigest()


def points_table(study: Study, points: Iterable[Point]) -> pa.Table:
    """point, then each parameter's value in the scenario as it is, then each output; null where one is undefined."""
    rows = list(points)
    columns: dict[str, Any] = {"point": pa.array([point.number for point in rows], pa.int32())}
    for k, moved in enumerate(study.moved):
        columns[moved.key] = pa.array([moved.at(point.places[k]) for point in rows], pa.float64())
    for k, output in enumerate(study.asked):
        columns[output.name] = _known([point.values[k] for point in rows])
    return pa.table(columns)


def _parts_table(study: Study, points: Sequence[Point]) -> pa.Table:
    """The points themselves: their places, so that a study goes on from the very same ones."""
    return pa.table(
        {
            "point": pa.array([point.number for point in points], pa.int32()),
            "places": pa.array([list(point.places) for point in points], pa.list_(pa.float64())),
            "values": pa.array([list(point.values) for point in points], pa.list_(pa.float64())),
        }
    )


def _known(values: Sequence[float]) -> pa.Array:
    return pa.array([None if math.isnan(value) else value for value in values], pa.float64())


def _opening(study: Study) -> dict[str, Any]:
    """``study.json`` before the first point."""
    return {
        **opening(KIND, study.scenario, label=study.label, command=study.command, note=NOT_A_FORECAST),
        "name": study.name,
        "title": study.title,
        "study_hash": study.hash,
        "method": study.method,
        "seed": study.size.seed,
        "population": study.size.population,
        "days": study.size.days,
        "replicates": study.seeds,
        "points": 0,
        "points_asked": study.points,
        "arm": _arm(study.arm) if study.arm else None,
        "parameters": [_said(moved) for moved in study.moved],
        "outputs": [output.name for output in study.asked],
        "host": {**host_machine.host(), **_versions()},
        "files": {},
        "file": dict(study.document),
        "scenario": dict(study.scenario.document),
        **plugins.said(study.scenario.mechanisms, *(() if study.arm is None else (study.arm.scenario.mechanisms,))),
    }


def _arm(arm: Arm) -> dict[str, Any]:
    past = {} if arm.past is None else {"past": {"scenario": dict(arm.past.scenario.document), "day": arm.past.day}}
    words = {key: getattr(arm, key) for key in ("name", "text", "title", "sentence")}
    return {**words, "scenario": dict(arm.scenario.document), **past}


def arm_in(content: Mapping[str, Any]) -> Arm | None:
    """The arm that ``study.json`` describes. Raises ``ScenarioError``, ``KeyError`` or ``TypeError``."""
    said = content["arm"]
    if said is None:
        return None
    past = said.get("past")
    branch = Branch(scenario=load_document(past["scenario"], modules=False), day=past["day"]) if past else None
    words = {key: said[key] for key in ("name", "text", "title", "sentence")}
    return Arm(**words, scenario=load_document(said["scenario"], modules=False), past=branch)


def _said(moved: Any) -> dict[str, Any]:
    given = moved.given
    return {"key": moved.key, "meaning": moved.meaning, "unit": given.unit, "low": given.low, "high": given.high}


def _versions() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
