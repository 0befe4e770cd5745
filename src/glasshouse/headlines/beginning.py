"""How a run began: with an empty record, with people on a list already, or after a warm-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasshouse.headline_sentence import BeginningSentence
from glasshouse.wording.lists_and_nouns import counted

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
    said = [sentence for each in scenario.running.declared(BeginningSentence) if (sentence := each.say(scenario))]
    if said:
        return tuple(said)
    first = f"the first {counted(outcome.days, 'day')}"
    return (f"The record was empty at the start: these are {first} of such a system, and later ones will differ.",)
