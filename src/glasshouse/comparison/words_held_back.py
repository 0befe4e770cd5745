"""A comparison in which nobody can be sanctioned or stopped: what an arm does to what people hold back out of fear."""

from __future__ import annotations

from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.over_draws import figure
from glasshouse.comparison.paired_arms import ANY
from glasshouse.measures.intervals import Spread
from glasshouse.wording.change_words import (
    MOSTLY,
    NONE,
    UNCLEAR,
    direction,
    in_draws,
    instead,
    more_or_fewer,
    mostly,
    span,
)
from glasshouse.wording.lists_and_nouns import plural

#: The table: heading and measure.
COLUMNS = (("Held back", "chilled"), ("Fear", "fear"), ("Trust", "trust"), ("On file,\nof 100", "with_dossier"))
#: People spared and newly harmed: heading, measure, column.
PEOPLE = (
    ("Hold back: spared", "chilled", "people_spared"),
    ("newly", "chilled", "people_newly_harmed"),
    ("Anything differs", ANY, "people_changed"),
)
YEARLY = "held back"
UNITS = (
    "Held back: lawful posts, messages, gatherings and visits not done out of fear. Of people of 15 and over, fear and "
    "trust "
    "are means from 0 to 255, and on file are those of whom there is a record."
)


def told(comparison: Comparison, arm: str) -> str:
    """What becomes of the acts held back out of fear."""
    if comparison.replicates == 1:
        before, after = (comparison.count(arm, "chilled", name) or 0 for name in ("baseline", "arm_value"))
        told = instead(after, before, one="lawful act", many="lawful acts", done="held back out of fear")
        return f"in this one run, {told}"
    change = figure(comparison, arm, "chilled") or Spread(value=0.0)
    way = direction(change)
    if way == NONE:
        return "as many lawful acts are held back out of fear as before"
    year = "in a year of 10,000 people"
    if way == UNCLEAR:
        return f"there is no clear change in lawful acts held back out of fear ({span(change)} {year})"
    if way in MOSTLY:
        return f"{mostly(change)} lawful acts are held back out of fear {in_draws(change)} ({span(change)} {year})"
    told = more_or_fewer(change)
    acts = plural(told.rpartition(" ")[0], "lawful act is", "lawful acts are")
    return f"{told} {acts} held back out of fear {year}"
