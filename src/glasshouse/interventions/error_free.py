"""The error-free reference, in which every record is true; it shows the knock-on of errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from glasshouse.intervention import Intervention, fixed
from glasshouse.mechanism import Mechanism

_NONE = fixed(0, assumed="no errors, to see what they set off")


def _no_errors(mechanisms: Iterable[Mechanism]) -> Mapping[str, Any]:
    """Whatever mechanism makes false entries says which of its parameters does."""
    return {"numbers": {row.key: _NONE for each in mechanisms for row in each.parameters if row.error}}


INTERVENTION = Intervention(
    name="error-free",
    title="no errors",
    sentence="No face, report, flag, account or listing is false; all else stays.",
    fails="It is no safeguard: nobody can have a system without errors.",
    stage="attribute",
    reference=True,
    of_all=_no_errors,
    begins="Had the system made no errors",
)
