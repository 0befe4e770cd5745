"""A plug-in's functions, with the numbers of their declarations in place."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from glasshouse.engine.binding import Binding
from glasshouse.mechanism import Count, Mechanism
from glasshouse.mechanism_set import SHIPPED

# One function of many, made with a number of its own, and with a default.
MADE = """
def of(step):
    def observe(agent, counts, more=2, *, most=9):
        counts[agent.group, SEEN] += min(step + more, most)
    return observe
"""


@pytest.mark.parametrize("way", ["bound", "placed"])
def test_a_function_keeps_its_defaults_and_the_variables_around_it(monkeypatch, way):
    module = ModuleType("own_meters")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    seen = Count("meters", "Meters", unit="meters")
    seen.module = module.__name__
    vars(module)["SEEN"] = seen
    exec(MADE, vars(module))
    observe = vars(module)["of"](3)
    mechanisms = SHIPPED.with_([Mechanism(module=module.__name__, section="meters", switched=True)])
    counts = np.zeros((5, len(mechanisms.measures)), np.int64)
    getattr(Binding(mechanisms), way)(observe)(SimpleNamespace(group=1), counts)
    assert counts[1, mechanisms.column(seen)] == counts.sum() == 5
