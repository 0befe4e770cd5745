"""What every output says of itself: that its people are invented, that it is no forecast, and its label."""

from __future__ import annotations

import os
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

NOT_A_FORECAST = "The people are invented. This is not a forecast."


def row_note(label: str) -> str:
    """The same in one cell, for tables that are taken apart row by row.

    >>> row_note("hypothetical"), row_note("")
    ('hypothetical; invented people; not a forecast', 'invented people; not a forecast')
    """
    return "; ".join(filter(None, (label.rstrip("."), "invented people", "not a forecast")))


def labelled(table: pa.Table, label: str, digest: str | None = None) -> pa.Table:
    """A table whose schema says it, beside what it says already: ``label`` and ``note``; ``digest``: of which results.

    >>> import pyarrow as pa
    >>> labelled(pa.table({"x": [1]}), "documented").schema.metadata[b"label"]
    b'documented'
    """
    said = {**(table.schema.metadata or {}), "label": label, "note": NOT_A_FORECAST}
    return table.replace_schema_metadata(said if digest is None else {**said, "digest": digest})


def write_table(
    table: pa.Table, path: str | os.PathLike[str] | BinaryIO, label: str, digest: str | None = None, **layout: Any
) -> None:
    """Write a table as Parquet, labelled. Raises ``OSError``."""
    pq.write_table(labelled(table, label, digest), path, **layout)
