"""The error-free reference, in which every record is true; it shows the knock-on of errors."""

from __future__ import annotations

from glasshouse.intervention import Intervention, fixed
from glasshouse.scenario.parameters import PARAMETERS

_NONE = fixed(0, assumed="no errors, to see what they set off")

INTERVENTION = Intervention(
    name="error-free",
    title="no errors",
    sentence="No face, report, flag, account or listing is false; all else stays.",
    fails="It is no safeguard: nobody can have a system without errors.",
    stage="attribute",
    reference=True,
    # Whatever mechanism makes false entries says which of its parameters does.
    numbers=dict.fromkeys((key for key, row in PARAMETERS.items() if row.error), _NONE),
)
