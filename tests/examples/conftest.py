"""The example package, as if it were installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from glasshouse import plugins

from .package import SOURCE, offered


@pytest.fixture(scope="module", autouse=True)
def plate_readers() -> Iterator[None]:
    """It can be imported, and is found."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SOURCE)
        found = offered()
        patch.setattr(plugins, "installed", lambda: found)
        yield
