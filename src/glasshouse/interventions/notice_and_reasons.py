"""Notice and reasons: people are told of a sanction, and why."""

from __future__ import annotations

from glasshouse.interventions.intervention import Intervention, fixed

INTERVENTION = Intervention(
    name="notice-and-reasons",
    title="notice to everybody, with reasons",
    sentence="Nearly everybody is told of a sanction and of its reasons, and so more of the wronged appeal.",
    fails="It does nothing when the appeal that follows goes to a reviewer who only follows the machine.",
    stage="redress",
    numbers={
        "redress.notice": fixed(0.95, 0.9, 1, assumed="notice is a duty, and few letters are lost"),
        "redress.appeal_wrongful": fixed(
            0.5, 0.3, 0.7, assumed="who knows the reason knows that it is false; half of them act on it"
        ),
    },
)
