"""PyTorch: a day of tensor operations without gradients, with PyTorch's own generator; as it stands, and compiled.

On the CPU `torch.compile` writes C++, and so needs a C++ compiler. Drawing stays outside what is compiled, where it was
quicker. Compiling is not timed: the first, untimed, round does it.
"""

from __future__ import annotations

from functools import partial

import torch

from benchmarks.peers import rules

_WORDS = 8
_KINDS = {"score": torch.int16, "sanctioned": torch.int32}


def day_of(score, dossier, fear, trust, tier, sanctioned, drawn, week: int):
    """One day of everybody."""
    out, want, hold, camera, match, error, outing, review = drawn
    # live, observe, attribute
    act = (out < rules.OUT) & (want < rules.ACT) & (hold >= fear * rules.CHILL)
    entries = (act & (camera < rules.CAPTURE) & (match < rules.HIT)).short() + (error < rules.FALSE).short()
    # record, score
    dossier = (dossier + entries).clamp(max=255)
    score = (score + week - rules.POINTS * entries).clamp(0, rules.BEST)
    # sanction, gate
    a, b, c = rules.CUTS
    before, tier = tier, (score < a).byte() + (score < b).byte() + (score < c).byte()
    barred = tier >= rules.BARRED_TIER
    onset = (barred & (before < rules.BARRED_TIER)).short()
    refused = (barred & (outing < rules.OUTING)).short()
    # adapt
    fear = (fear + rules.FEAR_REFUSED * refused + rules.FEAR_ONSET * onset).clamp(max=255)
    fear = fear - (fear >> 3) * week
    trust = (trust - rules.TRUST_REFUSED * refused).clamp(min=0)
    # redress
    heard = (barred & (review < rules.REVIEW)).short()
    score = (score + rules.GIVEN_BACK * heard).clamp(max=rules.BEST)
    return score, (dossier >> heard).byte(), fear.byte(), trust.byte(), tier, sanctioned + barred.int()


def _build(one_day, *, population: int, days: int, seed: int, threads: int) -> rules.Lives:
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    people = [
        torch.full((population,), first, dtype=_KINDS.get(name, torch.uint8))
        for name, (_, first) in rules.COLUMNS.items()
    ]

    def live():
        nonlocal people
        with torch.inference_mode():
            for day in range(days):
                drawn = [torch.rand(population) for _ in range(_WORDS)]
                people = one_day(*people, drawn, int(rules.last_of_week(day)))

    def state():
        return {
            name: column.numpy().astype(kind)
            for column, (name, (kind, _)) in zip(people, rules.COLUMNS.items(), strict=True)
        }

    return rules.Lives(live, state)


plain = partial(_build, day_of)
compiled = partial(_build, torch.compile(day_of))
