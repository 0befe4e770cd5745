"""The kind that a table of a whole preset makes of itself: what is simulated, and what is taken from it."""

from __future__ import annotations

from types import MappingProxyType
from typing import NoReturn

from glasshouse.evidence import kind_of
from glasshouse.evidence.posteriors import load_posteriors
from glasshouse.measures import measures_of
from glasshouse.mechanism_set import MechanismSet
from glasshouse.scenario import load, preset_names
from glasshouse.scenario.layers import sources_of
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.scenario_parts import ParameterValue
from glasshouse.scenario.user_text import quoted
from glasshouse.scenario.yaml_reading import Document
from glasshouse.validation.kinds import whole_preset
from glasshouse.validation.table_kind import Input, TableKind
from glasshouse.validation.whole_model import WholeTable
from glasshouse.wording.lists_and_nouns import one_of


def whole_kind(document: Document, model: WholeTable) -> TableKind:
    """The kind of a table of a whole preset, which says itself what is simulated and counted.

    Raises ScenarioError, with the line, where it names a preset, a count, a group, a day or a parameter that is
    not there.
    """

    def refuse(message: str, *path: str | int) -> NoReturn:
        raise ScenarioError(message, where=document.where, line=document.line(path))

    if model.preset not in preset_names():
        known = ", ".join(preset_names())
        hint = nearest(model.preset, preset_names()) or f" It may be {known}."
        refuse(f"unknown preset '{quoted(model.preset)}'.{hint}", "preset")
    scenario = load(model.preset)
    measures, parameters = scenario.mechanisms.measures, scenario.mechanisms.parameters
    people = float(scenario.place.columns["population"].sum())
    taken = {}
    for name, row in model.outputs.items():
        for key in ("measure", "of"):
            measure = getattr(row, key)
            if measure is not None and measure not in measures:
                refuse(_no_count(measure, scenario.mechanisms), "outputs", name, key)
        if row.group is not None and row.group not in scenario.place.group_names:
            hint = nearest(row.group, scenario.place.group_names) or f" It can be {one_of(scenario.place.group_names)}."
            refuse(f"unknown group '{quoted(row.group)}'.{hint}", "outputs", name, "group")
        first, last = row.days or (1, model.simulated_days)
        if last > model.simulated_days:
            refuse(f"day {last} is beyond the {model.simulated_days} simulated days.", "outputs", name, "days")
        taken[name] = whole_preset.Taken(
            measure=row.measure, take=row.take, first=first, last=last, of=row.of,
            population=float(row.population or people), times=float(row.times),
            group=None if row.group is None else scenario.place.group_names.index(row.group),
        )  # fmt: skip
    changed = {}
    for index, wrong in enumerate(model.wrong):
        for key in wrong.set:
            if key not in parameters:
                hint = nearest(key, parameters)
                refuse(f"unknown parameter '{quoted(key)}'.{hint}", "wrong", index, "set", key)
            known = parameters[key]
            changed[key] = Input(unit=known.unit, kind=known.kind, optional=True, meaning=known.meaning)
    plan = whole_preset.WholePlan(
        preset=model.preset, people=model.people, days=model.simulated_days, taken=MappingProxyType(taken)
    )
    meanings = {name: (row.unit, row.meaning) for name, row in model.outputs.items()}
    return whole_preset.kind_of(plan, meanings, MappingProxyType(changed))


def preset_cites(preset: str) -> frozenset[str]:
    """The sources of all numbers of a preset, those of its dated events and of its posteriors too.

    >>> sorted(preset_cites("informant-society"))
    ['mueller-enbergs-2008']
    """
    numbers = _numbers(preset)
    posteriors = [load_posteriors()[one.posterior] for one in numbers.values() if one.posterior]
    own = {one.source for one in numbers.values() if one.source}
    return frozenset(own.union(*(each.reports for each in posteriors)))


def preset_remembers(preset: str) -> tuple[str, ...]:
    """The numbers of a preset that are from memory, not checked.

    >>> preset_remembers("london-lfr")
    ()
    """
    scenario = load(preset)
    sources = sources_of(scenario.mechanisms, scenario.place)
    return tuple(
        key
        for key, one in _numbers(preset).items()
        if kind_of(one.confidence, sources.get(one.source or "")) == "memory"
    )


def _numbers(preset: str) -> dict[str, ParameterValue]:
    """Every number of a preset by its key, with those of its dated events."""
    scenario = load(preset)
    dated = {f"{event.name}:{key}": one for event in scenario.events for key, one in event.changes.items()}
    jumps = {f"{event.name}:jump": event.jump for event in scenario.events if event.jump}
    return {**scenario.parameters, **dated, **jumps}


def _no_count(name: str, mechanisms: MechanismSet) -> str:
    """That something is not counted; a rate of the report is told by what it is made of.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> _no_count("misidentified", SHIPPED)[:62]
    "'misidentified' is worked out person by person; a table takes "
    """
    counted = "docs/odd.md lists the counts under each mechanism."
    measures = measures_of(mechanisms)
    if name not in measures:
        return f"unknown count '{quoted(name)}'.{nearest(name, mechanisms.measures)} {counted}"
    made = [each if isinstance(each, str) else each.name for each in measures[name].counts]
    if not made:
        return f"'{name}' is worked out person by person; a table takes what is counted by the day. {counted}"
    return f"'{name}' is a rate; a table takes what it is made of, such as {one_of(made[:4])}. {counted}"
