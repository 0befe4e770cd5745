"""A mechanism of somebody's own, as small as can be, that brings a gate: buses that ask for a card."""

from __future__ import annotations

from glasshouse.gate import gate
from glasshouse.mechanism import Mechanism, parameter

OUTINGS = parameter(
    "buses.outings",
    "wanted journeys by bus",
    kind="rate",
    unit="outings/adult-day",
    stage="live",
    value=0.2,
    assumed="nobody has published it",
)
BUS = gate(
    "bus",
    wanted=OUTINGS,
    title="Bus journeys",
    doors="buses",
    where="at the door of a bus",
    everywhere="at the doors of buses",
)
MECHANISM = Mechanism(
    module=__name__, section="buses", title="Buses", what="Ask for a card at the door.", switched=True
)
