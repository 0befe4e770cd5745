"""``glasshouse scenarios --safeguards``: what can be compared with a scenario."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from glasshouse.cli.console import output
from glasshouse.interventions import known_to
from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario import load


def show(scenario: str | None = None) -> None:
    """Each safeguard, and each other scenario, in a sentence; with those of the plug-ins that a scenario names."""
    console, known = output(), known_to(load(scenario).mechanisms if scenario else SHIPPED).values()
    for heading, reference in (("Safeguards", False), ("Scenarios to compare with", True)):
        console.print(Text(heading, "bold"))
        for each in (one for one in known if one.reference == reference):
            row = Table.grid(padding=(0, 1))
            row.add_column(no_wrap=True, min_width=26)
            row.add_row(Text(f"  {each.name}"), Text(each.sentence))
            console.print(row if console.is_terminal else Text(f"  {each.name:26}{each.sentence}"), soft_wrap=True)
        console.print()
    console.print(Text("Compare them: glasshouse compare as-described human-review appeal"), soft_wrap=True)
