"""List the shipped presets, and start a new scenario file from one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from glasshouse.scenario.new_text_file import checked_name, write_new
from glasshouse.scenario.scenario import Scenario
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.scenario_loading import load, load_text, preset_file, preset_names
from glasshouse.scenario.user_text import name_from, one_line, quoted
from glasshouse.scenario.yaml_reading import read
from glasshouse.section import extras

#: Where the templates lie: scenarios of one site each, in invented round figures, to be filled in.
TEMPLATES = Path(__file__).parent.parent / "templates"


def template_names() -> list[str]:
    """Names of the templates.

    >>> template_names()
    ['border', 'shopping-street', 'stadium', 'station', 'welfare-office']
    """
    return sorted(path.stem for path in TEMPLATES.glob("*.yaml"))


def fitting_template(place: str) -> str | None:
    """A template whose numbers a place, by name or by its file's path, has room for; None where there is none.

    >>> fitting_template("london")
    'station'
    """
    for name in ("station", "welfare-office"):
        with suppress(ScenarioError):  # too few people, or no group that is marked as a minority
            load_text((TEMPLATES / f"{name}.yaml").read_text(encoding="utf-8"), [f"place={place}"])
            return name
    return None


@dataclass(frozen=True, kw_only=True)
class PresetInfo:
    """A preset in one line: name, label, title, and a sentence."""

    name: str
    label: str
    title: str
    sentence: str


def list_presets() -> tuple[PresetInfo, ...]:
    """All shipped presets, by name.

    >>> [(preset.name, preset.label) for preset in list_presets()][:2]
    [('as-described', 'hypothetical'), ('as-documented', 'documented')]
    """
    return tuple(_info(load(name)) for name in preset_names())


@cache
def crowd_presets() -> Mapping[str, str]:
    """The presets that the lab's first page offers, and what it calls each: those whose own file has a `crowd_title`.

    They have cameras that know faces, and no dated event that moves what the page's sliders move. The key is of the
    preset alone: one that extends it is not offered for that.

    >>> dict(crowd_presets())["stadium-list"]
    'A football final in Cardiff, 2017'
    """
    titles: dict[str, str] = {}
    for name in preset_names():
        with suppress(ScenarioError):  # a plug-in's, which is told where it is asked for
            title = read(preset_file(name)).data.get("crowd_title")
            titles |= {name: one_line(title)} if isinstance(title, str) else {}
    return MappingProxyType(titles)


def _info(scenario: Scenario) -> PresetInfo:
    sentence = scenario.summary.split(". ")[0].rstrip(".") + "."
    return PresetInfo(
        name=scenario.name, label=scenario.label, title=scenario.title, sentence=sentence.replace("\n", " ")
    )


def new_file(path: str | os.PathLike[str], preset: str = "as-described") -> Path:
    """Write a commented scenario that extends a preset, every number shown with its unit and value, or a template.

    Raises ScenarioError for an unknown preset, a file that exists, or a folder that cannot be written.
    """
    target = checked_name(Path(path))
    known = (*preset_names(), *template_names())
    if preset not in known:
        raise ScenarioError(f"unknown preset '{quoted(preset)}'.{nearest(preset, known)}")
    if preset in template_names():
        named = f"\nname: {_quoted(name_from(target.stem))}\n"
        text = (TEMPLATES / f"{preset}.yaml").read_text(encoding="utf-8").replace(f"\nname: {preset}\n", named, 1)
    else:
        text = template(load(preset), name_from(target.stem))
    return write_new(target, text)


def template(scenario: Scenario, name: str) -> str:
    """The text of a new scenario file on top of a preset."""
    head = [
        f"# A scenario on top of the preset '{scenario.name}'. Take the # away from a line to change it.",
        "# A number is {value, unit, assumed: why}, or {value, unit, source: id, confidence: S|M|D}; add",
        "# range: [lowest, highest] if it is uncertain. 'glasshouse explain KEY' gives its source.",
        "glasshouse: 1",
        f"name: {_quoted(name)}",
        f"extends: {scenario.name}",
        "label: hypothetical",
        f"title: {_quoted(scenario.title + ', changed')}",
        "# summary: what this scenario asks, in a few sentences",
        f"# start: {scenario.start}",
        f"# days: {scenario.days}",
        f"# population: {scenario.population}",
    ]
    return "\n".join([*head, *(line for part in scenario.mechanisms.sections for line in _part(scenario, part))]) + "\n"


def _part(scenario: Scenario, part: str) -> list[str]:
    lines = ["", f"# {part}:"]
    if part in scenario.mechanisms.switched:
        lines.append(f"#   enabled: {str(scenario.switches[f'{part}.enabled']).lower()}")
    if part in scenario.mechanisms.sensors:
        lines.append(f"#   scored: {str(scenario.switches[f'{part}.scored']).lower()}")
    for key, row in scenario.mechanisms.parameters.items():
        if row.part == part:
            given = scenario.parameters[key]
            lines.append(f"#   # {row.meaning}")
            lines.append(
                f"#   {key.split('.', 1)[1]}: {{value: {_short(given.value)}, unit: {row.unit}, "
                f'range: [{_short(given.low)}, {_short(given.high)}], assumed: "why"}}'
            )
    return lines + _words(scenario, part)


def _short(value: float) -> str:
    """The shortest text of a number: 5e-5, not 5e-05."""
    return f"{value:.12g}".replace("e-0", "e-").replace("e+0", "e")


def _words(scenario: Scenario, part: str) -> list[str]:
    """The dates and tables of gates that stand directly in a part, or one deeper."""
    lines = [
        f"#   {key.split('.', 1)[1]}: {when or 'null'}"
        for key, when in scenario.dates.items()
        if key.startswith(f"{part}.")
    ]
    here = [each for each in extras(scenario.mechanisms) if each.section == part and each.kind != "date"]
    others = dict.fromkeys(each.key.split(".")[1] for each in here)
    names = {each.key.split(".")[1]: list(scenario.tiers) for each in here if each.kind == "tiers"}
    given = {**names, **scenario.document[part]}
    return lines + [f"#   {key}: {_flow(given[key])}" for key in others]


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(str, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
