"""Simulations in memory: run one, look at it day by day, and have its results as tables."""

from __future__ import annotations

from glasshouse.simulation.day_view import DayView
from glasshouse.simulation.potential_outcomes import counterfactual
from glasshouse.simulation.results import Results, columns
from glasshouse.simulation.simulation import Simulation

__all__ = ["DayView", "Results", "Simulation", "columns", "counterfactual"]
