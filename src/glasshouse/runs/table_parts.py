"""The tables of a run as they are kept until it ends, and how they become one file each.

Replicate 0 is kept as it will stay, so that closing a run of one replicate needs no room; the others as they are in
memory, lightly packed, which costs a fifth of the time, and are written for good when the run ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

from glasshouse.folders.output_label import write_table

#: The tables of a run; each is a file ``NAME.parquet``.
TABLES = ("daily", "events", "people", "measures")


def part_name(table: str, number: int) -> str:
    """The file in which one table of replicate ``number`` is kept."""
    return f"{number:06d}-{table}.{'arrow' if number else 'parquet'}"


def write_part(table: pa.Table, where: Path | BinaryIO, number: int, label: str, digest: str) -> None:
    """Write one table of replicate ``number``, which has this digest, as it is kept until the run ends.

    Raises ``OSError``.
    """
    sink = str(where) if isinstance(where, Path) else where
    if number == 0:
        write_table(table.replace_schema_metadata(_of(table.schema, digest)), sink, label, **_layout(table.schema))
    else:
        feather.write_feather(table, sink, compression="lz4")


def join(parts: Sequence[Path], target: Path, digest: str) -> None:
    """Put the parts of a table into one Parquet file, in order; the first is Parquet, the others are Arrow.

    The first one's schema, its label included, is that of the whole, but for the digest.
    """
    schema = pq.read_schema(parts[0])
    schema = schema.with_metadata(_of(schema, digest))
    with pq.ParquetWriter(target, schema, **_layout(schema)) as writer:
        with pq.ParquetFile(parts[0], read_dictionary=_named_columns(schema)) as source:
            for place in range(source.num_row_groups):
                writer.write_table(source.read_row_group(place).cast(schema))
        for part in parts[1:]:
            writer.write_table(feather.read_table(part, memory_map=False).cast(schema))


def _of(schema: pa.Schema, digest: str) -> dict[bytes, bytes]:
    """What a schema says, and the digest of the results that the table is of."""
    return {**(schema.metadata or {}), b"digest": digest.encode()}


def _layout(schema: pa.Schema) -> dict[str, Any]:
    """How a table is packed: whole numbers by their steps, names by their places in a list.

    Names get no statistics, since each row group holds nearly all of them.
    """
    stepped = [f.name for f in schema if pa.types.is_integer(f.type) or pa.types.is_date32(f.type)]
    return {
        "compression": "zstd",
        "use_dictionary": _named_columns(schema),
        "column_encoding": dict.fromkeys(stepped, "DELTA_BINARY_PACKED"),
        "write_statistics": stepped,
    }


def _named_columns(schema: pa.Schema) -> list[str]:
    return [field.name for field in schema if pa.types.is_dictionary(field.type)]
