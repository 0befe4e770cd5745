"""The charts of the lab's pages, each with what it takes to make it again, and as files."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from glasshouse.report.drawing import BROAD, Chart, printed


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A chart on a page.

    ``name`` is its word in addresses and file names; ``files`` the address of its files without the ending;
    ``command`` makes its numbers again in a terminal, ``address`` shows it in the lab.
    """

    name: str
    title: str
    chart: Chart
    command: str
    address: str
    files: str
    note: str = ""

    def csv(self) -> str:
        """The chart's rows, as a table to be read by other programs.

        >>> chart = Chart(make=lambda width: None, words="", data={"rows": [{"tier": "A", "people": 3}]})
        >>> Figure(name="t", title="", chart=chart, command="", address="", files="").csv()
        'tier,people\\r\\nA,3\\r\\n'
        """
        rows: list[Any] = [row for name, rows in self.chart.data.items() if name != "events" for row in rows]
        out = io.StringIO()
        writer = csv.DictWriter(out, list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()

    def drawn(self) -> tuple[str, bytes]:
        """The text of an SVG and the bytes of a PNG."""
        return printed(self.chart.make(BROAD), **self.chart.data)
