"""The score is abolished; courts' lists are kept."""

from __future__ import annotations

from glasshouse.interventions.intervention import Intervention

INTERVENTION = Intervention(
    name="lists-only",
    title="no score, but courts' lists",
    sentence="The score, its tiers and the learned score are abolished; the list of judgment defaulters is kept.",
    fails="It does nothing for people on the list of judgment defaulters; whoever was listed for a low score stays so.",
    stage="score",
    switches={"score.enabled": False},
)
