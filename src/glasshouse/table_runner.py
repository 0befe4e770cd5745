"""What the command line and the calls in Python share of validation: tables evaluated here or by a scheduler's workers.

It stands apart from ``runner``, which loads all that draws reports.
"""

from __future__ import annotations

import os

from glasshouse.cluster.spread_tables import tables_shared
from glasshouse.errors import Say
from glasshouse.validation.evaluate_tables import Validation
from glasshouse.validation.evaluate_tables import validate as evaluate


def validated(
    table: str | os.PathLike[str] | None,
    *,
    seed: int = 1,
    draws: int | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    say: Say | None = None,
) -> Validation:
    """Validation tables, evaluated here, by processes of this machine or by a scheduler's workers.

    Raises as ``evaluate_tables.validate`` does, and ``BadInputError`` for one table among a scheduler's workers.
    """
    share = tables_shared(table, workers, scheduler)
    return evaluate(table, seed=seed, draws=draws, share=share, say=say)
