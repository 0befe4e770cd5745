"""How a run began: with an empty record, or with people on a list already. Figures of a first year hang on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasshouse.mechanisms.restrictions import DEFAULTER
from glasshouse.wording.lists_and_nouns import counted
from glasshouse.wording.numbers import percent

if TYPE_CHECKING:
    from glasshouse.measures.outcome import Outcome


def sentence(outcome: Outcome) -> str:
    """Whether the figures are those of a first time from an empty record, or of a system that was there before."""
    listed = outcome.scenario.parameters["restrictions.listed_at_start"]
    first = f"the first {counted(outcome.days, 'day')}"
    if listed.value > 0:
        evidence = "assumed" if listed.source is None else "published"
        return (
            f"The run began with {percent(listed.value)} of those who are not children on {DEFAULTER.title}, as "
            f"{evidence}; all other records were empty."
        )
    return f"The record was empty at the start: these are {first} of such a system, and later ones will differ."
