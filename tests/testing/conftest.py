"""The skeleton's mechanism: the one plug-in whose day the quick tests compile."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import pytest

from glasshouse import skeleton
from glasshouse.testing import Trial


@pytest.fixture(scope="session")
def gates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The package as ``glasshouse new-mechanism ticket-gates`` writes it, imported."""
    folder = skeleton.write("ticket-gates", tmp_path_factory.mktemp("written") / "ticket-gates")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder / "src")
        yield import_module("ticket_gates")
    for name in [name for name in sys.modules if name.partition(".")[0] == "ticket_gates"]:
        del sys.modules[name]


@pytest.fixture(scope="session")
def trial(gates: ModuleType) -> Trial:
    """Its runs, for the checks: small ones."""
    rates = {row.key: 0 for row in gates.MECHANISM.parameters}
    return Trial(mechanism=gates.MECHANISM, inert=rates, population=3000, days=24, few=100, weeks=2)
