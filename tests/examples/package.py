"""The example package as if it were installed: its folder on the path, its entry points as pyproject.toml has them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from glasshouse.plugins import Plugin

FOLDER = Path(__file__).parents[2] / "examples" / "plate-readers"
SOURCE = FOLDER / "src"
NAME = "glasshouse-plate-readers"


def offered() -> tuple[Plugin, ...]:
    """What the package offers."""
    project = tomllib.loads((FOLDER / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == NAME
    return tuple(
        Plugin(
            name=name,
            kind=group.removeprefix("glasshouse."),
            package=NAME,
            version=project["version"],
            origin=origin,
        )
        for group, entries in project["entry-points"].items()
        for name, origin in entries.items()
    )
