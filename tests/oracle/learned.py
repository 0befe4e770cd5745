"""The learned score: a categorical naive Bayes, counted by hand (section 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log

AGES, INCOMES = 3, 5
CELLS = AGES * INCOMES * 2 * 2
CERTAIN = 2**32

#: How many persons of class y (0 or 1) were sampled: (district, cell, y) -> persons.
Sample = Mapping[tuple[int, int, int], int]


def features(district: int, cell: int) -> tuple[int, int, int, int, int]:
    """District, age, income, urban and internet of a cell.

    >>> features(4, ((2 * 5 + 3) * 2 + 1) * 2 + 0)
    (4, 2, 3, 1, 0)
    """
    return district, cell // (INCOMES * 4), cell // 4 % INCOMES, cell // 2 % 2, cell % 2


def fit(sample: Sample, *, districts: int, scale: int, cap: int) -> list[list[int]] | None:
    """Points taken off [districts][CELLS]; None if a class is empty.

    >>> points = fit({(0, 0, 1): 9, (0, 59, 0): 9}, districts=1, scale=10, cap=50)
    >>> points[0][0], points[0][59]
    (50, 0)
    """
    total = [sum(n for (_, _, y), n in sample.items() if y == one) for one in (0, 1)]
    if min(total) < 1:
        return None
    kinds = (districts, AGES, INCOMES, 2, 2)
    seen = [[[0, 0] for _ in range(kind)] for kind in kinds]
    for (district, cell, y), n in sample.items():
        for column, value in enumerate(features(district, cell)):
            seen[column][value][y] += n

    def log_odds(district: int, cell: int) -> float:
        odds = 0.0
        for column, value in enumerate(features(district, cell)):
            no, yes = seen[column][value]
            odds += log((yes + 1) / (total[1] + kinds[column]))
            odds -= log((no + 1) / (total[0] + kinds[column]))
        return odds

    return [[min(max(round(scale * log_odds(d, cell)), 0), cap) for cell in range(CELLS)] for d in range(districts)]


def people(n: int, age: Sequence[int], urban: int, internet: int) -> list[int]:
    """How many people of 15 and over a district of n persons has in each cell, on one scale for all districts.

    >>> few = people(5, [2**30, 2**31], 2**32, 0)
    >>> few[0], few[22] == few[26] > few[20], few[42] // few[22]
    (0, True, 2)
    """
    by_age = [0, age[1] - age[0], CERTAIN - age[1]]
    by_town, by_internet = [CERTAIN - urban, urban], [CERTAIN - internet, internet]
    found = []
    for cell in range(CELLS):
        _, old, _, town, online = features(0, cell)
        found.append(n * by_age[old] * by_town[town] * by_internet[online])
    return found


def watched(points: list[list[int]], people: list[list[int]], *, share: int, least: int) -> list[list[int]]:
    """Who is watched [districts][CELLS]: those with the most points, until they are `share` of 2^32 of all.

    >>> watched([[9, 5, 5, 1]], [[1, 1, 1, 7]], share=2**32 // 5, least=1)
    [[1, 1, 1, 0]]
    """
    each = [(taken, many) for row in zip(points, people, strict=True) for taken, many in zip(*row, strict=True)]
    everybody = sum(many for _, many in each)

    def chosen(taken: int) -> int:
        more = sum(many for other, many in each if other > taken)
        return int(0 < least <= taken and more * CERTAIN < share * everybody)

    found = {taken: chosen(taken) for taken in {taken for taken, _ in each}}
    return [[found[taken] for taken in row] for row in points]
