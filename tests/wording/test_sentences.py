"""Sentences whose words depend on the numbers: each case that is told differently, in one file a kind."""

from __future__ import annotations

from comparison.few import Few, Reported, Stopped
from glasshouse.comparison.words import sentence


def test_what_differs_in_an_arm(reads):
    """The sentence of a comparison, by what differs, how much, and in how many replicates."""
    none = [(0, 0), (0, 0)]
    cases = {
        "fewer": Few([(9, 3), (9, 2)], days=((8, 6), (10, 5))),
        "more": Few([(3, 9), (2, 9)], days=((6, 8), (5, 10))),
        "either": Few([(30, 40), (40, 30)]),
        "too few for a rate": Few([(4, 3), (9, 2)]),
        "one replicate": Few([(9, 3)], replicates=1),
        "nobody wrongly, others fewer": Few(none, sanctioned=((30, 10), (40, 20))),
        "nobody wrongly, few others": Few(none, sanctioned=((3, 1), (2, 2))),
        "nobody at all": Few(none),
        "stops": Stopped([(40, 20), (50, 30)], [(20, 5), (30, 15)], [(4, 2), (9, 9)]),
        "stops, one replicate": Stopped([(40, 20)], [(20, 20)], [(4, 2)], replicates=1),
        "as many stops": Stopped([(40, 40)], [(20, 20)], [(4, 4)], replicates=1),
        "held back, fewer": Reported([(3893, 3519), (9900, 9000)]),
        "held back, as many": Reported([(5, 5), (7, 7)]),
        "held back, one replicate": Reported([(9, 4)], replicates=1),
    }
    told = (f"- {case}: {sentence(made, 'appeal')}" for case, made in cases.items())
    reads("sentences-comparison", "\n".join(told))
