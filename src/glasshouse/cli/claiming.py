"""``glasshouse claims``: the description's claims with verdict, source and the model's number; and claims by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from glasshouse.api import claims as claims_of
from glasshouse.arguments import Argument
from glasshouse.claim_list import claims_picture
from glasshouse.claim_list.hand_written import LinkedClaim
from glasshouse.claim_list.known_claims import Claims, FoundClaim
from glasshouse.cli.console import PlainConsole, output
from glasshouse.cli.lines import say
from glasshouse.errors import BadInputError, StoppedError, nearest, why
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.report.chart_files import ENDINGS

#: So many columns is set in what stands below a claim, and a claim's own second line.
_IN = 4


def claims(
    scenario: Annotated[
        str | None,
        typer.Argument(
            metavar="SCENARIO", help="A preset, or a YAML file.", show_default="as-described, or that of --run"
        ),
    ] = None,
    run: Annotated[
        Path | None, typer.Option(help="The folder of a run, whose counts stand beside the claims.", metavar="DIR")
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option(help="A file with a claim a line, each to be linked to the nearest known one.", metavar="FILE"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="A new file: .csv for the claims, .svg, .png or .pdf for their picture.")
    ] = None,
) -> None:
    """``glasshouse claims``."""
    if out is not None:
        _refuse(out)
    found = claims_of(scenario, run=run)
    if check is not None:
        _show_links(found, found.check(check))
    elif out is None:
        _show(found)
    if out is not None:
        _write(found, out)
        say(f"{out} is written.")


def _refuse(out: Path) -> None:
    """Raise ``BadInputError`` for a file that cannot be written, before anything is done."""
    endings = ("csv", *ENDINGS)
    ending = out.suffix.removeprefix(".").lower()
    if ending not in endings:
        raise BadInputError(
            Argument("out", str(out)), f": it must end in .{', .'.join(endings)}.{nearest(ending, endings)}"
        )
    if out.exists():
        raise BadInputError(Argument("out", str(out)), ": it exists already; choose another name.")
    if not out.absolute().parent.is_dir():
        raise BadInputError(Argument("out", str(out)), f": there is no folder {out.parent}.")


def _write(found: Claims, out: Path) -> None:
    ending = out.suffix.removeprefix(".").lower()
    content = found.csv() if ending == "csv" else claims_picture.files(found)[ending]
    try:
        with in_one_step(out) as partial:
            partial.write_bytes(content)
    except OSError as error:
        raise StoppedError(f"{out}: it could not be written: {why(error)}.") from None


def _show(found: Claims) -> None:
    console = output()
    wide = not console.is_terminal
    console.print(Text(f"{found.finding}.", "bold"), soft_wrap=wide)
    console.print(Text(f"{found.title}: {found.label}. {NOT_A_FORECAST}"), soft_wrap=wide)
    for claim in found.claims:
        console.print()
        console.hang(Text.assemble((f"{claim.id}  {claim.verdict}", "bold"), f"  {claim.claim}"), _IN)
        for text in _below(claim, found.unit):
            _set_in(console, text)


def _set_in(console: PlainConsole, text: str) -> None:
    """A text below a claim, all its lines set in."""
    console.set_in(Text(text, "dim"), _IN)


def _below(claim: FoundClaim, unit: str) -> list[str]:
    """What stands below a claim: what is known, by whom, and what the model has of it."""
    told = [claim.correction, *(f"Source: {source}" for source in claim.sources), *claim.in_the_model(unit)]
    return [text for text in told if text]


def _show_links(found: Claims, links: tuple[LinkedClaim, ...]) -> None:
    console = output()
    wide = not console.is_terminal
    known = {claim.id: claim for claim in found.claims}
    console.print(
        Text("Each claim with the known one that is nearest in words. None of yours is judged."), soft_wrap=wide
    )
    for link in links:
        console.print()
        console.hang(Text.assemble((f"line {link.line}  ", "bold"), link.text), _IN)
        if not link.nearest:
            _set_in(console, "No known claim shares words with it; only English words are compared.")
            continue
        near = known[link.nearest]
        how = "named in the file" if link.named else f"shared words: {', '.join(link.shared)}"
        _set_in(console, f"Nearest: {near.id} ({how}): {near.claim}")
        _set_in(console, f"Of that one is known ({near.verdict}): {near.correction}")
