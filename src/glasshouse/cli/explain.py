"""``glasshouse explain``: what a number, a part, a switch, a count or a safeguard is, and what it rests on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from glasshouse.cli.commands import part
from glasshouse.cli.console import fitted, output
from glasshouse.cli.lines import say
from glasshouse.cli.options import Sets
from glasshouse.entry_kind import EntryKind
from glasshouse.evidence import CONFIDENCE, Source
from glasshouse.evidence.posteriors import Quantity, load_posteriors
from glasshouse.former_names import KEY, refusal
from glasshouse.interventions import known_to
from glasshouse.mechanism import Count, Mechanism
from glasshouse.mechanism_set import MechanismError
from glasshouse.person_list import PersonList
from glasshouse.plugins import Plugin, PluginError, mechanisms_named, offered
from glasshouse.scenario import Scenario, ScenarioError, load, preset_names, with_mechanisms
from glasshouse.scenario.layers import sources_of
from glasshouse.scenario.scenario_error import nearest
from glasshouse.scenario.scenario_keys import gate_lists, switches, tier_names
from glasshouse.scenario.scenario_parts import ParameterValue
from glasshouse.scenario.user_text import quoted
from glasshouse.tiers import gates_key
from glasshouse.withdrawn import Withdrawn, withdrawal


def explain(
    parameter: Annotated[
        str, typer.Argument(help="A parameter, such as cameras.total, a part, a switch, a count or a safeguard.")
    ],
    scenario: Annotated[str, typer.Option(help="A preset's name, or a YAML file.")] = "as-described",
    set_: Sets = None,
) -> None:
    """``glasshouse explain``."""
    loaded = load(scenario, sets=tuple(set_ or ()))
    _say(explanation(parameter, loaded))
    if parameter in loaded.mechanisms.parameters:
        _say(part("movement").movement(parameter, loaded))


def _say(text: str) -> None:
    """Print it in lines that fit the terminal; what is piped has lines as long as they are."""
    say(fitted(text, _HANG, output().width))


def explanation(key: str, scenario: Scenario) -> str:
    """The text of ``glasshouse explain KEY``: of a parameter, a part, a switch, a count or a safeguard.

    What an installed plug-in brings is explained for a scenario that does not name it, too. Raises ScenarioError for an
    unknown key.

    >>> from glasshouse.scenario import load
    >>> explanation("cameras.total", load("as-described")).splitlines()[0]
    'cameras.total: cameras in the whole country or city at the start, public and private'
    """
    installed = [(plugin, with_mechanisms(scenario, added)) for plugin, added in _installed(scenario)]
    # What a package calls my-sensor, its mechanism calls my_sensor; safeguards have dashes.
    for spelled in dict.fromkeys((key, key.replace("-", "_"), key.replace("_", "-"))):
        if found := _of_scenario(spelled, scenario):
            return found
        brought = [(_of_scenario(spelled, with_it), plugin) for plugin, with_it in installed]
        words = [line for text, plugin in brought if text for line in (text, *_not_named(plugin, scenario))]
        if words:
            return "\n".join(words)
    names = [name for known in (scenario, *(with_it for _, with_it in installed)) for name in _names(known)]
    unknown = f"unknown parameter '{quoted(key)}'.{nearest(key, dict.fromkeys(names))}"
    gone = withdrawal(key, scenario.mechanisms.declared(Withdrawn))
    raise ScenarioError(refusal(KEY, key, names) or gone or unknown)


def _of_scenario(key: str, scenario: Scenario) -> str:
    """All that a key means in a scenario, one below the other: ban is a part and a safeguard."""
    return "\n\n".join(text for text in (told(key, scenario) for told in _EXPLAINED) if text)


def _names(scenario: Scenario) -> list[str]:
    """What can be explained, the parameters first."""
    own = scenario.mechanisms
    known = (own.parameters, own.sections, switches(own, scenario.named), [count.name for count in own.counts])
    more = (tier_names(own), known_to(own), scenario.dates, gate_lists(own))
    return [name for names in (*known, *more) for name in names]


def _installed(scenario: Scenario) -> Iterator[tuple[Plugin, tuple[Mechanism, ...]]]:
    """Plug-ins that could be named, and are not; one that cannot be loaded is left out, as is one that clashes."""
    for plugin in offered("mechanisms").values():
        try:
            found = mechanisms_named(plugin.name)
            scenario.mechanisms.with_(found)
        except (PluginError, MechanismError):  # `glasshouse plugins` says what is wrong with it
            continue
        if not set(found) <= set(scenario.mechanisms):
            yield plugin, found


def _not_named(plugin: Plugin, scenario: Scenario) -> list[str]:
    text = f"{scenario.name} does not have it. A scenario must name the plug-in: plugins: [{plugin.name}]"
    return [*named("plug-in", f"{plugin.name} ({plugin.package} {plugin.version})"), *named("", text)]


def _parameter(key: str, scenario: Scenario) -> str:
    """A number: its value, its range, its evidence, and what changes it."""
    rows = scenario.mechanisms.parameters
    if key not in rows:
        return ""
    row, given, sources = rows[key], scenario.parameters[key], sources_of(scenario.mechanisms, scenario.place)
    lines = [
        f"{key}: {row.meaning}",
        *named("value", f"{as_written(given.value)} {given.unit}"),
        *named("range", _range(given)),
        *_evidence(given, sources),
        *(_posterior(given, sources) or _known(key, given, sources)),
        *named("set by", _set_by(given.layer, scenario)),
        *named("read by", f"the stage '{row.stage}'"),
    ]
    for event in scenario.events:
        if key in event.changes:
            change = event.changes[key]
            text = f"{event.date} ({event.name}): {as_written(change.value)} {change.unit}, {_range(change)}"
            lines += named("changes", text)
            lines += [*_evidence(change, sources), *_posterior(change, sources)]
    return "\n".join(lines)


def _extra(key: str, scenario: Scenario) -> str:
    """A date, or a list of gates."""
    if key in scenario.dates:
        return "\n".join([f"{key}: a date", *named("value", str(scenario.dates[key] or "none"))])
    if key in gate_lists(scenario.mechanisms):
        return "\n".join([f"{key}: a list of gates", *named("value", ", ".join(scenario.gates[key]) or "none")])
    several = [each for each in gate_lists(scenario.mechanisms) if each.startswith(f"{key}.")]
    closed = [f"  {each} = {', '.join(scenario.gates[each]) or 'none'}" for each in several]
    return "\n".join([f"{key}: lists of gates", *closed]) if closed else ""


def _switch(key: str, scenario: Scenario) -> str:
    """Whether something is on, and when that changes."""
    if key not in scenario.switches:
        return ""
    section, _, what = key.partition(".")
    lines = [f"{key}: {_SWITCHES.get(what, 'a switch').format(section)}", *named("value", _on(scenario.switches[key]))]
    for event in scenario.events:
        if key in event.switches:
            lines += named("changes", f"{event.date} ({event.name}): {_on(event.switches[key])}")
    return "\n".join(lines)


#: In this column a text begins that stands behind a name.
_HANG = 13
#: What a switch does, by what stands behind the section.
_SWITCHES = {"enabled": "whether the part {} is on", "scored": "whether what {} sees may reach the record"}


def _on(value: bool) -> str:
    return "true" if value else "false"


def _tiers(key: str, scenario: Scenario) -> str:
    """The names of the tiers, and what closes for each."""
    if key not in tier_names(scenario.mechanisms):
        return ""
    closed = {tier: ", ".join(scenario.gates[gates_key(tier)]) for tier in scenario.tiers}
    lines = [f"{key}: the tiers of the score, from the best to the worst", *named("value", ", ".join(scenario.tiers))]
    return "\n".join(
        lines + [line for tier, gates in closed.items() if gates for line in named(tier, f"closes {gates}")]
    )


def _count(key: str, scenario: Scenario) -> str:
    """What is counted, and where."""
    for mechanism in scenario.mechanisms:
        for count in scenario.mechanisms.counts_of(mechanism):
            if count.name == key:
                return "\n".join(_counted(count, mechanism))
    return ""


def _counted(count: Count, mechanism: Mechanism) -> list[str]:
    how = "a level on a day" if count.stock else "added up over days"
    return [
        f"{count.name}: {count.text}",
        *named("unit", f"{count.unit}, {how}, by district and group"),
        *named("counted by", f"{mechanism.name} (part {mechanism.section})"),
    ]


def _entry(key: str, scenario: Scenario) -> str:
    """What a kind of entry is about, and what it costs."""
    for mechanism in scenario.mechanisms:
        for kind in mechanism.declared(EntryKind):
            if key in (kind.name, kind.key):
                return "\n".join(_entered(kind, mechanism, scenario))
    return ""


def _entered(kind: EntryKind, mechanism: Mechanism, scenario: Scenario) -> list[str]:
    points = scenario.parameters[kind.points.key].value
    return [
        f"{kind.name}: {kind.things[0]}, as an entry in the record",
        *named("about", f"{kind.area}; {kind.about}"),
        *named("points", f"{as_written(points)} ({kind.points.key})"),
        *named("made by", f"{mechanism.name} (part {mechanism.section})"),
    ]


def _list(key: str, scenario: Scenario) -> str:
    """What puts somebody on a list, for how long, and what it closes."""
    for mechanism in scenario.mechanisms:
        for each in mechanism.declared(PersonList):
            if key == each.name:
                return "\n".join(_listed(each, mechanism, scenario))
    return ""


def _listed(each: PersonList, mechanism: Mechanism, scenario: Scenario) -> list[str]:
    closed = ", ".join(scenario.gates[each.gates.key]) or "no gate"
    return [
        f"{each.name}: {each.title}, {each.why}",
        *named("term", f"{as_written(scenario.parameters[each.term.key].value)} weeks ({each.term.key})"),
        *named("closes", f"{closed} ({each.gates.key})"),
        *named("kept by", f"{mechanism.name} (part {mechanism.section})"),
    ]


def _safeguard(key: str, scenario: Scenario) -> str:
    """What a safeguard does, when it fails, and what it changes."""
    known = known_to(scenario.mechanisms)
    if key not in known:
        return ""
    each = known[key].among(scenario.mechanisms)
    lines = [f"{key}: {each.title}", *named("does", each.sentence), *named("fails", each.fails)]
    changed = (*each.numbers, *each.switches)
    return "\n".join(lines + (named("changes", ", ".join(changed)) if changed else []))


def _set_by(layer: str, scenario: Scenario) -> str:
    """The file that set a number; for a base that only presets extend, the preset that does, by name and title."""
    if layer.startswith("_") and layer in scenario.layers:
        above = scenario.layers[scenario.layers.index(layer) + 1 :]
        layer = next((name for name in above if not name.startswith("_")), scenario.name)
    if any(layer == each.module for each in scenario.mechanisms.added):
        return f"the plug-in {layer}"
    return f"{layer} ({load(layer).title})" if layer in preset_names() else layer


def _part(part: str, scenario: Scenario) -> str:
    """All parameters of a part, one a line."""
    if part not in scenario.mechanisms.sections:
        return ""
    lines = [f"{part}:"]
    for key, row in scenario.mechanisms.parameters.items():
        if row.part == part:
            given = scenario.parameters[key]
            lines.append(f"  {key} = {as_written(given.value)} {given.unit}: {row.meaning}")
    return "\n".join(lines)


#: What may be explained, in the order in which it is told.
_EXPLAINED = (_part, _parameter, _switch, _tiers, _extra, _count, _entry, _list, _safeguard)


def _evidence(given: ParameterValue, sources: Mapping[str, Source]) -> list[str]:
    if given.source is None:
        return named("assumed", given.assumed or "no reason given")
    source = sources[given.source]
    lines = named("source", source.citation)
    if source.note:
        lines += named("", source.note)
    letter = given.confidence or ""
    return lines + named("confidence", f"{letter}: {CONFIDENCE.get(letter, 'not said')}")


#: What a posterior says of others than the deployments that were measured.
_ANOTHER = ("/another-deployment", "/threshold-slope")


def _posterior(given: ParameterValue, sources: Mapping[str, Source]) -> list[str]:
    """What several measurements say of a number: prior, posterior, and what informed it."""
    if (found := given.draws) is None:
        return []
    return _told(found, f"{found.name}: {found.meaning} ({found.made_by})", sources)


def _known(key: str, given: ParameterValue, sources: Mapping[str, Source]) -> list[str]:
    """What is known of a number that is not drawn from it: of another deployment, or nothing."""
    about = [one for one in load_posteriors().values() if key in one.parameters and one.name.endswith(_ANOTHER)]
    drawn = "this scenario draws from its range" if given.ranged else "this scenario does not draw it"
    if not about:
        return named("posterior", f"no data; {drawn}")
    return [line for one in about for line in _told(one, f"{one.name}: {one.meaning}; {drawn}", sources)]


def _told(found: Quantity, head: str, sources: Mapping[str, Source]) -> list[str]:
    lines = named("posterior", head)
    for name, (low, middle, high) in (("prior", found.prior), ("posterior", found.posterior)):
        ends = f"95 % from {as_written(low)} to {as_written(high)} {found.unit}"
        lines += named("", f"{name}: median {as_written(middle)}, {ends}")
    reports = "; ".join(dict.fromkeys(sources[report].name for report in found.reports))
    lines += named("", f"informed by {reports}")
    tables = ", ".join(found.tables)
    return lines + (named("", f"validation tables of the same deployments: {tables}") if tables else [])


def _range(given: ParameterValue) -> str:
    if not given.ranged:
        return "none: the same in all replicates"
    if given.draws:
        middle = given.draws.posterior[1]
        moved = "" if math.isclose(given.value, middle, rel_tol=0.01) else ", moved to lie around this value"
        return f"{as_written(given.low)} to {as_written(given.high)}, 95 % of the draws of its posterior{moved}"
    return f"{as_written(given.low)} to {as_written(given.high)}"


def as_written(value: float) -> str:
    """A number as a person writes it.

    >>> as_written(200_000_000.0), as_written(1.67e-08), as_written(0.13)
    ('200,000,000', '1.67e-08', '0.13')
    """
    return f"{int(value):,}" if value == int(value) else f"{value:.6g}"


def named(name: str, text: str) -> list[str]:
    """A text behind the name of what it says."""
    return [f"{f'  {name}':<{_HANG}}{text}"]
