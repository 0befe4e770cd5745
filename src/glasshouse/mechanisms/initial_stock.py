"""The start: who is on the defaulters' list already when the run begins.

Process: On day 0 a share of the grown-up people is on the list, by fifth of income as defaults are. Their terms began
evenly over one term, so that as many run out each week. As many of them are wrongly listed as of those who come on
later: clerical errors over all listings.

Source: The courts' published additions and payments (`spc-2019-02`, `spc-2019-07`) say how many are on it; the share is
the scenario's.
"""

# Who it is, is drawn where people are made: population/people.py (initialise_population).

from __future__ import annotations

from typing import Any

from glasshouse.day_settings import DaySettings
from glasshouse.draws import threshold, thresholds
from glasshouse.headline_sentence import BeginningSentence
from glasshouse.mechanism import Mechanism, parameter
from glasshouse.mechanisms.activity import income_fifths
from glasshouse.mechanisms.restrictions import DEFAULTER
from glasshouse.wording.numbers import percent

PARAMETERS = (
    parameter(
        "restrictions.listed_at_start",
        "people on the defaulters' list when the run begins, of all who are not children",
        kind="share",
        stage="sanction",
    ),
)


def _beginning(scenario: Any) -> str | None:
    listed = scenario.parameters["restrictions.listed_at_start"]
    if listed.value <= 0:
        return None
    evidence = "as assumed" if listed.source is None else "as published"
    if listed.confidence == "D":
        evidence = "a share worked out from published figures"
    return (
        f"The run began with {percent(listed.value)} of those who are not children on {DEFAULTER.title}, {evidence}; "
        "all other records were empty."
    )


BEGINNING = BeginningSentence(say=_beginning)


def wrongly_listed(settings: DaySettings) -> float:
    """Share of wrong listings among those that the registries make, before anybody pays or appeals."""
    n = settings.numbers
    wrong, right = n["registries.clerical_error"], n["people.defaults"] * n["registries.judgment_recall"]
    return wrong / (wrong + right) if settings.on("registries") and wrong > 0 else 0.0


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Chance of being listed on day 0, wrongly and by fifth of income at all, and the longest term left.

    A suspension does not empty the list, a ban does.
    """
    n = settings.numbers
    weeks = int(n["restrictions.defaulter_weeks"])
    there = settings.was_on("restrictions") and not settings.banned and weeks > 0
    share, wrong = n["restrictions.listed_at_start"] * there, wrongly_listed(settings)
    fifths = income_fifths(n)
    return {
        "start_wrongly": threshold(share * wrong),
        "start_listed": thresholds(share * (wrong + (1 - wrong) * fifths)),
        "start_weeks": weeks,
    }


MECHANISM = Mechanism(
    module=__name__,
    section="restrictions",
    place=190,
    params={"start_wrongly": (), "start_listed": (5,), "start_weeks": ()},
    compile_params=compile_params,
)
