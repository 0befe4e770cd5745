"""What would change it: the safeguards that a comparison would try, and the assumptions on which the answer hangs."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

from glasshouse.comparison.comparison_plan import PEOPLE
from glasshouse.folders.recorded_command import words_of
from glasshouse.intervention import Intervention
from glasshouse.mechanism_set import MechanismSet
from glasshouse.report.brief import BriefPart, Small, led, said
from glasshouse.report.cards import switched_off
from glasshouse.report.evidence_tables import weights
from glasshouse.report.people_tables import Cell, PeopleRow
from glasshouse.scenario import Scenario, preset_names

#: How many safeguards are named, the likeliest first.
MOST_TRIED = 3
#: How many assumptions are named.
MOST_TOLD = 3


def change(scenario: Scenario, facts: Mapping[str, Any], simulated: tuple[str, ...] = ()) -> BriefPart:
    """What would change a run's figures; ``simulated``: sentences on other scenarios, where these were simulated."""
    tried = worth_trying(switched_off(scenario), scenario.mechanisms)
    found = led((_lead(each), each.sentence) for each in tried)
    ban = "with a ban, and with no such system at all."
    ask = f"A comparison simulates the same people with each safeguard, {ban}"
    if not tried:
        ask = f"No safeguard in this model reaches what is on here. A comparison simulates the same people {ban}"
    table, notes = assumptions(scenario)
    return BriefPart(
        name="change",
        lines=(
            said(*simulated, "The other scenarios’ figures are in the comparison.")
            if simulated
            else (*said(ask), *found)
        ),
        commands=() if simulated else (comparing(scenario, facts, tuple(each.name for each in tried)),),
        table=table,
        notes=notes,
        more=(
            *((("The comparison", "../report.html"),) if simulated else ()),
            ("Every number, with its range", "#numbers"),
        ),
    )


def worth_trying(off: Collection[str], mechanisms: MechanismSet) -> tuple[Intervention, ...]:
    """The safeguards that a comparison should try first, where these parts are off.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> [each.name for each in worth_trying({"restrictions", "redress"}, SHIPPED)]
    ['match-threshold', 'smaller-gallery']
    """
    placed = [(each.tried, each) for each in mechanisms.declared(Intervention) if each.tried is not None]
    return tuple(each for _, each in sorted(placed, key=lambda pair: pair[0]) if each.needs not in off)[:MOST_TRIED]


def _lead(safeguard: Intervention) -> str:
    return f"{safeguard.heading or safeguard.name.replace('-', ' ').capitalize()}."


def comparing(scenario: Scenario, facts: Mapping[str, Any], arms: tuple[str, ...]) -> str:
    """The command that compares these scenarios with a run: the same scenario, changes, seed, people and days.

    >>> from glasshouse.scenario import load
    >>> facts = {"command": "glasshouse run mine.yaml --population 500 --days 9 --seed 3 --set cameras.enabled=false",
    ...          "population": 500, "days": 9, "seed": 3}
    >>> comparing(load("as-described"), facts, ("appeal",))
    'glasshouse compare mine.yaml appeal --population 500 --days 9 --seed 3 --set cameras.enabled=false'
    """
    name, sets = _asked(str(facts.get("command") or ""), scenario.name)
    words = ["glasshouse", "compare", name, *arms]
    # Left to themselves, a comparison has at most so many people, and as many days as the scenario.
    people, usual = int(facts["population"]), min(scenario.population, PEOPLE)
    words += ["--population", str(people)] if people < usual else []
    words += ["--days", str(facts["days"])] if int(facts["days"]) != scenario.days else []
    words += ["--seed", str(facts["seed"])] if int(facts["seed"]) != 1 else []
    return shlex.join([*words, *(word for text in sets for word in ("--set", text))])


def _asked(command: str, name: str) -> tuple[str, tuple[str, ...]]:
    """What a run's command calls its scenario, and what it lays over it; a file to be written where there is none."""
    words = words_of(command)
    sets = tuple(after for word, after in pairwise(words) if word == "--set")
    if words[1:2] == ["run"] and len(words) > 2:
        return words[2], sets
    return (name if not command and name in preset_names() else "SCENARIO.yaml"), ()


def assumptions(scenario: Scenario) -> tuple[Small | None, tuple[str, ...]]:
    """The assumptions that move the headline most, where that is known; and a note on how it was found out, or why not.

    >>> from glasshouse.scenario import load
    >>> assumptions(load("as-described", sets=["score.every=7"]))[0] is None
    True
    """
    found = weights(scenario)
    if found is None:
        return None, (
            "Which assumptions matter most is known of presets as they ship; for others a study finds it out.",
        )
    if not found["rows"]:
        return None, (found["without"],)
    what, unit = found["measure"].title, found["unit"]
    rows = (
        PeopleRow(name=row.meaning, cells=(Cell(text=row.at_low), Cell(text=row.at_high)))
        for row in found["rows"][:MOST_TOLD]
    )
    table = Small(
        caption=f"The assumptions that matter most: {what.lower()}, {unit}, with each at the ends of its range",
        heads=("Assumption", "Low end", "High end"),
        rows=tuple(rows),
    )
    return table, (
        f"Found in a scenario of its own ({found['size']}), where it is {found['central']} {unit} with every "
        "assumption at its central value. Compare these figures with that one, and not with those of this run.",
    )


def all_assumptions(scenario: Scenario) -> tuple[Small, ...]:
    """The same with more of them and their ranges, for the last pages; none where it is not known."""
    found = weights(scenario)
    if found is None or not found["rows"]:
        return ()
    what, unit = found["measure"].title, found["unit"]
    rows = tuple(
        PeopleRow(name=row.meaning, cells=(Cell(text=row.range), Cell(text=row.at_low), Cell(text=row.at_high)))
        for row in found["rows"]
    )
    caption = f"The assumptions that matter most: {what.lower()}, {unit}, at the ends of their ranges"
    return (Small(caption=caption, heads=("Assumption", "Range", "Low end", "High end"), rows=rows, words=1),)
