"""A real appeal: quick, with a reviewer who looks, and legal aid."""

from __future__ import annotations

from glasshouse.interventions.intervention import Intervention, fixed

INTERVENTION = Intervention(
    name="appeal",
    title="a real appeal",
    sentence="Appeals are decided within weeks by somebody who looks at the whole file, with legal aid for half.",
    fails="It does nothing for people who are never told that they were sanctioned.",
    stage="redress",
    numbers={
        # The court list's own rule, on paper: objections are decided within 15 days (SPC 2017).
        "redress.decision_days": fixed(15, 7, 30, source="spc-2017", confidence="M"),
        "redress.sensitivity": fixed(0.9, 0.7, 0.98, assumed="with the whole file, nine wrongs of ten are found"),
        "redress.automation_bias": fixed(
            0.2, 0.05, 0.4, assumed="a tribunal apart from the office that decided; it still trusts the record at times"
        ),
        "redress.legal_aid": fixed(0.5, 0.2, 0.8, assumed="half of those told are helped to appeal"),
    },
)
