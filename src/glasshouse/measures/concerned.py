"""What a run is about: who is concerned, and the counts that say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glasshouse.scenario.scenario import Scenario

#: Reports that were made up or mistaken, and all reports.
FALSE = ("report_malicious", "report_mistaken")
REPORTS = ("reports_true", *FALSE)
_SANCTIONS = {"sanctioned": ("first_sanctioned",), "wrongfully": ("first_wrongful",), "unjustly": ("first_unjust",)}
_STOPS = {"stopped": ("stops",), "as the wrong person": ("stops_false",)}
_REPORTS = {"reported": REPORTS, "falsely": FALSE}
#: Of the figures of a run, the one that counts errors: as a noun, and in the singular.
_ERRORS = {
    "wrongfully": ("wrongful sanctions", "wrongly sanctioned"),
    "as the wrong person": ("stops of the wrong person", "stopped as the wrong person"),
    "falsely": ("false reports", "falsely reported"),
}


def only_stops(scenario: Scenario) -> bool:
    """Whether faces are searched and nothing can close a gate, at the start or after any dated event.

    >>> from glasshouse.scenario import load
    >>> only_stops(load("london-lfr")), only_stops(load("as-described"))
    (True, False)
    """
    later = {key for event in scenario.events for key, on in event.switches.items() if on}
    return scenario.switches["face_recognition.enabled"] and not (
        scenario.switches["restrictions.enabled"] or "restrictions.enabled" in later
    )


def only_reports(scenario: Scenario) -> bool:
    """Whether informants report, no face is searched, and nothing can close a gate, at the start or after an event.

    >>> from glasshouse.scenario import load
    >>> only_reports(load("informant-society")), only_reports(load("as-described"))
    (True, False)
    """
    later = {key for event in scenario.events for key, on in event.switches.items() if on}
    on = later | {key for key, on in scenario.switches.items() if on}
    return "informants.enabled" in on and not on & {"restrictions.enabled", "face_recognition.enabled"}


def asked(scenario: Scenario) -> Mapping[str, tuple[str, ...]]:
    """Who is concerned in a run of a scenario, and the counts of it.

    >>> from glasshouse.scenario import load
    >>> list(asked(load("london-lfr")))
    ['stopped', 'as the wrong person']
    """
    if only_stops(scenario):
        return _STOPS
    return _REPORTS if only_reports(scenario) else _SANCTIONS


def errors_of(scenario: Scenario) -> tuple[str, str, tuple[str, ...]]:
    """What counts errors in a run: a noun for them, what was done to those concerned, and the counts.

    >>> from glasshouse.scenario import load
    >>> errors_of(load("as-described"))
    ('wrongful sanctions', 'wrongly sanctioned', ('first_wrongful',))
    """
    found = asked(scenario)
    name = next(name for name in found if name in _ERRORS)
    return (*_ERRORS[name], found[name])
