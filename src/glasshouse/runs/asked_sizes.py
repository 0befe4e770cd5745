"""How much may be asked for: whole numbers, each within its bounds."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from numbers import Real
from types import MappingProxyType
from typing import Any

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError

#: The least and the most that each may be; None: whoever takes it knows.
LIMITS: Mapping[str, tuple[int, int] | None] = MappingProxyType(
    {
        "population": (1, 10_000_000_000),
        "days": (1, 36_500),
        "seed": (0, 2**64 - 1),
        "replicates": (1, 10_000),
        "replicate": (0, 9_999),
        "threads": (1, 4096),
        "shards": (1, 1024),
        "workers": (1, 1024),
        "draws": (40, 1_000_000),
        "ensemble_population": (1, 20_000_000),
        "another": (0, 10_000_000_000),
        "points": None,
        "person": None,
    }
)
#: Those that always have a value.
_NEEDED = ("seed", "shards", "another", "replicate")


def checked(**asked: Any) -> dict[str, Any]:
    """The numbers as integers; what may be None stays so. Raises ``BadInputError`` for what is none, or out of bounds.

    Whole numbers of any type are taken, and floats without a fraction; ``True`` and ``False`` are no numbers.

    >>> checked(population=1e3, days=None)
    {'population': 1000, 'days': None}
    >>> checked(seed=True)
    Traceback (most recent call last):
    glasshouse.errors.BadInputError: seed=True: it must be a whole number from 0 to 18,446,744,073,709,551,615.
    """
    return {name: None if _is_left(name, value) else _whole(name, value) for name, value in asked.items()}


def _is_left(name: str, value: Any) -> bool:
    """Whether it is left to whoever takes it."""
    return value is None and name not in _NEEDED


def _whole(name: str, value: Any) -> int:
    limits, number = LIMITS[name], _integer(value)
    if number is not None and (limits is None or limits[0] <= number <= limits[1]):
        return number
    bounds = [f"from {limits[0]:,} to {limits[1]:,}"] if limits else []
    what = " ".join([*(["a whole number"] if number is None else []), *bounds])
    raise BadInputError(Argument(name, value), f": it must be {what}.")


def _integer(value: Any) -> int | None:
    """The integer that a value is; None for everything else."""
    if type(value).__name__ in ("bool", "bool_"):  # NumPy calls its own one or the other
        return None
    if hasattr(value, "__index__"):
        try:
            return operator.index(value)
        except TypeError:  # an array of several
            return None
    if not isinstance(value, Real) or not math.isfinite(value):
        return None
    number: Any = math.floor(value)
    return number if number == value else None
