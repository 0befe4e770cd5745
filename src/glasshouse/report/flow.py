"""The flow of a run: sources → record → score → rewards and punishments, with the run's own counts on every arrow.

A diagram is a list of stages, boxes and arrows; where they stand is computed (``flow_layout``). The same arrows are the
rows of a table, for those who cannot see the drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from glasshouse.scenario.words import GATES


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A column, with its heading."""

    key: str
    heading: str


@dataclass(frozen=True, kw_only=True)
class Node:
    """A box: its name, the column that it stands in, and the part of the model that it belongs to."""

    key: str
    name: str
    stage: str
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """An arrow: where from, where to, what passes, and which measures count it.

    ``measures`` count what is right; ``wrong`` what is false or wrongful and passes along as well. A measure
    with a minus sign in front is taken away.
    """

    start: str
    end: str
    what: str
    part: str
    measures: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    wrong_word: str = "wrong"


@dataclass(frozen=True, kw_only=True)
class Diagram:
    """What a flow chart shows: columns from the left, boxes from the top of each, and arrows in the order of the table.

    >>> more = SHIPPED.with_more(
    ...     nodes=(Node(key="plates", name="Plate readers", stage="sources", part="plates"),),
    ...     arrows=(Arrow(start="plates", end="record", what="trips", part="plates", measures=("plate_seen",)),),
    ... )
    >>> len(more.arrows) - len(SHIPPED.arrows), more.node("plates").name
    (1, 'Plate readers')
    """

    stages: tuple[Stage, ...]
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]

    def with_more(self, *, nodes: tuple[Node, ...] = (), arrows: tuple[Arrow, ...] = ()) -> Diagram:
        """The same with further boxes, each at the foot of its column, and arrows."""
        return Diagram(stages=self.stages, nodes=self.nodes + nodes, arrows=self.arrows + arrows)

    def node(self, key: str) -> Node:
        """A box. Raises ``KeyError``."""
        return {node.key: node for node in self.nodes}[key]


@dataclass(frozen=True, kw_only=True)
class Flow:
    """An arrow with its counts: one row of the table beside the drawing."""

    arrow: Arrow
    start: str
    end: str
    right: int
    wrong: int
    off: bool


_STAGES = (
    Stage(key="sources", heading="Sources"),
    Stage(key="record", heading="Record"),
    Stage(key="score", heading="Score"),
    Stage(key="punishment", heading="Punishment"),
    Stage(key="gates", heading="Gates and perks"),
)
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
_NODES = (
    Node(key="cameras", name="Cameras", stage="sources", part="cameras"),
    Node(key="faces", name="Face recognition", stage="sources", part="face_recognition"),
    Node(key="informants", name="Informants", stage="sources", part="informants"),
    Node(key="internet", name="Internet monitoring", stage="sources", part="internet"),
    Node(key="companies", name="Companies", stage="sources", part="companies"),
    Node(key="registries", name="Government records", stage="sources", part="registries"),
    Node(key="street", name="Stopped in the street", stage="record"),
    Node(key="record", name="The record", stage="record"),
    Node(key="learned", name="Learned score", stage="score", part="learned_score"),
    Node(key="score", name="Score and tier", stage="score", part="score"),
    Node(key="lists", name="Blacklists", stage="score", part="restrictions"),
    Node(key="commercial", name="Commercial score", stage="score", part="commercial_score"),
    Node(key="redress", name="Appeals", stage="punishment", part="redress"),
    Node(key="sanction", name="Sanctions", stage="punishment", part="restrictions"),
    *(Node(key=gate, name=_GATE_NAMES[gate], stage="gates", part="restrictions") for gate in GATES),
    Node(key="top_perks", name="Top-tier perks", stage="gates", part="restrictions"),
    Node(key="perks", name="Commercial perks", stage="gates", part="commercial_score"),
)


def _arrow(start: str, end: str, what: str, part: str, *measures: str, wrong: tuple[str, ...] = ()) -> Arrow:
    """An arrow; what is false in sanctions is called wrongful."""
    word = "wrongful" if end == "sanction" else "wrong"
    return Arrow(start=start, end=end, what=what, part=part, measures=measures, wrong=wrong, wrong_word=word)


_ARROWS = (
    _arrow("cameras", "faces", "public acts seen", "cameras", "seen_by_camera", "seen_by_company_camera"),
    _arrow(
        "faces",
        "street",
        "stops",
        "face_recognition",
        "stops",
        "-stops_false",
        "-stops_faulty",
        wrong=("stops_false", "stops_faulty"),
    ),
    _arrow(
        "faces", "record", "acts and alerts", "face_recognition", "lookup_hit", wrong=("false_match", "alert_false")
    ),
    _arrow(
        "informants", "record", "reports", "informants", "reports_true", wrong=("report_mistaken", "report_malicious")
    ),
    _arrow(
        "internet",
        "record",
        "posts",
        "internet",
        "flagged_critical",
        "flagged_unlawful",
        "-flagged_unattributed",
        wrong=("false_flags",),
    ),
    _arrow(
        "companies",
        "record",
        "messages, purchases",
        "companies",
        "messages_seen",
        "purchases_seen",
        wrong=("shared_account_errors",),
    ),
    _arrow("companies", "commercial", "members, at the end", "commercial_score", "commercial_members"),
    _arrow(
        "registries",
        "record",
        "entries",
        "registries",
        "judgments_recorded",
        "late_recorded",
        "volunteering_recorded",
        wrong=("clerical_errors",),
    ),
    _arrow("record", "learned", "people on record, at the end", "learned_score", "with_dossier"),
    _arrow("record", "score", "entries", "score", "entries_true", "entries_good", wrong=("entries_false",)),
    _arrow("record", "lists", "defaulters", "restrictions", "listed_defaulter"),
    _arrow("learned", "score", "times points lost", "learned_score", "learned_penalised"),
    _arrow("score", "lists", "for tier D", "restrictions", "listed_dishonest"),
    _arrow("lists", "score", "by association", "score", "association_penalties"),
    _arrow("lists", "sanction", "listed, at the end", "restrictions", "on_defaulter_list", "on_dishonest_list"),
    _arrow("score", "sanction", "begun", "restrictions", "onsets", "-onsets_wrongful", wrong=("onsets_wrongful",)),
    _arrow("sanction", "redress", "appeals", "redress", "appeals"),
    _arrow("redress", "sanction", "upheld", "redress", "appeals_upheld", "overturned"),
    _arrow("score", "top_perks", "perks", "restrictions", "perk_redlist"),
    _arrow("commercial", "perks", "deposit-free stays, faster visas", "commercial_score", "perk_hotel", "perk_visa"),
    *(_arrow("sanction", gate, "refused", "restrictions", f"blocked_{gate}") for gate in GATES),
)

#: The flow of the shipped model.
SHIPPED = Diagram(stages=_STAGES, nodes=_NODES, arrows=_ARROWS)


def flows(
    count: Callable[[str], int],
    off: Collection[str] = (),
    cut: Collection[tuple[str, str]] = (),
    diagram: Diagram = SHIPPED,
) -> tuple[Flow, ...]:
    """The arrows with their counts.

    ``count`` gives a measure's sum over the run; ``off`` names the parts that are switched off, ``cut`` arrows (from,
    to) through which nothing passes though both ends are on.

    >>> rows = flows(lambda name: 7 * (name == "stops"), off=("cameras",))
    >>> [(row.start, row.right) for row in rows if row.right], rows[0].off
    ([('Face recognition', 7)], True)
    """
    nodes = {node.key: node for node in diagram.nodes}
    return tuple(
        Flow(
            arrow=arrow,
            start=nodes[arrow.start].name,
            end=nodes[arrow.end].name,
            right=signed_sum(count, arrow.measures),
            wrong=signed_sum(count, arrow.wrong),
            off=(arrow.start, arrow.end) in cut
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
