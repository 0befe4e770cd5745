"""Purpose limitation: what was gathered for one purpose does not feed the score."""

from __future__ import annotations

from glasshouse.intervention import Intervention
from glasshouse.mechanisms import MECHANISMS

INTERVENTION = Intervention(
    name="purpose-limitation",
    title="company feeds and cameras kept out of the score",
    sentence="What companies and cameras gathered for other purposes may not reach the score.",
    fails="It does nothing where the harm comes from other sensors, such as courts' and tax offices' records.",
    stage="record",
    # For other sensors, say so: internet.scored=false, informants.scored=false, registries.scored=false.
    switches={f"{each.section}.scored": False for each in MECHANISMS if each.other_purpose},
)
