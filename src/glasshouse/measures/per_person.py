"""Measures that are worked out from single persons: each from the cells to (value, base), with margins."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from glasshouse.measures.cells import Cells, with_margins
from glasshouse.measures.harm import LAWFUL_STRATA, UNLAWFUL_STRATA
from glasshouse.population.people import AGE_SHIFT, CHILD, EVER_SANCTIONED

#: The share of people that *concentration* calls the worst hit.
WORST_HIT = 0.01
_STRATA = UNLAWFUL_STRATA * LAWFUL_STRATA
#: The reference group of *unequal*: the place's first.
_REFERENCE = 0

Table = tuple[np.ndarray, np.ndarray]


def unequal(cells: Cells) -> Table:
    """*Unequal* by district and group, against the whole country's odds of the reference group."""
    people, sanctioned = _strata(cells)
    base, harmed = people[:, _REFERENCE].sum(axis=0), sanctioned[:, _REFERENCE].sum(axis=0)
    known = base > 0
    odds = np.divide(harmed, base, out=np.zeros(_STRATA), where=known)
    excess = (np.where(known, sanctioned, 0) - np.where(known, people, 0) * odds).sum(axis=2)
    table = with_margins(excess)
    table[-1, _REFERENCE] = 0.0  # exactly: its districts may differ from one another, and add up to nothing
    return table, cells.measure("people")


def _strata(cells: Cells) -> Table:
    """People of 15 and over, and those of them ever sanctioned: int64 [districts, groups, strata]."""
    state = cells.replicate.state
    grown = (state["traits"] >> AGE_SHIFT) & 3 != CHILD
    stratum = np.minimum(cells.ledger["unlawful"], UNLAWFUL_STRATA - 1).astype(np.int64) * LAWFUL_STRATA
    stratum += np.minimum(cells.ledger["lawful"], LAWFUL_STRATA - 1)
    place = cells.place * _STRATA + stratum
    size = len(cells.sums) * cells.groups * _STRATA
    chosen = (grown, grown & (state["flags"] & np.uint16(EVER_SANCTIONED) != 0))
    people, sanctioned = (np.bincount(place[these], minlength=size) for these in chosen)
    shape = (-1, cells.groups, _STRATA)
    return people.reshape(shape), sanctioned.reshape(shape)


def misidentified(cells: Cells) -> Table:
    """People taken for somebody else at least once."""
    return cells.counted(np.flatnonzero(cells.ledger["misidentified"])), cells.measure("people")


def associated(cells: Cells) -> Table:
    """People who lost points for knowing somebody at least once."""
    return cells.counted(np.flatnonzero(cells.ledger["association"])), cells.measure("people")


def set_free(cells: Cells) -> Table:
    """People once sanctioned who are under no sanction on the last day."""
    last = cells.ledger["sanctioned_to"]
    return cells.counted(np.flatnonzero((last > 0) & (last < cells.days))), cells.counted(np.flatnonzero(last))


def _cleared(cells: Cells) -> tuple[np.ndarray, np.ndarray]:
    """Persons once wrongfully sanctioned who no longer are on the last day, and their days from first to last."""
    first, last = cells.ledger["wrongful_from"], cells.ledger["wrongful_to"]
    persons = np.flatnonzero((last > 0) & (last < cells.days))
    return persons, last[persons].astype(np.int64) - first[persons] + 1


def time_to_clear(cells: Cells) -> Table:
    """Mean days from the first wrongful day to the last, of those cleared."""
    persons, took = _cleared(cells)
    return cells.counted(persons, took), cells.counted(persons)


def time_to_clear_median(cells: Cells) -> Table:
    """The middle one of those days; it is no sum, so its base is 1."""
    persons, took = _cleared(cells)
    middle = cells.each(persons, lambda chosen, _: float(np.median(took[chosen])) if chosen.any() else np.nan)
    return middle, np.where(np.isnan(middle), np.nan, 1.0)


def not_cleared(cells: Cells) -> Table:
    """People once wrongfully sanctioned who still are on the last day."""
    last = cells.ledger["wrongful_to"]
    return cells.counted(np.flatnonzero(last == cells.days)), cells.counted(np.flatnonzero(last))


def concentration(cells: Cells) -> Table:
    """Days under sanction that the worst-hit 1 % of the people of a cell bear."""
    days = cells.ledger["sanction_days"]
    persons = np.flatnonzero(days)
    borne = days[persons].astype(np.int64)

    def of_the_worst(chosen: np.ndarray, people: float) -> float:
        return float(np.sort(borne[chosen])[::-1][: max(1, round(WORST_HIT * people))].sum())

    return cells.each(persons, of_the_worst), cells.counted(persons, borne)


#: How each of these measures is worked out, by name.
PER_PERSON: Mapping[str, Callable[[Cells], Table]] = {
    "unequal": unequal,
    "misidentified": misidentified,
    "associated": associated,
    "reversibility": set_free,
    "time_to_clear": time_to_clear,
    "time_to_clear_median": time_to_clear_median,
    "not_cleared": not_cleared,
    "concentration": concentration,
}
