"""The flow chart as something that a page prints and a file can be made of, as ``drawing.Chart`` is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from glasshouse.report.chart_drawing import LIGHT, Rows
from glasshouse.report.flow_drawing import draw
from glasshouse.report.run_flow import Diagram, Flow

_STYLE = Path(__file__).parent / "style.css"
#: The colours of ``style.css`` that only this drawing has.
_LIGHT = {**LIGHT, "panel": "#f4f1e9", "flow": "#8f9aa3", "bad": "#b34700", "bad-fill": "#d55e00"}


@dataclass(frozen=True, kw_only=True)
class FlowChart:
    """The arrows of a run; ``off`` are the parts that are switched off, ``words`` what the ``diagram`` shows.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> from glasshouse.report.run_flow import diagram_of, flows
    >>> diagram = diagram_of(SHIPPED)
    >>> rows = flows(diagram, lambda *measures: 3, ())
    >>> chart = FlowChart(rows=rows, off=frozenset(), words="From acts to refusals.", diagram=diagram)
    >>> chart.data["rows"][0]["what"], "var(" in str(chart.__html__()), "var(" in chart.drawing()
    ('public acts seen', False, False)
    """

    rows: tuple[Flow, ...]
    off: frozenset[str]
    words: str
    diagram: Diagram

    @property
    def data(self) -> Mapping[str, Rows]:
        """One row an arrow: from, to, what, how many in all and how many of them wrong; none where it is off."""
        return {"rows": [_row(row) for row in self.rows]}

    def __html__(self) -> str:
        """The drawing for a page, in the colours of its style sheet."""
        return draw(self.diagram, self.rows, self.off, title=self.words)

    def drawing(self) -> str:
        """The drawing as the text of an SVG file, in light colours."""
        drawn = str(draw(self.diagram, self.rows, self.off, title=self.words))
        head, body = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).split(">", 1)
        return f"{head}><style>{_rules()}</style>{body}"


def _row(row: Flow) -> dict[str, object]:
    counts = {} if row.off else {"count": row.right + row.wrong, "wrong": row.wrong if row.arrow.wrong else None}
    return {"from": row.start, "to": row.end, "what": row.arrow.what, **counts}


@cache
def _rules() -> str:
    """The style sheet's rules for the flow chart, in light colours and on their own."""
    text = _STYLE.read_text(encoding="utf-8")
    rules = [line for line in text.splitlines() if line.startswith((".flow-", ".flow "))]
    own = "\n".join(["text { font-family: sans-serif; }", *rules])
    return re.sub(r"var\(--([\w-]+)\)", lambda found: _LIGHT[found[1]], own)
