"""Tables as files for spreadsheets: CSV that Excel opens as it is meant.

It begins with a byte order mark, by which Excel knows UTF-8. Each row is data: what the table is stands in columns at
its end, for rows go on without their page. A number is a number, with an ordinary minus sign and no separators.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

#: By which Excel knows that a file is UTF-8.
MARK = b"\xef\xbb\xbf"
#: A number as people write it.
_NUMBER = re.compile(r"[+−-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
#: Letters with which a formula begins, or a cell that a spreadsheet may take for one.
_FORMULA = ("=", "+", "@", "-", "\t", "\r")


def spreadsheet(heads: Sequence[str], rows: Iterable[Sequence[Any]], *, note: str, once: str = "") -> bytes:
    """A CSV file of these rows, one a line of the table; missing numbers (None) are empty cells.

    ``note`` stands in the last column of each row, under "note". ``once`` stands beside it in the first row alone,
    under "made with", for what is too long to be repeated.

    >>> found = spreadsheet(["group", "people"], [["women", "−1,234"], ["men", None]], note="invented people")
    >>> found.decode("utf-8-sig").splitlines()
    ['group,people,note', 'women,-1234,invented people', 'men,,invented people']
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*map(_cell, heads), "note", *(("made with",) if once else ())])
    for number, row in enumerate(rows):
        last = ((_cell(once) if number == 0 else "",)) if once else ()
        writer.writerow([*map(_cell, row), _cell(note), *last])
    return MARK + out.getvalue().encode()


def _cell(value: Any) -> Any:
    """A cell: a text that is a number becomes one, and a text that would be run as a formula is marked as text.

    >>> [_cell(x) for x in ("−4.2", "20,000", "=1+1", -3.5, "−50 points", "a\\nb")]
    ['-4.2', '20000', "'=1+1", -3.5, '−50 points', 'a b']
    """
    if not isinstance(value, str):
        return "" if value is None else value
    if _NUMBER.fullmatch(value):
        return value.replace(",", "").replace("−", "-").removeprefix("+")
    text = value if value.startswith(_FORMULA) else " ".join(value.split())
    return f"'{text}" if text.startswith(_FORMULA) else text
