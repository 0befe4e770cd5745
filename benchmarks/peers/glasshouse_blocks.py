"""glasshouse's own form: 4,096 persons at a time, each stage a compiled plain loop over columns that stay in cache.

All eight words are drawn for everybody each day, keyed by person and day: equal state on any number of threads.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np

from benchmarks.peers import rules
from glasshouse.draws import fill, split

BLOCK = 4096
SPAN = 64

# Compiled into the loops as 32-bit numbers, so that the compiler can compare eight persons at once.
OUT, ACT, CAPTURE, HIT, FALSE, OUTING, REVIEW, CHILL = (np.uint32(word) for word in rules.words())
POINTS, BEST, BARRED_TIER, GIVEN_BACK = rules.POINTS, rules.BEST, rules.BARRED_TIER, rules.GIVEN_BACK
CUT_A, CUT_B, CUT_C = rules.CUTS
FEAR_REFUSED, FEAR_ONSET, TRUST_REFUSED = rules.FEAR_REFUSED, rules.FEAR_ONSET, rules.TRUST_REFUSED

stage = numba.njit(nogil=True, error_model="numpy")


@stage
def live(out, want, hold, fear, act):
    for i in range(act.shape[0]):
        dares = hold[i] >= np.uint32(np.uint32(fear[i]) * CHILL)
        act[i] = np.uint8((out[i] < OUT) & (want[i] < ACT) & dares)


@stage
def observe(act, camera, seen):
    for i in range(act.shape[0]):
        seen[i] = act[i] & np.uint8(camera[i] < CAPTURE)


@stage
def attribute(seen, match, error, entries):
    for i in range(seen.shape[0]):
        entries[i] = np.uint8(seen[i] & np.uint8(match[i] < HIT)) + np.uint8(error[i] < FALSE)


@stage
def record(entries, dossier):
    for i in range(entries.shape[0]):
        dossier[i] = np.uint8(min(np.uint16(255), np.uint16(np.uint16(dossier[i]) + np.uint16(entries[i]))))


@stage
def rescore(entries, gain, score):
    for i in range(entries.shape[0]):
        points = np.int16(score[i] + gain - np.int16(np.int16(entries[i]) * np.int16(POINTS)))
        score[i] = min(np.int16(BEST), max(np.int16(0), points))


@stage
def sanction(score, tier, sanctioned, barred, onset):
    for i in range(score.shape[0]):
        x = score[i]
        now = np.uint8(x < np.int16(CUT_A)) + np.uint8(x < np.int16(CUT_B)) + np.uint8(x < np.int16(CUT_C))
        shut = np.uint8(np.uint8(now) >= np.uint8(BARRED_TIER))
        onset[i] = shut & np.uint8(tier[i] < np.uint8(BARRED_TIER))
        barred[i] = shut
        tier[i] = np.uint8(now)
        sanctioned[i] = np.uint16(sanctioned[i] + np.uint16(shut))


@stage
def gate(barred, outing, refused):
    for i in range(barred.shape[0]):
        refused[i] = barred[i] & np.uint8(outing[i] < OUTING)


@stage
def adapt(refused, onset, weekly, fear, trust):
    for i in range(refused.shape[0]):
        r = np.uint16(refused[i])
        risen = np.uint16(
            np.uint16(fear[i]) + r * np.uint16(FEAR_REFUSED) + np.uint16(onset[i]) * np.uint16(FEAR_ONSET)
        )
        risen = min(np.uint16(255), risen)
        fear[i] = np.uint8(risen - (risen >> np.uint16(3)) * weekly)
        lost = np.int16(np.int16(trust[i]) - np.int16(r) * np.int16(TRUST_REFUSED))
        trust[i] = np.uint8(max(np.int16(0), lost))


@stage
def redress(barred, review, score, dossier):
    for i in range(barred.shape[0]):
        heard = np.int16(barred[i] & np.uint8(review[i] < REVIEW))
        score[i] = min(np.int16(BEST), np.int16(score[i] + heard * np.int16(GIVEN_BACK)))
        dossier[i] = np.uint8(dossier[i] >> np.uint8(heard))


@stage
def day_of(first, last, day, k0, k1, score, dossier, fear, trust, tier, sanctioned):
    """One day of persons first .. last - 1, a block at a time."""
    words = np.empty((8, BLOCK), np.uint32)
    notes = np.empty((6, BLOCK), np.uint8)
    weekly = np.uint16(day % rules.WEEK == rules.WEEK - 1)
    for a in range(first, last, BLOCK):
        b = min(a + BLOCK, last)
        n = b - a
        w0, w1, w2, w3 = words[0][:n], words[1][:n], words[2][:n], words[3][:n]
        w4, w5, w6, w7 = words[4][:n], words[5][:n], words[6][:n], words[7][:n]
        act, seen, entries = notes[0][:n], notes[1][:n], notes[2][:n]
        barred, onset, refused = notes[3][:n], notes[4][:n], notes[5][:n]
        fill(k0, k1, a, day, 0, w0, w1, w2, w3)
        fill(k0, k1, a, day, 1, w4, w5, w6, w7)
        live(w0, w1, w2, fear[a:b], act)
        observe(act, w3, seen)
        attribute(seen, w4, w5, entries)
        record(entries, dossier[a:b])
        rescore(entries, np.int16(weekly), score[a:b])
        sanction(score[a:b], tier[a:b], sanctioned[a:b], barred, onset)
        gate(barred, w6, refused)
        adapt(refused, onset, weekly, fear[a:b], trust[a:b])
        redress(barred, w7, score[a:b], dossier[a:b])


def build(*, population: int, days: int, seed: int, threads: int) -> rules.Lives:
    k0, k1 = split(seed)
    state = rules.start(population)
    columns = tuple(state.values())
    step = BLOCK * max(1, min(SPAN, -(-population // (BLOCK * 4 * threads))))
    starts = range(0, population, step)

    def live():
        with ThreadPoolExecutor(threads) as pool:
            for day in range(days):
                work = [pool.submit(day_of, a, min(a + step, population), day, k0, k1, *columns) for a in starts]
                for part in work:
                    part.result()

    return rules.Lives(live, lambda: state)
