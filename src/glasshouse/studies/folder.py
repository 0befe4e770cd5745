"""The folder that a study leaves: ``study.json``, ``points.parquet``, ``indices.parquet``.

Points are written in parts as they are lived through, so that a study that was stopped goes on with the next one, and
comes to the same files. Nothing half written ever has its final name.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from glasshouse import __version__
from glasshouse.errors import BadInputError, StoppedError, why
from glasshouse.folders import json_files, machine, table_files
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.folders.description import require_readable
from glasshouse.folders.leftovers import PARTS, sweep
from glasshouse.folders.lock import Lock
from glasshouse.results.label import NOT_A_FORECAST, write_table
from glasshouse.source import source
from glasshouse.studies.description import LAYOUT, NAME, StudySaid
from glasshouse.studies.plan import Study
from glasshouse.studies.points import Point

if TYPE_CHECKING:
    from glasshouse.comparison.worlds import Arm

#: Points a part.
PART = 16
_PACKAGES = ("numpy", "numba", "scipy", "SALib", "ema_workbench", "optuna")


class StudyFolder:
    """A study's folder being written: ``begin`` or ``go_on``, ``keep`` points, then ``finish`` or ``stop``.

    ``points`` are those that were kept.
    """

    def __init__(self, study: Study, path: Path) -> None:
        """Take over a folder that exists, and is empty unless the study is to go on."""
        self.study, self.path = study, path
        self.lock = Lock(path)
        self.points: list[Point] = []
        self.written = 0
        self.manifest = _opening(study)

    def begin(self) -> None:
        """Write ``study.json``. Raises ``StoppedError`` and ``BadInputError``, and then nothing is left."""
        try:
            require_readable(self.path / NAME, self.manifest, StudySaid)
            self.lock.take()
            (self.path / PARTS).mkdir()
            json_files.write_description(self.path / NAME, self.manifest)
        except BadInputError:
            shutil.rmtree(self.path, ignore_errors=True)
            raise
        except (OSError, KeyboardInterrupt) as error:
            shutil.rmtree(self.path, ignore_errors=True)
            message = f"{self.path}: the study could not start, because {why(error)}. Nothing is left behind."
            raise StoppedError(message) from error

    def go_on(self, started: str) -> None:
        """Take up the points that are whole. Hold the lock before. Raises ``StoppedError``."""
        try:
            sweep(self.path)
            (self.path / PARTS).mkdir(exist_ok=True)
            while len(found := self._read(self.written)):
                self.points += found
                self.written = len(self.points)
            self.manifest["started"] = started
            json_files.write_description(self.path / NAME, self.manifest)
        except (OSError, KeyboardInterrupt) as error:
            raise StoppedError(f"{self.path}: the study could not go on, because {why(error)}.") from error

    def keep(self, point: Point) -> None:
        """Keep the next point. Raises ``OSError``."""
        self.points.append(point)
        if len(self.points) - self.written >= PART:
            self._flush()

    def finish(self, indices: pa.Table, readings: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
        """Write the tables and call the study finished. Raises ``OSError``."""
        self._flush()
        self._write("points", points_table(self.study, self.points))
        self._write("indices", indices)
        self._close("finished", {"readings": dict(readings), **facts})
        sweep(self.path, finished=True)

    def stop(self, error: BaseException) -> str:
        """Close the folder after a failure; says what is left, and how it goes on."""
        on = f"'glasshouse resume {self.path}' goes on with it."
        try:
            self._flush()
            status = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
            self._close(status, {"reason": why(error)})
        except OSError:
            return f"{self.path} could not be closed; the points in it can be used. {on}"
        return f"Kept in {self.path}: {len(self.points)} of {self.study.points} points. {on}"

    def release(self) -> None:
        """Let others write the folder."""
        self.lock.release()

    def _part(self, first: int) -> Path:
        return self.path / PARTS / f"{first:06d}.parquet"

    def _flush(self) -> None:
        rows = self.points[self.written :]
        if not rows:
            return
        with in_one_step(self._part(self.written)) as partial:
            table = _parts_table(self.study, rows)
            write_table(table, partial, self.manifest["label"], compression="zstd", write_page_checksum=True)
        self.written = len(self.points)

    def _read(self, first: int) -> list[Point]:
        """The points of a part; none of one that is missing or damaged, which are lived again."""
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
        path = self.path / f"{name}.parquet"
        with in_one_step(path) as partial:
            write_table(table, partial, self.manifest["label"], compression="zstd")
        self.manifest["files"][path.name] = json_files.fingerprint(path)

    def _close(self, status: str, facts: Mapping[str, Any]) -> None:
        ended = datetime.now(UTC).isoformat(timespec="seconds")
        self.manifest |= {"status": status, "points": len(self.points), "ended": ended, **facts}
        json_files.write_description(self.path / NAME, self.manifest)


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
        "layout": LAYOUT,
        "status": "running",
        "note": NOT_A_FORECAST,
        "version": __version__,
        "commit": source().commit,
        "command": study.command,
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "name": study.name,
        "title": study.title,
        "study_hash": study.hash,
        "method": study.method,
        "scenario_name": study.scenario.name,
        "scenario_hash": study.scenario.hash,
        "label": study.label,
        "seed": study.size.seed,
        "population": study.size.population,
        "days": study.size.days,
        "start": study.scenario.start.isoformat(),
        "replicates": study.seeds,
        "points": 0,
        "points_asked": study.points,
        "arm": _arm(study.arm) if study.arm else None,
        "parameters": [_said(moved) for moved in study.moved],
        "outputs": [output.name for output in study.asked],
        "host": {**machine.host(), **_versions()},
        "files": {},
        "file": dict(study.document),
        "scenario": dict(study.scenario.document),
    }


def _arm(arm: Arm) -> dict[str, Any]:
    past = {} if arm.past is None else {"past": {"scenario": dict(arm.past.scenario.document), "day": arm.past.day}}
    words = {key: getattr(arm, key) for key in ("name", "text", "title", "sentence")}
    return {**words, "scenario": dict(arm.scenario.document), **past}


def arm_in(content: Mapping[str, Any]) -> Arm | None:
    """The arm that ``study.json`` describes. Raises ``ScenarioError``, ``KeyError`` or ``TypeError``."""
    from glasshouse.comparison.worlds import Arm
    from glasshouse.results.execute import Branch
    from glasshouse.scenario import load_document

    said = content["arm"]
    if said is None:
        return None
    past = said.get("past")
    branch = Branch(scenario=load_document(past["scenario"]), day=past["day"]) if past else None
    words = {key: said[key] for key in ("name", "text", "title", "sentence")}
    return Arm(**words, scenario=load_document(said["scenario"]), past=branch)


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
