"""A loaded scenario as one plain document in the layout of a file, and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from glasshouse.mechanism import Parameter
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.scenario import scenario_keys
from glasshouse.scenario.another_place import left_out
from glasshouse.scenario.scenario_parts import ParameterValue, ScenarioEvent, Supplier
from glasshouse.section import extras
from glasshouse.tiers import TIERS

#: Keys that carry words for readers, none of which the model reads.
_PROSE = ("source", "confidence", "assumed", "role", "title", "text")
#: What holds nothing further, told first: to ask whether a text is a mapping takes long, and a document has thousands.
SCALARS = (str, float, int, type(None))


def document(parts: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a scenario as JSON can hold them: the same rules with nothing left to extend."""
    out: dict[str, Any] = {"glasshouse": 1}
    out |= {key: parts[key] for key in ("name", "label", "title", "summary", "days", "population")}
    out |= {
        "leaves_out": [left_out(text) for text in parts["leaves_out"]],
        "place": parts["place"].content or parts["place"].name,
        **({"plugins": [each.module for each in added]} if (added := parts["mechanisms"].added) else {}),
        "start": parts["start"].isoformat(),
        **({"warm_up": parts["warm_up"]} if parts["warm_up"] else {}),
        **({"sites": sites.entered()} if (sites := parts["sites"]) else {}),
    }
    flat: dict[str, Any] = {key: number(given) for key, given in parts["parameters"].items()}
    flat |= parts["switches"]
    flat |= {key: when.isoformat() if when else None for key, when in parts["dates"].items()}
    mechanisms: MechanismSet = parts["mechanisms"]
    quiet = {each.key for each in extras(mechanisms, "gates") if each.quiet}
    flat |= {
        key: list(parts["gates"][key])
        for key in scenario_keys.gate_lists(mechanisms)
        if parts["gates"][key] or key not in quiet
    }
    flat |= {key: list(mechanisms.tiers) for key in scenario_keys.tier_names(mechanisms) if mechanisms.tiers != TIERS}
    for key, value in flat.items():
        _place(out, key, value)
    for supplier in parts["suppliers"].values():
        out[supplier.section][supplier.name] |= _supplier(supplier)
    out["events"] = [event_entry(event) for event in parts["events"]]
    return out


def number(given: ParameterValue) -> dict[str, Any]:
    """One number with its evidence, as a file writes it.

    >>> number(ParameterValue(value=0.5, unit="share", assumed="half", low=0.5, high=0.5, layer="x"))
    {'value': 0.5, 'unit': 'share', 'assumed': 'half'}
    """
    evidence = {"source": given.source, "confidence": given.confidence, "assumed": given.assumed}
    entry: dict[str, Any] = {"value": _plain(given.value), "unit": given.unit}
    entry |= {key: text for key, text in evidence.items() if text is not None}
    if given.draws:
        entry["posterior"] = given.posterior
    elif given.ranged:
        entry["range"] = [_plain(given.low), _plain(given.high)]
    return entry


def fitted(row: Parameter, given: ParameterValue) -> ParameterValue:
    """A number and its range, put within the bounds of its parameter, whole where that takes whole numbers.

    >>> from glasshouse.scenario.parameters import PARAMETERS
    >>> start = PARAMETERS["score.start"]
    >>> fitted(start, ParameterValue(value=1.4, unit="points", assumed="x", low=0.2, high=9e9, layer="x")).high
    2000.0
    """
    low, high, whole = row.bounds

    def fit(value: float) -> float:
        return min(high, max(low, float(round(value)) if whole else value))

    return replace(given, value=fit(given.value), low=fit(given.low), high=fit(given.high))


def revive(data: Any, mechanisms: MechanismSet = SHIPPED) -> Any:
    """A document as JSON gave it back: texts under keys of dates become dates again."""
    return _revived(data, {"start", "date", *(key.rpartition(".")[2] for key in scenario_keys.dates(mechanisms))})


def _revived(data: Any, dates: Collection[str]) -> Any:
    if isinstance(data, Mapping):
        return {
            key: date.fromisoformat(value) if key in dates and isinstance(value, str) else _revived(value, dates)
            for key, value in data.items()
        }
    return [_revived(item, dates) for item in data] if isinstance(data, (list, tuple)) else data


def rules(data: Any) -> Any:
    """The document without the words that only readers read."""
    if isinstance(data, SCALARS):
        return data
    if isinstance(data, Mapping):
        return {key: rules(value) for key, value in data.items() if key not in _PROSE}
    return [rules(item) for item in data] if isinstance(data, (list, tuple)) else data


def _plain(value: float) -> float | int:
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _place(out: dict[str, Any], key: str, value: Any) -> None:
    *path, last = key.split(".")
    for step in path:
        out = out.setdefault(step, {})
    out[last] = value


def _supplier(one: Supplier) -> dict[str, Any]:
    written = {} if one.title is None else {"title": one.title}
    return {**written, "role": one.role, "source": one.source, "functions": list(one.functions)}


def event_entry(event: ScenarioEvent) -> dict[str, Any]:
    """One dated event, as a file writes it."""
    entry: dict[str, Any] = {"date": event.date.isoformat(), "name": event.name, "text": event.text}
    entry |= {key: text for key in ("source", "assumed") if (text := getattr(event, key)) is not None}
    if event.jump:
        entry["jump"] = number(event.jump)
    changes = {key: number(given) for key, given in event.changes.items()} | dict(event.switches)
    return {**entry, "set": changes} if changes else entry
