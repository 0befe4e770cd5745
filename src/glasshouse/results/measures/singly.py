"""Measures that are worked out from single persons: each from the cells to (value, base), with margins."""

from __future__ import annotations

import numpy as np

from glasshouse.population.people import AGE_SHIFT, CHILD, EVER_SANCTIONED
from glasshouse.results.harm import LAWFUL_STRATA, UNLAWFUL_STRATA
from glasshouse.results.measures.cells import Cells, with_margins
from glasshouse.scenario.words import GROUPS

_STRATA = UNLAWFUL_STRATA * LAWFUL_STRATA
#: The reference group of *unequal*: majority men.
_REFERENCE = 0


def unequal(cells: Cells) -> tuple[np.ndarray, np.ndarray]:
    """*Unequal* by district and group, against the whole country's odds of the reference group."""
    people, sanctioned = _strata(cells)
    base, harmed = people[:, _REFERENCE].sum(axis=0), sanctioned[:, _REFERENCE].sum(axis=0)
    known = base > 0
    odds = np.divide(harmed, base, out=np.zeros(_STRATA), where=known)
    excess = (np.where(known, sanctioned, 0) - np.where(known, people, 0) * odds).sum(axis=2)
    # Within the country the reference group has no excess of its own, whatever its districts have.
    table = with_margins(excess)
    table[-1, _REFERENCE] = 0.0
    return table, cells.measure("people")


def _strata(cells: Cells) -> tuple[np.ndarray, np.ndarray]:
    """People of 15 and over, and those of them ever sanctioned: int64 [districts, groups, strata]."""
    ledger, state = cells.replicate.ledger, cells.replicate.state
    assert ledger is not None
    grown = (state["traits"] >> AGE_SHIFT) & 3 != CHILD
    stratum = np.minimum(ledger["unlawful"], UNLAWFUL_STRATA - 1).astype(np.int64) * LAWFUL_STRATA
    stratum += np.minimum(ledger["lawful"], LAWFUL_STRATA - 1)
    place = cells.place * _STRATA + stratum
    size = len(cells.sums) * len(GROUPS) * _STRATA
    both = [
        np.bincount(place[chosen], minlength=size).reshape(-1, len(GROUPS), _STRATA)
        for chosen in (grown, grown & (state["flags"] & np.uint16(EVER_SANCTIONED) != 0))
    ]
    return both[0], both[1]


def misidentified(cells: Cells) -> tuple[np.ndarray, np.ndarray]:
    """People taken for somebody else at least once."""
    assert cells.replicate.ledger is not None
    persons = np.flatnonzero(cells.replicate.ledger["misidentified"])
    return cells.counted(persons), cells.measure("people")
