"""The seed that the page opens on: no reader may think that a high or a low number was picked."""

from __future__ import annotations

import polars as pl

from glasshouse import Simulation
from glasshouse.sites.crowd_page import POPULATION, SEED

#: As many as the page shows a range of.
POPULATIONS = 10
GROUPS = ["majority men", "minority men", "minority women"]


def first_numbers(seed: int) -> tuple[float, ...]:
    """How many are sanctioned, and how many times the first group's share that of either minority group is."""
    people = Simulation("as-described", population=POPULATION, days=365, seed=seed, threads=1).run().people()
    shares = dict(people.group_by("group").agg(pl.col("sanctioned").mean()).iter_rows())
    first, *others = (shares[group] for group in GROUPS)
    return people["sanctioned"].sum(), *(share / first for share in others)


def test_its_numbers_are_neither_high_nor_low_among_those_that_the_page_shows():
    opening, *others = (first_numbers(SEED + k) for k in range(POPULATIONS))
    for own, *further in zip(opening, *others, strict=True):
        below = sum(one < own for one in further)
        assert POPULATIONS / 2 - 2 <= below <= POPULATIONS / 2 + 1, (own, sorted(further))
