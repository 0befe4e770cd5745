"""The oracle: a slow, obvious model in pure Python, written from docs/model.md alone.

It shares with glasshouse nothing but the tables of parameters, and must give the same bits.
"""

from .measures import MEASURES, NO_GROUP
from .people import COLUMNS
from .run import OracleRun, simulate

__all__ = ["COLUMNS", "MEASURES", "NO_GROUP", "OracleRun", "simulate"]
