"""The flow chart's layout, for the shipped diagram and for any other."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glasshouse.flow_chart import STAGES, Arrow, Node
from glasshouse.mechanism_set import SHIPPED as MECHANISMS
from glasshouse.report.flow_drawing import draw, layout_of
from glasshouse.report.run_flow import Diagram, diagram_of, flows

Area = tuple[float, float, float, float]


def box(key: str, stage: str, name: str = "") -> Node:
    return Node(key=key, name=name or key, stage=stage, part="more")


def arrow(start: str, end: str, what: str, *, wrong: bool = False) -> Arrow:
    return Arrow(start=start, end=end, what=what, part="more", measures=("x",), wrong=("y",) if wrong else ())


SHIPPED = diagram_of(MECHANISMS)
#: Five boxes and eight arrows more: forward, back, past columns, within one, and a second between the same two boxes.
MORE = SHIPPED.with_more(
    nodes=(
        box("plates", "sources", "Plate readers"),
        box("toll", "sources", "Toll stations on motorways"),
        box("archive", "record", "Archive"),
        box("ombudsman", "punishment", "Ombudsman"),
        box("parking", "gates", "Parking"),
    ),
    arrows=(
        arrow("plates", "record", "car trips", wrong=True),
        arrow("plates", "record", "plates read on the way", wrong=True),
        arrow("toll", "archive", "toll payments"),
        arrow("archive", "sanction", "looked up"),
        arrow("sanction", "ombudsman", "complaints"),
        arrow("ombudsman", "record", "corrections of entries that were false"),
        arrow("cameras", "toll", "pictures"),
        arrow("sanction", "parking", "refused"),
    ),
)


@st.composite
def diagrams(draw: st.DrawFn) -> Diagram:
    stages = list(STAGES)[: draw(st.integers(1, len(STAGES)))]
    keys = [f"n{k}" for k in range(draw(st.integers(1, 12)))]
    names = st.text("abc m", min_size=1, max_size=30).filter(str.strip)
    nodes = [box(key, draw(st.sampled_from(stages)), draw(names)) for key in keys]
    ends, said = st.sampled_from(keys), st.text("abc m", min_size=1, max_size=50).filter(str.strip)
    arrows = [
        arrow(draw(ends), draw(ends), draw(said), wrong=draw(st.booleans())) for _ in range(draw(st.integers(0, 20)))
    ]
    return Diagram(nodes=tuple(nodes), arrows=tuple(arrows))


def apart(one: Area, other: Area) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def on(curve: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """Points along a curve."""
    found = []
    for k in range(0, len(curve) - 1, 3):
        a, b, c, d = curve[k : k + 4]
        for step in range(11):
            t = step / 10
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            found.append(tuple(sum(w * p[i] for w, p in zip(weights, (a, b, c, d), strict=True)) for i in (0, 1)))
    return found


def within(point: tuple[float, float], area: Area) -> bool:
    return area[0] + 0.5 < point[0] < area[2] - 0.5 and area[1] + 0.5 < point[1] < area[3] - 0.5


def check(diagram: Diagram) -> None:
    layout = layout_of(diagram)
    boxes = {key: (b.x, b.y, b.x + b.width, b.y + b.height) for key, b in layout.boxes.items()}
    labels = [label.area for label in layout.labels]
    for one, other in combinations([*boxes.values(), *labels], 2):
        assert apart(one, other), (one, other)
    for each in (*boxes.values(), *labels):
        assert each[0] >= 0
        assert each[1] >= 24  # below the headings
        assert each[2] <= layout.width
        assert each[3] <= layout.height
    for k, (one, curve) in enumerate(zip(diagram.arrows, layout.curves, strict=True)):
        for point in on(curve):
            assert not any(within(point, area) for area in boxes.values()), one
            assert not any(within(point, area) for place, area in enumerate(labels) if place != k), one
        for end, key in ((curve[0], one.start), (curve[-1], one.end)):
            x0, y0, x1, y1 = boxes[key]
            assert end[0] in (x0, x1)
            assert y0 < end[1] < y1


@pytest.mark.parametrize("diagram", [SHIPPED, MORE], ids=["shipped", "with more"])
def test_nothing_lies_on_anything_else(diagram):
    check(diagram)


@settings(max_examples=60, deadline=None)
@given(diagrams())
def test_nothing_lies_on_anything_else_in_any_diagram(diagram):
    check(diagram)


@pytest.mark.parametrize("diagram", [SHIPPED, MORE], ids=["shipped", "with more"])
def test_columns_go_from_left_to_right_and_boxes_down_as_declared(diagram):
    layout = layout_of(diagram)
    columns = [[layout.boxes[node.key] for node in diagram.nodes if node.stage == s] for s in STAGES]
    for column in columns:
        assert len({one.x for one in column}) == 1
        assert [one.y for one in column] == sorted(one.y for one in column)
    firsts = [column[0].x for column in columns]
    assert firsts == sorted(firsts)


def test_the_shipped_chart_fits_a_page():
    layout = layout_of(SHIPPED)
    assert layout.width < 1300
    assert layout.height < 700


def test_a_drawing_of_more_shows_all_of_it():
    drawn = str(draw(MORE, flows(MORE, lambda name: 7), title="x"))
    for node in MORE.nodes:
        assert all(word in drawn for word in node.name.split())
    assert drawn.count("flow-tip") == len(MORE.arrows)


def test_positions_do_not_hang_on_counts():
    few, many = (draw(SHIPPED, flows(SHIPPED, lambda name, n=n: n), title="x") for n in (3, 10**9))
    assert str(few).partition(">")[0] == str(many).partition(">")[0]


def test_what_leads_nowhere_is_named():
    with pytest.raises(ValueError, match="nobody"):
        layout_of(SHIPPED.with_more(arrows=(arrow("nobody", "record", "x"),)))
    with pytest.raises(ValueError, match="nowhere"):
        box("x", "nowhere")


def test_the_shipped_chart_keeps_its_order():
    assert [node.key for node in SHIPPED.nodes][:10] == [
        *("cameras", "faces", "whereabouts", "informants", "internet", "companies", "registries"),
        *("street", "record", "learned"),
    ]
    assert [(one.start, one.end) for one in SHIPPED.arrows][:3] == [
        ("cameras", "faces"),
        ("faces", "street"),
        ("faces", "record"),
    ]
    assert (len(SHIPPED.nodes), len(SHIPPED.arrows)) == (25, 29)
