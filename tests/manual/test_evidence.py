"""What the page on evidence counts is what the presets hold; that it is up to date, ``test_pages.py`` says."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from scripts import evidence, sources
from scripts.manual import DOCS

from glasshouse.evidence import KINDS, load_sources
from glasshouse.scenario import load, preset_names
from glasshouse.studies.known_influence import known

PAGE = (DOCS / "evidence.md").read_text(encoding="utf-8")


def test_the_kinds_add_up_in_every_row() -> None:
    rows = [line.strip("| ").split(" | ") for line in evidence.counts().splitlines()[2:]]
    assert len(rows) == len(preset_names()) + 1
    for _, whole, *kinds in rows:
        assert len(kinds) == len(KINDS)
        assert int(whole) == sum(map(int, kinds))


def test_every_unread_source_stands_on_the_page() -> None:
    for source in load_sources().values():
        assert (f"| [`{source.id}`](sources.md#{source.id}): " in PAGE) == source.unread


def test_every_source_has_a_row_with_its_anchor_address_and_what_it_serves() -> None:
    rows = sources.table().splitlines()[2:]
    for row, (key, source) in zip(rows, sorted(load_sources().items()), strict=True):
        name, work, read, serves = row.strip("| ").split(" | ")
        assert (f'<a id="{key}"></a>' in name, " ".join(source.title.split()) in work) == (True, True)
        assert ((source.url or source.author) in work, "from memory" in read) == (True, source.unread)
        assert serves


def test_a_source_serves_what_cites_it_and_no_other_of_a_like_name() -> None:
    assert "`oxford-circus-2020`" in sources.serves("met-2019")
    assert "`china`" in sources.serves("nbs-yearbook-2021")
    assert ("D" in sources.serves("ccp-2020"), sources.serves("met-201")) == (True, "background")


def test_the_fewest_numbers_that_make_a_share() -> None:
    found = known(load("as-described"))
    assert found is not None
    rows = sorted(found.rows, key=evidence.spread, reverse=True)
    most, whole = evidence.up_to(rows, 0.9), sum(map(evidence.spread, rows))
    assert sum(map(evidence.spread, most)) >= 0.9 * whole > sum(map(evidence.spread, most[:-1]))
    assert all(evidence.spread(a) >= evidence.spread(b) for a, b in pairwise(most))


def test_a_missing_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="counts:begin"):
        evidence.rewritten("a page without marks")


def test_a_number_s_spread_is_the_square_of_what_it_moves() -> None:
    found = known(load("as-described"))
    assert found is not None
    assert evidence.spread(replace(found.rows[0], at_low=1, at_centre=2, at_high=4)) == 9
