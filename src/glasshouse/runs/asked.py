"""What a run is about: who is concerned, and the counts that say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from glasshouse.headlines import headline_reports, headline_stops

if TYPE_CHECKING:
    from glasshouse.scenario.scenario import Scenario

_SANCTIONS = {"sanctioned": ("first_sanctioned",), "wrongfully": ("first_wrongful",), "unjustly": ("first_unjust",)}
_STOPS = {"stopped": ("stops",), "as the wrong person": ("stops_false",)}
_REPORTS = {"reported": headline_reports.REPORTS, "falsely": headline_reports.FALSE}
#: Of the figures of a run, the one that counts errors: as a noun, and in the singular.
_ERRORS = {
    "wrongfully": ("wrongful sanctions", "wrongly sanctioned"),
    "as the wrong person": ("stops of the wrong person", "stopped as the wrong person"),
    "falsely": ("false reports", "falsely reported"),
}


def asked(scenario: Scenario) -> Mapping[str, tuple[str, ...]]:
    """Who is concerned in a run of a scenario, and the counts of it.

    >>> from glasshouse.scenario import load
    >>> list(asked(load("london-lfr")))
    ['stopped', 'as the wrong person']
    """
    if headline_stops.only_stops(scenario):
        return _STOPS
    return _REPORTS if headline_reports.only_reports(scenario) else _SANCTIONS


def errors_of(scenario: Scenario) -> tuple[str, str, tuple[str, ...]]:
    """What counts errors in a run: a noun for them, what was done to those concerned, and the counts.

    >>> from glasshouse.scenario import load
    >>> errors_of(load("as-described"))
    ('wrongful sanctions', 'wrongly sanctioned', ('first_wrongful',))
    """
    found = asked(scenario)
    name = next(name for name in found if name in _ERRORS)
    return (*_ERRORS[name], found[name])
