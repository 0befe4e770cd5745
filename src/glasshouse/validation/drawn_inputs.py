"""Draw a table's inputs from their ranges, and the seed of each draw's random numbers.

Each number depends on nothing but the seed, the table, the draw and the input: another input, another table or another
number of draws reshuffles nothing, and a wrong input meets the random numbers that the right one met.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from statistics import NormalDist
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from glasshouse.former_names import INPUT, first_name
from glasshouse.scenario.parameter_draws import uniform, value
from glasshouse.validation.table_kind import Input
from glasshouse.validation.table_loading import SPREADS, central
from glasshouse.validation.validation_table import Fed, Published, ValidationTable


def draw_seed(seed: int, table: str, draw: int) -> int:
    """The 64-bit seed of everything that happens by chance in one draw of one table.

    >>> draw_seed(1, "a-table", 0) == draw_seed(1, "a-table", 0) != draw_seed(1, "a-table", 1)
    True
    """
    digest = blake2b(f"{seed}|{table}|{draw}".encode(), digest_size=8, person=b"glasshouse-luck")
    return int.from_bytes(digest.digest(), "little")


def drawn(
    table: ValidationTable, seed: int, draw: int, wrong: Mapping[str, float] = MappingProxyType({})
) -> dict[str, float]:
    """The inputs of one draw, each from its range by its law; `wrong` as it stands.

    >>> from glasshouse.validation.table_loading import load_table
    >>> drawn(load_table("oxford-circus-2020"), 1, 0, {"faces": 5.0})["faces"]
    5.0
    """
    numbers = central(table.kind, table.inputs)
    for name, fed in table.inputs.items():
        if fed.given.ranged:
            key = f"{table.name}:{first_name(INPUT, name)}"
            numbers[name] = _one(fed, table.kind.inputs[name], seed, draw, key)
    return numbers | dict(wrong)


def _one(fed: Fed, row: Input, seed: int, draw: int, key: str) -> float:
    """A value of an input by its law. Beyond the bounds of the kind it is moved to the bound."""
    given, u = fed.given, uniform(seed, draw, key)
    low, high = given.low, given.high
    lowest, highest, whole = row.bounds
    if fed.law == "":
        return value(u, low, high, whole)
    if fed.law == "counted":
        some, all_ = fed.counted or (0, 1)
        # The posterior of a share from an even-handed start (Jeffreys); keyed like all else.
        drawn = np.random.Generator(np.random.Philox(draw_seed(seed, key, draw))).beta(some + 0.5, all_ - some + 0.5)
    elif fed.law == "even":
        drawn = low + u * (high - low)
    elif fed.law == "log-even":
        drawn = low * (high / low) ** u
    else:
        away = NormalDist().inv_cdf(max(u, 2.0**-54)) / SPREADS  # in half widths of the range
        drawn = given.value * (high / low) ** (away / 2) if fed.law == "log-normal" else given.value + away * _half(fed)
    drawn = float(min(highest, max(lowest, drawn)))
    return float(round(drawn)) if whole else drawn


def _half(fed: Fed) -> float:
    """Half the width of a normal range, whose end may have been cut off at a bound of the kind."""
    return max(fed.given.high - fed.given.value, fed.given.value - fed.given.low)


def measured(found: NDArray[np.float64], published: Published, table: str, seed: int) -> NDArray[np.float64]:
    """Draws of a figure as they would be published: each with an error of its own, where the figure has one."""
    if published.error == 0:
        return found
    us = [uniform(seed, draw, f"{table}:{published.name}:error") for draw in range(len(found))]
    away = np.array([NormalDist().inv_cdf(max(u, 2.0**-54)) for u in us])
    return found + published.error * away
