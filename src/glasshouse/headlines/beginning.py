"""How a run began: with an empty record, with people on a list already, or after a warm-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasshouse.mechanisms.restrictions import DEFAULTER
from glasshouse.wording.lists_and_nouns import counted
from glasshouse.wording.numbers import percent

if TYPE_CHECKING:
    from glasshouse.measures.outcome import Outcome


def sentences(outcome: Outcome, *, sanctions: bool) -> tuple[str, ...]:
    """Whether the figures are those of the first days of a system, or of one that was there before.

    Without ``sanctions`` there is no record to begin with, and a warm-up alone is told of.
    """
    scenario = outcome.scenario
    if scenario.warm_up:
        weeks = counted(scenario.warm_up // 7, "week")
        return (f"Before the first of these days {weeks} were simulated that do not count, to fill the record.",)
    if not sanctions:
        return ()
    listed = scenario.parameters["restrictions.listed_at_start"]
    if listed.value > 0:
        evidence = "as assumed" if listed.source is None else "as published"
        if listed.confidence == "D":
            evidence = "a share worked out from published figures"
        return (
            f"The run began with {percent(listed.value)} of those who are not children on {DEFAULTER.title}, "
            f"{evidence}; all other records were empty.",
        )
    first = f"the first {counted(outcome.days, 'day')}"
    return (f"The record was empty at the start: these are {first} of such a system, and later ones will differ.",)
