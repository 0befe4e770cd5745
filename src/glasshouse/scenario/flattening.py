"""A file checked against the models and flattened to a layer, with the plug-ins and tiers that it names."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

from glasshouse.errors import ended
from glasshouse.evidence.posteriors import load_posteriors
from glasshouse.mechanism_set import SHIPPED, MechanismError, MechanismSet
from glasshouse.plugins import PluginError, named
from glasshouse.scenario import scenario_keys
from glasshouse.scenario.file_faults import fault
from glasshouse.scenario.layers import PLUGIN, Layer, Where, sources_of
from glasshouse.scenario.place_files import named_or_read
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.scenario_models import Number_, SupplierEntry, file_model
from glasshouse.scenario.scenario_parts import ParameterValue, ScenarioEvent, Supplier
from glasshouse.scenario.sites import ON, read_sites
from glasshouse.scenario.user_text import quoted
from glasshouse.scenario.yaml_reading import Document, Path_
from glasshouse.section import Suppliers, described
from glasshouse.tiers import fault as fault_of_tiers


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
