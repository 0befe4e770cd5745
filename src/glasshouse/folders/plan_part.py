"""A part of a plan: which of its simulations are carried out in a folder of their own, to be merged with the others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError

#: The key under which a description says of which part it is.
PART = "part"
_WRITTEN = re.compile(r"\s*(\d{1,9})(?:\s*-\s*(\d{1,9}))?\s*", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class PlanPart:
    """Simulations ``first`` to ``last`` of the ``of`` of a plan, from 0: its replicates, then those of its ensemble.

    >>> part = PlanPart(first=1, last=4, of=8)
    >>> str(part), part.replicates(3), part.draws(3)
    ('1-4', range(1, 3), range(0, 2))
    """

    first: int
    last: int
    of: int

    def __str__(self) -> str:
        """As ``--only`` takes it."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def replicates(self, all_replicates: int) -> range:
        """The replicates of it, where the plan has so many."""
        return range(min(self.first, all_replicates), min(self.last + 1, all_replicates))

    def draws(self, all_replicates: int) -> range:
        """The simulations of the ensemble in it by their place among those, from 0."""
        return range(max(self.first - all_replicates, 0), max(self.last + 1 - all_replicates, 0))

    @property
    def said(self) -> dict[str, int]:
        """What a description says of it."""
        return asdict(self)


def asked_part(only: str | None, replicates: int, drawn: int) -> PlanPart | None:
    """The part of a plan of so many replicates, and simulations of an ensemble; None where all of it is asked for.

    Raises ``BadInputError`` for what is no range, and for one that the plan has not.

    >>> asked_part("10-19", 40, 0)
    PlanPart(first=10, last=19, of=40)
    """
    if only is None:
        return None
    option, found = Argument("only", only), _WRITTEN.fullmatch(only) if isinstance(only, str) else None
    if found is None:
        raise BadInputError(option, ": it must be a range such as 0-49, or one number.")
    first, last, of = int(found[1]), int(found[2] or found[1]), replicates + drawn
    if first > last:
        raise BadInputError(option, f": the first comes after the last. Write {last}-{first}.")
    if last >= of:
        behind = f" and, behind them, {drawn:,} of the ensemble" if drawn else ""
        raise BadInputError(
            option, f": there are {replicates:,} replicates{behind}, so the last number is {of - 1}, counted from 0."
        )
    return PlanPart(first=first, last=last, of=of)


def part_said(content: Mapping[str, Any]) -> PlanPart | None:
    """The part of which a description, once it has been checked, says that it is; None for a whole.

    >>> part_said({"part": {"first": 0, "last": 1, "of": 3}})
    PlanPart(first=0, last=1, of=3)
    """
    said = content.get(PART)
    return None if said is None else PlanPart(**{key: said[key] for key in ("first", "last", "of")})


def require_whole(folder: Path, content: Mapping[str, Any], noun: str) -> None:
    """Raise ``BadInputError`` for a part, which has no tables of its own."""
    if (part := part_said(content)) is not None:
        raise BadInputError(
            f"{folder}: part {part} of a {noun} of {part.of:,} simulations, with no tables of its own. Put all parts "
            "together with 'glasshouse merge OUT PART…'."
        )
