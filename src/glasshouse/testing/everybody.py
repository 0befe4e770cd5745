"""A mechanism for checks alone: everybody is looked at every day, and nothing is done to them.

Its one stream may touch anybody, so that the rules of all are called for everybody.
"""

from __future__ import annotations

from glasshouse.day_settings import DaySettings
from glasshouse.draws import threshold
from glasshouse.mechanism import Mechanism, Stream

LOOKED_AT = Stream("looked at", bound="everybody_looked_at")


def compile_params(settings: DaySettings) -> dict[str, int]:
    """The stream's bound: no word is above it."""
    return {LOOKED_AT.bound: threshold(1.0)}


MECHANISM = Mechanism(
    module=__name__,
    section="everybody",
    title="Everybody",
    what="Has the rules of all called for everybody, every day.",
    switched=True,
    params={LOOKED_AT.bound: ()},
    compile_params=compile_params,
)
