"""No penalty in unrelated areas: a gate closes only for what belongs to its area of life."""

from __future__ import annotations

from glasshouse.model.safeguards.safeguard import Safeguard

SAFEGUARD = Safeguard(
    name="no-unrelated-penalty",
    title="no penalty in unrelated areas of life",
    sentence="A gate closes only for a record in its own area of life: a debt closes credit, speech closes nothing.",
    fails="It does nothing where the rules call every gate related to every act.",
    stage="sanction",
    switches={"restrictions.related_only": True},
)
