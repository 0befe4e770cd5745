"""How numbers of a scenario must fit one another, declared by the mechanism whose they are.

A scenario in which they do not, at its start or after an event, is refused with the line of the one that was set last.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from glasshouse.mechanism import maker

#: So much more than 1 shares may be that were rounded: 0.33, 0.56 and 0.11 are, as a computer adds them.
_ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class NotBelow:
    """One number is at least as high as another; both by key.

    >>> NotBelow(upper="score.maximum", lower="score.start").fault({"score.maximum": 900.0, "score.start": 1000.0})
    'score.maximum (900) must not be below score.start (1000).'
    """

    upper: str
    lower: str
    module: str = field(default_factory=maker)

    @property
    def keys(self) -> tuple[str, ...]:
        """The numbers that it is about."""
        return (self.upper, self.lower)

    def fault(self, numbers: Mapping[str, float]) -> str | None:
        """What is wrong with some numbers, by key, in a sentence; None where nothing is."""
        high, low = numbers[self.upper], numbers[self.lower]
        return None if high >= low else f"{self.upper} ({high:g}) must not be below {self.lower} ({low:g})."


@dataclass(frozen=True, kw_only=True)
class AtMostAll:
    """Shares of one whole: together they are at most 1.

    >>> AtMostAll(shares=("tips.of_kin", "tips.of_others")).fault({"tips.of_kin": 0.7, "tips.of_others": 0.4})
    'tips.of_kin and tips.of_others add up to more than 1.'
    """

    shares: tuple[str, ...]
    module: str = field(default_factory=maker)

    @property
    def keys(self) -> tuple[str, ...]:
        """The numbers that it is about."""
        return self.shares

    def fault(self, numbers: Mapping[str, float]) -> str | None:
        """What is wrong with some numbers, by key, in a sentence; None where nothing is."""
        whole = math.fsum(map(numbers.__getitem__, self.shares))
        return f"{' and '.join(self.shares)} add up to more than 1." if whole > 1 + _ROUNDING else None
