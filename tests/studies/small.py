"""Studies so small that they take a second."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from glasshouse.studies.study_loading import load_study
from glasshouse.studies.study_plan import Study
from glasshouse.studies.study_points import Point

HEAD = """
glasshouse-study: 1
name: small
title: A small study
scenario: as-described
set: start=2020-01-01
population: 300
days: 8
"""
THREE = "parameters: [people.trips, people.offences, cameras.sightings]\n"


def written(place: Path, text: str, head: str = HEAD) -> Path:
    file = place / "small.yaml"
    file.write_text(head.lstrip() + text, encoding="utf-8")
    return file


def study(place: Path, text: str) -> Study:
    return load_study(written(place, text))


def points(places: np.ndarray, *values: np.ndarray) -> list[Point]:
    """Points with figures that were thought up, not lived."""
    rows = zip(places.tolist(), np.stack(values, axis=1).tolist(), strict=True)
    return [Point(number=k, places=tuple(place), values=tuple(row)) for k, (place, row) in enumerate(rows)]
