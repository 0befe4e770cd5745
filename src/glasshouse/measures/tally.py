"""What one replicate comes to: sums over days by group, and people by what they did and suffered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasshouse.measures.harm import LAWFUL_STRATA, UNLAWFUL_STRATA, Excess, concentration, unequal
from glasshouse.population.people import AGE_SHIFT, CHILD, EVER_SANCTIONED, EVER_UNJUSTLY, EVER_WRONGLY, group_of
from glasshouse.scenario.scenario_words import GROUPS

if TYPE_CHECKING:
    from glasshouse.engine.simulate import Replicate

#: What is counted in each stratum of people, in the order of the last axis of ``Tally.strata``.
COUNTED = ("people", "sanctioned", "wrongly", "unjustly", "misidentified")
#: What ``Tally.of_persons`` holds beside them.
EXCESS = "excess"
_ADULT = 1
_CHUNK = 1 << 20


def strata_shape(groups: int) -> tuple[int, ...]:
    """Groups, adult (0 child, 1 of 15 and over), unlawful acts (3: 3 or more), lawful acts that the rules punish (2+),
    and what is counted.

    >>> strata_shape(4)
    (4, 2, 4, 3, 5)
    """
    return groups, 2, UNLAWFUL_STRATA, LAWFUL_STRATA, len(COUNTED)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """One replicate in figures.

    ``counts`` maps (group, measure) to the sum over days and districts, or for a stock to its level on the
    last day. ``groups`` are the place's, by name. ``strata`` is int64 of the shape of ``strata_shape``, and
    ``top_percent`` the part of all sanction-days that the most sanctioned 1 % bear; both None where the run kept no
    ledger of single persons. An ensemble keeps of its draws, instead of strata, what was worked out from them:
    ``of_persons`` maps (group, kind in COUNTED or "excess") to people.
    """

    counts: Mapping[tuple[str, str], int]
    groups: tuple[str, ...] = GROUPS
    strata: np.ndarray | None = None
    top_percent: float | None = None
    of_persons: Mapping[tuple[str, str], float] | None = None

    def total(self, *measures: str) -> int:
        """The sum of measures over all groups."""
        return sum(self.of(group, *measures) for group in (*self.groups, "all"))

    def of(self, group: str, *measures: str) -> int:
        """The sum of measures in one group."""
        return sum(self.counts.get((group, measure), 0) for measure in measures)

    def persons(self, what: str, group: str | None = None) -> int | None:
        """People of a kind in COUNTED, in a group or in all; None without a ledger."""
        if self.of_persons is not None:
            return round(sum(self.of_persons.get((each, what), 0.0) for each in ([group] if group else self.groups)))
        if self.strata is None:
            return None
        rows = self.strata if group is None else self.strata[self.groups.index(group)]
        return int(rows[..., COUNTED.index(what)].sum())

    @property
    def knows_persons(self) -> bool:
        """Whether single persons were followed."""
        return self.strata is not None or self.of_persons is not None

    def excess(self, group: str) -> Excess | None:
        """*Unequal*: people of a group sanctioned beyond the reference group's odds; None without a ledger.

        Over people of 15 and over: children do nothing that is recorded, and their share differs by group.
        """
        if self.of_persons is not None:
            found = self.of_persons.get((group, EXCESS), 0.0)
            return Excess(excess=found, compared=self.persons("people", group) or 0, left_out=0)
        if self.strata is None:
            return None
        people, sanctioned = (self.strata[:, _ADULT, ..., COUNTED.index(kind)] for kind in ("people", "sanctioned"))
        return unequal(people, sanctioned, self.groups.index(group))


def tally(replicate: Replicate) -> Tally:
    """Add up a replicate while it is in memory."""
    return Tally(
        counts=_counts(replicate),
        groups=replicate.groups,
        strata=_strata(replicate),
        top_percent=concentration(replicate.ledger["sanction_days"]) if replicate.ledger else None,
    )


def _counts(replicate: Replicate) -> dict[tuple[str, str], int]:
    """Sums of flows and last levels of stocks; absent is 0."""
    sums, last = replicate.sums.sum(axis=0), replicate.daily[-1].sum(axis=0)
    stocks = frozenset(replicate.mechanisms.stocks)
    return {
        (group, measure): int((last if measure in stocks else sums)[g, m])
        for g, group in enumerate((*replicate.groups, "all"))
        for m, measure in enumerate(replicate.measures)
        if (last if measure in stocks else sums)[g, m]
    }


def _strata(replicate: Replicate) -> np.ndarray | None:
    """Count people by group, age, and what they truly did; a million at a time, to spare memory."""
    if replicate.ledger is None:
        return None
    shape = strata_shape(len(replicate.groups))
    cells = int(np.prod(shape[:-1]))
    out = np.zeros((cells, len(COUNTED)), np.int64)
    traits, flags, ledger = replicate.state["traits"], replicate.state["flags"], replicate.ledger
    for first in range(0, len(traits), _CHUNK):
        part = slice(first, first + _CHUNK)
        place = group_of(traits[part]).astype(np.int64)
        place = place * 2 + (((traits[part] >> AGE_SHIFT) & 3) != CHILD)
        place = place * UNLAWFUL_STRATA + np.minimum(ledger["unlawful"][part], UNLAWFUL_STRATA - 1)
        place = place * LAWFUL_STRATA + np.minimum(ledger["lawful"][part], LAWFUL_STRATA - 1)
        kinds = (
            np.ones(len(place), bool),
            flags[part] & EVER_SANCTIONED != 0,
            flags[part] & EVER_WRONGLY != 0,
            flags[part] & EVER_UNJUSTLY != 0,
            ledger["misidentified"][part] > 0,
        )
        for k, kind in enumerate(kinds):
            out[:, k] += np.bincount(place[kind], minlength=cells)
    return out.reshape(shape)
