"""The learned score: a categorical naive Bayes, counted by hand (section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from math import log

AGES, INCOMES = 3, 5
CELLS = AGES * INCOMES * 2 * 2

#: How many persons of class y (0 or 1) were sampled: (district, cell, y) -> persons.
Sample = Mapping[tuple[int, int, int], int]


def features(district: int, cell: int) -> tuple[int, int, int, int, int]:
    """District, age, income, urban and internet of a cell.

    >>> features(4, ((2 * 5 + 3) * 2 + 1) * 2 + 0)
    (4, 2, 3, 1, 0)
    """
    return district, cell // (INCOMES * 4), cell // 4 % INCOMES, cell // 2 % 2, cell % 2


def fit(
    sample: Sample, *, districts: int, scale: int, cap: int, watch_points: int
) -> tuple[list[list[int]], list[list[int]]] | None:
    """Points taken off and who is watched, each [districts][CELLS]; None if a class is empty.

    >>> points, watch = fit({(0, 0, 1): 9, (0, 59, 0): 9}, districts=1, scale=10, cap=50, watch_points=40)
    >>> points[0][0], points[0][59], watch[0][0]
    (50, 0, 1)
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

    points = [[min(max(round(scale * log_odds(d, cell)), 0), cap) for cell in range(CELLS)] for d in range(districts)]
    watch = [[int(watch_points > 0 and p >= watch_points) for p in row] for row in points]
    return points, watch
