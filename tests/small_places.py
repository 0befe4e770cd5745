"""Places of somebody's own with groups of their own: three of them, and seven."""

from __future__ import annotations

from pathlib import Path

import pytest

from glasshouse import plugins
from glasshouse.plugins import Plugin

_FOLDER = Path(__file__).parent / "places"
THREE, SEVEN = _FOLDER / "three-peoples.yaml", _FOLDER / "seven-guilds.yaml"
_INSTALLED = plugins.installed


def offered(name: str, of: str) -> Plugin:
    """A place as an installed package would offer it; `of`: where its file's path stands (``module:object``)."""
    return Plugin(name=name, kind="places", package="small-places", version="1", origin=of)


def installed(patch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Have both installed; their names."""
    mine = (offered(THREE.stem, "small_places:THREE"), offered(SEVEN.stem, "small_places:SEVEN"))
    patch.setattr(plugins, "installed", lambda: (*_INSTALLED(), *mine))
    return THREE.stem, SEVEN.stem


@pytest.fixture
def places_installed(monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The names of both, as if a package had brought them."""
    return installed(monkeypatch)


def scenario_file(folder: Path, place: str, extends: str = "as-described") -> str:
    """The path of a scenario that builds on a preset, in a place."""
    path = folder / f"{place}.scenario.yaml"
    path.write_text(
        f"glasshouse: 1\nname: {place}\nextends: {extends}\nlabel: hypothetical\ntitle: Life in {place}\n"
        f"summary: A scenario of the tests.\nplace: {place}\n",
        encoding="utf-8",
    )
    return str(path)
