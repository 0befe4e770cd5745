"""The generated table of ``docs/safeguards.md``: each safeguard as it is declared, in the order of the day."""

from __future__ import annotations

from glasshouse.interventions import INTERVENTIONS

BEGIN, END = "<!-- safeguards:begin -->", "<!-- safeguards:end -->"


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
    before, found, rest = page.partition(BEGIN)
    _, closed, after = rest.partition(END)
    if not (found and closed):
        raise ValueError(f"the marks {BEGIN} and {END} are missing")
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"
