"""The sentence on unequal treatment: a number, of how many, and beside whom."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from glasshouse.headlines.headline_unequal import differences
from glasshouse.measures.intervals import Spread
from glasshouse.wording.agreement import Agreement

CLEAR, FEWER, UNCLEAR = (
    Spread(value=value, low=low, high=high) for value, low, high in ((124, 9, 300), (-16, -40, -2), (4, -4.2, 28))
)
AGREED = replace(UNCLEAR, draws=Agreement(more=185, fewer=15, draws=200))
SAME = Spread(value=0.0, low=0.0, high=0.0)


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((CLEAR,), "124 (9 to 300) more of every 10,000 a were sanctioned"),
        ((CLEAR, FEWER), "more of every 10,000 a and 16 (2 to 40) fewer of every 10,000 b were sanctioned"),
        ((CLEAR, UNCLEAR), "were sanctioned; no clear difference for b (4.2 fewer to 28 more)"),
        ((UNCLEAR, UNCLEAR), "there is no clear difference in how many of every 10,000 were sanctioned: a, 4.2 fewer"),
        ((SAME, UNCLEAR), "no clear difference for b (4.2 fewer to 28 more); no difference for a"),
        ((SAME,), "no difference for a"),
        ((AGREED, UNCLEAR), "among a in 185 of 200 draws (4.2 fewer to 28 more); no clear difference for b"),
        ((replace(AGREED, value=-1.0),), "there is no clear difference"),
    ],
)
def test_it_survives_every_number(figures, said):
    told = differences(dict(zip("ab", figures, strict=False)), "of every 10,000 ")
    assert said in told
    # Every group is named once, with its own number.
    assert all(len(re.findall(rf"\b{name}\b", told)) == 1 for name, _ in zip("ab", figures, strict=False))


def test_one_run_speaks_of_its_own_people():
    assert differences({"minority men": Spread(value=1.0)}, "of the ") == "1 more of the minority men was sanctioned"
