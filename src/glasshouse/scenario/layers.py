"""A flattened file, or several laid over one another: values by flat key, each knowing the file that set it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from glasshouse.arguments import Argument
from glasshouse.evidence import Source, load_sources
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.scenario.another_place import in_place, place_given
from glasshouse.scenario.places import Place
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.scenario_parts import ParameterValue, ScenarioEvent, Supplier
from glasshouse.scenario.sites import COUNTED
from glasshouse.scenario.user_text import quoted
from glasshouse.section import Suppliers, named_in
from glasshouse.wording.numbers import whole

#: Stands before a plug-in's module, as a key of what names it.
PLUGIN = "plugin "

#: The file in which something stands, or the argument that gave it.
Where = str | Argument


@dataclass(kw_only=True)
class Layer:
    """A flattened file, or several merged: ``flat`` and suppliers by key, events by name.

    ``removed`` names events of the layers below that are to go, and where each is named; with ``anew`` all of them
    go. ``places`` holds (file, line) of each key, for faults that show only in the whole. ``mechanisms``: the shipped
    ones, and those that it or a layer below names.
    """

    extends: str | None = None
    flat: dict[str, Any] = field(default_factory=dict)
    suppliers: dict[str, Supplier] = field(default_factory=dict)
    events: dict[str, ScenarioEvent] = field(default_factory=dict)
    removed: dict[str, tuple[Where, int | None]] = field(default_factory=dict)
    anew: bool = False
    places: dict[str, tuple[Where, int | None]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    mechanisms: MechanismSet = SHIPPED

    @property
    def named(self) -> tuple[str, ...]:
        """Keys of suppliers, described or only switched."""
        return tuple(dict.fromkeys((*named_in(self.flat, self.mechanisms.declared(Suppliers)), *self.suppliers)))

    def over(self, base: Layer) -> Layer:
        """This layer laid over a base: what it gives wins, number by number and event by event.

        Raises ScenarioError where it removes an event that the base does not have.
        """
        below, moved = {} if self.anew else base.events, _moved(base, self)
        for name, (where, line) in self.removed.items():
            if name not in base.events:
                raise ScenarioError(_no_event(name, base.events), where=where, line=line)
        return Layer(
            flat={**base.flat, **in_place(base.flat, self.flat), **moved(base.flat), **self.flat},
            suppliers={**base.suppliers, **self.suppliers},
            events={
                **{name: _changed(event, moved) for name, event in below.items() if name not in self.removed},
                **self.events,
            },
            removed=base.removed,
            anew=base.anew,
            places={**base.places, **self.places},
            names=(*base.names, *self.names),
            mechanisms=base.mechanisms.with_(self.mechanisms).with_tiers(self.mechanisms.tiers),
        )


#: Numbers by key.
_Given = Mapping[str, Any]


def _moved(base: Layer, top: Layer) -> Callable[[_Given], dict[str, ParameterValue]]:
    """What takes the place of a base's numbers in another place: as many per person of what it counts in its own.

    Where the layer on top gives such a number of its own, others of that section keep their ratio to it: of 900 cameras
    there are three times as many later if there are of the base's. Sites have the cameras that they state anywhere.
    """
    if "place" not in base.flat or "place" not in top.flat:
        return lambda given: {}
    try:
        before, after = (place_given(each.flat["place"]) for each in (base, top))
    except ScenarioError:  # told where the whole is checked
        return lambda given: {}
    people = float(after.columns["population"].sum() / before.columns["population"].sum())
    shares = {row.key: people for row in base.mechanisms.parameters.values() if row.of_place}
    for key in shares.keys() & top.flat.keys() & base.flat.keys():
        if base.flat[key].value > 0:
            own = top.flat[key].value / base.flat[key].value
            shares |= {other: own for other in shares if other.partition(".")[0] == key.partition(".")[0]}
    if "sites" in top.flat or "sites" in base.flat:
        shares = {key: share for key, share in shares.items() if key not in COUNTED}

    def moved(given: _Given) -> dict[str, ParameterValue]:
        return {
            key: _per_person(given[key], shares[key], before.title, top.names[-1:])
            for key in shares.keys() & given.keys()
            if people != 1 and given[key].high > 0
        }

    return moved


def _changed(event: ScenarioEvent, moved: Callable[[_Given], dict[str, ParameterValue]]) -> ScenarioEvent:
    found = moved(event.changes)
    return replace(event, changes={**event.changes, **found}) if found else event


def _per_person(given: ParameterValue, share: float, place: str, names: tuple[str, ...]) -> ParameterValue:
    """A number counted in a place, for `share` of its people."""
    value, low, high = (float(round(share * each)) for each in (given.value, given.low, given.high))
    return ParameterValue(
        value=value, low=low, high=high, unit=given.unit, layer=names[0] if names else given.layer,
        assumed=f"as many per person as in {place}, where there are {whole(round(given.value))}",
    )  # fmt: skip


def _no_event(name: str, known: Collection[str]) -> str:
    there = f"The events below are: {', '.join(list(known)[:5])}." if known else "There is no event below."
    return f"there is no event '{quoted(name)}' to remove.{nearest(name, known) or f' {there}'}"


def sources_of(mechanisms: MechanismSet, place: Place | None = None) -> Mapping[str, Source]:
    """All sources by id: those that ship, those of plug-ins, and those of a place of somebody's own."""
    added = {source.id: source for each in mechanisms.added for source in each.sources}
    return {**(place.sources if place else {}), **load_sources(), **added}
