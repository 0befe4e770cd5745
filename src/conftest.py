"""What examples in docstrings share: one small run, comparison, study and validation for all that a process tests.

glasshouse is imported where something is made: pytest reads this file before it knows whether any example is run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import glasshouse

#: Of everything that is shared.
_SIZE: dict[str, Any] = {"population": 300, "days": 3, "threads": 1}
_SHARED = ("small_run", "small_comparison", "small_study", "small_validation")
_STUDY = """\
glasshouse-study: 1
name: small
title: A small study
scenario: as-described
population: 300
days: 3
method: tornado
parameters: [people.trips]
outputs: [wrongful]
"""


@pytest.fixture(scope="session")
def small_run(tmp_path_factory: pytest.TempPathFactory) -> glasshouse.Run:
    """A run of `as-described`: 300 people over 3 days."""
    import glasshouse

    folder = tmp_path_factory.mktemp("examples") / "run"
    return glasshouse.Simulation("as-described", **_SIZE).run().save(folder, report=False)


@pytest.fixture(scope="session")
def small_comparison(tmp_path_factory: pytest.TempPathFactory) -> glasshouse.Comparison:
    """The same beside a ban from the first day on, and beside a system that nobody watches with."""
    import glasshouse

    folder = tmp_path_factory.mktemp("examples") / "compared"
    return glasshouse.compare("as-described", ["ban@0"], **_SIZE, replicates=1, draws=0, out=folder)


@pytest.fixture(scope="session")
def small_study(tmp_path_factory: pytest.TempPathFactory) -> glasshouse.StudyResult:
    """What the number of trips changes of the same."""
    import glasshouse

    file = tmp_path_factory.mktemp("examples") / "small.yaml"
    file.write_text(_STUDY, encoding="utf-8")
    return glasshouse.study(file, threads=1, out=file.with_name("done"))


@pytest.fixture(scope="session")
def small_validation() -> glasshouse.Validation:
    """One table of a few simulations."""
    import glasshouse

    return glasshouse.validate("oxford-circus-2020", draws=40)


@pytest.fixture(autouse=True)
def _shared(request: pytest.FixtureRequest, doctest_namespace: dict[str, Any]) -> None:
    """Make those that an example names."""
    examples = getattr(getattr(request.node, "dtest", None), "examples", ())
    said = "".join(example.source for example in examples)
    doctest_namespace.update({name: request.getfixturevalue(name) for name in _SHARED if name in said})
