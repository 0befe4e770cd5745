"""The folder that a run leaves, so written that no half of a file can pass for a whole one.

Each finished replicate is kept apart until the end, with its facts and its files' hashes, so that whatever stops a run
(a kill, a full disk, Ctrl-C) costs only what was done since the last checkpoint of the replicate under way. A file gets
its name in the last step, by renaming. Replicate 0 is kept as it will stay, so that closing a run of one replicate
needs no room; the others as they are in memory, lightly packed, which costs a fifth of the time, and are written for
good when the run ends.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from glasshouse.folders import json_files
from glasshouse.folders.description import fault, require_readable
from glasshouse.folders.leftovers import CHECKPOINTS, PARTS, double, sweep
from glasshouse.folders.lock import Lock
from glasshouse.results import description
from glasshouse.results.description import ReplicateSaid, RunSaid
from glasshouse.results.label import write_table

if TYPE_CHECKING:
    import pyarrow as pa

#: The tables of a run; each is a file ``NAME.parquet``.
TABLES = ("daily", "events", "people", "measures")


class RunFolder:
    """A run folder being written.

    ``manifest`` is the content of ``run.json`` so far. The order is: ``begin``, or ``go_on`` after an interruption;
    ``keep`` a replicate at a time, then ``finish``; or ``stop``, whatever happened. It is held until ``release``.
    """

    def __init__(self, path: Path, content: Mapping[str, Any]) -> None:
        """Of a folder that exists, and is empty unless the run is to go on."""
        self.path = path
        self.lock = Lock(path)
        self.manifest: dict[str, Any] = {**content, "status": "running", "each": [], "files": {}}

    def begin(self) -> None:
        """Write ``run.json``; on failure the folder is removed. Raises ``OSError`` and ``BadInputError``."""
        try:
            require_readable(self.path / description.NAME, self.manifest, RunSaid)
            self.lock.take()
            json_files.write_description(self.path / description.NAME, self.manifest)
            (self.path / PARTS).mkdir()
        except BaseException:
            shutil.rmtree(self.path, ignore_errors=True)
            raise

    def go_on(self, say: Callable[[str], None]) -> None:
        """Take up the replicates that are whole, and call the run running again; ``say`` is told of one that is not.

        Hold the lock before. Raises ``OSError``.
        """
        sweep(self.path)
        (self.path / PARTS).mkdir(exist_ok=True)
        while (kept := self._kept(self.finished, say)) is not None:
            self.manifest["each"].append(kept)
        self._drop_unfinished()
        json_files.write_description(self.path / description.NAME, self.manifest)

    def back_to(self, count: int) -> None:
        """Keep the first replicates alone. Raises ``OSError``."""
        del self.manifest["each"][count:]
        self._drop_unfinished()

    def release(self) -> None:
        """Let others write the folder."""
        self.lock.release()

    @property
    def finished(self) -> int:
        """Replicates kept so far."""
        return len(self.manifest["each"])

    @property
    def checkpoints(self) -> Path:
        """Where checkpoints of replicates under way are kept."""
        return self.path / CHECKPOINTS

    def keep(self, tables: Mapping[str, pa.Table], facts: Mapping[str, Any]) -> None:
        """Write a replicate's tables, and note its facts. Raises ``OSError``, and then nothing is kept of it."""
        for name, table in tables.items():
            write_part(table, self._part(name, self.finished), self.finished, self.manifest["label"])
        self._note(tables, facts)

    def keep_files(self, files: Mapping[str, bytes], facts: Mapping[str, Any]) -> None:
        """The same with the tables as ``write_part`` wrote them elsewhere."""
        for name, content in files.items():
            self._part(name, self.finished).write_bytes(content)
        self._note(files, facts)

    def finish(self, facts: Mapping[str, Any]) -> None:
        """Put the replicates together and call the run finished. Raises ``OSError``."""
        self._gather(self.finished)
        self._close("finished", facts)
        sweep(self.path, finished=True)

    def stop(self, status: str, reason: str) -> None:
        """End early ("interrupted" or "failed"): show the finished replicates, drop what is half done.

        What it takes to go on stays. Without the room to put all replicates together, the first is shown alone.
        """
        self._drop_unfinished()
        try:
            self._gather(self.finished)
        except OSError:
            if self.finished <= 1:
                raise
            del self.manifest["each"][1:]
            self._gather(1)
        self._close(status, {"reason": reason})

    def _part(self, table: str, number: int) -> Path:
        return self.path / PARTS / f"{number:06d}-{table}.{'arrow' if number else 'parquet'}"

    def _facts(self, number: int) -> Path:
        return self.path / PARTS / f"{number:06d}.json"

    def _note(self, tables: Iterable[str], facts: Mapping[str, Any]) -> None:
        """Call the next replicate whole."""
        parts = [self._part(name, self.finished) for name in tables]
        prints = {path.name: json_files.fingerprint(path) for path in parts}
        json_files.write_json(self._facts(self.finished), {"facts": facts, "files": prints, "of": self._of()})
        self.manifest["each"].append(dict(facts))

    def _of(self) -> dict[str, Any]:
        """Of which run a replicate is: of another one it is not taken up."""
        past = self.manifest.get("past")
        return {
            **{key: self.manifest[key] for key in ("scenario_hash", "seed", "population", "days")},
            "past": past and {key: past[key] for key in ("day", "scenario_hash")},
        }

    def _kept(self, number: int, say: Callable[[str], None]) -> dict[str, Any] | None:
        """The facts of a replicate that is whole; None for one that is not."""
        path = self._facts(number)
        if not path.exists():
            return None
        try:
            content = json_files.read_json(path)
            files = {self._part(name, number).name: self._part(name, number) for name in TABLES}
            wrong = next(
                (name for name in files if json_files.fingerprint(files[name]) != content["files"][name]), None
            )
            facts = dict(content["facts"])
            wrong = f"{wrong} is missing or was altered" if wrong else ""
            if "of" not in content:
                wrong = "it was kept by an earlier glasshouse"
            elif content["of"] != self._of():
                wrong = "what is kept of it is of another run"
            wrong = wrong or fault(facts, ReplicateSaid)
        except (OSError, ValueError, KeyError, TypeError):
            wrong, facts = "a file of it is missing or was altered", {}
        if not wrong:
            return facts
        say(f"Replicate {number} is run again: {wrong}.")
        return None

    def _drop_unfinished(self) -> None:
        kept = {self._part(table, number) for table in TABLES for number in range(self.finished)}
        kept |= {self._facts(number) for number in range(self.finished)}
        parts = self.path / PARTS
        for part in parts.iterdir() if parts.exists() else ():
            if part not in kept:
                part.unlink(missing_ok=True)

    def _gather(self, count: int) -> None:
        """Make each table one file, and only then give the files their names; the parts stay."""
        if count == 0:
            return
        made = {table: self.path / f".{table}.parquet.part" for table in TABLES}
        try:
            for table, partial in made.items():
                partial.unlink(missing_ok=True)
                parts = [self._part(table, number) for number in range(count)]
                if count > 1:
                    _join(parts, partial)
                elif parts[0].exists():
                    double(parts[0], partial)
            for table, partial in made.items():
                if partial.exists():
                    os.replace(partial, self.path / f"{table}.parquet")
        finally:
            for partial in made.values():
                partial.unlink(missing_ok=True)

    def _close(self, status: str, facts: Mapping[str, Any]) -> None:
        files = [self.path / f"{table}.parquet" for table in TABLES] if self.finished else []
        prints = {path.name: json_files.fingerprint(path) for path in files if path.exists()}
        self.manifest |= {"status": status, "replicates": self.finished, **facts, "files": prints}
        json_files.write_description(self.path / description.NAME, self.manifest)


def write_part(table: pa.Table, where: Path | BinaryIO, number: int, label: str) -> None:
    """Write one table of replicate ``number`` as it is kept until the run ends. Raises ``OSError``."""
    import pyarrow.feather as feather

    sink = str(where) if isinstance(where, Path) else where
    if number == 0:
        write_table(table, sink, label, **_layout(table.schema))
    else:
        feather.write_feather(table, sink, compression="lz4")


def _join(parts: Sequence[Path], target: Path) -> None:
    """Put the parts of a table into one Parquet file, in order; the first is Parquet, the others are Arrow.

    The first one's schema, its label included, is that of the whole.
    """
    import pyarrow.feather as feather
    import pyarrow.parquet as pq

    schema = pq.read_schema(parts[0])
    with pq.ParquetWriter(target, schema, **_layout(schema)) as writer:
        with pq.ParquetFile(parts[0], read_dictionary=_named_columns(schema)) as source:
            for place in range(source.num_row_groups):
                writer.write_table(source.read_row_group(place).cast(schema))
        for part in parts[1:]:
            writer.write_table(feather.read_table(part, memory_map=False).cast(schema))


def _layout(schema: pa.Schema) -> dict[str, Any]:
    """How a table is packed: whole numbers by their steps, names by their places in a list.

    Names get no statistics, since each row group holds nearly all of them.
    """
    import pyarrow as pa

    stepped = [f.name for f in schema if pa.types.is_integer(f.type) or pa.types.is_date32(f.type)]
    return {
        "compression": "zstd",
        "use_dictionary": _named_columns(schema),
        "column_encoding": dict.fromkeys(stepped, "DELTA_BINARY_PACKED"),
        "write_statistics": stepped,
    }


def _named_columns(schema: pa.Schema) -> list[str]:
    import pyarrow as pa

    return [field.name for field in schema if pa.types.is_dictionary(field.type)]
