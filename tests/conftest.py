"""What holds for all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

# An example that takes long on a busy machine is no failure: nothing is timed in tests.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write", action="store_true", help="write the words of tests/wording/pages/ anew")
