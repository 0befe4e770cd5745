"""The flow chart: sources → record → score → rewards and punishments, with a run's own counts on every arrow.

A pure function from counts to SVG, and the same arrows as rows of a table for those who cannot see it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass

from markupsafe import Markup

from glasshouse.scenario.words import GATES
from glasshouse.wording.numbers import brief

WIDTH, HEIGHT = 1170, 680


@dataclass(frozen=True, kw_only=True)
class Node:
    """A box: its top left corner, its size, its name and the part of the model that it belongs to."""

    key: str
    name: str
    x: int
    y: int
    width: int = 150
    height: int = 46
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """An arrow: where from, where to, what passes, and which measures count it.

    ``measures`` count what is right; ``wrong`` what is false or wrongful and passes along as well. A measure
    with a minus sign in front is taken away. ``side`` is where its label stands: at the ``start`` or the
    ``end`` of the arrow, ``above`` its middle, or ``left`` or ``right`` of a vertical one, which ``shift``
    moves sideways from the middle of its boxes.
    """

    start: str
    end: str
    what: str
    measures: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    part: str = ""
    side: str = "start"
    shift: int = 0
    wrong_word: str = "wrong"


@dataclass(frozen=True, kw_only=True)
class Flow:
    """An arrow with its counts: one row of the table beside the drawing."""

    arrow: Arrow
    start: str
    end: str
    right: int
    wrong: int
    off: bool


#: Column headings: x of the middle, text.
_HEADINGS = ((90, "Sources"), (400, "Record"), (630, "Score"), (845, "Punishment"), (1090, "Gates and perks"))
_GATE_NAMES = {
    "hotel": "Hotels",
    "restaurant": "Restaurants",
    "shop": "Shops",
    "credit": "Credit",
    "flight": "Flights",
    "rail": "Fast trains",
    "school": "Paid schools",
    "visa": "Visas",
}
#: key | name | x | y | width | height | part
_NODES = """
cameras | Cameras | 10 | 40 | 160 | 46 | cameras
faces | Face recognition | 10 | 140 | 160 | 46 | face_recognition
informants | Informants | 10 | 240 | 160 | 46 | informants
internet | Internet monitoring | 10 | 340 | 160 | 46 | internet
companies | Companies | 10 | 440 | 160 | 46 | companies
registries | Government records | 10 | 540 | 160 | 46 | registries
street | Stopped in the street | 315 | 60 | 170 | 46 |
record | The record | 345 | 290 | 110 | 70 |
learned | Learned score | 565 | 140 | 130 | 46 | learned_score
score | Score and tier | 565 | 290 | 130 | 70 | score
lists | Blacklists | 565 | 460 | 130 | 46 | restrictions
commercial | Commercial score | 555 | 612 | 150 | 46 | commercial_score
redress | Appeals | 790 | 140 | 110 | 46 | redress
sanction | Sanctions | 790 | 290 | 110 | 70 | restrictions
top_perks | Top-tier perks | 1015 | 560 | 150 | 38 | restrictions
perks | Commercial perks | 1015 | 616 | 150 | 38 | commercial_score
"""


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split("|")] for row in table.strip().splitlines()]


def _nodes() -> dict[str, Node]:
    nodes = {}
    for key, name, x, y, width, height, part in _rows(_NODES):
        nodes[key] = Node(key=key, name=name, x=int(x), y=int(y), width=int(width), height=int(height), part=part)
    for row, gate in enumerate(GATES):
        name = _GATE_NAMES[gate]
        nodes[gate] = Node(key=gate, name=name, x=1015, y=60 + 61 * row, width=150, height=38, part="restrictions")
    return nodes


#: The boxes, by key.
NODES: dict[str, Node] = _nodes()

#: start | end | what passes | part | side | shift
_ARROWS = """
cameras | faces | public acts seen | cameras | right | 0
faces | street | stops | face_recognition | end | 0
faces | record | acts and alerts | face_recognition | start | 0
informants | record | reports | informants | start | 0
internet | record | posts | internet | start | 0
companies | record | messages, purchases | companies | start | 0
companies | commercial | members, at the end | commercial_score | end | 0
registries | record | entries | registries | start | 0
record | learned | people on record, at the end | learned_score | end | 0
record | score | entries | score | above | 0
record | lists | defaulters | restrictions | end | 0
learned | score | times points lost | learned_score | left | 0
score | lists | for tier D | restrictions | left | -30
lists | score | by association | score | right | 30
lists | sanction | listed, at the end | restrictions | start | 0
score | sanction | begun | restrictions | above | 0
sanction | redress | appeals | redress | left | -25
redress | sanction | upheld | redress | right | 25
score | top_perks | perks | restrictions | end | 0
commercial | perks | deposit-free stays, faster visas | commercial_score | start | 0
"""
#: start | end | measures that count it | measures of what is false or wrongful in it
_COUNTS = """
cameras | faces | seen_by_camera seen_by_company_camera |
faces | street | stops -stops_false -stops_faulty | stops_false stops_faulty
faces | record | lookup_hit | false_match alert_false
informants | record | reports_true | report_mistaken report_malicious
internet | record | flagged_critical flagged_unlawful -flagged_unattributed | false_flags
companies | record | messages_seen purchases_seen | shared_account_errors
companies | commercial | commercial_members |
registries | record | judgments_recorded late_recorded volunteering_recorded | clerical_errors
record | learned | with_dossier |
record | score | entries_true entries_good | entries_false
record | lists | listed_defaulter |
learned | score | learned_penalised |
score | lists | listed_dishonest |
lists | score | association_penalties |
lists | sanction | on_defaulter_list on_dishonest_list |
score | sanction | onsets -onsets_wrongful | onsets_wrongful
sanction | redress | appeals |
redress | sanction | appeals_upheld overturned |
score | top_perks | perk_redlist |
commercial | perks | perk_hotel perk_visa |
"""


def _arrows() -> tuple[Arrow, ...]:
    arrows = []
    for row, counted in zip(_rows(_ARROWS), _rows(_COUNTS), strict=True):
        start, end, what, part, side, shift = row
        right, wrong = counted[2:]
        arrows.append(
            Arrow(
                start=start,
                end=end,
                what=what,
                measures=tuple(right.split()),
                wrong=tuple(wrong.split()),
                part=part,
                side=side,
                shift=int(shift),
                wrong_word="wrongful" if end == "sanction" else "wrong",
            )
        )
    refusals = (
        Arrow(
            start="sanction",
            end=gate,
            what="refused",
            measures=(f"blocked_{gate}",),
            part="restrictions",
            side="end",
        )
        for gate in GATES
    )
    return (*arrows, *refusals)


#: The arrows, in the order of the table.
ARROWS: tuple[Arrow, ...] = _arrows()


def flows(
    count: Callable[[str], int], off: Collection[str] = (), cut: Collection[tuple[str, str]] = ()
) -> tuple[Flow, ...]:
    """The arrows with their counts.

    ``count`` gives a measure's sum over the run; ``off`` names the parts that are switched off, ``cut`` arrows (from,
    to) through which nothing passes though both ends are on.

    >>> rows = flows(lambda name: 7 * (name == "stops"), off=("cameras",))
    >>> [(row.start, row.right) for row in rows if row.right], rows[0].off
    ([('Face recognition', 7)], True)
    """
    return tuple(
        Flow(
            arrow=arrow,
            start=NODES[arrow.start].name,
            end=NODES[arrow.end].name,
            right=signed_sum(count, arrow.measures),
            wrong=signed_sum(count, arrow.wrong),
            off=(arrow.start, arrow.end) in cut
            or bool({arrow.part, NODES[arrow.start].part, NODES[arrow.end].part} & set(off)),
        )
        for arrow in ARROWS
    )


def signed_sum(count: Callable[[str], int], measures: tuple[str, ...]) -> int:
    """The sum of measures, those with a minus sign taken away.

    >>> signed_sum({"a": 5, "b": 2}.__getitem__, ("a", "-b"))
    3
    """
    return sum(-count(name[1:]) if name.startswith("-") else count(name) for name in measures)


def draw(rows: tuple[Flow, ...], off: Collection[str] = (), *, title: str) -> Markup:
    """The flow chart as one SVG element.

    Its colours are the style sheet's; the width of an arrow grows with the logarithm of its count.
    """
    body = [*(_arrow(row) for row in rows), *(_node(node, node.part in off) for node in NODES.values())]
    body += [_label(row) for row in rows]
    return Markup(
        '<svg class="flow" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" '
        'aria-labelledby="flow-title">'
        '<title id="flow-title">{title}</title>{heads}{body}</svg>'
    ).format(w=WIDTH, h=HEIGHT, title=title, heads=_headings(), body=Markup("").join(body))


def _headings() -> Markup:
    return Markup("").join(
        Markup('<text class="flow-head" x="{}" y="22">{}</text>').format(x, text) for x, text in _HEADINGS
    )


def _node(node: Node, off: bool) -> Markup:
    lines = (node.name, "switched off") if off else (node.name,)
    middle = node.y + node.height / 2 + 4.5 - 8 * (len(lines) - 1)
    texts = Markup("").join(
        Markup('<text x="{}" y="{}">{}</text>').format(node.x + node.width / 2, middle + 16 * row, line)
        for row, line in enumerate(lines)
    )
    return Markup('<g class="flow-node{}"><rect x="{}" y="{}" width="{}" height="{}" rx="3"/>{}</g>').format(
        " off" if off else "", node.x, node.y, node.width, node.height, texts
    )


def thickness(count: int) -> float:
    """The width of an arrow in pixels: 1 for nothing, and about 1.6 more for each factor of ten.

    >>> thickness(0), thickness(9), thickness(999_999)
    (1.0, 2.6, 10.6)
    """
    return round(1 + 1.6 * math.log10(1 + max(0, count)), 1)


def _ends(arrow: Arrow) -> tuple[float, float, float, float]:
    """Where an arrow leaves and lands: side to side when the boxes stand apart, else above to below."""
    a, b = NODES[arrow.start], NODES[arrow.end]
    if a.x + a.width <= b.x:
        return a.x + a.width, a.y + a.height / 2, b.x, b.y + b.height / 2
    down = b.y > a.y
    x = (max(a.x, b.x) + min(a.x + a.width, b.x + b.width)) / 2 + arrow.shift
    return x, a.y + a.height * down, x, b.y + b.height * (not down)


def _curve(arrow: Arrow) -> tuple[tuple[float, float], ...]:
    """The four points of the arrow's Bézier curve."""
    x0, y0, x1, y1 = _ends(arrow)
    if x0 == x1:
        middle = (y0 + y1) / 2
        return (x0, y0), (x0, middle), (x1, middle), (x1, y1)
    middle = (x0 + x1) / 2
    return (x0, y0), (middle, y0), (middle, y1), (x1, y1)


def _arrow(row: Flow) -> Markup:
    a, b, c, d = _curve(row.arrow)
    path = f"M{a[0]:.0f},{a[1]:.0f}C{b[0]:.0f},{b[1]:.0f} {c[0]:.0f},{c[1]:.0f} {d[0]:.0f},{d[1]:.0f}"
    total = 0 if row.off else row.right + row.wrong
    name = "flow-arrow none" if total <= 0 else "flow-arrow"
    strokes = [Markup('<path class="{}" d="{}" stroke-width="{}"/>').format(name, path, thickness(total))]
    if total > 0 and row.wrong > 0:
        strokes.append(
            Markup('<path class="flow-arrow wrong" d="{}" stroke-width="{}"/>').format(
                path, max(1.0, thickness(total) * row.wrong / total)
            )
        )
    head = _head(c, d, 4 + thickness(total) / 2)
    strokes.append(Markup('<path class="flow-tip{}" d="{}"/>').format(" none" if "none" in name else "", head))
    return Markup("").join(strokes)


def _head(before: tuple[float, float], tip: tuple[float, float], size: float) -> str:
    """A triangle at the tip, along the last leg of the curve."""
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    length = math.hypot(dx, dy) or 1.0
    ux, uy = dx / length, dy / length
    bx, by = tip[0] - ux * size * 1.3, tip[1] - uy * size * 1.3
    corners = ((bx - uy * size, by + ux * size), tip, (bx + uy * size, by - ux * size))
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in corners) + "Z"


#: By side: where on the arrow the label stands (0 start, 1 end), its step from there, its anchor.
_SIDES: dict[str, tuple[float, int, int, str]] = {
    "start": (0.0, 8, -8, "start"),
    "end": (1.0, -12, -8, "end"),
    "above": (0.5, 0, -14, "middle"),
    "left": (0.5, -10, 4, "end"),
    "right": (0.5, 10, 4, "start"),
}


def _label(row: Flow) -> Markup:
    x0, y0, x1, y1 = _ends(row.arrow)
    share, dx, dy, anchor = _SIDES[row.arrow.side]
    x, y = x0 + (x1 - x0) * share + dx, y0 + (y1 - y0) * share + dy
    start = Markup('<text class="flow-count" text-anchor="{}" x="{:.0f}" y="{:.0f}">').format(anchor, x, y)
    if row.off:
        return start + Markup("off</text>")
    words = Markup("<tspan>{} {}</tspan>").format(brief(row.right + row.wrong), row.arrow.what)
    if row.wrong:
        words += Markup('<tspan class="flow-wrong" x="{:.0f}" dy="{}">{} {}</tspan>').format(
            x,
            34 if row.arrow.side == "above" else 28,
            ("" if row.arrow.side == "above" else "of which ") + brief(row.wrong),
            row.arrow.wrong_word,
        )
    return start + words + Markup("</text>")
