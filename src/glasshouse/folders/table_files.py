"""Tables of a folder, read in one place: a Parquet file as it stands, whatever its path is called and whoever made it.

Readers of Parquet take ``KEY=VALUE`` in a path for a column and ``*`` or ``[1]`` for a pattern, so that a run in
``sweep/value=5/`` had other figures than the same run elsewhere. Both are switched off here, and nothing else in the
package opens a table. Sizes are read from the file's own description before anything is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from glasshouse.errors import BadInputError, why

#: What a column may be; a name is text, packed by its place in a list or not.
WHOLE, REAL, NAME, TRUTH, DATE = "whole number", "number", "name", "truth", "date"
#: Bytes that a row of a table takes at most when it is unpacked, long names included.
_ROW_BYTES = 1024
_SPARE_BYTES = 1 << 24


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of a folder: the columns that it must have with their kinds, and how many rows it can hold at most."""

    columns: Mapping[str, str]
    most: int


def scan(path: Path, table: Table | None = None) -> pl.LazyFrame:
    """A table that reads the disk only when it is collected; names are categories or text.

    With ``table``, it must be such a one. Raises ``BadInputError``.

    >>> import tempfile, pyarrow as pa, pyarrow.parquet as pq
    >>> with tempfile.TemporaryDirectory() as place:
    ...     file = Path(place) / "day=7"
    ...     pq.write_table(pa.table({"day": [1, 2]}), file)
    ...     scan(file, Table(columns={"day": WHOLE}, most=2)).collect()["day"].to_list()
    [1, 2]
    """
    check(path, table)
    return pl.scan_parquet(path, glob=False, hive_partitioning=False)


def rows(path: Path, table: Table) -> list[dict[str, Any]]:
    """The rows of a small table, its columns in order. Raises ``BadInputError``."""
    frame = scan(path, table).select(list(table.columns))
    return collected(path, frame).to_dicts()


def said(path: Path) -> dict[str, str]:
    """What a table's file says of itself beside its columns. Raises ``BadInputError``.

    >>> import tempfile, pyarrow as pa, pyarrow.parquet as pq
    >>> with tempfile.TemporaryDirectory() as place:
    ...     pq.write_table(pa.table({"day": [1]}).replace_schema_metadata({"of": "a day"}), f"{place}/days")
    ...     said(Path(place) / "days")["of"]
    'a day'
    """
    check(path, None)
    with pq.ParquetFile(path) as file:
        found = file.schema_arrow.metadata or {}
    return {key.decode(errors="replace"): value.decode(errors="replace") for key, value in found.items()}


def small(path: Path, most: int) -> pa.Table:
    """A table of at most so many rows, its pages compared with their checksums. Raises ``BadInputError``."""
    check(path, Table(columns={}, most=most))
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            return file.read()
    except (OSError, pa.ArrowException) as error:
        raise broken(path, why(error) if isinstance(error, OSError) else "it is not a whole Parquet file") from None


def collected(path: Path, frame: pl.LazyFrame) -> pl.DataFrame:
    """What a question to a table comes to, answered a piece at a time. Raises ``BadInputError`` for a damaged one."""
    try:
        return frame.collect(engine="streaming")
    except pl.exceptions.PanicException:  # no Exception: what Polars calls a fault of its own, here one of the file
        raise broken(path, "it is not a whole Parquet file") from None
    except (pl.exceptions.PolarsError, OSError) as error:
        if "memory" in str(error).lower():
            raise MemoryError(str(error)) from error
        raise broken(path, "it is not a whole Parquet file, or lacks columns") from None


def check(path: Path, table: Table | None) -> None:
    """Raise ``BadInputError`` for a file that is no Parquet, lacks a column, or says it holds more than it can."""
    try:
        with pq.ParquetFile(path) as file:
            about, schema = file.metadata, file.schema_arrow
    except MemoryError:
        raise
    except (OSError, pa.ArrowException, ValueError) as error:
        known = isinstance(error, OSError) and error.errno
        raise broken(path, why(error) if known else "it is not a whole Parquet file") from None
    if table is None:
        return
    for name, kind in table.columns.items():
        if schema.names.count(name) != 1:
            raise broken(path, f"it lacks the column '{name}'")
        if not _is(kind, schema.field(name).type):
            raise broken(path, f"its column '{name}' is no {kind}")
    unpacked = sum(about.row_group(k).total_byte_size for k in range(about.num_row_groups))
    if about.num_rows > table.most or unpacked > table.most * _ROW_BYTES + _SPARE_BYTES:
        raise broken(path, f"it says that it holds {about.num_rows:,} rows, and it can have {table.most:,} at most")


def _is(kind: str, found: Any) -> bool:
    types = pa.types
    inner = found.value_type if types.is_dictionary(found) else found
    tests = {
        WHOLE: types.is_integer,
        REAL: lambda of: types.is_floating(of) or types.is_integer(of) or types.is_null(of),
        NAME: lambda of: types.is_string(of) or types.is_large_string(of) or types.is_string_view(of),
        TRUTH: types.is_boolean,
        DATE: types.is_date,
    }
    return bool(tests[kind](inner))


def broken(path: Path, what: str) -> BadInputError:
    """The error for a table that cannot be used."""
    return BadInputError(
        f"{path}: damaged ({what}). 'glasshouse verify {path.parent}' says what else is; bring it back from a copy, "
        "or make the folder again."
    )
