"""The page of the description's claims: what ``glasshouse claims`` prints."""

from __future__ import annotations

from glasshouse.claim_list import claims_picture
from glasshouse.claim_list.known_claims import known_claims
from glasshouse.scenario import load
from glasshouse.sites.page_view import PageView, page_view

#: The scenario that takes the description at its word.
SCENARIO = "as-described"


def claims_view() -> PageView:
    """The page: each claim with its verdict, its sources and the scenario's number."""
    scenario = load(SCENARIO)
    found = known_claims(scenario)
    files = {"claims.csv": found.csv(), "claims.svg": claims_picture.svg(found).encode()}
    made = (("Digest of the scenario", scenario.hash),)
    return page_view("claims", "Claims", "claims_view.html.j2", files=files, found=found, made=made)
