"""``glasshouse explain``: what a parameter is, its value, and where the value comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from glasshouse.cli.commands import part
from glasshouse.cli.lines import say
from glasshouse.cli.options import Sets
from glasshouse.evidence import load_sources
from glasshouse.scenario import PARAMETERS, PARTS, Scenario, ScenarioError, load, preset_names
from glasshouse.scenario.errors import nearest
from glasshouse.scenario.scenario import ParameterValue
from glasshouse.scenario.text import quoted

#: What a source's confidence letter means.
CONFIDENCE = {
    "S": "read in the source, or quoted from it by others (the note says which)",
    "M": "from memory of the source; check before citing",
    "D": "derived by arithmetic from the source",
}


def explain(
    parameter: Annotated[str, typer.Argument(help="A parameter, such as cameras.total, or a part.")],
    scenario: Annotated[str, typer.Option(help="A preset's name, or a YAML file.")] = "as-described",
    set_: Sets = None,
) -> None:
    """``glasshouse explain``."""
    loaded = load(scenario, sets=tuple(set_ or ()))
    say(explanation(parameter, loaded))
    if parameter in PARAMETERS:
        say(part("movement").movement(parameter, loaded))


def explanation(key: str, scenario: Scenario) -> str:
    """The text of ``glasshouse explain KEY``. Raises ScenarioError for an unknown key.

    >>> from glasshouse.scenario import load
    >>> explanation("cameras.total", load("as-described")).splitlines()[0]
    'cameras.total: cameras in the whole country or city at the start, public and private'
    """
    if key in PARTS:
        return _part(key, scenario)
    if key not in PARAMETERS:
        raise ScenarioError(f"unknown parameter '{quoted(key)}'.{nearest(key, (*PARAMETERS, *PARTS))}")
    row, given = PARAMETERS[key], scenario.parameters[key]
    lines = [
        f"{key}: {row.meaning}",
        *named("value", f"{as_written(given.value)} {given.unit}"),
        *named("range", _range(given)),
        *_evidence(given),
        *named("set by", _set_by(given.layer, scenario)),
        *named("read by", f"the stage '{row.stage}'"),
    ]
    for event in scenario.events:
        if key in event.changes:
            change = event.changes[key]
            text = f"{event.date} ({event.name}): {as_written(change.value)} {change.unit}, {_range(change)}"
            lines += named("changes", text)
            lines += _evidence(change)
    return "\n".join(lines)


def _set_by(layer: str, scenario: Scenario) -> str:
    """The file that set a number; for a base that only presets extend, the preset that does, by name and title."""
    if layer.startswith("_") and layer in scenario.layers:
        above = scenario.layers[scenario.layers.index(layer) + 1 :]
        layer = next((name for name in above if not name.startswith("_")), scenario.name)
    return f"{layer} ({load(layer).title})" if layer in preset_names() else layer


def _part(part: str, scenario: Scenario) -> str:
    """All parameters of a part, one a line."""
    lines = [f"{part}:"]
    for key, row in PARAMETERS.items():
        if row.part == part:
            given = scenario.parameters[key]
            lines.append(f"  {key} = {as_written(given.value)} {given.unit}: {row.meaning}")
    return "\n".join(lines)


def _evidence(given: ParameterValue) -> list[str]:
    if given.source is None:
        return named("assumed", given.assumed or "no reason given")
    source = load_sources()[given.source]
    lines = named("source", source.citation)
    if source.note:
        lines += named("", source.note)
    letter = given.confidence or ""
    return lines + named("confidence", f"{letter}: {CONFIDENCE.get(letter, 'not said')}")


def _range(given: ParameterValue) -> str:
    if not given.ranged:
        return "none: the same in all replicates"
    return f"{as_written(given.low)} to {as_written(given.high)}"


def as_written(value: float) -> str:
    """A number as a person writes it.

    >>> as_written(200_000_000.0), as_written(1.67e-08), as_written(0.13)
    ('200,000,000', '1.67e-08', '0.13')
    """
    return f"{int(value):,}" if value == int(value) else f"{value:.6g}"


def named(name: str, text: str) -> list[str]:
    """A text behind the name of what it says."""
    return [f"  {name:<11}{text}"]
