"""The unwatched scenario, in which the system never existed; not a safeguard, but what all are measured against."""

from __future__ import annotations

from glasshouse.interventions.ban import from_the_day
from glasshouse.interventions.intervention import Intervention, fixed

# In the model it is a ban on the first day, from which nobody has anything to recover.
INTERVENTION = Intervention(
    name="unwatched",
    title="no system at all",
    sentence="The system never existed: nobody is watched or scored, and nobody has learnt to fear it.",
    fails="It is no safeguard: nobody can go back to it.",
    stage="all",
    numbers={"ban.recovery": fixed(0, assumed="there is nothing to recover from")},
    dates=from_the_day,
)
