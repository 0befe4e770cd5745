"""Where the files of this package lie: a place and a preset."""

from __future__ import annotations

from pathlib import Path

SMALL_TOWN = Path(__file__).with_name("small-town.yaml")
SMALL_TOWN_PLATES = Path(__file__).with_name("small-town-plates.yaml")
