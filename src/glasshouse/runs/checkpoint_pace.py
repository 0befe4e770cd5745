"""How often the checkpoints of a run are written."""

from __future__ import annotations

import math
import os

from glasshouse.engine.checkpoint import Pace
from glasshouse.errors import BadInputError

#: An environment variable: seconds between checkpoints, whatever they cost. For tests; see ``scripts/kill.py``.
SECONDS = "GLASSHOUSE_CHECKPOINT_SECONDS"


def checkpoint_seconds() -> float | None:
    """Seconds between checkpoints that the environment variable SECONDS asks for; None where it is not set.

    Raises ``BadInputError`` for what is no number of 0 or more.
    """
    text = os.environ.get(SECONDS)
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < math.inf:
        raise BadInputError(f"environment variable {SECONDS}={text[:40]!r}: it must be a number of seconds, 0 or more.")
    return seconds


def pace() -> Pace:
    """How often checkpoints are written. Raises ``BadInputError`` as ``checkpoint_seconds`` does."""
    seconds = checkpoint_seconds()
    return Pace() if seconds is None else Pace(least=seconds, sparing=0.0)
