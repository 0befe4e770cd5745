"""The seed that the page opens on: no reader may think that a number was picked, or learn of the wrong group."""

from __future__ import annotations

from itertools import pairwise

import polars as pl

from glasshouse import Simulation
from glasshouse.sites.crowd_page import POPULATION, SEED

#: As many as the page shows a range of; and so many that chance hardly moves the groups.
POPULATIONS, MANY = 10, 300_000
GROUPS = ["majority men", "minority men", "minority women"]


def sanctioned(seed: int, population: int = POPULATION) -> tuple[int, list[float]]:
    """How many people are sanctioned, and how many times the first group's share that of either minority group is."""
    people = Simulation("as-described", population=population, days=365, seed=seed).run().people()
    shares = dict(people.group_by("group").agg(pl.col("sanctioned").mean()).iter_rows())
    first, *others = (shares[group] for group in GROUPS)
    return people["sanctioned"].sum(), [share / first for share in others]


def test_its_number_is_neither_high_nor_low_among_those_that_the_page_shows():
    own, *further = (sanctioned(SEED + k)[0] for k in range(POPULATIONS))
    assert POPULATIONS / 2 - 2 <= sum(one < own for one in further) <= POPULATIONS / 2 + 1, (own, sorted(further))


def test_its_groups_stand_as_in_many_people():
    (_, own), (_, of_many) = sanctioned(SEED), sanctioned(1, MANY)
    for ratio, expected in zip(own, of_many, strict=True):
        assert 0.8 < ratio / expected < 1.25, (own, of_many)
    assert [a < b for a, b in pairwise(own)] == [a < b for a, b in pairwise(of_many)]
