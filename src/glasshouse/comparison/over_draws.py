"""By how much scenarios differ over the draws of the assumptions: paired within each draw.

The interval over replicates says what another seed would do, and with few of them little more. The draws say what the
assumptions leave open. Within a draw both scenarios have the same people, random numbers and assumptions, so that what
they share falls out of the difference before the interval is taken. Where a comparison has draws, every interval that
it shows is over them, and what they do not say (harm that only another scenario shows) has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from glasshouse.comparison.arm_names import BASELINE
from glasshouse.comparison.paired_arms import ANY, OF_PEOPLE, PEOPLE
from glasshouse.measures import harm
from glasshouse.measures.intervals import LEAST_PEOPLE, Spread, spread_of_draws
from glasshouse.runs.ensemble_table import MEASURE
from glasshouse.wording.lists_and_nouns import counted, people

if TYPE_CHECKING:
    from glasshouse.comparison.comparison import Comparison

#: Bases of measures that are told as counts of one run.
_COUNTED = ("people", "people times years")


def over_draws(
    comparison: Comparison, arm: str, measure: str, column: str = "difference", group: str = "all"
) -> Spread | None:
    """Median and 90 % interval over the draws, in the measure's unit (people of 10,000, …).

    ``column`` is any of the comparison's table. None without draws, where a draw lacks the measure, and of a group of
    whom a draw has too few.
    """
    found = values_of_draws(comparison, arm, (measure,), column, group)
    if found is None:
        return None
    over = spread_of_draws(found.tolist())
    # So few people of a group are the same ones in all draws, and chance alone may make these agree.
    return over if group == "all" else replace(over, draws=None)


def values_of_draws(
    comparison: Comparison, arm: str, measures: Sequence[str], column: str = "difference", group: str = "all"
) -> np.ndarray | None:
    """The same draw by draw, float64 [draws], of several measures added up."""
    if comparison.drawn is None or not _enough(comparison, group):
        return None
    found = [_column(comparison, arm, measure, column, group) for measure in measures]
    known = [each for each in found if each is not None and not np.isnan(each).any()]
    return np.sum(known, axis=0) if known and len(known) == len(found) else None


def _column(comparison: Comparison, arm: str, measure: str, column: str, group: str) -> np.ndarray | None:
    figures = comparison.drawn.figures if comparison.drawn else {}
    if column in OF_PEOPLE:
        return figures.get((column, group, measure), {}).get(arm)
    rates = figures.get((MEASURE, group, measure), {})
    before, after = rates.get(BASELINE), rates.get(arm)
    if before is None or after is None:
        return None
    return {"baseline": before, "arm_value": after, "difference": after - before}.get(column)


def _enough(comparison: Comparison, group: str) -> bool:
    """Whether a draw has enough people of a group, if it has the same share of them as the run."""
    if group == "all" or comparison.drawn is None:
        return True
    own, everybody = (comparison.count(comparison.arms[0], PEOPLE, "baseline", each) or 0 for each in (group, "all"))
    return everybody > 0 and own / everybody * comparison.drawn.population >= LEAST_PEOPLE


def of_the_run(
    comparison: Comparison, arm: str, measure: str, column: str = "difference", group: str = "all"
) -> Spread | None:
    """The same as counts among as many people, over as many days, as the run has; a measure with another base as it
    is."""
    found = over_draws(comparison, arm, measure, column, group)
    return None if found is None else scaled(comparison, found, arm, measure, column, group)


def scaled(comparison: Comparison, found: Spread, arm: str, measure: str, column: str, group: str = "all") -> Spread:
    """A rate of the draws as a count of the run, where the run counts it."""
    base = comparison.defined[measure].base if measure in comparison.defined else ""
    if column in OF_PEOPLE or measure == ANY:
        base = "people"
    of = comparison.values(arm, PEOPLE, "baseline", group)
    if not of or base not in _COUNTED:
        return found
    unit = harm.per_10_000(1.0, of[0])
    if base == "people times years":
        unit = harm.a_year(unit, int(comparison.manifest["days"]))
    low, high = (None if end is None else end / unit for end in (found.low, found.high))
    return Spread(value=found.value / unit, low=low, high=high, draws=found.draws)


def with_draws(
    comparison: Comparison, figure: Spread | None, arm: str, measure: str, column: str, group: str = "all"
) -> Spread | None:
    """A figure with the interval over the draws in place of its own, or none if they do not say; as it is without."""
    if figure is None or comparison.drawn is None:
        return figure
    drawn = (of_the_run if comparison.replicates == 1 else over_draws)(comparison, arm, measure, column, group)
    return Spread(value=figure.value) if drawn is None else replace(drawn, value=figure.value)


def figure(
    comparison: Comparison, arm: str, measure: str, column: str = "difference", group: str = "all"
) -> Spread | None:
    """A figure of a table in the measure's unit with its interval, over the draws if there are any.

    None where it is not defined.
    """
    return with_draws(comparison, comparison.figure(arm, measure, column, group), arm, measure, column, group)


def counted_figure(
    comparison: Comparison, arm: str, measure: str, column: str = "difference", group: str = "all"
) -> Spread | None:
    """The same of a comparison of one replicate, as a count of that run."""
    count = comparison.count(arm, measure, column, group)
    return with_draws(comparison, None if count is None else Spread(value=count), arm, measure, column, group)


def change_in_per_cent(comparison: Comparison, arm: str, measure: str) -> Spread | None:
    """How much of a measure is gone or come, of 100, over the draws in which the baseline has any; None in none."""
    before, change = (values_of_draws(comparison, arm, (measure,), column) for column in ("baseline", "difference"))
    if before is None or change is None or not (before > 0).any():
        return None
    return spread_of_draws((100 * change[before > 0] / before[before > 0]).tolist())


def method(comparison: Comparison) -> str:
    """Which interval stands in sentences and tables, and what it says; "" without draws."""
    drawn = comparison.drawn
    if drawn is None:
        return ""
    alone = comparison.replicates == 1
    of_run = ", scaled to the people of that run" if alone else ""
    return (
        f"{'Counts' if alone else 'Figures'} are those of one run with every assumption at its central value. The "
        f"interval with them holds 90 % of {counted(drawn.draws, 'draw')} of the assumptions, each simulated in every "
        f"scenario with {people(drawn.population)}{of_run}; differences are taken within each draw, and changes in per "
        "cent over the draws in which there is anything to change. It says what the assumptions leave open, and the "
        "run may lie outside it. Where no interval stands, the draws do not tell."
    )
