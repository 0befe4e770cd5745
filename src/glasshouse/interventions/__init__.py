"""Safeguards, each declared in the file of the mechanism that it changes, or here where it goes through all of them.

They are laid over a scenario in the order of the day, whatever order they were named in, so that the same set of
safeguards is the same scenario; the order is that of INTERVENTIONS and stands in ``docs/safeguards.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType

from glasshouse.intervention import STAGES, Intervention
from glasshouse.interventions import error_free, purpose_limitation
from glasshouse.interventions.laying import lay_over
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.plugins import PluginError, offered
from glasshouse.scenario import Scenario, ScenarioError
from glasshouse.scenario.scenario_error import nearest

__all__ = ["INTERVENTIONS", "REFERENCES", "Intervention", "apply", "known_to"]


def _all() -> Iterator[Intervention]:
    """Those of the shipped mechanisms, those that go through all of them, and those of installed plug-ins."""
    yield from SHIPPED.declared(Intervention)
    yield purpose_limitation.INTERVENTION.among(SHIPPED)
    yield error_free.INTERVENTION.among(SHIPPED)
    for each in (*offered("mechanisms").values(), *offered("interventions").values()):
        with suppress(PluginError):  # `glasshouse plugins` says what is wrong with it
            found = each.load()
            several = found.declared(Intervention) if isinstance(found, Mechanism) else (found,)
            yield from (one for one in several if isinstance(one, Intervention))


def _first_of_each_name(several: Iterable[Intervention]) -> Iterable[Intervention]:
    """No plug-in takes the place of a shipped one."""
    found: dict[str, Intervention] = {}
    for each in several:
        found.setdefault(each.name, each)
    return found.values()


_ALL = sorted(_first_of_each_name(_all()), key=lambda each: STAGES.index(each.stage))
#: Safeguards by name, in the order in which they are laid over a scenario.
INTERVENTIONS = MappingProxyType({each.name: each for each in _ALL if not each.reference})
#: What others are compared with, which nobody can bring about.
REFERENCES = MappingProxyType({each.name: each for each in _ALL if each.reference})


def known_to(mechanisms: MechanismSet) -> Mapping[str, Intervention]:
    """All safeguards and references by name, those of plug-ins that a scenario names by a module among them.

    >>> list(known_to(SHIPPED)) == [*INTERVENTIONS, *REFERENCES]
    True
    """
    there = {**INTERVENTIONS, **REFERENCES}
    own = {each.name: each for plugin in mechanisms.added for each in plugin.declared(Intervention)}
    if own.keys() <= there.keys():
        return there
    return {each.name: each for each in sorted({**there, **own, **there}.values(), key=_turn)}


def _turn(intervention: Intervention) -> tuple[bool, int]:
    return intervention.reference, STAGES.index(intervention.stage)


def apply(scenario: Scenario, names: Iterable[str], day: int = 0, days: int | None = None) -> Scenario:
    """A scenario with safeguards (or references) laid over it by name, in force from a day on.

    `days` are those of the run, for what reckons with its end; the scenario's own unless given.

    Raises ScenarioError for a name that is none.

    >>> from glasshouse.scenario import load
    >>> fairer = apply(load("as-described"), ["appeal", "opt-in"])
    >>> fairer.settings(364).reached["participation.mandatory_from"], fairer.label
    (False, 'hypothetical')
    """
    known = known_to(scenario.mechanisms)
    asked = set(names)
    for name in sorted(asked - set(known)):
        raise ScenarioError(f"unknown safeguard '{name}'.{nearest(name, known)}")
    return lay_over(scenario, (each for name, each in known.items() if name in asked), day, days)
