"""Whether all layers of a scenario together make a whole one: nothing lacks, and no number contradicts another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from glasshouse.arguments import Argument
from glasshouse.consistency import AtMostAll, NotBelow
from glasshouse.mechanism_set import MechanismSet
from glasshouse.scenario import scenario_keys
from glasshouse.scenario.layers import Layer, Where
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.scenario.scenario_parts import ParameterValue, ScenarioEvent
from glasshouse.scenario.user_text import quoted
from glasshouse.section import keys_of


def check_complete(layer: Layer, flat: dict[str, Any]) -> None:
    """Raise on the first thing that no file of the chain gives; switches are on unless said."""
    off = scenario_keys.off_at_first(layer.mechanisms)
    for key in scenario_keys.switches(layer.mechanisms, layer.named):
        flat.setdefault(key, key not in off)
    flat |= {f"{supplier}.enabled": False for supplier in layer.named if supplier not in layer.suppliers}
    for key in scenario_keys.dates(layer.mechanisms):
        flat.setdefault(key, None)
    for key in keys_of(MechanismSet(layer.mechanisms.added), "gates"):
        flat.setdefault(key, ())
    flat.setdefault("warm_up", 0)
    needed = (*scenario_keys.TOP_TEXT, *scenario_keys.TOP_NUMBERS, "start", *layer.mechanisms.parameters)
    missing = [key for key in needed if key not in flat and key != "leaves_out"]
    for tier, key in zip(layer.mechanisms.tiers, layer.mechanisms.cuts, strict=False):
        if key in missing and (
            said := next((k for k in scenario_keys.tier_names(layer.mechanisms) if k in layer.places), "")
        ):
            where, line = layer.places[said]
            message = f"{said} names '{tier}', and '{key}' is not given; every tier but the last needs its cut."
            raise ScenarioError(message, where=where, line=line)
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise ScenarioError(
            f"'{missing[0]}'{more} not given. Give it, or extend a preset (extends: as-described).",
            where=layer.names[-1],
        )


def check_whole(layer: Layer, flat: dict[str, Any], events: Iterable[ScenarioEvent]) -> None:
    """Raise ScenarioError where numbers contradict each other, and where a date or the warm-up cannot be."""
    _ordered(layer, flat)
    _after_start(layer, events, flat["start"])
    _whole_weeks(layer, flat["warm_up"], flat["start"])


def _after_start(layer: Layer, events: Iterable[ScenarioEvent], start: date) -> None:
    for event in events:
        if event.date < start:
            where, line = layer.places.get(f"event {event.name}", (None, None))
            if isinstance(layer.places["start"][0], Argument):
                where, line = layer.places["start"]
            message = f"event '{quoted(event.name)}' is dated {event.date}, before the start, {start}."
            raise ScenarioError(message, where=where, line=line)


def _whole_weeks(layer: Layer, warm_up: int, start: date) -> None:
    """A warm-up ends with a week, since lists and levels go by weeks, and begins within the calendar."""
    fewer = warm_up // 7 * 7
    if fewer == warm_up and warm_up <= (start - date.min).days:
        return
    where, line = layer.places.get("warm_up", (None, None))
    message = (
        f"a warm-up takes whole weeks, such as {fewer} or {fewer + 7} days, and not {warm_up}."
        if fewer != warm_up
        else f"a warm-up of {warm_up} days before {start} begins before the calendar does."
    )
    raise ScenarioError(message, where=where, line=line)


def _ordered(layer: Layer, flat: dict[str, Any]) -> None:
    """Refuse numbers that contradict each other, at the start and after events, and those of tiers that are gone."""
    keys = layer.mechanisms.parameters
    for event in layer.events.values():
        if gone := [key for key in event.changes if key not in keys]:
            where, line = layer.places.get(f"event {event.name}", (None, None))
            raise ScenarioError(
                f"event '{quoted(event.name)}' changes {gone[0]}, and there is no such tier. Remove the event, or give "
                "another of its name.",
                where=where,
                line=line,
            )
    falling = (NotBelow(upper=upper, lower=lower) for upper, lower in pairwise(layer.mechanisms.cuts))
    rules = (*falling, *layer.mechanisms.declared(NotBelow), *layer.mechanisms.declared(AtMostAll))
    states = [({key: flat[key] for key in keys}, layer.places)]
    for event in sorted(layer.events.values(), key=lambda event: event.date):
        place = layer.places.get(f"event {event.name}", (layer.names[-1], None))
        states.append(({**states[-1][0], **event.changes}, dict.fromkeys(keys, place)))
    for numbers, places in states:
        values = {key: given.value for key, given in numbers.items()}
        for each in rules:
            if message := each.fault(values):
                _contradiction(layer, numbers, places, each.keys, message)


def _contradiction(
    layer: Layer,
    numbers: Mapping[str, ParameterValue],
    places: Mapping[str, tuple[Where, int | None]],
    keys: tuple[str, ...],
    message: str,
) -> None:
    """Blame the number that was set last: a file before the preset under it, the command line before both."""
    key = max(keys, key=lambda key: layer.names.index(numbers[key].layer))
    where, line = places.get(key, (None, None))
    raise ScenarioError(message, where=where, line=line)
