"""Three mechanisms of somebody's own in one scenario, so that all tests that simulate one of them compile one day."""

from __future__ import annotations

import bus_stops
import late_payers
from engine import warnings_sent

TEXT = f"""
glasshouse: 1
extends: as-described
plugins: [{bus_stops.__name__}, {late_payers.__name__}, {warnings_sent.__name__}]
"""
