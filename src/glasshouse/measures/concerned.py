"""What a run is about: who is concerned, and the counts that say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from glasshouse.assessed import Identification
from glasshouse.mechanism_set import SHIPPED
from glasshouse.told_by import ToldBy

if TYPE_CHECKING:
    from glasshouse.scenario.scenario import Scenario

#: What a run may be told by, by its word; what none has any of is told by the first.
_WAYS = {each.word: each for each in sorted(SHIPPED.declared(ToldBy), key=lambda each: each.rank)}
#: All reports, and those that were made up or mistaken.
REPORTS, FALSE = _WAYS["reports"].counts.values()
#: The counts of where reports come from.
THROUGH = {where: count.name for where, count in _WAYS["reports"].through.items()}
#: Alerts of all searches that know one person from another: right ones, those that rest on an entry that should not be
#: on the list, and wrong ones.
RIGHT_ALERTS, FAULTY_ALERTS, WRONG_ALERTS = (
    tuple(getattr(each, what).name for each in SHIPPED.declared(Identification))
    for what in ("right_alerts", "faulty_alerts", "wrong_alerts")
)


def told_by(scenario: Scenario) -> ToldBy:
    """What a run of a scenario is told by.

    >>> from glasshouse.scenario import load
    >>> [told_by(load(name)).word for name in ("as-described", "london-lfr", "informant-society")]
    ['sanctions', 'stops', 'reports']
    """
    return next(iter(ways_within(scenario)), next(iter(_WAYS.values())))


def ways_within(scenario: Scenario) -> tuple[ToldBy, ...]:
    """All that a run of a scenario could be told by; the first is what it is told by.

    >>> from glasshouse.scenario import load
    >>> [way.word for way in ways_within(load("hong-kong-2020"))]
    ['sanctions', 'stops', 'reports']
    """
    return tuple(each for each in _WAYS.values() if each.within(scenario))


def only_stops(scenario: Scenario) -> bool:
    """Whether a run is told by stops: faces are searched, and nothing can close a gate.

    >>> from glasshouse.scenario import load
    >>> only_stops(load("london-lfr")), only_stops(load("as-described"))
    (True, False)
    """
    return told_by(scenario).word == "stops"


def only_reports(scenario: Scenario) -> bool:
    """Whether a run is told by reports: informants report, no face is searched, and nothing can close a gate.

    >>> from glasshouse.scenario import load
    >>> only_reports(load("informant-society")), only_reports(load("as-described"))
    (True, False)
    """
    return told_by(scenario).word == "reports"


def asked(scenario: Scenario) -> Mapping[str, tuple[str, ...]]:
    """Who is concerned in a run of a scenario, and the counts of it.

    >>> from glasshouse.scenario import load
    >>> list(asked(load("london-lfr")))
    ['stopped', 'as the wrong person']
    """
    return told_by(scenario).counts


def errors_of(scenario: Scenario) -> tuple[str, str, tuple[str, ...]]:
    """What counts errors in a run: a noun for them, what was done to those concerned, and the counts.

    >>> from glasshouse.scenario import load
    >>> errors_of(load("as-described"))
    ('wrongful sanctions', 'wrongly sanctioned', ('first_wrongful',))
    """
    way = told_by(scenario)
    return (*way.errors, way.counts[way.wrong])
