"""Draw parameters from their ranges: parameter uncertainty, as opposed to stochastic uncertainty."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from glasshouse.former_names import KEY, first_name


@dataclass(frozen=True, kw_only=True)
class ValueRange:
    """What a number is drawn from: its value at a place of its range, from 0 (the low end) to 1."""

    at: Callable[[float], float]


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


def ordered(numbers: dict[str, float], cuts: Sequence[str]) -> dict[str, float]:
    """The numbers, with the cuts between tiers, which stand here from the highest down, put back in descending order.

    >>> ordered({"score.cut_good": 800.0, "score.cut_fair": 850.0}, ("score.cut_good", "score.cut_fair"))
    {'score.cut_good': 850.0, 'score.cut_fair': 800.0}
    """
    return {**numbers, **dict(zip(cuts, sorted((numbers[key] for key in cuts), reverse=True), strict=True))}


def draw(
    numbers: Mapping[str, float], ranges: Mapping[str, ValueRange], place: Callable[[str], float], cuts: Sequence[str]
) -> dict[str, float]:
    """A value for each range by its key, and for each cut of the central ``numbers`` that another one's draw moves.

    ``place``: where in its range a number is, by its key, from 0 (the low end) to 1.
    """
    drawn = {key: one.at(place(key)) for key, one in ranges.items()}
    tidy = ordered({**numbers, **drawn}, cuts)  # a draw must not cross them
    return drawn | {key: tidy[key] for key in cuts if tidy[key] != numbers[key] or key in drawn}


def drawn_by(key: str) -> str:
    """The key under which a number is drawn: its first name, so that a new one moves nothing."""
    event, mark, name = key.rpartition(":")
    return f"{event}{mark}{first_name(KEY, name)}"
