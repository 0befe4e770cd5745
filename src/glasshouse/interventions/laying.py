"""What an intervention lays over a scenario, and how several are laid over it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from glasshouse.errors import BadInputError, nearest
from glasshouse.intervention import Intervention
from glasshouse.mechanism import Mechanism, Parameter
from glasshouse.mechanism_set import MechanismSet
from glasshouse.person_list import person_lists
from glasshouse.scenario import ParameterValue, Scenario, changed, with_mechanisms
from glasshouse.scenario.documents import event_entry, fitted, number
from glasshouse.section import AddedGates, extras
from glasshouse.tiers import gates_key


def _closing(mechanisms: MechanismSet) -> set[str]:
    """Keys of lists of gates that say what is closed to somebody, and not what is given there."""
    tiers, lists = map(gates_key, mechanisms.tiers), (each.gates.key for each in person_lists(mechanisms))
    return {*tiers, *lists, *(each.gates for each in mechanisms.declared(AddedGates))}


def document_of(
    intervention: Intervention, scenario: Scenario, day: int = 0, days: int | None = None
) -> dict[str, Any]:
    """The partial scenario document that an intervention lays over a scenario, in force from a day on.

    `days` are those of the run; the scenario's own unless given. Raises ``BadInputError`` for a key that there is not.

    >>> from glasshouse.scenario import load
    >>> from glasshouse.interventions import INTERVENTIONS
    >>> document_of(INTERVENTIONS["opt-in"], load("as-described"))["participation"]
    {'mandatory_from': None}
    """
    intervention, rows = intervention.among(scenario.mechanisms), scenario.mechanisms.parameters
    for key in intervention.numbers:
        if key not in scenario.parameters:
            of = f"the safeguard '{intervention.name}' ({intervention.module})"
            raise BadInputError(
                f"{of} changes '{key}', and there is no such number.{nearest(key, scenario.parameters)}"
            )
    flat: dict[str, Any] = {
        key: number(_changed(intervention, rows[key], scenario.parameters[key])) for key in intervention.numbers
    }
    flat |= intervention.switches
    if intervention.dates is not None:
        flat |= {
            key: when and when.isoformat()
            for key, when in intervention.dates(scenario, day, days or scenario.days).items()
        }
    if intervention.gates is not None:
        closing = _closing(scenario.mechanisms)
        quiet = {each.key for each in extras(scenario.mechanisms, "gates") if each.quiet}
        flat |= {
            key: list(intervention.gates(key, gates))
            for key, gates in scenario.gates.items()
            if key in closing and (gates or key not in quiet)
        }
    out: dict[str, Any] = {"title": f"{scenario.title}, with {intervention.title}"}
    for key, value in flat.items():
        _place(out, key, value)
    events = [
        _event(intervention, event, rows)
        for event in scenario.events
        if intervention.numbers.keys() & event.changes.keys()
    ]
    return {**out, "events": events} if events else out


def _changed(intervention: Intervention, row: Parameter, given: ParameterValue) -> ParameterValue:
    """The new number, within the bounds of its kind."""
    return replace(fitted(row, intervention.numbers[row.key](given)), layer=intervention.name)


def _event(intervention: Intervention, event: Any, rows: Mapping[str, Parameter]) -> dict[str, Any]:
    changes = {
        key: _changed(intervention, rows[key], given) if key in intervention.numbers else given
        for key, given in event.changes.items()
    }
    return event_entry(replace(event, changes=changes))


def _place(out: dict[str, Any], key: str, value: Any) -> None:
    *path, last = key.split(".")
    for step in path:
        out = out.setdefault(step, {})
    out[last] = value


def lay_over(scenario: Scenario, safeguards: Iterable[Intervention], day: int = 0, days: int | None = None) -> Scenario:
    """A scenario with safeguards laid over it, one after the other, in force from a day on."""
    for each in safeguards:
        scenario = with_mechanisms(scenario, _mechanism_of(each), on=False)
        scenario = changed(scenario, document_of(each, scenario, day, days), name=each.name)
    return scenario


def _mechanism_of(intervention: Intervention) -> tuple[Mechanism, ...]:
    """The mechanism in whose file a safeguard of a plug-in stands, which it brings along."""
    module = sys.modules.get(intervention.module)
    found = vars(module).values() if module else ()
    return tuple(each for each in found if isinstance(each, Mechanism) and each.module == intervention.module)
