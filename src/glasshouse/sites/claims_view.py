"""The page of the description's claims: what ``glasshouse claims`` prints, each number with its meaning in words."""

from __future__ import annotations

from dataclasses import dataclass

from glasshouse.claim_list import claims_picture
from glasshouse.claim_list.known_claims import FoundClaim, known_claims
from glasshouse.evidence.sources_and_claims import VERDICTS
from glasshouse.scenario import Scenario, load
from glasshouse.sites.page_view import PageView, page_view
from glasshouse.wording.numbers import percent

#: The scenario that takes the description at its word.
SCENARIO = "as-described"


@dataclass(frozen=True, kw_only=True)
class ShownClaim:
    """A claim as the page sets it: ``in_the_model`` is a sentence, ``sources`` are citations with their addresses."""

    id: str
    claim: str
    verdict: str
    correction: str
    in_the_model: str
    sources: tuple[tuple[str, str], ...]


def claims_view() -> PageView:
    """The page: each claim with its verdict, its sources and the scenario's number."""
    scenario = load(SCENARIO)
    found = known_claims(scenario)
    files = {"claims.csv": found.csv(), "claims.svg": claims_picture.svg(found).encode()}
    claims = [shown_claim(claim, scenario) for claim in found.claims]
    by_verdict = {verdict: [claim for claim in claims if claim.verdict == verdict] for verdict in VERDICTS}
    return page_view(
        "claims",
        "Claims",
        "claims_view.html.j2",
        files=files,
        found=found,
        claims=claims,
        by_verdict={verdict: own for verdict, own in by_verdict.items() if own},
        made=(("Digest of the scenario", scenario.hash),),
    )


def shown_claim(claim: FoundClaim, scenario: Scenario) -> ShownClaim:
    """A claim in the page's type, its number said by what it means and not by its key."""
    number = "The model has no number for it."
    if claim.number:
        number = f"In the scenario: {claim.meaning}: {_figure(claim, scenario)}."
    return ShownClaim(
        id=claim.id,
        claim=typeset(claim.claim),
        verdict=claim.verdict,
        correction=typeset(claim.correction),
        in_the_model=typeset(number),
        sources=tuple(zip(map(typeset, claim.sources), claim.addresses, strict=True)),
    )


def _figure(claim: FoundClaim, scenario: Scenario) -> str:
    """The number with its range; a share in per cent."""
    given = scenario.parameters[claim.parameter]
    if given.unit not in ("share", "probability"):
        return claim.number
    ranged = f" ({percent(given.low)} to {percent(given.high)})" if given.high > given.low else ""
    return f"{percent(given.value)}{ranged}"


def typeset(text: str) -> str:
    """A text with the marks of print: curly quotes and apostrophes, and no full stop behind another end of a sentence.

    >>> typeset('The courts\\' "list"?. It')
    'The courts’ “list”? It'
    """
    curly = text.replace("'", "’").replace("?.", "?")
    opened = curly.split('"')
    return "".join(part + ("" if k == len(opened) - 1 else "“" if k % 2 == 0 else "”") for k, part in enumerate(opened))
