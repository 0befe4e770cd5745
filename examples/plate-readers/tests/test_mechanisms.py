"""The checks that glasshouse's own mechanisms pass: off is nobody, threads change nothing, errors are declared, …"""

from __future__ import annotations

import pytest
from glasshouse_plate_readers import low_trust, ombudsman, plates

from glasshouse import load_scenario
from glasshouse.testing import checks

MECHANISMS = (plates.MECHANISM, low_trust.MECHANISM, ombudsman.MECHANISM)
#: Where so many are wrongly sanctioned, and so many complain, that the ombudsman has something to do within weeks.
WRONGED = load_scenario(
    "as-described",
    sets=[
        f"plugins=[{plates.__name__}, {ombudsman.__name__}]",
        "plates.suspicious=1",
        "score.points_suspicious_trip=-500",
        "score.every=7",
        "ombudsman.complaints=0.5",
        "ombudsman.quota=100000",
    ],
)
CHECKS = [
    *(check for mechanism in MECHANISMS for check in checks(mechanism)),
    *checks(ombudsman.OMBUDSMAN, scenario=WRONGED, inert={"ombudsman.complaints": 0}),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check.of}-{check.name}")
def test_it_passes_as_ours_do(check):
    check()
