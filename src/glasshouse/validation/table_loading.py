"""Load a validation table: one that ships, or anyone's own file of the same layout."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from glasshouse.errors import ended
from glasshouse.evidence import kind_of, load_sources
from glasshouse.evidence.sources_and_claims import Source
from glasshouse.plugins import Plugin, PluginError, offered
from glasshouse.scenario.file_faults import fault
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.scenario_parts import ParameterValue
from glasshouse.scenario.user_text import quoted
from glasshouse.scenario.yaml_reading import Document, Path_, as_file, read, text_of
from glasshouse.validation.kinds import KINDS, whole_preset
from glasshouse.validation.table_kind import TableKind
from glasshouse.validation.table_model import Head, table_model
from glasshouse.validation.validation_table import Fed, Published, ValidationTable, Wrong
from glasshouse.validation.whole_kind import preset_cites, preset_remembers, whole_kind
from glasshouse.validation.whole_model import WholeTable
from glasshouse.wording.lists_and_nouns import enumerated

#: Where the shipped tables lie.
FOLDER = Path(__file__).parent / "tables"

#: Standard deviations on either side of the middle that hold 95 of 100.
SPREADS = 1.959964

_FROM_MEMORY = (
    "{name} is from memory (its confidence or its source); a table with such a figure has status: unconfirmed."
)


def table_names() -> list[str]:
    """Names of the shipped tables; those of plug-ins stand in ``offered("validation_tables")``.

    >>> "oxford-circus-2020" in table_names()
    True
    """
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def tables_of_preset(preset: str) -> list[ValidationTable]:
    """The shipped tables in which a preset is simulated whole. Raises ScenarioError where there is none."""
    texts = {name: (FOLDER / f"{name}.yaml").read_text(encoding="utf-8") for name in table_names()}
    found = [
        name for name, text in texts.items() if re.search(rf"^preset: *{re.escape(preset)} *$", text, re.MULTILINE)
    ]
    if not found:
        others = dict.fromkeys(each[1] for text in texts.values() for each in re.finditer(r"(?m)^preset: *(\S+)", text))
        raise ScenarioError(f"no table simulates the preset {preset} whole; there are some of {', '.join(others)}.")
    return [load_table(name) for name in found]


def load_table(name_or_path: str | os.PathLike[str]) -> ValidationTable:
    """A shipped table or one of an installed plug-in by name, or a YAML file by path.

    Raises ScenarioError, with file, line and the nearest valid name, where anything is wrong.

    >>> load_table("oxford-circus-2020").outputs["false_alerts"].value
    7.0
    """
    path, plugin = _place(name_or_path)
    document = read(path)
    table = _table(document)
    if table.name in table_names() and path.resolve().parent != FOLDER.resolve():
        raise ScenarioError(
            f"a table that ships is called '{table.name}'; give this one another name.",
            where=document.where, line=document.line(("name",)),
        )  # fmt: skip
    return replace(table, plugin=f"{plugin.package} {plugin.version}") if plugin else table


def text_of_table(name_or_path: str | os.PathLike[str]) -> str:
    """The file of a table, as it stands. Raises ScenarioError where ``load_table`` does.

    >>> text_of_table("oxford-circus-2020").splitlines()[:2]
    ['glasshouse-validation: 1', 'name: oxford-circus-2020']
    """
    load_table(name_or_path)
    path, _ = _place(name_or_path)
    return text_of(path, str(path))


def _place(name_or_path: str | os.PathLike[str]) -> tuple[Path, Plugin | None]:
    """Where a table lies, and the plug-in whose own it is. Raises ScenarioError where there is none."""
    text = os.fspath(name_or_path)
    if isinstance(name_or_path, str) and text in table_names():
        return FOLDER / f"{text}.yaml", None
    offers = offered("validation_tables")
    if isinstance(name_or_path, str) and text in offers:
        try:
            return offers[text].file(), offers[text]
        except PluginError as error:
            raise ScenarioError(ended(str(error))) from error
    if path := as_file(text):
        return path, None
    known = [*table_names(), *offers]
    hint = nearest(text, known) or " docs/validation.md lists those that ship; a YAML file is given by its path."
    raise ScenarioError(f"unknown validation table '{quoted(text)}'.{hint}")


def _table(document: Document) -> ValidationTable:
    kind = _kind(document)
    if "groups" in document.data and not kind.groups:
        some = enumerated([each.name for each in KINDS.values() if each.groups])
        whole = " Say group: in an output." if kind.name == whole_preset.NAME else ""
        raise ScenarioError(
            f"groups go with {some}; a table of kind {kind.name} names none.{whole}",
            where=document.where, line=document.line(("groups",)),
        )  # fmt: skip
    layout = WholeTable if kind.name == whole_preset.NAME else table_model(kind)
    try:
        model: Any = layout.model_validate(document.data)
    except ValidationError as error:
        raise fault(error, document, layout) from None
    if isinstance(model, WholeTable):
        return _TableReader(document, whole_kind(document, model), model).table()
    return _TableReader(document, kind, model).table()


def _rows(given: Any) -> Iterable[tuple[str, Any]]:
    """Names and what stands under them, of a mapping or of a model; what a file left out is None."""
    return given.items() if isinstance(given, Mapping) else given or ()


def _kind(document: Document) -> TableKind:
    try:
        name = Head.model_validate(document.data).kind
    except ValidationError as error:
        raise fault(error, document, Head) from None
    if name not in KINDS:
        hint = nearest(name, KINDS) or f" It may be {', '.join(KINDS)}."
        raise ScenarioError(
            f"unknown kind '{quoted(name)}'.{hint}", where=document.where, line=document.line(("kind",))
        )
    return KINDS[name]


class _TableReader:
    """Turns a checked model into a table, and refuses what only shows in the whole."""

    def __init__(self, document: Document, kind: TableKind, model: Any) -> None:
        self.document, self.kind, self.model = document, kind, model
        own = model.sources or {}
        self.own = {key: Source(id=key, **source.model_dump()) for key, source in own.items()}

    def table(self) -> ValidationTable:
        stages = ", ".join(self.kind.stages)
        if self.model.part not in (None, stages):
            self.refuse(f"a table of kind {self.kind.name} exercises '{stages}'; write that, or nothing.", ("part",))
        for key in self.own:
            if key in load_sources():
                self.refuse(
                    f"source '{quoted(key)}' is one that ships: cite it and leave it out here, or choose another id.",
                    ("sources", key),
                )
        outputs = {name: self.published(name, row) for name, row in _rows(self.model.outputs) if row is not None}
        if not outputs:
            some = ", ".join(list(self.kind.outputs)[:4])
            self.refuse(f"no published figure is given; give at least one of the outputs ({some}, …).", ("outputs",))
        inputs = {name: self.fed(name, row, outputs) for name, row in _rows(getattr(self.model, "inputs", None)) if row}
        for name in inputs.keys() & outputs.keys():
            if inputs[name].given.low <= outputs[name].value <= inputs[name].given.high:
                self.refuse(f"{name} is an input as well, so that it is no test.", ("outputs", name))
        self.of_groups_that_are_there(inputs, outputs)
        self.consistent(inputs, {}, ("inputs",))
        if not self.model.wrong and self.kind.name != whole_preset.NAME:
            self.refuse("no wrong input is given; give at least one that must make a figure fail.", ("wrong",))
        groups = dict(getattr(self.model, "groups", None) or {})
        return ValidationTable(
            **{key: getattr(self.model, key) for key in ("name", "title", "summary", "status", "notes", "reason")},
            kind=self.kind,
            inputs=MappingProxyType(inputs),
            outputs=MappingProxyType(outputs),
            wrong=tuple(self.wrong(index, row, inputs) for index, row in enumerate(self.model.wrong)),
            groups=MappingProxyType({letter: name for letter, name in groups.items() if name}),
            sources=MappingProxyType(self.own),
            where=str(self.document.where),
            **(
                {
                    "preset_cites": preset_cites(self.model.preset),
                    "preset_remembers": preset_remembers(self.model.preset),
                }
                if isinstance(self.model, WholeTable)
                else {}
            ),
        )

    def of_groups_that_are_there(self, inputs: Mapping[str, Fed], outputs: Mapping[str, Published]) -> None:
        """Refuse figures of a group of which no input says anything."""
        for name in outputs:
            letter = name.rpartition("_")[2]
            if letter in self.kind.groups and not any(given.endswith(f"_{letter}") for given in inputs):
                needed = next(given for given in self.kind.inputs if given.endswith(f"_{letter}"))
                self.refuse(f"the inputs say nothing of group {letter}; give {needed} and the rest.", ("outputs", name))

    def fed(self, name: str, row: Any, outputs: Mapping[str, Published]) -> Fed:
        if row.source is not None:
            self.known(row.source, ("inputs", name, "source"))
        for figure in row.fitted_to or ():
            for output in outputs:
                if re.search(rf"\b{output}\b", figure) or _names(figure, outputs[output].value):
                    message = f"{name} was fitted to {output}, which is then no test; take it out of the outputs. "
                    message += "(fitted_to holds its name or its number.)"
                    self.refuse(message, ("outputs", output))
        if self.model.status == "confirmed" and self.remembered(row):
            self.refuse(_FROM_MEMORY.format(name=name), ("inputs", name, "confidence"))
        low, high = self.ends(name, row)
        if high > self.kind.inputs[name].bounds[1]:
            self.refuse(f"{name} is at most {self.kind.inputs[name].bounds[1]:,.0f}.", ("inputs", name))
        given = ParameterValue(
            value=float(row.value),
            **{key: getattr(row, key) for key in ("unit", "source", "confidence", "assumed")},
            low=float(low),
            high=float(high),
            layer=str(self.document.where),
        )
        law = "counted" if row.counted else "normal" if row.error else row.law or ""
        counted = (row.counted[0], row.counted[1]) if row.counted else None
        return Fed(given=given, role=row.role, fitted_to=tuple(row.fitted_to or ()), law=law, counted=counted)

    def remembered(self, row: Any) -> bool:
        """Whether a figure is from memory, or its source is."""
        source = {**load_sources(), **self.own}.get(row.source or "")
        return kind_of(row.confidence, source) == "memory"

    def ends(self, name: str, row: Any) -> tuple[float, float]:
        """Between which values 95 of 100 draws lie, or all."""
        value = float(row.value)
        if row.counted:
            if self.kind.inputs[name].unit not in ("share", "probability"):
                self.refuse(f"{name} is no share; counted is for shares and probabilities.", ("inputs", name))
            return wilson(*row.counted)
        if row.error:
            lowest, highest, _ = self.kind.inputs[name].bounds
            return max(lowest, value - SPREADS * row.error), min(highest, value + SPREADS * row.error)
        low, high = row.range or (value, value)
        return float(low), float(high)

    def published(self, name: str, row: Any) -> Published:
        self.known(row.source, ("outputs", name, "source"))
        if self.model.status == "confirmed" and self.remembered(row):
            self.refuse(_FROM_MEMORY.format(name=name), ("outputs", name, "confidence"))
        low, high = row.interval or (row.value, row.value)
        return Published(
            name=name,
            value=float(row.value) * row.scale,
            unit=row.unit,
            low=float(low) * row.scale,
            high=float(high) * row.scale,
            source=row.source,
            confidence=row.confidence,
            widest=float(row.widest),
            naive=(float(row.naive[0]), float(row.naive[1])),
            scale=float(row.scale),
            error=float(row.error or 0) * row.scale,
            carried=None if row.carried is None else float(row.carried) * row.scale,
            carried_from=row.carried_from or "",
            in_sample=getattr(row, "in_sample", False),
            bound=row.bound or "",
        )

    def wrong(self, index: int, row: Any, inputs: Mapping[str, Fed]) -> Wrong:
        path: Path_ = ("wrong", index, "set")
        values = {name: float(value) for name, value in _rows(row.set) if value is not None}
        if not any(name not in inputs or inputs[name].given.value != value for name, value in values.items()):
            self.refuse("this wrong input changes nothing.", path)
        self.consistent(inputs, values, path)
        return Wrong(because=row.because, values=MappingProxyType(values))

    def consistent(self, inputs: Mapping[str, Fed], changes: Mapping[str, float], path: Path_) -> None:
        """Refuse values that contradict each other: the central ones, and those at the ends of the ranges."""
        middle = central(self.kind, inputs)
        ends = [
            {name: fed.given.low for name, fed in inputs.items()},
            {name: fed.given.high for name, fed in inputs.items()},
        ]
        alone = [{name: end} for name, fed in inputs.items() for end in (fed.given.low, fed.given.high)]
        for moved in ({}, *ends, *alone):
            if message := self.kind.refuse(middle | moved | dict(changes)):
                self.refuse(message if not moved else f"at an end of a range: {message}", path)

    def known(self, source: str, path: Path_) -> None:
        if source not in load_sources() and source not in self.own:
            hint = nearest(source, (*load_sources(), *self.own))
            self.refuse(
                f"unknown source '{quoted(source)}'.{hint} Describe it under sources:, or name one that ships.", path
            )

    def refuse(self, message: str, path: Path_) -> None:
        raise ScenarioError(message, where=self.document.where, line=self.document.line(path))


def wilson(some: int, all_: int) -> tuple[float, float]:
    """The 95 % interval of a share that was counted (Wilson 1927, doi 10.1080/01621459.1927.10502953).

    >>> [round(end, 3) for end in wilson(26, 42)]
    [0.468, 0.75]
    """
    z2 = SPREADS**2
    middle = (some + z2 / 2) / (all_ + z2)
    half = SPREADS * math.sqrt(some * (all_ - some) / all_ + z2 / 4) / (all_ + z2)
    return max(0.0, middle - half), min(1.0, middle + half)


def _names(figure: str, value: float) -> bool:
    """Whether a text holds a number that is the value, or that in percent; of one digit it may be so by chance.

    >>> _names("22 stopped of the 26 believed", 26.0), _names("93 % of them", 0.93), _names("7 months", 7.0)
    (True, True, False)
    """
    if value == round(value) and abs(value) < 10:
        return False
    numbers = [float(text.replace(",", "")) for text in re.findall(r"\d[\d,]*(?:\.\d+)?", figure)]
    return any(math.isclose(number, each) for number in numbers for each in (value, 100 * value))


def central(kind: TableKind, inputs: Mapping[str, Fed]) -> dict[str, float]:
    """Central values by name; optional inputs that were left out have their default, if they have one."""
    values = {name: row.default for name, row in kind.inputs.items() if row.default is not None}
    return values | {name: fed.given.value for name, fed in inputs.items()}
