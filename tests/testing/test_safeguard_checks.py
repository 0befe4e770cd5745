"""The shipped safeguards pass the checks of a safeguard, and one with a fault does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glasshouse.intervention import Intervention, fixed, shifted
from glasshouse.interventions import INTERVENTIONS
from glasshouse.testing import checks, safeguard_checks
from glasshouse.testing.safeguard_checks import Laid

FAIR = Intervention(
    name="told",
    title="everybody is told",
    sentence="Everybody is told of a sanction.",
    fails="It does nothing where nobody appeals.",
    stage="redress",
    numbers={"redress.notice": fixed(1, assumed="notice is a duty")},
)
#: A safeguard with one fault, the check that finds it, and what the message names.
FAULTS = {
    "no sentence": (replace(FAIR, sentence="everybody is told"), safeguard_checks.says_what_it_does, "sentence"),
    "no failing": (replace(FAIR, fails=""), safeguard_checks.says_what_it_does, "fails"),
    "no number": (
        replace(FAIR, numbers={"redress.notices": fixed(1, assumed="a duty")}),
        safeguard_checks.numbers_have_evidence,
        "redress.notices",
    ),
    "no evidence": (
        replace(FAIR, numbers={"redress.notice": fixed(1)}),
        safeguard_checks.numbers_have_evidence,
        "notice",
    ),
    "no change": (
        replace(FAIR, numbers={"redress.notice": shifted(0, "as it was")}),
        safeguard_checks.does_something,
        "changes nobody",
    ),
}


def laid(intervention: Intervention, **more: object) -> Laid:
    return Laid(intervention=intervention, population=2000, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(name):
    intervention, check, said = FAULTS[name]
    with pytest.raises(AssertionError, match=said):
        check(laid(intervention))


@pytest.mark.parametrize("name", INTERVENTIONS)
def test_the_shipped_ones_pass(name):
    one = laid(INTERVENTIONS[name])
    safeguard_checks.says_what_it_does(one)
    safeguard_checks.numbers_have_evidence(one)


def test_a_fair_one_passes():
    for check in checks(FAIR, population=2000):
        check()


def test_values_under_which_it_is_inert_are_held():
    review = INTERVENTIONS["human-review"]
    (check,) = (
        one
        for one in checks(review, inert={"redress.review_automation_bias": 1}, population=2000)
        if "inert" in one.name
    )
    check()
    with pytest.raises(AssertionError, match="human-review, inert-is-nobody"):
        next(one for one in checks(review, inert={"redress.review_automation_bias": 0}) if "inert" in one.name)()


def test_without_such_values_none_are_held():
    assert [one.name for one in checks(FAIR)] == ["says-what-it-does", "numbers-have-evidence", "does-something"]
