"""A comparison in which nobody can be sanctioned or stopped: what an arm does to what people hold back out of fear."""

from __future__ import annotations

from glasshouse.comparison.changes import more_or_fewer
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.paired import ANY
from glasshouse.results.numbers import Spread, whole

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
    "Held back: lawful posts, messages and gatherings not done out of fear. Of people of 15 and over, fear and trust "
    "are means from 0 to 255, and on file are those of whom there is a record."
)


def told(comparison: Comparison, arm: str) -> str:
    """What becomes of the acts held back out of fear."""
    if comparison.replicates == 1:
        before, after = (whole(comparison.count(arm, "chilled", name) or 0) for name in ("baseline", "arm_value"))
        return f"{after} instead of {before} lawful acts are held back out of fear in this one run"
    change = comparison.figure(arm, "chilled") or Spread(value=0.0)
    if not any((change.value, change.low, change.high)):
        return "as many lawful acts are held back out of fear as before"
    return f"{more_or_fewer(change)} lawful acts are held back out of fear in a year of 10,000 people"
