"""Safeguards, one file each: what it changes, why one thinks so, and the mechanism where the day needs one.

They are laid over a scenario in the order of the day, whatever order they were named in, so that the same set of
safeguards is the same scenario; the order is that of SAFEGUARDS and stands in ``docs/safeguards.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from glasshouse.interventions import (
    appeal,
    ban,
    error_free,
    human_review,
    list_audit,
    lists_only,
    match_threshold,
    moratorium,
    no_guilt_by_association,
    no_unrelated_penalty,
    notice_and_reasons,
    opt_in,
    purpose_limitation,
    retention_limit,
    sanction_ceiling,
    smaller_gallery,
    unwatched,
)
from glasshouse.interventions.intervention import Intervention, lay_over
from glasshouse.scenario import Scenario, ScenarioError
from glasshouse.scenario.errors import nearest

__all__ = ["INTERVENTIONS", "REFERENCES", "Intervention", "apply"]

_FILES = (
    match_threshold,
    smaller_gallery,
    purpose_limitation,
    no_guilt_by_association,
    retention_limit,
    opt_in,
    lists_only,
    no_unrelated_penalty,
    sanction_ceiling,
    human_review,
    notice_and_reasons,
    appeal,
    list_audit,
    moratorium,
    ban,
)
#: Safeguards by name, in the order in which they are laid over a scenario.
INTERVENTIONS = MappingProxyType({file.INTERVENTION.name: file.INTERVENTION for file in _FILES})
#: Scenarios to compare with, which nobody can bring about.
REFERENCES = MappingProxyType({file.INTERVENTION.name: file.INTERVENTION for file in (error_free, unwatched)})


def apply(scenario: Scenario, names: Iterable[str], day: int = 0, days: int | None = None) -> Scenario:
    """A scenario with safeguards (or worlds) laid over it by name, in force from a day on.

    `days` are those of the run, for what reckons with its end; the scenario's own unless given.

    Raises ScenarioError for a name that is none.

    >>> from glasshouse.scenario import load
    >>> fairer = apply(load("as-described"), ["appeal", "opt-in"])
    >>> fairer.settings(364).mandatory, fairer.label
    (False, 'hypothetical')
    """
    known = {**INTERVENTIONS, **REFERENCES}
    asked = set(names)
    for name in sorted(asked - set(known)):
        raise ScenarioError(f"unknown safeguard '{name}'.{nearest(name, known)}")
    return lay_over(scenario, (each for name, each in known.items() if name in asked), day, days)
