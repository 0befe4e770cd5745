"""What a parameter is, its value, and where the value comes from."""

from __future__ import annotations

from glasshouse.results.numbers import counted
from glasshouse.scenario import PARAMETERS, PARTS, Scenario, ScenarioError, load, preset_names
from glasshouse.scenario.errors import nearest
from glasshouse.scenario.scenario import Given
from glasshouse.scenario.text import quoted

#: What a source's confidence letter means.
CONFIDENCE = {
    "S": "read in the source, or quoted from it by others (the note says which)",
    "M": "from memory of the source; check before citing",
    "D": "derived by arithmetic from the source",
}


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
        *_lines("value", f"{_number(given.value)} {given.unit}"),
        *_lines("range", _range(given)),
        *_evidence(given),
        *_lines("set by", _set_by(given.layer, scenario)),
        *_lines("read by", f"the stage '{row.stage}'"),
    ]
    for event in scenario.events:
        if key in event.changes:
            change = event.changes[key]
            text = f"{event.date} ({event.name}): {_number(change.value)} {change.unit}, {_range(change)}"
            lines += _lines("changes", text)
            lines += _evidence(change)
    return "\n".join(lines)


def movement(key: str, scenario: Scenario) -> str | None:
    """How much the headline moves across the range of a parameter, in words; None for a part.

    For a shipped preset it is known; for any other scenario some worlds of 20,000 people are lived, or of 200,000 where
    the headline happens seldom, which takes seconds.
    """
    if key not in PARAMETERS:
        return None
    from glasshouse.studies.influence import all_given, enough_people, influence
    from glasshouse.studies.known import known

    keys = [each for each in all_given(scenario) if each == key or each.endswith(f":{key}")]
    ranged = [each for each in keys if all_given(scenario)[each].ranged]
    if not ranged:
        return "\n".join(_lines("moves", "nothing: it has no range"))
    found = known(scenario)
    rows = {row.key: row for row in found.rows} if found else {}
    if found is None:
        found = influence(scenario, ranged, population=enough_people(scenario, most=200_000))
        rows = {row.key: row for row in found.rows}
    size = f"{found.size.population:,} invented people over {counted(found.size.days, 'day')}, all else unchanged"
    if not found.rows:
        seldom = f"not known: {found.measure.title.lower()} happens too seldom to tell by"
        return "\n".join(_lines("moves", seldom))
    lines = _lines("moves", f"{found.measure.title.lower()} ({found.measure.unit}), {size}:")
    for each in ranged:
        event = each.rpartition(":")[0]
        low, high = (rows[each].at_low, rows[each].at_high) if each in rows else (found.central, found.central)
        ends = f"{_number(low)} at the low end of its range, {_number(high)} at the high end"
        where = f", with the number of the event {event}" if event else ""
        lines += _lines("", f"{_number(found.central)} as it is, {ends}{where}")
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
            lines.append(f"  {key} = {_number(given.value)} {given.unit}: {row.meaning}")
    return "\n".join(lines)


def _evidence(given: Given) -> list[str]:
    from glasshouse.evidence import load_sources

    if given.source is None:
        return _lines("assumed", given.assumed or "no reason given")
    source = load_sources()[given.source]
    lines = _lines("source", source.citation)
    if source.note:
        lines += _lines("", source.note)
    letter = given.confidence or ""
    return lines + _lines("confidence", f"{letter}: {CONFIDENCE.get(letter, 'not said')}")


def _range(given: Given) -> str:
    if not given.ranged:
        return "none: the same in all replicates"
    return f"{_number(given.low)} to {_number(given.high)}"


def _number(value: float) -> str:
    """A number as a person writes it.

    >>> _number(200_000_000.0), _number(1.67e-08), _number(0.13)
    ('200,000,000', '1.67e-08', '0.13')
    """
    return f"{int(value):,}" if value == int(value) else f"{value:.6g}"


def _lines(name: str, text: str) -> list[str]:
    return [f"  {name:<11}{text}"]
