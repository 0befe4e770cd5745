"""The two ledgers: without errors they agree in everything; what changes nothing changes nobody."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.population.people import ERROR_FREE_LIST, ERROR_FREE_TIER, OBSERVED_LIST
from model.runs import busy, totals

ERROR_FREE = (
    "face_recognition.false_match_rate=0",
    "internet.false_flag=0",
    "informants.malicious=0",
    "informants.mistaken=0",
    "registries.clerical_error=0",
    "registries.stale_share=0",
    "companies.shared_account=0",
    # A right sanction that is lifted out of mercy leaves the observed ledger better than the clean one.
    "redress.overturn_rate=0",
)
FALSE = (
    "entries_false alert_false false_match false_flags report_malicious report_mistaken clerical_errors "
    "shared_account_errors stale_entries false_visits false_company false_movements"
).split()
WRONG = "wrongful_days first_wrongful onsets_wrongful appeals_upheld".split()


def halves(state: dict[str, np.ndarray]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Each part of the two ledgers: (held, clean)."""
    flags, dossier = state["flags"], state["dossier"]
    return {
        "points": (state["observed"], state["error_free"]),
        "tier": (flags & 7, (flags >> ERROR_FREE_TIER) & 7),
        "list": ((flags >> OBSERVED_LIST) & 3, (flags >> ERROR_FREE_LIST) & 3),
        "weeks": (state["observed_weeks"], state["error_free_weeks"]),
        "dossier": (dossier & 15, dossier >> 4),
    }


@pytest.mark.parametrize("part", ["points", "tier", "list", "weeks", "dossier"])
def test_without_errors_the_ledgers_agree_for_everybody(part):
    observed, error_free = halves(busy(*ERROR_FREE).state)[part]
    assert np.flatnonzero(observed != error_free).tolist() == []


@pytest.mark.parametrize("part", ["points", "tier", "list", "weeks", "dossier"])
def test_with_errors_they_do_not(part):
    observed, error_free = halves(busy().state)[part]
    assert (observed != error_free).any()


@pytest.mark.parametrize("measure", [*FALSE, *WRONG])
def test_without_errors_nothing_is_false_or_wrongful(measure):
    assert totals(busy(*ERROR_FREE))[measure] == 0 < totals(busy())[measure]


def test_without_errors_people_are_sanctioned_all_the_same():
    assert totals(busy(*ERROR_FREE))["sanction_days"] > 0


def test_no_error_ever_makes_the_held_record_better():
    # A friend listed wrongly first and rightly later costs the same points earlier, with more time to recover.
    run = busy("redress.enabled=false", "score.points_association=0", "score.points_company=0")
    parts = halves(run.state)
    assert (parts["points"][0] <= parts["points"][1]).all()
    assert (parts["tier"][0] >= parts["tier"][1]).all()


INERT = {
    "appeals without notice": (
        ("redress.notice=0",),
        ("redress.notice=0", "redress.appeal_wrongful=1", "redress.appeal_rightful=0", "redress.sensitivity=1"),
    ),
    "cameras' capture without cameras": (
        ("cameras.enabled=false",),
        ("cameras.enabled=false", "cameras.capture=2", "cameras.sightings=9", "cameras.total=1e9"),
    ),
    "terms without restrictions": (
        ("restrictions.enabled=false",),
        ("restrictions.enabled=false", "restrictions.defaulter_weeks=9", "restrictions.tier_gates.B=[hotel]"),
    ),
    "informants' malice without informants": (
        ("informants.enabled=false",),
        ("informants.enabled=false", "informants.malicious=0.1", "informants.willingness=0.9"),
    ),
    "fear without response": (
        ("response.enabled=false",),
        ("response.enabled=false", "response.fear_limit=255", "response.chill_post=0.99", "response.half_cameras=0.1"),
    ),
}


@pytest.mark.parametrize("name", INERT)
def test_what_changes_nothing_changes_nobody(name):
    plain, changed = INERT[name]
    assert busy(*plain).digest == busy(*changed).digest
