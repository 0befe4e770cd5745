"""Tables as spreadsheets read them."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from glasshouse.folders.spreadsheet import MARK, spreadsheet

CELLS = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
)


def read(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))


# Rows that are no data, and numbers that are no numbers, to the program that reads a table.
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=4))
def test_each_row_is_data_and_says_what_it_is(rows):
    table = spreadsheet(["a", "b"], rows, note="documented; not a forecast", once="glasshouse run x")
    assert table.startswith(MARK)
    head, *lines = read(table)
    assert head == ["a", "b", "note", "made with"]
    assert len(lines) == len(rows)
    assert all(line[2] == "documented; not a forecast" for line in lines)
    assert [line[3] for line in lines] == ["glasshouse run x", *[""] * len(rows)][: len(rows)]
    for row, line in zip(rows, lines, strict=True):
        for given_, found in zip(row, line, strict=False):
            if isinstance(given_, int | float):
                assert float(found) == given_
                assert "−" not in found
            else:
                assert not found.startswith(("=", "+", "@", "\t", "\r"))


def test_a_number_as_people_write_it_is_a_number():
    (_, line) = read(spreadsheet(["a", "b", "c"], [["−4.2", "12,345", "−5 to 3"]], note=""))
    assert [float(cell) for cell in line[:2]] == [-4.2, 12_345]
    assert line[2] == "−5 to 3"
