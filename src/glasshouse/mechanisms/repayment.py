"""Repayment: a debtor pays, which ends the term of the listing with this week.

Process: Once a week each person who is rightly on the list of judgment defaulters may pay.

Source: Removals from the list of defaulters: `spc-2025`.
"""

# It sets the weeks that are left to 1. Coming off the list: restrictions.py (redress_terms). A listing that is paid and
# stays: stale_listings.py.

from __future__ import annotations

from typing import Any

from glasshouse.day_settings import DaySettings
from glasshouse.draws import random_word, threshold
from glasshouse.mechanism import Count, Mechanism, Stream, parameter
from glasshouse.mechanisms.restrictions import DEFAULTER
from glasshouse.model.list_bits import ERROR_FREE, OBSERVED, list_in
from glasshouse.note import Note, Phrases

PARAMETERS = (
    parameter(
        "registries.repaid",
        "a listed debtor pays within a week, which ends the term",
        kind="probability",
        stage="redress",
    ),
)

REPAID = Count("repaid", "Listings whose debt was paid, which ended the term", unit="listings", place=122, core=False)

PAYMENT_DRAW = Stream("repaid", at=(8, 3))


REPAID_NOTE = Note("repaid", means="repaid", counts=(REPAID,), bit=29)
PHRASES = Phrases(
    said={
        "paid over": (
            "{they} paid the debt, and was taken off the {list}.",
            "The debt was paid, and the {list} let {them} go.",
        ),
        "paid stale": (
            ("{they} paid the debt, and nobody took {them} off the {list}: the listing stood for {weeks} weeks more."),
            "The debt was paid and the listing stayed, for {weeks} weeks more.",
        ),
    }
)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """The chance of a week."""
    registered = 1.0 if settings.on("registries") else 0.0
    return {"repaid": threshold(registered * settings.numbers["registries.repaid"])}


def redress_weekly(agent, params, now, counts):
    """Does somebody who is rightly on the list pay the debt this week?"""
    if (
        params.repaid == 0
        or list_in(agent.flags, OBSERVED) != DEFAULTER
        or list_in(agent.flags, ERROR_FREE) != DEFAULTER
    ):
        return
    if random_word(now, agent.person, PAYMENT_DRAW) < params.repaid:
        counts[agent.group, REPAID] += 1
        agent.noted |= REPAID_NOTE
        agent.observed_weeks = 1
        agent.error_free_weeks = 1


MECHANISM = Mechanism(
    module=__name__,
    section="registries",
    place=90,
    outlives_ban=True,
    params={"repaid": ()},
    compile_params=compile_params,
    rules={"redress_weekly": redress_weekly},
)
