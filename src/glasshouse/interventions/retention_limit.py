"""A retention limit: what is recorded is forgotten, and listings end when their term does."""

from __future__ import annotations

from glasshouse.interventions.intervention import Intervention, at_least, at_most, fixed

INTERVENTION = Intervention(
    name="retention-limit",
    title="a retention limit of 90 days",
    sentence="Records are erased after about 90 days, lost points come back as quickly, and listings end on time.",
    fails="It does nothing for sanctions that a fresh record brings about before it expires.",
    stage="record",
    numbers={
        "score.retention": at_most(90, "90 days; Chinese credit law allows five years (State Council 2013)"),
        "score.recovery": at_least(50, "three rescorings make good a lawful critical post, as its record expires"),
        "registries.stale_share": fixed(0, assumed="whoever is due to come off a list comes off"),
    },
)
