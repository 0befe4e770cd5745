"""NumPy: columns of everybody, and stages that are array expressions or act on the few whom they concern.

Three forms. ``some`` is what a good user of NumPy writes: a generator of its own, and a draw only for whom it can
change something. ``own`` draws all eight words for everybody, and ``keyed`` draws the very words of glasshouse.draws,
so that its state is equal bit for bit. All use one thread, as NumPy does for such work.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.peers import rules
from glasshouse.draws import LOW, M0, M1, ROUNDS, S32, W0, W1, split

_WORDS = 8


def some(*, population: int, days: int, seed: int, threads: int) -> rules.Lives:
    state = rules.start(population)
    rng = np.random.default_rng(seed)

    def live():
        for day in range(days):
            _some_day(state, rng, day)

    return rules.Lives(live, lambda: state)


def own(*, population: int, days: int, seed: int, threads: int) -> rules.Lives:
    rng = np.random.default_rng(seed)
    return _dense(population, days, lambda day: rng.integers(0, 2**32, (_WORDS, population), np.uint32))


def keyed(*, population: int, days: int, seed: int, threads: int) -> rules.Lives:
    persons = np.arange(population, dtype=np.uint64)
    return _dense(population, days, lambda day: philox(persons, day, 0, seed) + philox(persons, day, 1, seed))


def _some_day(s: rules.State, rng: np.random.Generator, day: int) -> None:
    """One day of everybody, in place, drawing only where a draw can matter."""

    def chosen(persons, chance):
        return persons[rng.random(persons.size, np.float32) < chance]

    score, fear, trust = s["score"], s["fear"], s["trust"]
    population, week = score.size, rules.last_of_week(day)
    # live
    acting = chosen(np.flatnonzero(rng.random(population, np.float32) < rules.ACT), rules.OUT)
    acting = acting[rng.random(acting.size, np.float32) >= fear[acting] * np.float32(rules.CHILL)]
    # observe, attribute
    entries = (rng.random(population, np.float32) < rules.FALSE).astype(np.uint8)
    entries[chosen(chosen(acting, rules.CAPTURE), rules.HIT)] += 1
    # record
    hit = np.flatnonzero(entries)
    s["dossier"][hit] = np.minimum(255, s["dossier"][hit].astype(np.uint16) + entries[hit])
    # score
    score += np.int16(week) - entries.astype(np.int16) * np.int16(rules.POINTS)
    np.clip(score, 0, rules.BEST, out=score)
    # sanction
    a, b, c = rules.CUTS
    tier = (score < a).astype(np.uint8) + (score < b) + (score < c)
    barred = np.flatnonzero(tier >= rules.BARRED_TIER)
    onset = barred[s["tier"][barred] < rules.BARRED_TIER]
    s["tier"][:] = tier
    s["sanctioned"][barred] += 1
    # gate
    refused = chosen(barred, rules.OUTING)
    # adapt: two steps up, so that the limit of 255 holds after both as after one
    for persons, step in ((refused, rules.FEAR_REFUSED), (onset, rules.FEAR_ONSET)):
        fear[persons] = np.minimum(255, fear[persons].astype(np.uint16) + step)
    if week:
        fear -= fear >> 3
    trust[refused] = np.maximum(0, trust[refused].astype(np.int16) - rules.TRUST_REFUSED)
    # redress
    heard = chosen(barred, rules.REVIEW)
    score[heard] = np.minimum(rules.BEST, score[heard] + rules.GIVEN_BACK)
    s["dossier"][heard] >>= 1


def _dense(population: int, days: int, draw: Callable) -> rules.Lives:
    state, p = rules.start(population), rules.words()

    def live():
        for day in range(days):
            _dense_day(state, draw(day), day, p)

    return rules.Lives(live, lambda: state)


def _dense_day(s: rules.State, w, day: int, p: rules.Words) -> None:
    """One day of everybody, in place, from eight columns of words."""
    # live
    act = (w[0] < p.out) & (w[1] < p.act) & (w[2] >= s["fear"].astype(np.uint32) * np.uint32(p.chill))
    # observe, attribute
    hit = act & (w[3] < p.capture) & (w[4] < p.hit)
    entries = hit.astype(np.uint8) + (w[5] < p.false)
    # record
    s["dossier"][:] = np.minimum(255, s["dossier"].astype(np.uint16) + entries)
    # score
    score, week = s["score"], rules.last_of_week(day)
    score += np.int16(week) - entries.astype(np.int16) * np.int16(rules.POINTS)
    np.clip(score, 0, rules.BEST, out=score)
    # sanction
    tier = (score < rules.CUTS[0]).astype(np.uint8) + (score < rules.CUTS[1]) + (score < rules.CUTS[2])
    barred = tier >= rules.BARRED_TIER
    onset = barred & (s["tier"] < rules.BARRED_TIER)
    s["tier"][:] = tier
    s["sanctioned"] += barred
    # gate
    refused = barred & (w[6] < p.outing)
    # adapt
    risen = s["fear"].astype(np.uint16) + refused * np.uint16(rules.FEAR_REFUSED) + onset * np.uint16(rules.FEAR_ONSET)
    np.minimum(risen, 255, out=risen)
    if week:
        risen -= risen >> 3
    s["fear"][:] = risen
    s["trust"][:] = np.maximum(0, s["trust"].astype(np.int16) - refused * np.int16(rules.TRUST_REFUSED))
    # redress
    heard = barred & (w[7] < p.review)
    score += heard * np.int16(rules.GIVEN_BACK)
    np.minimum(score, rules.BEST, out=score)
    s["dossier"] >>= heard.astype(np.uint8)


def philox(persons: np.ndarray, day: int, call: int, seed: int) -> list[np.ndarray]:
    """Four uint64 columns of 32-bit words: the generator of glasshouse.draws on whole columns."""
    k0, k1 = split(seed)
    c0, c1 = persons & LOW, persons >> S32
    c2 = np.full_like(persons, day)
    c3 = np.full_like(persons, call)
    x, y = np.empty_like(persons), np.empty_like(persons)
    for _ in range(ROUNDS):
        np.multiply(c0, M0, out=x)
        np.multiply(c2, M1, out=y)
        # c0 and c2 are spent: they take the new words, and the old c1 and c3 the low halves.
        np.right_shift(y, S32, out=c0)
        c0 ^= c1
        c0 ^= k0
        np.right_shift(x, S32, out=c2)
        c2 ^= c3
        c2 ^= k1
        np.bitwise_and(y, LOW, out=c1)
        np.bitwise_and(x, LOW, out=c3)
        k0, k1 = (k0 + W0) & LOW, (k1 + W1) & LOW
    return [c0, c1, c2, c3]
