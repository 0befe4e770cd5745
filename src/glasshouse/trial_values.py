"""Which values the numbers of a mechanism have where it is tried, declared in the mechanism's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from glasshouse.mechanism import maker


@dataclass(frozen=True, kw_only=True)
class Busy:
    """Values, by key, under which something rare happens often: a few thousand people then show it within weeks.

    All mechanisms are tried together in the state that these values make. A mechanism says what belongs to it, and
    leaves out what happens often enough.

    >>> Busy(values={"plates.misread": 0.05}).values["plates.misread"]
    0.05
    """

    values: Mapping[str, float]
    module: str = field(default_factory=maker)


@dataclass(frozen=True, kw_only=True)
class Undisturbed:
    """Values, by key, at which a mechanism leaves what others do as it is; where one stage is tried alone, they hold.

    >>> Undisturbed(values={"plates.reliance": 0.0}).values["plates.reliance"]
    0.0
    """

    values: Mapping[str, float]
    module: str = field(default_factory=maker)
