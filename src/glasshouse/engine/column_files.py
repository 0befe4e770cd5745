"""Files of columns (Arrow IPC), hashed while they are written, batch by batch, so that no column is ever held twice."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa

#: Rows a batch.
BATCH = 1 << 20
_READ = 1 << 22


class _Sink:
    """A file that hashes what is written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.state, self.bytes = file, blake2b(digest_size=32), 0
        self.closed = False

    def write(self, data: Any) -> int:
        self.file.write(data)
        self.state.update(data)
        self.bytes += len(data)
        return len(data)

    def tell(self) -> int:
        return self.bytes

    def flush(self) -> None:
        self.file.flush()

    def close(self) -> None:
        self.closed = True


def write_columns(path: Path, batches: Iterable[Mapping[str, np.ndarray]]) -> dict[str, Any]:
    """Write batches of columns, the first of which says their names and types; returns the file's size and hash.

    A column of two dimensions becomes lists of equal length. On the disk when it returns. Raises ``OSError``.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     said = write_columns(Path(place) / "x.arrow", [{"a": np.arange(3), "b": np.ones((3, 2), np.int8)}])
    ...     back = read_columns(Path(place) / "x.arrow")
    ...     said == fingerprint(Path(place) / "x.arrow"), back["a"].tolist(), back["b"].shape
    (True, [0, 1, 2], (3, 2))
    """
    with path.open("wb") as file:
        sink = _Sink(file)
        with pa.PythonFile(sink, mode="w") as stream:
            writer: pa.RecordBatchFileWriter | None = None
            for columns in batches:
                batch = pa.RecordBatch.from_pydict({name: _array(column) for name, column in columns.items()})
                if writer is None:
                    packing = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", compression_level=1))
                    writer = pa.ipc.new_file(stream, batch.schema, options=packing)
                writer.write_batch(batch)
            if writer is not None:
                writer.close()
        file.flush()
        os.fsync(file.fileno())
    return {"bytes": sink.bytes, "blake2b": sink.state.hexdigest()}


def _array(column: np.ndarray) -> pa.Array:
    if column.ndim == 1:
        return pa.array(column)
    return pa.FixedSizeListArray.from_arrays(pa.array(column.reshape(-1)), column.shape[1])


def batches_of(path: Path) -> Iterator[dict[str, np.ndarray]]:
    """The batches of a file of columns, one after the other. Raises ``OSError`` or ``ValueError``."""
    with pa.OSFile(str(path)) as file:
        reader = pa.ipc.open_file(file)
        for number in range(reader.num_record_batches):
            yield _numbers(reader.get_batch(number))


def _numbers(batch: pa.RecordBatch) -> dict[str, np.ndarray]:
    found = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if isinstance(column, pa.FixedSizeListArray):
            found[name] = column.flatten().to_numpy().reshape(len(column), column.type.list_size)
        else:
            found[name] = column.to_numpy()
    return found


def read_columns(path: Path) -> dict[str, np.ndarray]:
    """A whole file of columns."""
    parts = list(batches_of(path))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def read_rows(path: Path, first: int, last: int) -> dict[str, np.ndarray]:
    """Rows first .. last - 1 of a file whose batches all have BATCH rows but the last; other batches are not read."""
    with pa.OSFile(str(path)) as file:
        reader = pa.ipc.open_file(file)
        parts = []
        for number in range(first // BATCH, max(first // BATCH + 1, -(-last // BATCH))):
            rows = slice(max(0, first - number * BATCH), max(0, last - number * BATCH))
            parts.append({name: column[rows] for name, column in _numbers(reader.get_batch(number)).items()})
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def fingerprint(path: Path) -> dict[str, Any]:
    """Size and BLAKE2b hash (64 hex digits) of a file. Raises ``OSError``."""
    state, size = blake2b(digest_size=32), 0
    with path.open("rb") as file:
        while chunk := file.read(_READ):
            state.update(chunk)
            size += len(chunk)
    return {"bytes": size, "blake2b": state.hexdigest()}


def content_hash(content: Mapping[str, Any]) -> str:
    """BLAKE2b hash (64 hex digits) of JSON values, whatever the order of their keys."""
    return blake2b(json.dumps(content, sort_keys=True).encode(), digest_size=32).hexdigest()


def sync(folder: Path) -> None:
    """See to it that a folder's list of names is on the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
