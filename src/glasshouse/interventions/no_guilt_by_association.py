"""No guilt by association: nobody loses points for whom they know."""

from __future__ import annotations

from glasshouse.interventions.intervention import Intervention, fixed

INTERVENTION = Intervention(
    name="no-guilt-by-association",
    title="no guilt by association",
    sentence="Nobody loses points because a relative, neighbour or colleague was put on a list.",
    fails="It does nothing where acquaintances cost no points.",
    stage="score",
    numbers={"score.points_association": fixed(0, assumed="each person answers for their own acts")},
)
