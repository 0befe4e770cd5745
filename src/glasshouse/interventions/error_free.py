"""The error-free scenario, in which every record is true; not a safeguard, but what shows the knock-on of errors."""

from __future__ import annotations

from glasshouse.interventions.intervention import Intervention, fixed

_NONE = fixed(0, assumed="no errors, to see what they set off")

INTERVENTION = Intervention(
    name="error-free",
    title="no errors",
    sentence="No face, report, flag, account or listing is false; all else stays.",
    fails="It is no safeguard: nobody can have a system without errors.",
    stage="attribute",
    numbers={
        "face_recognition.false_match_rate": _NONE,
        "face_recognition.faulty_share": _NONE,
        "internet.false_flag": _NONE,
        "informants.malicious": _NONE,
        "informants.mistaken": _NONE,
        "companies.shared_account": _NONE,
        "registries.clerical_error": _NONE,
        "registries.stale_share": _NONE,
    },
)
