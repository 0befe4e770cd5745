"""By how much scenarios differ over the draws of the assumptions: paired within each draw.

The interval over replicates says what another seed would do, and with few of them little more. The draws say what the
assumptions leave open. Within a draw both scenarios have the same people, random numbers and assumptions, so that what
they share falls out of the difference before the interval is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasshouse.comparison.arm_names import BASELINE
from glasshouse.comparison.paired_arms import PEOPLE
from glasshouse.measures import harm
from glasshouse.measures.intervals import Spread, spread_of_draws
from glasshouse.wording.lists_and_nouns import counted, people

if TYPE_CHECKING:
    from glasshouse.comparison.comparison import Comparison


def over_draws(comparison: Comparison, arm: str, measure: str, column: str = "difference") -> Spread | None:
    """Median and 90 % interval over the draws, of all people, in the measure's unit (people of 10,000, …).

    ``column`` is ``baseline``, ``arm_value`` or ``difference``. None without draws, where a draw lacks the measure, and
    for people spared or newly harmed, who are not kept of draws.
    """
    rates = comparison.drawn.rates.get(measure, {}) if comparison.drawn else {}
    before, after = rates.get(BASELINE), rates.get(arm)
    if before is None or after is None:
        return None
    found = {"baseline": before, "arm_value": after, "difference": after - before}.get(column)
    return None if found is None or np.isnan(found).any() else spread_of_draws(found.tolist())


def of_the_run(comparison: Comparison, arm: str, measure: str, column: str = "difference") -> Spread | None:
    """The same as counts among as many people, over as many days, as the run has; a measure with another base as it
    is."""
    found = over_draws(comparison, arm, measure, column)
    base = comparison.defined[measure].base if measure in comparison.defined else ""
    of = comparison.values(arm, PEOPLE, "baseline")
    if found is None or not of or base not in ("people", "people times years"):
        return found
    unit = harm.per_10_000(1.0, of[0])
    if base == "people times years":
        unit = harm.a_year(unit, int(comparison.manifest["days"]))
    low, high = (None if end is None else end / unit for end in (found.low, found.high))
    return Spread(value=found.value / unit, low=low, high=high)


def with_draws(comparison: Comparison, figure: Spread | None, arm: str, measure: str, column: str) -> Spread | None:
    """A figure of a table with the interval over the draws in place of its own, where there are any."""
    if figure is None or comparison.drawn is None:
        return figure
    drawn = (of_the_run if comparison.replicates == 1 else over_draws)(comparison, arm, measure, column)
    return figure if drawn is None else Spread(value=figure.value, low=drawn.low, high=drawn.high)


def method(comparison: Comparison) -> str:
    """Which interval stands in the tables, and what it says; "" without draws."""
    drawn = comparison.drawn
    if drawn is None:
        return ""
    alone = comparison.replicates == 1
    scaled = ", scaled to the people of that run" if alone else ""
    others = "" if alone else " Intervals in sentences are over the replicates."
    return (
        f"{'Counts' if alone else 'Figures'} in the tables are those of one run with every assumption at its central "
        f"value. The interval with a level or a difference holds 90 % of {counted(drawn.draws, 'draw')} of the "
        f"assumptions, each simulated in every scenario with {people(drawn.population)}{scaled}; differences are taken "
        "within each draw. It says what the assumptions leave open, and the run may lie outside it. People spared and "
        f"newly harmed are not kept of draws.{others}"
    )
