"""Which way a safeguard's numbers protect people, declared in the file of the mechanism that has them.

A search for less of a harm may move these numbers alone, and only to that side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from glasshouse.mechanism import maker


@dataclass(frozen=True, kw_only=True)
class Protects:
    """Keys of a mechanism's own parameters that protect people more when they rise (`up`), or when they fall (`down`).

    >>> Protects(up=("redress.notice",), down=("redress.decision_days",)).sides
    {'redress.notice': 'up', 'redress.decision_days': 'down'}
    """

    up: tuple[str, ...] = ()
    down: tuple[str, ...] = ()
    module: str = field(default_factory=maker)

    @property
    def sides(self) -> Mapping[str, str]:
        """The side by key."""
        return {**dict.fromkeys(self.up, "up"), **dict.fromkeys(self.down, "down")}
