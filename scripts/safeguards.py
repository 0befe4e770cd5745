"""The generated table of ``docs/safeguards.md``: each safeguard as it is declared, in the order of the day."""

from __future__ import annotations

from glasshouse.interventions import INTERVENTIONS
from glasshouse.wording.marked_page import between_marks


def table() -> str:
    """One row a safeguard that ships; a plug-in's is not on the page, wherever it is written."""
    shipped = (each for each in INTERVENTIONS.values() if each.module.startswith("glasshouse."))
    heads = "|   | name | stage | what it does | when it does nothing, or backfires |\n|---|---|---|---|---|"
    rows = (
        f"| {k} | `{each.name}` | {each.stage} | {each.sentence} | {each.fails} |" for k, each in enumerate(shipped, 1)
    )
    return "\n".join([heads, *rows])


def rewritten(page: str) -> str:
    """The page with its table written anew. Raises ``ValueError`` where a mark is missing."""
    return between_marks(page, "safeguards", f"\n{table()}\n\n")
