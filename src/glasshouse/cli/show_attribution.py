"""What each sensor, rule and error adds to harm, as tables on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from glasshouse.cli.console import PlainConsole, output
from glasshouse.comparison.attributed_cases import FEW, MEANING, rests_on_few
from glasshouse.comparison.harm_attribution import HARMS, Attribution, Family
from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.wording.lists_and_nouns import counted, people
from glasshouse.wording.numbers import short, whole

_WIDEST = 110
TITLES = {
    "sensors": "What each sensor adds",
    "rules": "What each rule adds",
    "errors": "What each kind of error adds",
    "chosen": "What each of these parts adds",
}
COLUMNS = {
    "sanctioned": "Sanc-\ntioned",
    "wrongful": "Wrong-\nfully",
    "unjust": "Un-\njustly",
    "sanction_days": "Days\nunder",
    "misidentified": "Mistaken\nfor other",
    "chilled": "Acts\nchilled",
}
NOTES = (
    "Sanctioned, wrongfully, unjustly and mistaken for somebody else are people; days are days under sanction; "
    "acts are lawful ones held back out of fear.",
    "First line of a part: its share (Shapley value) of what all parts of the table add; the shares add up to the line "
    "'All together'. Second line: what the harm falls by when this part alone is off.",
    "Below zero: with the part off, more harm is done; a learned score that is fitted to other records watches other "
    "people. Of parts that need one another, each counts for more alone than "
    "its share; of parts that do the same work twice, for less.",
    "The same invented people with the same random numbers live in every scenario, so that what differs is the "
    "parts' doing.",
)


def show(found: Attribution, console: PlainConsole | None = None) -> None:
    """Print one table a family, and what the numbers are and are not."""
    console = console or output(_WIDEST)
    console.print(Text(f"{found.title}: what each part adds to harm", "bold"), soft_wrap=True)
    size = f"{people(found.population)}, {counted(found.days, 'day')}, {counted(found.scenarios, 'scenario')}"
    console.print(Text(f"Label: {found.label}. {NOT_A_FORECAST} {size}."), soft_wrap=True)
    for family in found.families:
        console.print()
        console.show(family_table(family))
    console.print()
    for note in NOTES:
        console.print(Text(note, "dim"), soft_wrap=not console.is_terminal)
    if any_few(found.families):
        console.print(Text(f"{MEANING}.", "dim"), soft_wrap=not console.is_terminal)
    if not all(family.exact for family in found.families):
        sampled = "With more than six parts the shares are sampled: ± is one standard error."
        console.print(Text(sampled, "dim"), soft_wrap=not console.is_terminal)


def family_table(family: Family) -> Table:
    """One family: a row a part, then all together, and the harm with all of them on."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), title=TITLES[family.name], title_justify="left")
    table.add_column("Part")
    for harm in HARMS:
        table.add_column(COLUMNS[harm], justify="right", vertical="top", no_wrap=True)
    for p, part in enumerate(family.parts):
        cells = [_cell(family, p, h) for h in range(len(HARMS))]
        table.add_row(Text(part.title), *cells)
    table.add_section()
    table.add_row(Text("All together", "bold"), *(Text(whole(x), "bold") for x in family.whole.tolist()))
    table.add_row("Harm with all on", *(whole(x) for x in family.all_on.tolist()))
    return table


def _cell(family: Family, part: int, harm: int) -> Text:
    share, alone = _plain(float(family.shapley[part, harm])), int(family.one_at_a_time[part, harm])
    error = "" if family.exact else f" ± {short(float(family.standard_error[part, harm]))}"
    below = FEW if _few(family, harm, alone) else whole(alone)
    return Text.assemble(FEW if _few(family, harm, share) else f"{short(share)}{error}", (f"\n{below}", "dim"))


def _few(family: Family, harm: int, share: float) -> bool:
    return rests_on_few(HARMS[harm], share, dict(zip(HARMS, family.all_on.tolist(), strict=True)))


def any_few(families: Sequence[Family]) -> bool:
    """Whether any share rests on few cases."""
    return any(
        _few(family, h, _plain(float(share)))
        for family in families
        for shares in (family.shapley, family.one_at_a_time)
        for row in shares
        for h, share in enumerate(row)
    )


def _plain(value: float) -> float:
    """No share of a person smaller than a hundredth is worth a digit."""
    return 0.0 if abs(value) < 0.005 else value
