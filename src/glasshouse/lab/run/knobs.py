"""What can be changed of a preset without writing: the numbers that move its headline most, and its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from glasshouse.control_panel import Offered
from glasshouse.evidence import MARK, Source, kind_of
from glasshouse.mechanism import Parameter
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.scenario import ParameterValue, Scenario
from glasshouse.scenario.layers import sources_of
from glasshouse.studies.known_influence import known
from glasshouse.wording.numbers import parameter

#: So many numbers are offered.
MOST = 12


@dataclass(frozen=True, kw_only=True)
class Knob:
    """A number of a preset that can be changed, in texts for a form.

    ``central`` is the preset's own value; ``step`` is "1" for whole numbers, else "any".
    """

    key: str
    name: str
    unit: str
    value: str
    central: str
    hint: str
    low: str
    high: str
    step: str
    changed: bool


@dataclass(frozen=True, kw_only=True)
class KnobSwitch:
    """A part of the model that can be switched off or on."""

    part: str
    name: str
    what: str
    on: bool
    changed: bool


def knobs(preset: Scenario, sets: Sequence[str]) -> tuple[Knob, ...]:
    """What plug-ins bring, then the numbers that move the headline most, with what was set laid over them.

    Where it is not known what moves the headline, those that mechanisms offer, and then whatever has a range, fill up.
    Numbers that were set come along.
    """
    values, rows = _values(sets), preset.mechanisms.parameters
    found = known(preset)
    moving = [row.key for row in found.rows] if found else []
    offered = [key for each in preset.mechanisms.declared(Offered) for key in each.keys]
    more = [key for key in (*offered, *rows) if preset.parameters[key].ranged]
    brought = [row.key for each in preset.mechanisms.added for row in each.parameters]
    on = [key for key in (*brought, *moving, *more) if key in rows and _is_on(preset, rows[key])]
    keys = [*dict.fromkeys(on)][:MOST]
    keys += [key for key in values if key in rows and key not in keys]
    sources = sources_of(preset.mechanisms)
    return tuple(_knob(rows[key], preset.parameters[key], values.get(key), sources) for key in keys)


def switches(preset: Scenario, sets: Sequence[str]) -> tuple[KnobSwitch, ...]:
    """The parts of the model, with what was set laid over them."""
    values, own = _values(sets), preset.mechanisms
    return tuple(_switch(part, preset.switches[f"{part}.enabled"], values, own) for part in own.switched)


def others(sets: Sequence[str], mechanisms: MechanismSet = SHIPPED) -> tuple[str, ...]:
    """What was set and is neither a number nor a part that is switched: dates, gates.

    >>> others(["cameras.total=3", "cameras.enabled=false", "ban.date=2020-01-01"])
    ('ban.date=2020-01-01',)
    """
    shown = {*mechanisms.parameters, *(f"{part}.enabled" for part in mechanisms.switched)}
    return tuple(text for text in sets if text.partition("=")[0].strip() not in shown)


def evidence(given: ParameterValue, sources: Mapping[str, Source]) -> str:
    """Where a number comes from, in a few words."""
    if given.source is None:
        return f"assumed: {given.assumed}"
    source = sources[given.source]
    mark = f" [{MARK}]" if kind_of(given.confidence, source) == "memory" and not source.unread else ""
    return f"source: {source.name}{mark}"


def unit_in_words(unit: str) -> str:
    """A unit without its signs.

    >>> unit_in_words("acts/person-day"), unit_in_words("errors/adult-day"), unit_in_words("share")
    ('acts a person a day', 'errors an adult a day', 'share (0 to 1)')
    """
    if unit in ("share", "probability"):
        return f"{unit} (0 to 1)"
    return unit.replace("/a", "/an a").replace("/", " a ").replace(" a an ", " an ").replace("-day", " a day")


def change_in_words(text: str, mechanisms: MechanismSet = SHIPPED) -> str:
    """A ``KEY=VALUE`` for people.

    >>> change_in_words("cameras.enabled=false"), change_in_words("score.every=7")
    ('Cameras: off', 'days between rescorings (0: never): 7')
    >>> change_in_words("ban.date=2020-01-01")
    'ban.date: 2020-01-01'
    """
    key, _, value = (part.strip() for part in text.partition("="))
    if key in mechanisms.parameters:
        return f"{mechanisms.parameters[key].meaning}: {value}"
    part = key.removesuffix(".enabled")
    if part in mechanisms.titles and key != part:
        return f"{mechanisms.titles[part][0]}: {'on' if value.lower() == 'true' else 'off'}"
    return f"{key}: {value}"


def _values(sets: Sequence[str]) -> Mapping[str, str]:
    return {key.strip(): value.strip() for key, _, value in (text.partition("=") for text in sets)}


def _is_on(preset: Scenario, row: Parameter) -> bool:
    return preset.switches.get(f"{row.part}.enabled", True)


def _knob(row: Parameter, given: ParameterValue, value: str | None, sources: Mapping[str, Source]) -> Knob:
    low, high, whole = row.bounds
    central = f"{given.value:.12g}"
    ranged = f"{parameter(given.low)} to {parameter(given.high)}" if given.ranged else "no range"
    return Knob(
        key=row.key,
        name=row.meaning[0].upper() + row.meaning[1:],
        unit=unit_in_words(row.unit),
        value=central if value is None else value,
        central=central,
        hint=f"{parameter(given.value)} in the preset ({ranged}); {evidence(given, sources)}",
        low=f"{low:.12g}",
        high=f"{high:.12g}",
        step="1" if whole else "any",
        changed=value is not None and value != central,
    )


def _switch(part: str, usual: bool, values: Mapping[str, str], mechanisms: MechanismSet) -> KnobSwitch:
    said = values.get(f"{part}.enabled", str(usual)).lower()
    name, what = mechanisms.titles.get(part, (part.replace("_", " ").capitalize(), ""))
    return KnobSwitch(part=part, name=name, what=what, on=said == "true", changed=(said == "true") != usual)
