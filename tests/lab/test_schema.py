"""The interface keeps to its own description: schemathesis makes requests from it, right ones and wrong ones."""

from __future__ import annotations

import warnings
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, Phase, settings

from glasshouse.lab.app import create_app
from glasshouse.lab.jobs import Jobs
from glasshouse.lab.settings import Lab

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of a test client's newer name, on import
    import schemathesis
    from schemathesis.checks import (
        not_a_server_error,
        response_schema_conformance,
        status_code_conformance,
    )

#: A host of which the guard asks nothing, so that the client's own name will do; and sizes that are simulated at once.
LAB = Lab(
    folder=Path(mkdtemp(prefix="glasshouse-lab-")) / "runs", host="testserver", port=80, threads=1,
    most_people=300, most_days=3, most_replicates=1, most_arms=1,
)  # fmt: skip
SCHEMA = schemathesis.openapi.from_asgi("/api/openapi.json", create_app(LAB))
#: These live a year of ten thousand people for each state that they have not seen.
COSTLY = "^/api/crowd"
CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance]
ODD = {"deadline": None, "suppress_health_check": list(HealthCheck), "phases": [Phase.explicit, Phase.generate]}


@pytest.fixture(autouse=True)
def nothing_is_lived(monkeypatch):
    """Orders are checked and queued, and their processes never begin."""
    monkeypatch.setattr(Jobs, "_live", lambda self, entry: None)


@SCHEMA.exclude(path_regex=COSTLY).parametrize()
@settings(max_examples=4, derandomize=True, **ODD)
def test_no_request_makes_the_lab_fail(case):
    case.call_and_validate(checks=CHECKS, timeout=120)


@pytest.mark.slow
@SCHEMA.parametrize()
@settings(max_examples=15, **ODD)
def test_no_request_of_many_makes_the_lab_fail(case):
    case.call_and_validate(checks=CHECKS, timeout=120)
