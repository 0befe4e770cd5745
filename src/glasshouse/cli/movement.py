"""How much the headline hangs on a parameter: the last lines of ``glasshouse explain``."""

from __future__ import annotations

from glasshouse.cli.explain import as_written, named
from glasshouse.scenario import Scenario
from glasshouse.studies.influence import enough_people, influence
from glasshouse.studies.known_influence import known
from glasshouse.wording.lists_and_nouns import counted


def movement(key: str, scenario: Scenario) -> str:
    """How much the headline moves across the range of a parameter, in words.

    For a shipped preset it is known; for any other scenario some scenarios of 20,000 people are simulated, or of
    200,000 where the headline happens seldom, which takes seconds.
    """
    keys = [each for each in scenario.all_given() if each == key or each.endswith(f":{key}")]
    ranged = [each for each in keys if scenario.all_given()[each].ranged]
    if not ranged:
        return "\n".join(named("moves", "nothing: it has no range"))
    found = known(scenario)
    rows = {row.key: row for row in found.rows} if found else {}
    if found is None:
        found = influence(scenario, ranged, population=enough_people(scenario, most=200_000))
        rows = {row.key: row for row in found.rows}
    size = f"{found.size.population:,} invented people over {counted(found.size.days, 'day')}, all else unchanged"
    if not found.rows:
        seldom = f"not known: {found.measure.title.lower()} happens too seldom to tell by"
        return "\n".join(named("moves", seldom))
    lines = named("moves", f"{found.measure.title.lower()} ({found.measure.unit}), {size}:")
    for each in ranged:
        event = each.rpartition(":")[0]
        low, high = (rows[each].at_low, rows[each].at_high) if each in rows else (found.central, found.central)
        ends = f"{as_written(low)} at the low end of its range, {as_written(high)} at the high end"
        placement = f", with the number of the event {event}" if event else ""
        lines += named("", f"{as_written(found.central)} as it is, {ends}{placement}")
    return "\n".join(lines)
