"""The legend of a map of tiles: what the shades mean, for a broad page and for a phone."""

from __future__ import annotations

import textwrap
from typing import Any

import altair as alt

from glasshouse.report.chart_drawing import COLOURS, named
from glasshouse.wording.numbers import short

#: How strongly a tile is coloured, by fifths of the scale; on paper and in the dark the ink still reads on it.
SHADES = (0.07, 0.2, 0.33, 0.46, 0.6)
#: The outline of a tile and of a box of the legend.
EDGE: dict[str, Any] = {"stroke": COLOURS["soft"], "strokeWidth": 0.7}
#: On a phone a remark is folded into lines of so many letters, so many pixels apart.
_LINE, _LEADING = 54, 14


def legend(top: float) -> list[dict[str, Any]]:
    """The fifths of the scale, each with its ends; one alone where there is nothing."""
    if not top:
        return [{"place": 0, "shade": SHADES[0], "ends": "none"}]
    ends = [top * k / len(SHADES) for k in range(len(SHADES) + 1)]
    return [
        {"place": k, "shade": shade, "ends": f"{short(ends[k])} to {short(ends[k + 1])}"}
        for k, shade in enumerate(SHADES)
    ]


def edges(top: float) -> list[dict[str, Any]]:
    """The same for a phone, where only the edges between the fifths have room.

    >>> [edge["text"] for edge in edges(10.0)], [edge["text"] for edge in edges(0)]
    (['0', '2', '4', '6', '8', '10'], ['none'])
    """
    if not top:
        return [{"place": 0, "text": "none"}]
    return [{"place": k, "text": short(top * k / len(SHADES))} for k in range(len(SHADES) + 1)]


def folded(text: str) -> str:
    """A line above or below the legend, in lines that a phone has room for."""
    return "\n".join(textwrap.wrap(text, _LINE))


def key(width: int, more: int = 0, *, on_phone: bool = False) -> Any:
    """The boxes with their figures, a remark above them and one below; the upper has ``more`` lines than one."""
    down = more * _LEADING
    scale = alt.Scale(domain=[0, len(SHADES)], nice=False)
    base = named("ends").transform_calculate(x2="datum.place + 0.94", middle="datum.place + 0.47")
    boxes = base.mark_rect(**EDGE, color=COLOURS["c-red"]).encode(
        x=alt.X("place:Q", axis=None, scale=scale),
        x2="x2:Q",
        y=alt.value(22 + down),
        y2=alt.value(36 + down),
        fillOpacity=alt.FillOpacity("shade:Q", scale=None),
    )
    small: dict[str, Any] = {"baseline": "top", "color": COLOURS["soft"]}
    last = len(SHADES)
    place = f"['left', 'center', 'right'][(datum.place > 0) + (datum.place == {last})]"
    at_edge: dict[str, Any] = {"align": {"expr": place}}
    between = base.mark_text(**small, fontSize=11).encode(text="ends:N")
    edge = named("legend").transform_calculate(middle="datum.place - 0.03").mark_text(**small, **at_edge, fontSize=11)
    ends = (edge.encode(text="text:N") if on_phone else between).encode(
        x=alt.X("middle:Q", axis=None, scale=scale), y=alt.value(41 + down)
    )
    lines = [
        named("labels")
        .transform_filter(f"datum.line == {line}")
        .mark_text(**small, align="left", fontSize=12, lineBreak="\n", lineHeight=_LEADING)
        .encode(x=alt.value(0), y=alt.value(y), text="folded:N" if on_phone else "text:N")
        for line, y in ((0, 0), (1, 58 + down))
    ]
    return alt.layer(boxes, ends, *lines).properties(width=width, height=72 + down + (_LEADING if on_phone else 0))
