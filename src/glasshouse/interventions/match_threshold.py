"""A stricter match threshold: fewer faces are taken for another's, and more are missed."""

from __future__ import annotations

from glasshouse.interventions.intervention import Intervention, scaled, shifted

INTERVENTION = Intervention(
    name="match-threshold",
    title="a stricter match threshold",
    sentence="Face searches must be surer of a match: the threshold rises by 0.04.",
    fails="It does nothing where errors do not fall with the threshold, or where no face is searched.",
    stage="attribute",
    numbers={
        "face_recognition.threshold": shifted(
            0.04, "0.04 above what was in use; false alerts rose steeply below 0.6 in the NPL study of 2023"
        ),
        # A stricter setting misses more as well; by how much depends on the pictures.
        "face_recognition.true_match_rate": scaled(0.95, "one match in twenty is lost to the stricter threshold"),
    },
)
