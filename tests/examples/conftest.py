"""The example package, as if it were installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from glasshouse import plugins
from test_install import clean, clone

from .package import SOURCE, offered

__all__ = ["clean", "clone"]


@pytest.fixture(scope="module", autouse=True)
def plate_readers() -> Iterator[None]:
    """It can be imported, and is found."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SOURCE)
        found = offered()
        patch.setattr(plugins, "installed", lambda: found)
        yield
