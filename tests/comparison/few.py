"""Comparisons of made-up counts, of which sentences are made."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from glasshouse.comparison.arm_names import BASELINE
from glasshouse.measures.intervals import spread
from glasshouse.runs.ensemble_table import MEASURE
from glasshouse.scenario import load


class Few:
    """A comparison's figures, made up: replicate by replicate, in the baseline and in the one arm."""

    scenario = load("as-described")
    drawn = None

    def __init__(self, wrongful, days=(), sanctioned=((0, 0), (0, 0)), replicates=2):
        rows = {"wrongful": wrongful, "wrongful_days": days or wrongful, "sanctioned": sanctioned}
        self.rows, self.replicates = rows, replicates
        self.manifest = {"population": 10_000, "label": "hypothetical"}

    def about(self, arm):
        return {"title": "Appeal", "written": "appeal"}

    def inert(self, arm):
        return False

    def values(self, arm, measure, column="difference", group="all"):
        pick = {
            "baseline": lambda b, a: b,
            "arm_value": lambda b, a: a,
            "difference": lambda b, a: a - b,
            "people_spared": lambda b, a: max(0, b - a),
            "people_newly_harmed": lambda b, a: max(0, a - b),
        }[column]
        return [float(pick(*row)) for row in self.rows.get(measure, ())]

    def count(self, arm, measure, column="difference", group="all"):
        return next(iter(self.values(arm, measure, column)), None)

    def figure(self, arm, measure, column="difference", group="all"):
        return spread(self.values(arm, measure, column))


class Stopped(Few):
    """The same where nobody can be sanctioned."""

    scenario = load("stadium-list")

    def __init__(self, stops, wrong, faulty, replicates=2):
        super().__init__([(0, 0)], replicates=replicates)
        self.rows = {"stops": stops, "stops_false": wrong, "stops_faulty": faulty}


class Reported(Few):
    """The same where nobody can be sanctioned or stopped."""

    scenario = load("informant-society")

    def __init__(self, chilled, replicates=2):
        super().__init__([(0, 0)] * len(chilled), replicates=replicates)
        self.rows["chilled"] = chilled


class Drawn(Few):
    """The same with draws of the assumptions, which say how many more are wrongly sanctioned in the arm."""

    def __init__(self, wrongful, changes):
        super().__init__(wrongful)
        self.defined = {}
        before = np.full(len(changes), 500.0)
        rates = {BASELINE: before, "appeal": before + changes}
        self.drawn = SimpleNamespace(
            draws=len(changes), population=20_000, figures={(MEASURE, "all", "wrongful"): rates}
        )
