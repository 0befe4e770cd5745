"""The flow of a run: sources → record → score → rewards and punishments, with the run's own counts on every arrow.

A diagram is a list of stages, boxes and arrows, which the mechanisms of the scenario declare; where they stand is
computed (``flow_layout``). The same arrows are the rows of a table, for those who cannot see the drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

from glasshouse.flow_chart import STAGES, Along, Arrow, Node
from glasshouse.mechanism_set import MechanismSet

_T = TypeVar("_T", Node, Arrow)


@dataclass(frozen=True, kw_only=True)
class Diagram:
    """What a flow chart shows: boxes from the top of each column, and arrows in the order of the table.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> more = diagram_of(SHIPPED).with_more(
    ...     nodes=(Node(key="plates", name="Plate readers", stage="sources", part="plates"),),
    ...     arrows=(Arrow(start="plates", end="record", what="trips", part="plates", measures=("plate_seen",)),),
    ... )
    >>> len(more.arrows) - len(diagram_of(SHIPPED).arrows), more.node("plates").name
    (1, 'Plate readers')
    """

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]

    def with_more(self, *, nodes: tuple[Node, ...] = (), arrows: tuple[Arrow, ...] = ()) -> Diagram:
        """The same with further boxes, each at the foot of its column, and arrows."""
        return Diagram(nodes=self.nodes + nodes, arrows=self.arrows + arrows)

    def node(self, key: str) -> Node:
        """A box. Raises ``KeyError``."""
        return {node.key: node for node in self.nodes}[key]


@cache
def diagram_of(mechanisms: MechanismSet) -> Diagram:
    """What some mechanisms declare; each box and arrow belongs to its mechanism's section, unless it says otherwise."""
    nodes: dict[str, Node] = {}
    for each in mechanisms:
        for node in each.declared(Node, mechanisms.tiers):
            nodes.setdefault(node.key, _of(each.section, node))
    arrows = [_of(each.section, arrow) for each in mechanisms for arrow in each.declared(Arrow, mechanisms.tiers)]
    arrows = [_with_others(arrow, mechanisms) for arrow in arrows if arrow.start in nodes and arrow.end in nodes]
    columns = list(STAGES)
    return Diagram(
        nodes=tuple(sorted(nodes.values(), key=lambda node: (columns.index(node.stage), node.place))),
        arrows=tuple(sorted(arrows, key=lambda arrow: arrow.place)),
    )


def _with_others(arrow: Arrow, mechanisms: MechanismSet) -> Arrow:
    """An arrow with what other mechanisms send along it."""
    there = (each for each in mechanisms.declared(Along) if (each.start, each.end) == (arrow.start, arrow.end))
    return replace(arrow, measures=(*arrow.measures, *(count for each in there for count in each.measures)))


def _of(section: str, declared: _T) -> _T:
    return declared if declared.part is not None else replace(declared, part=section)


@dataclass(frozen=True, kw_only=True)
class Flow:
    """An arrow with its counts: one row of the table beside the drawing."""

    arrow: Arrow
    start: str
    end: str
    right: int
    wrong: int
    off: bool


def flows(
    diagram: Diagram, count: Callable[[str], int], off: Collection[str] = (), switches: Mapping[str, bool] | None = None
) -> tuple[Flow, ...]:
    """The arrows of a diagram with their counts.

    ``count`` gives a measure's sum over the run; ``off`` names the parts that are switched off. ``switches`` are those
    of the scenario's first day, without some of which nothing passes though both ends of an arrow are on.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> rows = flows(diagram_of(SHIPPED), lambda name: 7 * (name == "stops"), off=("cameras",))
    >>> [(row.start, row.right) for row in rows if row.right], rows[0].off
    ([('Face recognition', 7)], True)
    """
    nodes = {node.key: node for node in diagram.nodes}
    return tuple(
        Flow(
            arrow=arrow,
            start=nodes[arrow.start].name,
            end=nodes[arrow.end].name,
            right=signed_sum(count, arrow.right),
            wrong=signed_sum(count, arrow.false),
            off=not (switches or {}).get(arrow.needs, True)
            or bool({arrow.part, nodes[arrow.start].part, nodes[arrow.end].part} & set(off)),
        )
        for arrow in diagram.arrows
    )


def signed_sum(count: Callable[[str], int], measures: tuple[str, ...]) -> int:
    """The sum of measures, those with a minus sign taken away.

    >>> signed_sum({"a": 5, "b": 2}.__getitem__, ("a", "-b"))
    3
    """
    return sum(-count(name[1:]) if name.startswith("-") else count(name) for name in measures)
