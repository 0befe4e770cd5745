"""The numbers of a page are those that each run would have alone, whatever was worked out before it."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.params import compile_params
from glasshouse.engine.wasm.exported_year import ExportedYears
from glasshouse.scenario import load, with_sets

BASE = load("as-described")
RUNS = ("", "redress.review_share=1", "face_recognition.threshold=0.5", "ban.date=2019-07-20", "score.start=900")


def test_runs_of_one_page_have_the_numbers_that_each_has_alone(monkeypatch) -> None:
    scenarios = [with_sets(BASE, [each]) if each else BASE for each in RUNS]
    told: list[np.ndarray] = []
    usual = ExportedYears._numbers

    def noted(self, compiled):
        told.append(usual(self, compiled))
        return told[-1]

    monkeypatch.setattr(ExportedYears, "_numbers", noted)
    years = ExportedYears(population=1_000, days=40, larger=(7_000,))
    for scenario in scenarios:
        first = len(told)
        years.add(scenario)
        alone = [
            usual(years, compile_params(scenario, day, many)) for many in (1_000, 7_000) for day in scenario.epochs(40)
        ]
        assert sorted(map(bytes, told[first:])) == sorted(map(bytes, alone))
