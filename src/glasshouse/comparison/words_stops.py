"""A comparison in which nobody can be sanctioned: what an arm does to stops, and to the errors behind them."""

from __future__ import annotations

from dataclasses import replace

from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.over_draws import change_in_per_cent
from glasshouse.measures.intervals import LEAST_EVENTS, Spread, spread
from glasshouse.wording.change_words import rise_or_fall
from glasshouse.wording.lists_and_nouns import enumerated
from glasshouse.wording.numbers import whole

#: The table: heading and measure.
COLUMNS = (
    ("Stopped", "stops"),
    ("Wrong\nperson", "stops_false"),
    ("Faulty\nentry", "stops_faulty"),
    ("Mis-\nidentified", "misidentified"),
)
#: People spared and newly harmed: heading, measure, column. A stop leaves nothing in a person by which two scenarios
#: could be told apart, so that people "in whom anything differs" would be none where many are spared a stop.
PEOPLE = (
    ("Misidentified: spared", "misidentified", "people_spared"),
    ("newly", "misidentified", "people_newly_harmed"),
)
YEARLY = "stops"
UNITS = (
    "Stopped: times after an alert, right or wrong; of these of the wrong person, and by an entry that should not be "
    "on the list. Misidentified are people whom face recognition took for somebody else, stopped or not. "
    "Who is spared a stop is not followed person by person: the first three say how many stops there are."
)
_TOLD = (
    ("stops of the wrong person", "stops_false"),
    ("stops by a faulty entry", "stops_faulty"),
    ("all stops", "stops"),
)


def told(comparison: Comparison, arm: str) -> str:
    """What becomes of the stops, the wrong ones first: "stops of the wrong person fall by 85 %, …"."""
    clauses = [found for name, measure in _TOLD if (found := clause(comparison, arm, name, measure))]
    return enumerated(clauses) if clauses else "as many people are stopped as before"


def clause(comparison: Comparison, arm: str, name: str, measure: str) -> str:
    """What is counted, as a change in per cent, or as counts where there are few or is one replicate; "" if equal."""
    before, after = (comparison.count(arm, measure, column) or 0 for column in ("baseline", "arm_value"))
    if comparison.replicates > 1 and before >= LEAST_EVENTS:
        figure = per_cent(comparison, arm, measure)
        return "" if figure is None else f"{name} {rise_or_fall(figure)}"
    if before == after:
        return ""
    where = "" if comparison.replicates == 1 else " in replicate 0"
    return f"{name} are {whole(after)} instead of {whole(before)}{where}"


def per_cent(comparison: Comparison, arm: str, measure: str) -> Spread | None:
    """A measure's change in per cent of the baseline; None where replicate 0 has none of it or nothing changes.

    Its interval is over the draws, if there are any, and then over those that have anything to compare. Over
    replicates there is none where some have nothing to compare with.
    """
    pairs = zip(comparison.values(arm, measure, "baseline"), comparison.values(arm, measure, "difference"), strict=True)
    changes = [100 * change / before if before else None for before, change in pairs]
    if not changes or changes[0] is None or not any(changes):
        return None
    if comparison.drawn:
        drawn = change_in_per_cent(comparison, arm, measure)
        return replace(drawn, value=changes[0]) if drawn else Spread(value=changes[0])
    known = [change for change in changes if change is not None]
    return spread(known) if len(known) == len(changes) else Spread(value=changes[0])
