"""Sources and claims are whole, and nothing cites what is not there."""

from __future__ import annotations

import pytest

from glasshouse.evidence import VERDICTS, load_claims, load_sources
from glasshouse.scenario import PARTS, list_places, load, load_place, preset_names
from glasshouse.validation.table_loading import load_table, table_names


@pytest.mark.parametrize("source", load_sources().values(), ids=lambda source: source.id)
def test_source_is_whole(source) -> None:
    for text in (source.author, source.title, source.at):
        assert isinstance(text, str)
        assert text.strip()
    assert 1900 < source.year < 2030
    assert source.url is None or source.url.startswith("https://")
    assert f"({source.url}" not in source.at, "the title's link is the work's own, and not that of an aside"
    assert str(source.year) in source.citation


def test_claims_are_the_sixteen() -> None:
    assert [claim.id for claim in load_claims()] == [f"D{n}" for n in range(1, 17)]


@pytest.mark.parametrize("claim", load_claims(), ids=lambda claim: claim.id)
def test_claim_is_whole(claim) -> None:
    assert claim.verdict in VERDICTS
    assert claim.claim
    assert claim.correction
    assert claim.sources
    assert set(claim.sources) <= set(load_sources())
    assert set(claim.parts) <= {*PARTS, *preset_names()}


def test_every_part_of_the_description_has_a_claim() -> None:
    named = {part for claim in load_claims() for part in claim.parts}
    assert set(PARTS) - named <= {"people", "response", "redress", "ban"}


def test_no_source_is_idle() -> None:
    used = {source for claim in load_claims() for source in claim.sources}
    for name in preset_names():
        scenario = load(name)
        used |= {given.source for given in scenario.parameters.values()}
        used |= {company.source for company in scenario.suppliers.values()}
        used |= {event.source for event in scenario.events}
        used |= {given.source for event in scenario.events for given in event.changes.values()}
    for place in list_places():
        used |= {column.source for column in load_place(place).evidence.values()}
    for table in map(load_table, table_names()):
        used |= {fed.given.source for fed in table.inputs.values()} | {row.source for row in table.outputs.values()}
    # Cited in a reason or among what is left out, not by a number.
    named = {"bridges-2020", "lichter-2021", "ohchr-2022", "comparitech-2020", "cnnic-2021", "rieger-2020"}
    named |= {"beraja-2023", "pan-siegel-2020", "preibusch-2015", "ross-1977", "spriggs-2005"}
    named |= {"ensign-2018", "lum-2016"}  # how the learned score's loop is closed, and opened
    named |= {"barenstein-2019", "holmes-2023", "ombudsman-2017", "sap-2019", "qin-2017"}
    named |= {"france24-2019", "sensenets-2019"}  # what whereabouts are recorded of, though not for a score
    assert set(load_sources()) - used <= named
