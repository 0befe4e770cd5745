"""Draw a table's inputs from their ranges, and the seed of each draw's random numbers.

Each number depends on nothing but the seed, the table, the draw and the input: another input, another table or another
number of draws reshuffles nothing, and a wrong input meets the random numbers that the right one met.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from types import MappingProxyType

from glasshouse.former_names import INPUT, first_name
from glasshouse.scenario.drawing import uniform, value
from glasshouse.validation.loading import central
from glasshouse.validation.table import ValidationTable


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
    """The inputs of one draw: each from its range by the law by which replicates draw parameters; `wrong` as it stands.

    >>> from glasshouse.validation.loading import load_table
    >>> drawn(load_table("oxford-circus-2020"), 1, 0, {"faces": 5.0})["faces"]
    5.0
    """
    numbers = central(table.kind, table.inputs)
    for name, fed in table.inputs.items():
        if fed.given.ranged:
            whole = table.kind.inputs[name].bounds[2]
            u = uniform(seed, draw, f"{table.name}:{first_name(INPUT, name)}")
            numbers[name] = value(u, fed.given.low, fed.given.high, whole)
    return numbers | dict(wrong)
