"""Shares of a harm that rests on a handful of people: told as few cases, and not to a fraction of one."""

from __future__ import annotations

from collections.abc import Mapping

from glasshouse.measures.intervals import LEAST_EVENTS

#: What stands in the place of a share that rests on few cases, and what that means.
FEW = "few"
MEANING = (
    f"“{FEW}”: a share of fewer than {LEAST_EVENTS} cases, or of days that fell on fewer than {LEAST_EVENTS} people, "
    "all of which may be chance; totals are counts"
)
#: Days are borne by people, who are the cases.
_BORNE_BY = {"sanction_days": "sanctioned"}


def rests_on_few(harm: str, share: float, cases: Mapping[str, float]) -> bool:
    """Whether a part's share of a harm rests on fewer than 5 cases; none at all is none.

    ``cases``: how much of each harm is done with all parts on.

    >>> done = {"wrongful": 1.0, "sanctioned": 40.0, "sanction_days": 900.0, "chilled": 18.0}
    >>> [rests_on_few(*each, done) for each in (("wrongful", 1.0), ("sanctioned", 2.5), ("chilled", 17.5))]
    [True, True, False]
    >>> rests_on_few("wrongful", 0.0, done), rests_on_few("sanction_days", 16.0, done)
    (False, False)
    """
    own = cases.get(_BORNE_BY.get(harm, harm), LEAST_EVENTS)
    return share != 0 and min(abs(share), own) < LEAST_EVENTS
