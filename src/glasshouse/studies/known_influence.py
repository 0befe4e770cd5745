"""How much each assumption of the shipped presets moves the headline, measured once and kept beside the code.

A preset has a hundred assumptions, and to move each takes a minute: too long for every report. So the answer is kept in
``known_influence.json``, with the hash of the scenario of which it is true; a scenario that differs in anything has
none.
``python -m glasshouse.studies.known_influence`` measures it anew, and a test says when that is due.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse.folders.atomic_write import in_one_step
from glasshouse.measures import HARMS
from glasshouse.scenario import load, preset_names
from glasshouse.studies.influence import Influence, Influences, enough_people, influence
from glasshouse.studies.point_rates import Size

if TYPE_CHECKING:
    from glasshouse.scenario.scenario import Scenario

FILE = Path(__file__).parent / "known_influence.json"


def known(scenario: Scenario) -> Influences | None:
    """What is known of exactly this scenario: only the numbers that moved the headline; None for any other scenario.

    There are no rows where the headline happens too seldom to tell.

    >>> from glasshouse.scenario import load
    >>> known(load("as-described", sets=["score.every=7"])) is None
    True
    """
    kept = next((one for one in _kept().values() if one["hash"] == scenario.hash), None)
    if kept is None:
        return None
    given, centre = scenario.all_given(), float(kept["central"])
    rows = (
        Influence(key=key, given=given[key], at_low=low, at_centre=centre, at_high=high)
        for key, low, high in kept["moved"]
    )
    size = Size(population=kept["population"], days=kept["days"], seed=kept["seed"])
    return Influences(measure=HARMS[kept["measure"]], central=centre, size=size, rows=tuple(rows))


def assumptions(found: Influences) -> tuple[Influence, ...]:
    """Those numbers that rest on an assumption and not on a source, the one that moves the headline most first."""
    return tuple(row for row in found.rows if row.given.source is None and row.moves > 0)


@cache
def _kept() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}


def _measured(scenario: Scenario) -> dict[str, Any]:
    found = influence(scenario, population=enough_people(scenario))
    return {
        "hash": scenario.hash,
        "measure": found.measure.name,
        "central": found.central,
        "population": found.size.population,
        "days": found.size.days,
        "seed": found.size.seed,
        # Where hardly anybody is concerned, a number would seem to matter by chance alone.
        "moved": [[row.key, row.at_low, row.at_high] for row in found.rows if row.moves > 0] if found.often else [],
    }


def write(names: Iterable[str]) -> None:
    """Measure these presets anew; the others stay as they are. Some two minutes a preset on one core."""
    kept = {name: one for name, one in _kept().items() if name in preset_names()}
    for name in names:
        kept[name] = _measured(load(name))
    with in_one_step(FILE) as partial:
        partial.write_text(_lines(dict(sorted(kept.items()))), encoding="utf-8")


def _lines(kept: dict[str, Any]) -> str:
    """JSON with a line a number, so that a change can be read.

    >>> print(_lines({"a": {"hash": "x", "moved": [["k", 1, 2], ["l", 1, 3]]}}), end="")
    {"a": {
     "hash": "x",
     "moved": [
      ["k", 1, 2],
      ["l", 1, 3]
     ]
    }}
    """
    presets = []
    for name, one in kept.items():
        facts = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in one.items() if key != "moved"]
        moved = ",\n".join(f"  {json.dumps(row)}" for row in one["moved"])
        presets.append(f"{json.dumps(name)}: {{\n" + ",\n".join([*facts, f' "moved": [\n{moved}\n ]']) + "\n}")
    return "{" + ",\n".join(presets) + "}\n"


if __name__ == "__main__":
    import sys

    from glasshouse.scenario import load, preset_names

    stale = [name for name in preset_names() if _kept().get(name, {}).get("hash") != load(name).hash]
    write(sys.argv[1:] or stale)
    print(f"{FILE.name} is written.")
