"""No penalty in unrelated areas: a gate closes only for what belongs to its area of life."""

from __future__ import annotations

from glasshouse.interventions.intervention import Intervention

INTERVENTION = Intervention(
    name="no-unrelated-penalty",
    title="no penalty in unrelated areas of life",
    sentence="A gate closes only for a record in its own area of life: a debt closes credit, speech closes nothing.",
    fails="It does nothing where every gate is called related; and it opens gates when the file expires, paid or not.",
    stage="sanction",
    switches={"restrictions.related_only": True},
)
