"""One file, checked and flattened: values by flat key, each knowing the file that set it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from glasshouse.arguments import Argument
from glasshouse.errors import ended
from glasshouse.evidence import Source, load_sources
from glasshouse.evidence.posteriors import load_posteriors
from glasshouse.former_names import KEY, refusal
from glasshouse.mechanism_set import SHIPPED, MechanismError, MechanismSet
from glasshouse.plugins import PluginError, named
from glasshouse.scenario import scenario_keys
from glasshouse.scenario.another_place import in_place, place_given
from glasshouse.scenario.file_faults import fault
from glasshouse.scenario.place_files import named_or_read
from glasshouse.scenario.places import Place
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.scenario_models import Number_, SupplierEntry, file_model
from glasshouse.scenario.scenario_parts import ParameterValue, ScenarioEvent, Supplier
from glasshouse.scenario.sites import COUNTED, ON, read_sites
from glasshouse.scenario.user_text import quoted
from glasshouse.scenario.yaml_reading import Document, Path_, scalar
from glasshouse.section import Suppliers, described, named_in
from glasshouse.tiers import fault as fault_of_tiers
from glasshouse.withdrawn import Withdrawn, withdrawal
from glasshouse.wording.numbers import whole

#: Most characters of a ``--set`` that a message quotes: the longest key and a value.
_MOST_SET = 100

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


def plugins_of(
    document: Document, modules: bool = True, at: dict[str, tuple[Where, int | None]] | None = None
) -> MechanismSet:
    """The shipped mechanisms and those that a document names; `at` takes where it names each. Raises ScenarioError."""
    names = document.data.get("plugins") if isinstance(document.data, dict) else None
    if not isinstance(names, list):  # none, or a fault that the model tells
        return SHIPPED
    found = SHIPPED
    for index, name in enumerate(names):
        line = document.line(("plugins", index))
        try:
            brought = tuple(named([name], modules=modules)) if isinstance(name, str) else ()
            found = found.with_(brought)
        except (PluginError, MechanismError) as error:
            raise ScenarioError(ended(str(error)), where=document.where, line=line) from error
        if at is not None:
            at |= {f"{PLUGIN}{each.module}": (document.where, line) for each in brought}
    return found


def with_tiers_of(document: Document, mechanisms: MechanismSet) -> MechanismSet:
    """Mechanisms with the tiers that a document names, if it names any. Raises ScenarioError."""
    for key in scenario_keys.tier_names(mechanisms):
        names: Any = document.data
        path = tuple(key.split("."))
        for step in path:
            names = names.get(step) if isinstance(names, dict) else None
        if isinstance(names, list) and all(isinstance(name, str) for name in names):  # else the model tells the fault
            if wrong := fault_of_tiers(names):
                text, index = wrong
                line = document.line(path if index is None else (*path, index))
                raise ScenarioError(text, where=document.where, line=line)
            try:
                return mechanisms.with_tiers(tuple(names))
            except MechanismError as error:
                raise ScenarioError(ended(str(error)), where=document.where, line=document.line(path)) from error
    return mechanisms


def flatten(
    document: Document,
    name: str,
    mechanisms: MechanismSet = SHIPPED,
    modules: bool = True,
    named: tuple[str, ...] = (),
) -> Layer:
    """Check a document against the models and flatten it. Raises ScenarioError at the first fault.

    `mechanisms`, `named`: those of the layers below, and keys of the suppliers that they name. `modules`: whether it
    may name plug-ins by a module, whose code is run.
    """
    at: dict[str, tuple[Where, int | None]] = {}
    mechanisms = with_tiers_of(document, mechanisms.with_(plugins_of(document, modules, at)))
    bottom = not named and isinstance(document.data, dict) and "extends" not in document.data
    named = tuple(dict.fromkeys((*named, *described(document.data, mechanisms.declared(Suppliers), bottom=bottom))))
    root = file_model(mechanisms, named)
    try:
        model: Any = root.model_validate(document.data)
    except ValidationError as error:
        raise fault(error, document, root) from None
    flattener = _Flattener(document, name, mechanisms)
    flattener.layer.places |= at
    flattener.file(model)
    return flattener.layer


class _Flattener:
    def __init__(self, document: Document, name: str, mechanisms: MechanismSet) -> None:
        self.document, self.name = document, name
        self.layer = Layer(names=(name,), mechanisms=mechanisms)
        self.sources = sources_of(mechanisms)

    def file(self, model: Any) -> None:
        for key in sorted(model.model_fields_set):
            if getattr(model, key) is None:
                self.refuse(f"{key} has no value.", (key,))
        self.layer.extends = model.extends
        self.layer.places["extends"] = (self.document.where, self.document.line(("extends",)))
        for key in (*scenario_keys.TOP_TEXT, *scenario_keys.TOP_NUMBERS, "start"):
            value = getattr(model, key)
            if value is not None:
                self.put(key, tuple(value) if isinstance(value, list) else value, (key,))
        if model.place is not None:
            self.put("place", named_or_read(model.place, self.document), ("place",))
        if model.sites:
            self.put("sites", read_sites(self.document, self.name, self.sources), ("sites",))
            self.layer.flat |= dict.fromkeys(ON, True)
        for part in self.layer.mechanisms.sections:
            section = getattr(model, part)
            if section is not None:
                self.section(section, (part,))
        for index, event in enumerate(model.events or ()):
            self.event(event, ("events", index))
        self.layer.anew = model.events == []
        for index, name in enumerate(model.remove_events or ()):
            if name in self.layer.events:
                self.refuse(f"event '{quoted(name)}' is both given and removed.", ("remove_events", index))
            self.layer.removed[name] = (self.document.where, self.document.line(("remove_events", index)))

    def section(self, section: BaseModel, path: Path_) -> None:
        """Flatten a mapping: numbers and values by flat key, suppliers apart, the rest deeper."""
        for name, info in type(section).model_fields.items():
            here = (*path, info.alias or name)
            key, value = ".".join(map(str, here)), getattr(section, name)
            if name not in section.model_fields_set:
                continue
            if value is None and key not in scenario_keys.dates(self.layer.mechanisms):
                self.refuse(f"{key} has no value.", here)
            if isinstance(value, Number_):
                self.put(key, self.given(value, here), here)
            elif isinstance(value, SupplierEntry):
                self.supplier(str(path[0]), str(here[-1]), value, here)
            elif isinstance(value, BaseModel):
                self.section(value, here)
            elif isinstance(value, list):
                self.put(key, tuple(value), here)
            elif value is None or isinstance(value, (bool, date)):
                self.put(key, value, here)

    def supplier(self, section: str, name: str, value: SupplierEntry, path: Path_) -> None:
        key = f"{section}.{name}"
        if value.enabled is not None:
            self.put(f"{key}.enabled", value.enabled, (*path, "enabled"))
        if value.role is None and value.source is None and value.functions is None:
            return
        if value.role is None or value.source is None or value.functions is None:
            self.refuse(f"{key} needs a role, a source and functions.", path)
            return
        self.known(value.source, (*path, "source"))
        self.layer.suppliers[key] = Supplier(
            section=section,
            name=name,
            role=value.role,
            source=value.source,
            functions=tuple(value.functions),
            title=value.title,
        )

    def event(self, model: Any, path: Path_) -> None:
        if model.name in self.layer.events:
            self.refuse(f"two events are called '{quoted(model.name)}'.", (*path, "name"))
        if (model.source is None) == (model.assumed is None):
            self.refuse("an event needs either a source or the reason why it is assumed.", path)
        if model.source:
            self.known(model.source, (*path, "source"))
        changes, switches = {}, {}
        for name, info in type(model.set).model_fields.items() if model.set else ():
            key, value = str(info.alias), getattr(model.set, name)
            if isinstance(value, Number_):
                changes[key] = self.given(value, (*path, "set", key))
            elif value is not None:
                switches[key] = value
            elif name in model.set.model_fields_set:
                self.refuse(f"{key} has no value.", (*path, "set", key))
        self.layer.places[f"event {model.name}"] = (self.document.where, self.document.line((*path, "date")))
        self.layer.events[model.name] = ScenarioEvent(
            date=model.date,
            name=model.name,
            text=model.text,
            source=model.source,
            assumed=model.assumed,
            jump=self.given(model.jump, (*path, "jump")) if model.jump else None,
            changes=changes,
            switches=switches,
        )

    def given(self, number: Number_, path: Path_) -> ParameterValue:
        if number.source is not None:
            self.known(number.source, (*path, "source"))
        low, high = number.range or (number.value, number.value)
        if number.posterior is not None:
            known = load_posteriors()
            if number.posterior not in known:
                hint = nearest(number.posterior, known) or f" There is {', '.join(known)}."
                self.refuse(f"unknown posterior '{quoted(number.posterior)}'.{hint}", (*path, "posterior"))
            of = known[number.posterior]
            if of.unit not in (number.unit, "ratio"):  # a ratio says how far off any number may be
                self.refuse(
                    f"{number.posterior} is in {of.unit}, and the number in {number.unit}.", (*path, "posterior")
                )
            low, high = of.ends(float(number.value))
        return ParameterValue(
            value=float(number.value),
            unit=number.unit,
            source=number.source,
            confidence=number.confidence,
            assumed=number.assumed,
            low=float(low),
            high=float(high),
            layer=self.name,
            posterior=number.posterior,
        )

    def known(self, source: str, path: Path_) -> None:
        if source not in self.sources:
            self.refuse(f"unknown source '{quoted(source)}'.{nearest(source, self.sources)}", path)

    def put(self, key: str, value: Any, path: Path_) -> None:
        self.layer.flat[key] = value
        self.layer.places[key] = (self.document.where, self.document.line(path))

    def refuse(self, message: str, path: Path_) -> None:
        raise ScenarioError(message, where=self.document.where, line=self.document.line(path))


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
