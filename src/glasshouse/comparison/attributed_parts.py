"""The parts of a system that attribution switches off: sensors, rules, errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError
from glasshouse.mechanism import FAMILIES, Ablation, Parameter
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.scenario.scenario import Scenario
from glasshouse.scenario.scenario_error import nearest


def parts_of(mechanisms: MechanismSet) -> dict[str, Ablation]:
    """Every part by name, family by family, as the mechanisms declare it."""
    return {part.name: part for family in FAMILIES for part in mechanisms.declared(Ablation) if part.family == family}


#: Those of the shipped mechanisms.
PARTS: dict[str, Ablation] = parts_of(SHIPPED)


def parts_named(names: Iterable[str], mechanisms: MechanismSet = SHIPPED) -> tuple[Ablation, ...]:
    """Parts by name, in the order given. Raises ``BadInputError`` for an unknown name, one given twice, or none.

    >>> [part.title for part in parts_named(["internet", "tiers"])]
    ['Internet monitoring', 'Gates closed by tiers']
    """
    asked, known = list(names), parts_of(mechanisms)
    for name in asked:
        if name not in known:
            hint = nearest(name, known) or f" The parts are: {', '.join(known)}."
            raise BadInputError(Argument("attribute", name), f": there is no such part.{hint}")
        if asked.count(name) > 1:
            raise BadInputError(Argument("attribute", name), ": it is named twice.")
    if not asked:
        raise BadInputError(Argument("attribute"), f": name at least one ({', '.join(known)}).")
    return tuple(known[name] for name in asked)


def off_document(scenario: Scenario, parts: Iterable[Ablation]) -> dict[str, Any]:
    """The changes that switch parts off, in the layout of a scenario file.

    A dated event of the scenario no longer sets what is off, so that it stays off.
    """
    off = {key: value for part in parts for key, value in part.off.items()}
    document: dict[str, Any] = {}
    rows = scenario.mechanisms.parameters
    for key, value in off.items():
        _place(document, key, _entry(rows[key]) if key in rows else value)
    events = [_without(event, off) for event in scenario.document["events"]]
    if events != list(scenario.document["events"]):
        document["events"] = events
    return document


def _entry(row: Parameter) -> dict[str, Any]:
    return {"value": 0, "unit": row.unit, "assumed": "switched off, to see what it adds to harm"}


def _without(event: Mapping[str, Any], off: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in event.get("set", {}).items() if key not in off}
    rest = {key: value for key, value in event.items() if key != "set"}
    return {**rest, "set": kept} if kept else rest


def _place(document: dict[str, Any], key: str, value: Any) -> None:
    *path, last = key.split(".")
    for step in path:
        document = document.setdefault(step, {})
    document[last] = value
