"""Make a scenario of a layer that has nothing below it: checked as a whole, frozen, and with its fingerprint."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

from glasshouse.evidence.posteriors import load_posteriors
from glasshouse.former_names import document_at_first
from glasshouse.mechanism_set import MechanismSet
from glasshouse.plugins import identities
from glasshouse.scenario import documents, scenario_keys
from glasshouse.scenario.flattening import flatten
from glasshouse.scenario.layers import PLUGIN, Layer
from glasshouse.scenario.origin import Origin
from glasshouse.scenario.place_loading import load_place
from glasshouse.scenario.places import Place, fingerprint, ships
from glasshouse.scenario.scenario import Scenario
from glasshouse.scenario.scenario_checks import check_complete, check_whole
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.scenario.sites import laid
from glasshouse.scenario.yaml_reading import Document

#: Settings that change how much is run, not what is claimed.
_SIZES = ("population", "days", "start", "warm_up")


def build(layer: Layer, sets: tuple[str, ...], origin: Origin | None = None) -> Scenario:
    """Check the whole, and freeze it."""
    brought = _brought(layer.mechanisms)
    flat = {**dict.fromkeys(scenario_keys.gate_lists(layer.mechanisms), ()), **brought.flat, **layer.flat}
    layer = replace(layer, names=(*brought.names, *layer.names))
    flat = laid(flat, layer.names, lambda: place_of(layer, flat.get("place")), layer.places.get("sites", (None, None)))
    check_complete(layer, flat)
    events = tuple(sorted(layer.events.values(), key=lambda event: event.date))
    check_whole(layer, flat, events)
    if any(text.partition("=")[0].strip() not in _SIZES for text in sets):
        flat["label"] = "hypothetical"  # changed by hand: no longer what the sources document
    parts: dict[str, Any] = {
        "name": flat["name"],
        "label": flat["label"],
        "title": flat["title"],
        "summary": flat["summary"],
        "leaves_out": flat.get("leaves_out", ()),
        "place": place_of(layer, flat["place"]),
        "start": flat["start"],
        "days": flat["days"],
        "population": flat["population"],
        "warm_up": flat["warm_up"],
        "parameters": MappingProxyType({key: flat[key] for key in layer.mechanisms.parameters}),
        "switches": MappingProxyType({key: flat[key] for key in scenario_keys.switches(layer.mechanisms, layer.named)}),
        "dates": MappingProxyType({key: flat[key] for key in scenario_keys.dates(layer.mechanisms)}),
        "gates": MappingProxyType({key: flat[key] for key in scenario_keys.gate_lists(layer.mechanisms)}),
        "suppliers": MappingProxyType(dict(layer.suppliers)),
        "events": events,
        "layers": tuple(name for name in layer.names if name not in brought.names),
        "mechanisms": layer.mechanisms,
        "sites": flat.get("sites"),
    }
    document = documents.document(parts)
    made = Scenario(**parts, document=document, hash=_hash(document, layer.mechanisms, parts["place"]))
    object.__setattr__(made, "origin", origin)  # no argument of its own, so that no copy with other parts has it
    at = {key.removeprefix(PLUGIN): place for key, place in layer.places.items() if key.startswith(PLUGIN)}
    object.__setattr__(made, "plugins_at", at)
    return made


@cache
def _brought(mechanisms: MechanismSet) -> Layer:
    """The numbers that plug-ins bring, as the lowest layer."""
    layers = [Layer()]
    for each in mechanisms.added:
        data: dict[str, Any] = {"glasshouse": 1}
        for row in each.parameters:
            data.setdefault(row.part, {})[row.key.partition(".")[2]] = row.given
        layers.append(flatten(Document(data=data, lines={}, where=each.module), each.module, mechanisms))
    flat = {key: value for layer in layers for key, value in layer.flat.items()}
    return Layer(flat=flat, names=tuple(each.module for each in mechanisms.added))


def place_of(layer: Layer, name: Any) -> Place:
    """A place by its name. Raises ScenarioError with the file and line that name it."""
    if isinstance(name, Place):
        return name
    try:
        return load_place(name)
    except ScenarioError as error:
        where, line = layer.places.get("place", (None, None))
        raise ScenarioError(error.message, where=where, line=line) from None


def _mappings(data: Any) -> Iterator[Mapping[str, Any]]:
    """All mappings in a document."""
    if isinstance(data, Mapping):
        yield data
    for each in data.values() if isinstance(data, Mapping) else data if isinstance(data, list) else ():
        if not isinstance(each, documents.SCALARS):
            yield from _mappings(each)


def _hash(document: Mapping[str, Any], mechanisms: MechanismSet, place: Place) -> str:
    """A fingerprint of the rules: all that the model reads, and none of the prose; of plug-ins code and figures.

    Keys stand in it by their first names, so that it is the same under every name that they have had.
    """
    # What sites come to stands in it, and not the sites themselves.
    prose = ("name", "label", "title", "summary", "leaves_out", "sites")
    rules = documents.rules({key: value for key, value in document_at_first(document).items() if key not in prose})
    if not ships(place):
        rules["place"] = fingerprint(place)
    if used := sorted({given["posterior"] for given in _mappings(rules) if "posterior" in given}):
        rules["posteriors"] = [[name, load_posteriors()[name].fingerprint] for name in used]
    if mechanisms.added:
        rules["plugins"] = [[each.module, each.fingerprint] for each in identities(mechanisms)]
    text = json.dumps(rules, sort_keys=True, default=date.isoformat)
    return blake2b(text.encode(), digest_size=16).hexdigest()
