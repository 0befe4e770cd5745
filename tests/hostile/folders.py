"""Folders as somebody else might hand them on: each way to spoil a run or a comparison, by name.

``python -m hostile.folders OUT`` (from ``tests``) writes one of each into a folder, for trying by hand. A maker gets a
whole folder, whose neighbour ``outside`` nobody may touch, and spoils it. What it says of itself is sealed anew, so
that what is found is the check behind the seal.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import glasshouse
from glasshouse.folders import json_files
from glasshouse.folders.json_files import note_files
from glasshouse.runs import run_description
from model.runs import BUSY
from tampering import edit

Maker = Callable[[Path], None]
#: Text that must reach nobody's terminal as it is, and nobody's page as markup.
ESCAPES = "\x1b]0;owned\x07\x1b[31m"
SECRET = "nobody's business"
MARKUP = "<script>alert(1)</script>"
SIZES: Mapping[str, Any] = {"population": 300, "days": 9, "replicates": 1, "threads": 1}


def make_run(path: Path) -> Path:
    """A whole run."""
    return glasshouse.run("as-described", **SIZES, set=BUSY, out=path).path


def make_comparison(path: Path) -> Path:
    """A whole comparison of three scenarios."""
    return glasshouse.compare("as-described", ["ban"], **SIZES, out=path).path


def _stopped(run: Path) -> None:
    """As an interrupted run that can go on: its one replicate is kept, and another was asked for."""
    parts = run / ".parts"
    parts.mkdir()
    content = json_files.read_json(run / run_description.NAME)
    for name in ("daily", "events", "people", "measures"):
        shutil.copy(run / f"{name}.parquet", parts / f"000000-{name}.parquet")
    prints = {path.name: json_files.fingerprint(path) for path in parts.iterdir()}
    of = {**{key: content[key] for key in ("scenario_hash", "seed", "population", "days")}, "past": None}
    json_files.write_json(parts / "000000.json", {"facts": content["each"][0], "files": prints, "of": of})
    edit(run, status="interrupted", replicates_asked=2, digest=None, reason="it was interrupted")


def _listed(run: Path, name: str) -> None:
    """The folder lists a file as its own."""
    note_files(run, [name], "comparison.json" if (run / "comparison.json").exists() else run_description.NAME)


def _outside(run: Path) -> Path:
    return run.parent / "outside"


def _linked(inside: str, to: str = "") -> Maker:
    """A link in place of a file or a folder, to its like outside."""

    def make(run: Path) -> None:
        place = run / inside
        if place.is_dir():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        place.symlink_to(to or _outside(run))

    return make


def _after(first: Maker, *then: Maker) -> Maker:
    def make(run: Path) -> None:
        for one in (first, *then):
            one(run)

    return make


def _pipe(inside: str) -> Maker:
    def make(run: Path) -> None:
        (run / inside).unlink(missing_ok=True)
        os.mkfifo(run / inside)

    return make


def _says(name: str = run_description.NAME, **changes: Any) -> Maker:
    return lambda run: edit(run, name, **changes) and None


def _says_of_arm(**changes: Any) -> Maker:
    def make(run: Path) -> None:
        arms = json_files.read_json(run / "comparison.json")["arms"]
        arms[1] |= changes
        edit(run, "comparison.json", arms=arms)

    return make


def _says_in_scenario(**changes: Any) -> Maker:
    def make(run: Path) -> None:
        edit(run, scenario={**json_files.read_json(run / run_description.NAME)["scenario"], **changes})

    return make


def _writes(inside: str, content: bytes, listed: bool = False) -> Maker:
    def make(run: Path) -> None:
        (run / inside).write_bytes(content)
        if listed:
            _listed(run, inside)

    return make


def _table(name: str, **columns: Any) -> Maker:
    """A table with other columns, which the folder lists as its own."""

    def make(run: Path) -> None:
        found = pq.read_table(run / name)
        for key, value in columns.items():
            place = found.column_names.index(key)
            found = found.set_column(place, key, value(found) if callable(value) else value)
        pq.write_table(found, run / name)
        _listed(run, name)

    return make


def _without(name: str, column: str) -> Maker:
    def make(run: Path) -> None:
        pq.write_table(pq.read_table(run / name).drop_columns([column]), run / name)
        _listed(run, name)

    return make


def _endless(name: str, rows: int = 3_000_000) -> Maker:
    """A small file that says it holds very many rows."""

    def make(run: Path) -> None:
        few = pq.read_table(run / name).slice(0, 1)
        many = pa.table({key: pa.repeat(few[key][0], rows) for key in few.column_names})
        pq.write_table(many, run / name, compression="zstd")
        _listed(run, name)

    return make


def _half(name: str) -> Maker:
    def make(run: Path) -> None:
        (run / name).write_bytes((run / name).read_bytes()[:500])
        _listed(run, name)

    return make


def _cut(name: str) -> Maker:
    """A table that lost its first rows, of which the folder says nothing."""
    return lambda run: pq.write_table(pq.read_table(run / name).slice(3), run / name)


def _deep(run: Path) -> None:
    (run / run_description.NAME).write_text('{"layout":1,"scenario":' + "[" * 100_000 + "]" * 100_000 + "}")


def _all(value: Any) -> Callable[[pa.Table], pa.Array]:
    return lambda table: pa.array([value] * table.num_rows)


RUNS: Mapping[str, Maker] = {
    "parts-is-a-link": _after(_stopped, _linked(".parts")),
    "part-is-a-link": _after(_stopped, _linked(".parts/000000-daily.parquet", "/dev/zero")),
    "checkpoints-is-a-link": _after(_stopped, _linked(".checkpoints")),
    "lock-is-a-pipe": _after(_stopped, _pipe(".lock")),
    "lock-is-odd": _after(_stopped, _writes(".lock", b"1e999\nelsewhere\n")),
    "lock-is-deep": _after(_stopped, _writes(".lock", b"[" * 100_000)),
    "part-is-deep": _after(_stopped, _writes(".parts/000000.json", b"[" * 100_000)),
    "description-is-a-pipe": _pipe(run_description.NAME),
    "description-is-a-link": _linked(run_description.NAME, "/dev/zero"),
    "table-is-a-link": _linked("daily.parquet", "/dev/zero"),
    "table-is-a-pipe": _pipe("events.parquet"),
    "report-is-a-link": _linked("report.html", "../outside/kept"),
    "another-link": _linked("notes"),
    "description-is-empty": _writes(run_description.NAME, b""),
    "description-is-binary": _writes(run_description.NAME, bytes(range(256))),
    "description-is-deep": _deep,
    "description-is-a-list": _writes(run_description.NAME, b"[]"),
    "description-has-no-numbers": _writes(run_description.NAME, b'{"layout": 1, "seed": NaN}'),
    "hash-taken-out": lambda run: json_files.write_json(
        run / run_description.NAME,
        {
            key: value
            for key, value in json_files.read_json(run / run_description.NAME).items()
            if key != json_files.SEAL
        },
    ),
    "edited-without-its-hash": lambda run: json_files.write_json(
        run / run_description.NAME,
        {**json_files.read_json(run / run_description.NAME), "command": "glasshouse run another"},
    ),
    "version-with-lines": _says(version="0.1.0\n--extra-index-url evil\nevil"),
    "version-with-escapes": _says(version=ESCAPES),
    "version-is-long": _says(version="1" * 5000),
    "command-with-escapes": _says(command=f"glasshouse run {ESCAPES}"),
    "reason-with-escapes": _says(status="interrupted", reason=ESCAPES),
    "library-with-lines": _says(host={"numpy": "2.0.0\nevil==1"}),
    "file-outside": _says(files={"../outside/kept": {"bytes": 4, "blake2b": "0" * 64}}),
    "file-absolute": _says(files={"/etc/hostname": {"bytes": 4, "blake2b": "0" * 64}}),
    "files-is-a-list": _says(files=[]),
    "arm-outside": _says(arm="../outside"),
    "label-is-another": _says(label="documented"),
    "start-is-another": _says(start="1999-01-01"),
    "seed-is-true": _says(seed=True),
    "population-is-another": _after(_stopped, _says(population=301)),
    "days-are-many": _says(days=10**9),
    "replicates-are-many": _says(replicates=10_000),
    "each-is-text": _says(each="many"),
    "command-is-another": _says(command="glasshouse run as-described --population 300 --days 9 --seed 7"),
    "title-is-markup": _says_in_scenario(title=MARKUP),
    "title-has-escapes": _says_in_scenario(title=ESCAPES),
    "scenario-is-odd": _says_in_scenario(cameras=[1, {"a": None}]),
    "past-is-odd": _says(past={"day": "<b>", "scenario": 3}),
    "table-is-half": _half("daily.parquet"),
    "table-was-changed": _cut("daily.parquet"),
    "table-is-no-parquet": _writes("daily.parquet", b"PAR1 and nothing more", listed=True),
    "table-lacks-a-column": _without("daily.parquet", "value"),
    "table-has-text-for-numbers": _table("daily.parquet", value=_all("many")),
    "table-has-nothing": _table("daily.parquet", value=lambda table: pa.nulls(table.num_rows, pa.int64())),
    "table-of-other-replicates": _table("daily.parquet", replicate=_all(7)),
    "table-of-far-days": _table("daily.parquet", day=_all(2_000_000_000)),
    "table-of-far-replicates": _table("daily.parquet", replicate=_all(2**31 - 1)),
    "table-of-odd-people": _table("people.parquet", group=_all(MARKUP)),
    "table-of-too-many-acts": _table("people.parquet", unlawful=_all(99)),
    "people-are-endless": _endless("people.parquet"),
    "days-are-endless": _endless("daily.parquet"),
    "measures-are-odd": _table("measures.parquet", measure=_all(MARKUP)),
    "events-are-odd": _table("events.parquet", event=_all(MARKUP)),
}
COMPARISONS: Mapping[str, Maker] = {
    "arm-up": _says_of_arm(name="../outside"),
    "arm-absolute": _says_of_arm(name="/tmp/elsewhere"),
    "comparison-s-days-are-another": _says("comparison.json", days=365),
    "comparison-s-seed-is-another": _says("comparison.json", seed=9),
    "comparison-s-label-is-another": _says("comparison.json", label="documented"),
    "arm-hidden": _says_of_arm(name=".parts"),
    "arm-twice": _says_of_arm(name="unwatched"),
    "arm-is-a-link": _linked("ban"),
    "arm-title-has-escapes": _says_of_arm(title=ESCAPES),
    "arm-digest-is-text": _says_of_arm(digests=["x"]),
    "tables-is-a-link": _linked("tables"),
    "rows-are-endless": _endless("comparison.parquet"),
    "comparison-is-a-pipe": _pipe("comparison.json"),
    "running-arm-up": _after(_says_of_arm(name="../outside"), _says("comparison.json", status="interrupted")),
}


def spoil(whole: Path, place: Path, make: Maker) -> Path:
    """A copy of a whole folder in ``place``, spoilt; beside it ``outside``, with files that are nobody's business."""
    outside = place / "outside"
    outside.mkdir(parents=True)
    for name in ("kept", "000000-daily.parquet"):
        (outside / name).write_text(SECRET)
    folder = Path(shutil.copytree(whole, place / "spoilt"))
    make(folder)
    return folder


if __name__ == "__main__":
    out = Path(sys.argv[1])
    wholes = {"run": make_run(out / "whole-run"), "comparison": make_comparison(out / "whole-comparison")}
    for kind, makers in (("run", RUNS), ("comparison", COMPARISONS)):
        for name, maker in makers.items():
            print(spoil(wholes[kind], out / f"{kind}-{name}", maker))
