"""How numbers must fit one another: shares of a whole are added up as people do."""

from __future__ import annotations

import pytest

from glasshouse.consistency import AtMostAll


@pytest.mark.parametrize(
    ("shares", "fits"),
    [((0.33, 0.56, 0.11), True), ((0.1,) * 10, True), ((1 / 3, 1 / 3, 1 / 3), True), ((0.33, 0.56, 0.1101), False)],
)
def test_shares_that_add_up_to_the_whole_are_no_more_than_it(shares: tuple[float, ...], fits: bool):
    numbers = {f"tips.share{k}": share for k, share in enumerate(shares)}
    assert (AtMostAll(shares=tuple(numbers)).fault(numbers) is None) == fits
