"""The boxes and arrows by which a mechanism shows on the flow chart of a report: sources → record → score → refusals.

They are written at the top level of the mechanism's file. Where they stand on the page is computed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from glasshouse.measure import names_of
from glasshouse.mechanism import Count, maker

#: The columns, from the left: key and heading.
STAGES: dict[str, str] = {
    "sources": "Sources",
    "record": "Record",
    "score": "Score",
    "punishment": "Punishment",
    "gates": "Gates and perks",
}
#: The place of what has none of its own: behind everything that has.
LAST = 10_000


@dataclass(frozen=True, kw_only=True)
class Node:
    """A box: its key, its name, and the column in which it stands, one of STAGES.

    `part`: the section that it belongs to, off which it is drawn as switched off; its mechanism's, unless given, and
    none if empty. `place`: the boxes of a column stand in the order of their places. Raises ValueError for an unknown
    column.

    >>> Node(key="plates", name="Plate readers", stage="sources").name
    'Plate readers'
    """

    key: str
    name: str
    stage: str
    part: str | None = None
    place: int = LAST
    module: str = field(default_factory=maker)

    def __post_init__(self) -> None:
        """Refuse a column that there is not."""
        if self.stage not in STAGES:
            raise ValueError(f"box '{self.key}': '{self.stage}' is no stage; the stages are {', '.join(STAGES)}")


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """An arrow: from which box to which (their keys), what passes, and the counts that say how much.

    `measures` count what is right; `wrong` what is false or wrongful and passes along as well, and `wrong_word` what
    it is called. Both are counts, or their names; one with a minus sign in front is taken away. `part`: the section
    off which nothing passes; its mechanism's, unless given. `needs`: the key of a switch without which nothing passes,
    though both ends are on. `place`: its place in the table beside the chart. An arrow to a box of a mechanism that
    the scenario does not have is left out.

    >>> reads = Count("plates_read", "Number plates read", unit="plates")
    >>> Arrow(start="plates", end="record", what="car trips", measures=(reads, "-plates_misread")).right
    ('plates_read', '-plates_misread')
    """

    start: str
    end: str
    what: str
    measures: tuple[Count | str, ...]
    wrong: tuple[Count | str, ...] = ()
    wrong_word: str = "wrong"
    part: str | None = None
    needs: str = ""
    place: int = LAST
    module: str = field(default_factory=maker)

    @property
    def right(self) -> tuple[str, ...]:
        """Names of what counts what is right, perhaps with a minus."""
        return names_of(self.measures)

    @property
    def false(self) -> tuple[str, ...]:
        """Names of what counts what is not."""
        return names_of(self.wrong)


@dataclass(frozen=True, kw_only=True)
class Along:
    """More that passes along an arrow of another mechanism: between which boxes, and the counts that say how much.

    >>> reads = Count("plates_read", "Number plates read", unit="plates")
    >>> Along(start="cameras", end="faces", measures=(reads,)).measures[0].name
    'plates_read'
    """

    start: str
    end: str
    measures: tuple[Count, ...]
    module: str = field(default_factory=maker)
