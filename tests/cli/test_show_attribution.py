from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO

import numpy as np

from glasshouse.cli.console import output
from glasshouse.cli.show_attribution import any_few, show
from glasshouse.comparison.attributed_cases import MEANING
from glasshouse.comparison.attributed_parts import PARTS
from glasshouse.comparison.harm_attribution import HARMS, Attribution, Family
from glasshouse.headlines.headline import NOT_A_FORECAST


def family(name: str, *, exact: bool) -> Family:
    parts = tuple(part for part in PARTS.values() if part.family == "rules")
    shape = (len(parts), len(HARMS))
    shares = np.arange(np.prod(shape), dtype=float).reshape(shape) - 11.25
    return Family(
        name=name,
        parts=parts,
        exact=exact,
        one_at_a_time=np.arange(np.prod(shape)).reshape(shape) + 4000,
        shapley=shares,
        standard_error=np.full(shape, 0.0 if exact else 0.75),
        whole=np.full(len(HARMS), 123_456),
        all_on=np.full(len(HARMS), 234_567),
    )


def shown(*families: Family) -> str:
    found = Attribution(
        title="A state", label="hypothetical", population=50_000, days=90, seed=1, families=families, scenarios=64
    )
    out = StringIO()
    show(found, output(file=out))
    return out.getvalue()


def test_it_says_what_it_is_and_shows_every_part_with_share_and_alone():
    text = shown(family("rules", exact=True))
    assert NOT_A_FORECAST in text
    assert "Label: hypothetical" in text
    assert "50,000 people, 90 days, 64 scenarios" in text
    for part in PARTS.values():
        assert (part.title in text) == (part.family == "rules")
    assert "−11" in text
    assert "4,000" in text
    assert "123,456" in text
    assert "234,567" in text
    assert "±" not in text


def test_sampled_shares_come_with_their_error():
    text = shown(family("chosen", exact=False))
    assert "−11 ± 0.75" in text
    assert "± is one standard error" in text


def test_a_share_of_a_person_or_two_is_told_as_few_cases():
    """So is all of a harm that befell a handful, and the days that these bear."""
    many = family("rules", exact=True)
    shares = np.full(many.shapley.shape, 300.0)
    shares[0, 0] = 1.5
    told = replace(many, shapley=shares, one_at_a_time=shares.astype(int))
    assert (any_few([told]), any_few([replace(told, shapley=shares + 4, one_at_a_time=shares.astype(int) + 4)])) == (
        True,
        False,
    )
    assert ("1.5" in shown(told), f"{MEANING}." in shown(told)) == (False, True)
    few = replace(
        told, shapley=shares + 4, one_at_a_time=shares + 4, all_on=np.where(np.arange(len(HARMS)) == 0, 3, 900)
    )
    row = next(line for line in shown(few).splitlines() if line.startswith(told.parts[0].title))
    assert row.split()[-6:] == ["few", "304", "304", "few", "304", "304"]


def test_it_is_plain_english():
    text = shown(family("rules", exact=True), family("chosen", exact=False))
    assert not re.search(r"[a-z]_[a-z]", text)
    assert max(map(len, (line for line in text.splitlines() if "All together'" not in line))) < 260
