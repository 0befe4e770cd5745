"""A table is read as it stands, or refused in a sentence, whatever Polars makes of it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from glasshouse.errors import BadInputError
from glasshouse.folders import table_files
from glasshouse.folders.table_files import NAME, WHOLE, Table


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "daily.parquet"
    pq.write_table(pa.table({"day": [1, 2, 3], "measure": ["a", "b", "c"]}), path)
    return path


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (Table(columns={"night": WHOLE}, most=9), "lacks the column 'night'"),
        (Table(columns={"measure": WHOLE}, most=9), "'measure' is no whole number"),
        (Table(columns={"day": NAME}, most=9), "'day' is no name"),
        (Table(columns={"day": WHOLE}, most=2), "3 rows, and it can have 2"),
    ],
)
def test_a_table_that_is_not_what_it_should_be_is_refused_before_it_is_read(file, table, words):
    with pytest.raises(BadInputError, match=words):
        table_files.scan(file, table)


@pytest.mark.parametrize("error", [pl.exceptions.PanicException, pl.exceptions.ComputeError, OSError])
def test_a_fault_of_the_file_is_told_as_one_even_where_polars_panics(file, monkeypatch, error):
    """What Polars calls a panic is no Exception, and passes everything that catches those."""

    def collect(*_, **__):
        raise error("index out of bounds")

    frame = table_files.scan(file)
    monkeypatch.setattr(pl.LazyFrame, "collect", collect)
    with pytest.raises(BadInputError, match="damaged"):
        table_files.collected(file, frame)


def test_names_that_are_patterns_elsewhere_are_names_here(tmp_path):
    for name in ("day=7", "x[1]", "a*", "?"):
        place = tmp_path / name
        place.mkdir()
        pq.write_table(pa.table({"day": [1]}), place / "daily.parquet")
        found = table_files.collected(place / "daily.parquet", table_files.scan(place / "daily.parquet"))
        assert found.to_dicts() == [{"day": 1}]
