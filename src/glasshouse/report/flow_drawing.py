"""The flow chart as SVG. Its colours are the style sheet's; an arrow's width grows with the logarithm of its count."""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import cache

from markupsafe import Markup

from glasshouse.flow_chart import STAGES, Arrow, Node
from glasshouse.report.flow_layout import LINE, Between, Layout, PlacedBox, PlacedLabel, Point, lay_out, lines_of
from glasshouse.report.run_flow import Diagram, Flow
from glasshouse.wording.numbers import brief

_OFF = "switched off"
#: What a number is at its longest.
_LONGEST = "123,000"


@cache
def layout_of(diagram: Diagram) -> Layout:
    """Where everything stands, whatever the counts are. Raises ``ValueError`` where an end or a stage is not known."""
    return lay_out(
        tuple(STAGES.items()),
        [(node.key, node.name, node.stage) for node in diagram.nodes],
        [
            Between(start=arrow.start, end=arrow.end, above=arrow.what, below=_wrong(_LONGEST, arrow))
            for arrow in diagram.arrows
        ],
    )


def draw(diagram: Diagram, rows: tuple[Flow, ...], off: Collection[str] = (), *, title: str) -> Markup:
    """The flow chart as one SVG element; ``rows`` are all of the diagram's, in its order."""
    layout = layout_of(diagram)
    body = [_path(row, curve) for row, curve in zip(rows, layout.curves, strict=True)]
    body += [_box(node, layout.boxes[node.key], node.part in off) for node in diagram.nodes]
    body += [_label(row, label) for row, label in zip(rows, layout.labels, strict=True)]
    return Markup(
        '<svg class="flow" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" '
        'aria-labelledby="flow-title">'
        '<title id="flow-title">{title}</title>{heads}{body}</svg>'
    ).format(
        w=round(layout.width),
        h=round(layout.height),
        title=title,
        heads=_headings(layout),
        body=Markup("").join(body),
    )


def _headings(layout: Layout) -> Markup:
    return Markup("").join(
        Markup('<text class="flow-head" x="{:.0f}" y="22">{}</text>').format(x, text) for x, text in layout.headings
    )


def _box(node: Node, box: PlacedBox, off: bool) -> Markup:
    lines = (*box.lines, _OFF) if off and len(box.lines) < 3 else box.lines
    top = box.y + box.height / 2 + 4.5 - LINE / 2 * (len(lines) - 1)
    texts = Markup("").join(
        Markup('<text x="{:.1f}" y="{:.1f}">{}</text>').format(box.x + box.width / 2, top + LINE * row, line)
        for row, line in enumerate(lines)
    )
    return Markup(
        '<g class="flow-node{}"><rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="3"/>{}</g>'
    ).format(" off" if off else "", box.x, box.y, box.width, box.height, texts)


def thickness(count: int) -> float:
    """The width of an arrow in pixels: 1 for nothing, and about 1.6 more for each factor of ten.

    >>> thickness(0), thickness(9), thickness(999_999)
    (1.0, 2.6, 10.6)
    """
    return round(1 + 1.6 * math.log10(1 + max(0, count)), 1)


def _path(row: Flow, curve: tuple[Point, ...]) -> Markup:
    total = 0 if row.off else row.right + row.wrong
    size = 4 + thickness(total) / 2
    # The line ends within its head, so that however thick it is the tip is sharp.
    tip, before = curve[-1], curve[-2]
    back = math.copysign(size, tip[0] - before[0])
    path = _svg((*curve[:-1], (tip[0] - back, tip[1])))
    name = "flow-arrow none" if total <= 0 else "flow-arrow"
    strokes = [Markup('<path class="{}" d="{}" stroke-width="{}"/>').format(name, path, thickness(total))]
    if total > 0 and row.wrong > 0:
        strokes.append(
            Markup('<path class="flow-arrow wrong" d="{}" stroke-width="{}"/>').format(
                path, max(1.0, thickness(total) * row.wrong / total)
            )
        )
    corners = ((tip[0] - back * 1.3, tip[1] - size), tip, (tip[0] - back * 1.3, tip[1] + size))
    head = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in corners) + "Z"
    strokes.append(Markup('<path class="flow-tip{}" d="{}"/>').format(" none" if "none" in name else "", head))
    return Markup("").join(strokes)


def _svg(points: tuple[Point, ...]) -> str:
    """A path of Bézier segments.

    >>> _svg(((0, 0), (5, 0), (5, 9), (10, 9)))
    'M0.0,0.0C5.0,0.0 5.0,9.0 10.0,9.0'
    """
    text = [f"{x:.1f},{y:.1f}" for x, y in points]
    return f"M{text[0]}" + "".join(f"C{' '.join(text[k : k + 3])}" for k in range(1, len(text), 3))


def _label(row: Flow, label: PlacedLabel) -> Markup:
    if row.off:
        last = label.above + LINE * (len(lines_of(row.arrow.what)) - 1)
        return Markup('<text class="flow-count" x="{:.1f}" y="{:.1f}">off</text>').format(label.x, last)
    start = Markup('<text class="flow-count" x="{:.1f}" y="{:.1f}">').format(label.x, label.above)
    words = Markup("").join(
        Markup('<tspan x="{:.1f}" y="{:.1f}">{}</tspan>').format(label.x, label.above + LINE * k, line)
        for k, line in enumerate(lines_of(row.arrow.what, brief(row.right + row.wrong)))
    )
    if row.wrong:
        words += Markup('<tspan class="flow-wrong" x="{:.1f}" y="{:.1f}">{}</tspan>').format(
            label.x, label.below, _wrong(brief(row.wrong), row.arrow)
        )
    return start + words + Markup("</text>")


def _wrong(number: str, arrow: Arrow) -> str:
    """What is said of what is wrong, if the arrow counts it.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> from glasshouse.report.run_flow import diagram_of
    >>> by = {bool(arrow.wrong): arrow for arrow in diagram_of(SHIPPED).arrows}
    >>> _wrong("7", by[True]).split()[0], _wrong("7", by[False])
    ('7', '')
    """
    return f"{number} {arrow.wrong_word}" if arrow.wrong else ""
