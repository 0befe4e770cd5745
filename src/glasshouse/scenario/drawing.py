"""Draw parameters from their ranges: parameter uncertainty, as opposed to stochastic uncertainty."""

from __future__ import annotations

import math
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glasshouse.scenario.scenario import ParameterValue, Scenario

#: Cuts from the highest tier down; a draw must not cross them.
CUTS = ("score.cut_aaa", "score.cut_aa", "score.cut_a", "score.cut_b", "score.cut_c")


def uniform(seed: int, replicate: int, key: str) -> float:
    """A number in [0, 1) that depends on its three arguments alone.

    >>> uniform(7, 1, "cameras.total") == uniform(7, 1, "cameras.total")
    True
    """
    digest = blake2b(f"{seed}|{replicate}|{key}".encode(), digest_size=8, person=b"glasshouse-draw")
    return (int.from_bytes(digest.digest(), "little") >> 11) / 2.0**53


def value(u: float, low: float, high: float, whole: bool) -> float:
    """The value at ``u``: uniform, or uniform in the logarithm where the range spans more than tenfold.

    >>> value(0.5, 1.0, 100.0, False), value(0.5, 0.0, 4.0, True)
    (10.0, 2.0)
    """
    if low > 0 and high / low > 10:
        drawn = math.exp(math.log(low) + u * math.log(high / low))
        return min(high, max(low, float(round(drawn)) if whole else float(f"{drawn:.15g}")))
    if whole:
        return min(high, math.floor(low + u * (high - low + 1)) * 1.0)
    return low + u * (high - low)


def ordered(numbers: dict[str, float]) -> dict[str, float]:
    """The numbers, with the cuts put back in descending order.

    >>> cuts = dict(zip(CUTS, (1050.0, 1060.0, 960.0, 850.0, 600.0)))
    >>> list(ordered(cuts).values())
    [1060.0, 1050.0, 960.0, 850.0, 600.0]
    """
    return {**numbers, **dict(zip(CUTS, sorted((numbers[key] for key in CUTS), reverse=True), strict=True))}


def draw(scenario: Scenario, replicate: int, seed: int) -> dict[str, float]:
    """Values by key for all parameters with a range, and by ``EVENTNAME:key`` for those of events."""
    if replicate == 0:
        return {}
    numbers = {key: given.value for key, given in scenario.parameters.items()}
    drawn = {
        key: _one(seed, replicate, key, given, scenario.mechanisms.parameters[key].bounds[2])
        for key, given in scenario.parameters.items()
        if given.ranged
    }
    tidy = ordered({**numbers, **drawn})
    drawn.update({key: tidy[key] for key in CUTS if tidy[key] != numbers[key] or key in drawn})
    for event in scenario.events:
        changes = {**event.changes, **({"jump": event.jump} if event.jump else {})}
        for key, given in changes.items():
            if given.ranged:
                whole = key == "jump" or scenario.mechanisms.parameters[key].bounds[2]
                drawn[f"{event.name}:{key}"] = _one(seed, replicate, f"{event.name}:{key}", given, whole)
    return drawn


def _one(seed: int, replicate: int, key: str, given: ParameterValue, whole: bool) -> float:
    return value(uniform(seed, replicate, key), given.low, given.high, whole)
