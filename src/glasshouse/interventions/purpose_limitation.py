"""Purpose limitation: what was gathered for one purpose does not feed the score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from glasshouse.intervention import Intervention
from glasshouse.mechanism import Mechanism


def _other_purposes(mechanisms: Iterable[Mechanism]) -> Mapping[str, Any]:
    """For other sensors, say so: internet.scored=false, informants.scored=false, registries.scored=false."""
    return {"switches": {f"{each.section}.scored": False for each in mechanisms if each.other_purpose}}


INTERVENTION = Intervention(
    name="purpose-limitation",
    title="company feeds and cameras kept out of the score",
    sentence="Data gathered for another purpose, such as selling goods or guarding a street, may not reach the score.",
    fails="It does nothing where the harm comes from other sensors, such as courts' and tax offices' records.",
    stage="record",
    of_all=_other_purposes,
)
