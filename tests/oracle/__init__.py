"""The oracle: a slow, obvious model in pure Python, written from docs/model.md alone.

It shares no code with glasshouse and must give the same bits. Of a loaded scenario it reads what a file holds: numbers,
switches, dates, gates, companies, events, and the columns of the place.
"""

from .measures import MEASURES, NO_GROUP
from .people import COLUMNS
from .run import OracleRun, simulate

__all__ = ["COLUMNS", "MEASURES", "NO_GROUP", "OracleRun", "simulate"]
