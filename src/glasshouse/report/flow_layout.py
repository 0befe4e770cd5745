"""Where everything on a flow chart stands, computed from its boxes and arrows: no position is given by hand.

Boxes stand in the columns of their stages, in the order in which they are declared. Between two columns lies a gutter
in which each arrow that crosses it has a slot of its own, wide and high enough for its label, so that no two labels can
overlap and no line runs through a label or a box, however many boxes and arrows there are. An arrow that passes a
column has a slot there as well. Slots take the order, and all the height, that bring them nearest to what they join.

Libraries were tried first, on this chart's 26 boxes and 27 arrows:

- Graphviz, which pygraphviz 2.0 brings along without a program to install: 110 MB, and labels of arrows within a column
  lie on top of one another, boxes leave their order, and texts are measured by the fonts of the machine.
- grandalf 0.8 (2 MB, last changed in 2023) gives each box a column of its own choosing: seven instead of five; labels
  have no place.
- igraph's Sugiyama layout (18 MB, GPL) keeps the columns and not the order, and knows no labels; networkx (19 MB) has
  no layered layout that avoids crossings.
- ELK and Mermaid are JavaScript, and the report is drawn without any; ELK's port to Python (pyelk 0.3) is a year old.
  Vega, which draws the other charts, lays out trees and forces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap

from glasshouse.report.flow_slots import Slot, by_layer, set_heights

#: Letters of the longest line: of a box's name, and of a label with its number.
NAME_LETTERS, LABEL_LETTERS = 13, 20
#: Pixels of the widest usual letter: bold in a box, plain on an arrow; and of a line of text.
_BOLD, _PLAIN, LINE = 8.2, 6.9, 14
#: Room beside a line for its own thickness; of the curves beside a label; around everything; for the headings.
_THICK, _CURVE, _MARGIN, _HEAD = 7, 26, 10, 34
_PORT = 14
#: What a number is at its longest: "123,000", "12.3 bn".
_NUMBER = "0" * 7

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Between:
    """An arrow as the layout needs it: from which box to which, by their keys, and the longest texts of its label."""

    start: str
    end: str
    above: str
    below: str = ""


@dataclass(frozen=True, kw_only=True)
class PlacedBox:
    """A box that is placed: its top left corner, its size, and its name in lines."""

    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class PlacedLabel:
    """Where a label stands: its left edge, its first line of ``above`` and of ``below``, and its area."""

    x: float
    above: float
    below: float
    area: tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A chart's size, headings (middle and text), boxes by key, and the label and the curve of each arrow, in order.

    A curve is a list of points: the first, and three for each Bézier segment that follows.
    """

    width: float
    height: float
    headings: tuple[tuple[float, str], ...]
    boxes: dict[str, PlacedBox]
    labels: tuple[PlacedLabel, ...]
    curves: tuple[tuple[Point, ...], ...]


def lines_of(text: str, number: str = _NUMBER) -> list[str]:
    """A label's lines, the number in front.

    >>> lines_of("people on record, at the end", "12,300")
    ['12,300 people on', 'record, at the end']
    """
    longest = _wrapped(f"{_NUMBER} {text}", LABEL_LETTERS)
    return [longest[0].replace(_NUMBER, number, 1), *longest[1:]]


def _wrapped(text: str, letters: int) -> list[str]:
    return wrap(text, letters, break_long_words=False, break_on_hyphens=False)


def lay_out(
    stages: Sequence[tuple[str, str]], boxes: Sequence[tuple[str, str, str]], arrows: Sequence[Between]
) -> Layout:
    """Place a chart.

    ``stages`` are keys and headings of the columns, from the left; ``boxes`` keys, names and stages. Raises
    ``ValueError`` for a box in an unknown stage and an arrow to an unknown box.

    >>> boxes, arrows = [("x", "X", "a"), ("y", "Y", "b")], [Between(start="x", end="y", above="z")]
    >>> found = lay_out([("a", "A"), ("b", "B")], boxes, arrows)
    >>> found.boxes["x"].x < found.labels[0].x < found.boxes["y"].x
    True
    """
    column = {key: place for place, (key, _) in enumerate(stages)}
    _check(column, boxes, arrows)
    ends = defaultdict(int)
    at = {key: 2 * column[stage] for key, _, stage in boxes}
    for arrow in arrows:
        out, into = _sides(at[arrow.start], at[arrow.end])
        ends[arrow.start, out] += 1
        ends[arrow.end, into] += 1
    names = {key: tuple(_wrapped(name, NAME_LETTERS)) for key, name, _ in boxes}
    items = {}
    for key, lines in names.items():
        tall = max(LINE * len(lines) + 16, LINE * 2 + 12, _PORT * max(ends[key, -1], ends[key, 1]) + 8)
        items[key] = Slot(layer=at[key], up=tall / 2, down=tall / 2, box=True)
    chains = [_chain(arrow, items) for arrow in arrows]
    layers = by_layer([*items.values(), *(item for chain in chains for item in chain)])
    set_heights(layers, _HEAD)
    left, right = _across(layers, names, items, chains, arrows)
    return Layout(
        width=max(right.values()) + _MARGIN,
        height=max(item.y + item.down for layer in layers.values() for item in layer) + _MARGIN,
        headings=tuple(((left[2 * k] + right[2 * k]) / 2, text) for k, (_, text) in enumerate(stages) if 2 * k in left),
        boxes={
            key: PlacedBox(
                lines=names[key],
                x=left[item.layer],
                y=item.y - item.up,
                height=item.up + item.down,
                width=right[item.layer] - left[item.layer],
            )
            for key, item in items.items()
        },
        labels=tuple(_label(chain[0], arrow, at, left) for chain, arrow in zip(chains, arrows, strict=True)),
        curves=_curves(items, chains, arrows, left, right),
    )


def _check(column: dict[str, int], boxes: Sequence[tuple[str, str, str]], arrows: Sequence[Between]) -> None:
    for key, _, stage in boxes:
        if stage not in column:
            raise ValueError(f"box '{key}' is in no known stage: '{stage}'")
    known = {key for key, _, _ in boxes}
    for arrow in arrows:
        if unknown := {arrow.start, arrow.end} - known:
            raise ValueError(f"an arrow leads to or from no known box: '{min(unknown)}'")


def _sides(start: int, end: int) -> tuple[int, int]:
    """On which side an arrow leaves and lands: 1 is the right; within a column it returns to the side it left."""
    if start == end:
        return 1, 1
    return (1, -1) if start < end else (-1, 1)


def _chain(arrow: Between, items: dict[str, Slot]) -> list[Slot]:
    """What an arrow passes: its label in the first gutter, then a slot in each column and gutter on its way."""
    start, end = items[arrow.start], items[arrow.end]
    above, below = len(lines_of(arrow.above)), 1 if arrow.below else 0
    step = -1 if end.layer < start.layer else 1
    if start.layer == end.layer:
        half = LINE * (above + below) / 2
        chain = [Slot(layer=start.layer + 1, up=half, down=half)]
    else:
        up, down = LINE * above + _THICK, LINE * below + _THICK
        chain = [Slot(layer=start.layer + step, up=up, down=down)]
        passed = range(start.layer + 2 * step, end.layer, step)
        chain += [Slot(layer=layer, up=_THICK, down=_THICK) for layer in passed]
    way = [start, *chain, end]
    for one, other in pairwise(way):
        one.joins.append(other)
        other.joins.append(one)
    return chain


def _across(
    layers: dict[int, list[Slot]],
    names: dict[str, tuple[str, ...]],
    items: dict[str, Slot],
    chains: Sequence[Sequence[Slot]],
    arrows: Sequence[Between],
) -> tuple[dict[int, float], dict[int, float]]:
    """The left and right edge of each layer: as wide as its widest box or label."""
    widths = dict.fromkeys(range(max(layers) + 1), 0.0)
    for key, lines in names.items():
        layer = items[key].layer
        widths[layer] = max(widths[layer], 18 + _BOLD * max(map(len, lines)))
    for chain, arrow in zip(chains, arrows, strict=True):
        widths[chain[0].layer] = max(widths[chain[0].layer], _text_width(arrow))
    left, right, x = {}, {}, float(_MARGIN)
    for layer, width in widths.items():
        if layer % 2:
            x += _CURVE
        left[layer], right[layer] = x, x + width
        x += width + (_CURVE if layer % 2 else 0)
    return left, right


def _text_width(arrow: Between) -> float:
    return _PLAIN * max(map(len, (*lines_of(arrow.above), arrow.below)))


def _label(item: Slot, arrow: Between, at: dict[str, int], left: dict[int, float]) -> PlacedLabel:
    x, above = left[item.layer], len(lines_of(arrow.above))
    top, bottom = item.y - item.up, item.y + item.down
    if at[arrow.start] == at[arrow.end]:
        first = top + LINE - 3
        under = first + LINE * above
    else:
        first, under = top + LINE - 3, item.y + _THICK + LINE - 4
    return PlacedLabel(x=x, above=first, below=under, area=(x, top, x + _text_width(arrow), bottom))


def _curves(
    items: dict[str, Slot],
    chains: Sequence[Sequence[Slot]],
    arrows: Sequence[Between],
    left: dict[int, float],
    right: dict[int, float],
) -> tuple[tuple[Point, ...], ...]:
    leave, land = _ports(items, chains, arrows)
    found = []
    for k, (chain, arrow) in enumerate(zip(chains, arrows, strict=True)):
        start, end = items[arrow.start], items[arrow.end]
        y0, y1 = start.y + leave[k], end.y + land[k]
        if start.layer == end.layer:
            found.append(_loop(right[start.layer], y0, y1, left[chain[0].layer] - _THICK, chain[0].y))
            continue
        near, far = (right, left) if start.layer < end.layer else (left, right)
        points = [(near[start.layer], y0)]
        for item in chain:
            points += [(far[item.layer], item.y), (near[item.layer], item.y)]
        points.append((far[end.layer], y1))
        found.append(_smooth(points))
    return tuple(found)


def _ports(
    items: dict[str, Slot], chains: Sequence[Sequence[Slot]], arrows: Sequence[Between]
) -> tuple[dict[int, float], dict[int, float]]:
    """How far from the middle of its box each arrow leaves and lands: in the order in which they go on."""
    ports: dict[tuple[str, int], list[tuple[float, int, Callable[[float], None]]]] = defaultdict(list)
    leave: dict[int, float] = {}
    land: dict[int, float] = {}
    for k, (chain, arrow) in enumerate(zip(chains, arrows, strict=True)):
        start, end = items[arrow.start], items[arrow.end]
        out, into = _sides(start.layer, end.layer)
        ports[arrow.start, out].append((chain[0].y, k, lambda y, k=k: leave.__setitem__(k, y)))
        ports[arrow.end, into].append((chain[-1].y, k, lambda y, k=k: land.__setitem__(k, y)))
    for side in ports.values():
        side.sort(key=lambda port: port[:2])
        for place, (_, _, put) in enumerate(side):
            put(_PORT * (place - (len(side) - 1) / 2))
    return leave, land


def _smooth(points: Sequence[Point]) -> tuple[Point, ...]:
    """Level at every point."""
    found = [points[0]]
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) / 2
        found += [(middle, y0), (middle, y1), (x1, y1)]
    return tuple(found)


def _loop(x: float, y0: float, y1: float, turn: float, beside: float) -> tuple[Point, ...]:
    """Out to the right of a box, upright beside the label if that is between the two, and back."""
    middle = sorted((y0, beside, y1))[1]
    up0, up1 = (y0 + middle) / 2, (y1 + middle) / 2
    return (x, y0), (turn, y0), (turn, up0), (turn, middle), (turn, up1), (turn, y1), (x, y1)
