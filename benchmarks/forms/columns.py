"""Whole-column NumPy: every stage an array expression over all persons."""

from __future__ import annotations

import numpy as np

from forms import rules
from glasshouse.draws import LOW, M0, M1, ROUNDS, S32, W0, W1, split

_WORDS = 8


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


def keyed(population: int, seed: int):
    """Words by day, from the keyed generator: bit-equal to the other forms."""
    persons = np.arange(population, dtype=np.uint64)
    return lambda day: philox(persons, day, 0, seed) + philox(persons, day, 1, seed)


def sequential(population: int, seed: int):
    """Words by day, from NumPy's own fastest generator: other luck, and what most NumPy models would use."""
    generator = np.random.Generator(np.random.SFC64(seed))
    return lambda day: generator.integers(0, 2**32, (_WORDS, population), np.uint32)


def day_of(s: dict[str, np.ndarray], w, day: int) -> None:
    """One day of everybody, in place."""
    weekly = day % rules.WEEK == rules.WEEK - 1
    # live
    act = (w[0] < rules.OUT) & (w[1] < rules.ACT) & (w[2] >= s["fear"].astype(np.uint32) * np.uint32(rules.CHILL_STEP))
    # observe, attribute
    hit = act & (w[3] < rules.CAPTURE) & (w[4] < rules.HIT)
    entries = hit.astype(np.uint8) + (w[5] < rules.FALSE)
    # record
    s["dossier"][:] = np.minimum(255, s["dossier"].astype(np.uint16) + entries)
    # score
    score = s["score"]
    score += np.int16(weekly) - entries.astype(np.int16) * np.int16(rules.POINTS)
    np.clip(score, 0, rules.BEST, out=score)
    # sanction
    tier = (score < rules.CUTS[0]).astype(np.uint8) + (score < rules.CUTS[1]) + (score < rules.CUTS[2])
    barred = tier >= rules.BARRED_TIER
    onset = barred & (s["tier"] < rules.BARRED_TIER)
    s["tier"][:] = tier
    s["sanctioned"] += barred
    # gate
    refused = barred & (w[6] < rules.OUTING)
    # adapt
    risen = s["fear"].astype(np.uint16) + refused * np.uint16(rules.FEAR_REFUSED) + onset * np.uint16(rules.FEAR_ONSET)
    np.minimum(risen, 255, out=risen)
    if weekly:
        risen -= risen >> 3
    s["fear"][:] = risen
    s["trust"][:] = np.maximum(0, s["trust"].astype(np.int16) - refused * np.int16(rules.TRUST_REFUSED))
    # redress
    heard = barred & (w[7] < rules.REVIEW)
    score += heard * np.int16(rules.MERCY)
    np.minimum(score, rules.BEST, out=score)
    s["dossier"] >>= heard.astype(np.uint8)


def run(state: dict[str, np.ndarray], days: int, seed: int, draws=keyed) -> None:
    """Live through the days, in place."""
    words = draws(len(state["score"]), seed)
    for day in range(days):
        day_of(state, words(day), day)
