"""``KEY=VALUE`` settings, as ``--set`` takes them, laid over a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from glasshouse.arguments import Argument
from glasshouse.former_names import KEY, refusal
from glasshouse.mechanism_set import MechanismSet
from glasshouse.scenario import scenario_keys
from glasshouse.scenario.flattening import flatten
from glasshouse.scenario.layers import PLUGIN, Layer
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.user_text import quoted
from glasshouse.scenario.yaml_reading import Document, scalar
from glasshouse.withdrawn import Withdrawn, withdrawal

#: Most characters of a ``--set`` that a message quotes: the longest key and a value.
_MOST_SET = 100


def set_values(layer: Layer, sets: tuple[str, ...]) -> Layer:
    """The layer with ``KEY=VALUE`` settings applied over it."""
    top = Layer(names=("command line",) if sets else (), mechanisms=layer.mechanisms)
    for text in sets:
        key, found, raw = text.partition("=")
        key, raw, where = key.strip(), raw.strip(), Argument("set", quoted(text, _MOST_SET))
        if not found or not raw:
            raise ScenarioError("write it as KEY=VALUE.", where=where)
        keys = scenario_keys.settable(top.mechanisms, layer.named)
        if key not in keys:
            unknown = f"unknown key '{quoted(key)}'.{nearest(key, keys)}"
            gone = withdrawal(key, top.mechanisms.declared(Withdrawn))
            in_file = (
                f"'{key}' stands in a scenario's file; it cannot be set over one."
                if key in scenario_keys.ONLY_IN_FILES
                else ""
            )
            raise ScenarioError(refusal(KEY, key, keys) or gone or in_file or unknown, where=where)
        given = _checked(_nest(key, _set_value(key, raw, where, top.mechanisms)), where, top.mechanisms, layer.named)
        top.flat |= given.flat
        top.mechanisms = given.mechanisms
        top.places |= {one: at for one, at in given.places.items() if one.startswith(PLUGIN)}
        top.places[key] = (where, None)
    return top.over(layer)


def _set_value(key: str, raw: str, where: Argument, mechanisms: MechanismSet) -> Any:
    """A bare value from the command line, as a file would give it."""
    if key in mechanisms.parameters:
        return {"value": scalar(raw), "unit": mechanisms.parameters[key].unit, "assumed": "set on the command line"}
    if key in (*scenario_keys.gate_lists(mechanisms), *scenario_keys.tier_names(mechanisms), "plugins"):
        inner = raw.removeprefix("[").removesuffix("]")
        return [word.strip() for word in inner.split(",") if word.strip()]
    if key == "place":
        return raw
    if key in scenario_keys.TOP_NUMBERS:
        return scalar(raw)
    value = scalar(raw.lower() if raw.lower() in ("true", "false", "none", "null") else raw)
    value = None if value == "none" else value
    if value is None and key not in scenario_keys.dates(mechanisms):
        raise ScenarioError(f"{key} needs a value.", where=where)
    return value


def _checked(data: dict[str, Any], where: Argument, mechanisms: MechanismSet, named: tuple[str, ...]) -> Layer:
    document = Document(data={"glasshouse": 1, **data}, lines={}, where=where, folder=Path())
    return flatten(document, "command line", mechanisms, named=named)


def _nest(key: str, value: Any) -> dict[str, Any]:
    """``a.b.c`` and a value as nested mappings.

    >>> _nest("a.b", 1)
    {'a': {'b': 1}}
    """
    for step in reversed(key.split(".")):
        value = {step: value}
    return value
