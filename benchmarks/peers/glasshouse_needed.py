"""glasshouse's form with draws for those alone whom a day may touch: one stream of candidates, then words of their own.

Whether anything may happen to somebody is asked once, with 16 bits of a call that serves eight persons; words of their
own are drawn for those to whom it may, and for those who are barred. A person's draws still depend on nothing but who,
when and what for, so that common random numbers hold. The rules are those of README.md; ``drawn`` gives their words.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from benchmarks.peers import glasshouse_blocks as blocks
from benchmarks.peers import rules
from glasshouse.draws import LOW, M0, M1, ROUNDS, S32, W0, W1, fill, philox, split, threshold

BLOCK, SPAN, stage = blocks.BLOCK, blocks.SPAN, blocks.stage
OUT, CAPTURE, HIT, OUTING, REVIEW, CHILL = (
    blocks.OUT, blocks.CAPTURE, blocks.HIT, blocks.OUTING, blocks.REVIEW, blocks.CHILL,
)  # fmt: skip
#: Marks the day of words that serve eight persons.
EIGHTS_DAY = 1 << 31
#: In so many of 65,536 draws somebody is a candidate: a bound of the chance of an act or of a false entry.
CANDIDATES = int(65536 * (1 - (1 - rules.ACT) * (1 - rules.FALSE))) + 1
_CHANCE = CANDIDATES / 65536
#: Of a candidate: an act is wanted; a false entry is made, of one who wants to act, and of one who does not.
ACT = np.uint32(threshold(rules.ACT / _CHANCE))
FALSE_BESIDE = np.uint32(threshold(rules.FALSE))
FALSE_ALONE = np.uint32(threshold(rules.FALSE * (1 - rules.ACT) / (_CHANCE - rules.ACT)))

#: The bits of eight bytes that are 0 or 1, by their number: where they are set, and how many.
PLACES = np.array([([k for k in range(8) if bits >> k & 1] + [0] * 8)[:8] for bits in range(256)], np.uint16)
SET = np.array([bits.bit_count() for bits in range(256)], np.uint32)
#: Brings the lowest bits of eight bytes together in the highest byte, the first byte's lowest.
TOGETHER = np.uint64(0x0102040810204080)


@stage
def may_be_touched(k0, k1, first, day, words, pairs, mask):
    """Write 1 for each candidate of a block, from a call for each eight persons; ``first`` is a multiple of eight."""
    n = BLOCK // 8
    w0, w1, w2, w3 = words[0][:n], words[1][:n], words[2][:n], words[3][:n]
    fill(k0, k1, first >> 3, day | EIGHTS_DAY, 0, w0, w1, w2, w3)
    for i in range(n):
        pairs[4 * i] = w0[i]
        pairs[4 * i + 1] = w1[i]
        pairs[4 * i + 2] = w2[i]
        pairs[4 * i + 3] = w3[i]
    halves = pairs.view(np.uint16)
    for i in range(mask.shape[0]):
        mask[i] = halves[i] < np.uint16(CANDIDATES)


@stage
def chosen(mask, places):
    """Where a mask of 0 and 1 is 1, uint16, and how many; eight at a time, so that no branch is guessed wrong."""
    eights = mask.view(np.uint64)
    many = np.uint32(0)  # without a sign, since what may be negative is looked at once more before it is an index
    for i in range(eights.shape[0]):
        bits = np.uint32((eights[i] * TOGETHER) >> np.uint64(56))
        base = np.uint16(8 * i)
        row, into = PLACES[bits], places[many : many + np.uint32(8)]
        for k in range(8):
            into[k] = row[k] + base
        many += SET[bits]
    return np.int64(many)


@stage
def fill_at(k0, k1, day, call, first, places, o0, o1, o2, o3):
    """``glasshouse.draws.fill`` for the persons at some places of a block."""
    base = np.uint64(first)
    for i in range(places.shape[0]):
        p = base + np.uint64(places[i])
        c0, c1, c2, c3, a, b = p & LOW, p >> S32, np.uint64(day), np.uint64(call), k0, k1
        for _ in range(ROUNDS):
            x = M0 * (c0 & LOW)
            y = M1 * (c2 & LOW)
            c0 = (y >> S32) ^ c1 ^ a
            c1 = y
            c2 = (x >> S32) ^ c3 ^ b
            c3 = x
            a = (a + W0) & LOW
            b = (b + W1) & LOW
        o0[i], o1[i], o2[i], o3[i] = np.uint32(c0), np.uint32(c1), np.uint32(c2), np.uint32(c3)


@stage
def made(fear, out, want, hold, camera, match, error, entries):
    """Live, observe and attribute in one, for the candidates: how many entries a day makes of each."""
    for j in range(entries.shape[0]):
        wants = np.uint8(want[j] < ACT)
        dares = np.uint8(hold[j] >= np.uint32(np.uint32(fear[j]) * CHILL))
        hit = wants & dares & np.uint8(out[j] < OUT) & np.uint8(camera[j] < CAPTURE) & np.uint8(match[j] < HIT)
        entries[j] = hit + np.uint8(error[j] < (FALSE_BESIDE if wants else FALSE_ALONE))


@stage
def gate_adapt_redress(places, outing, review, onset, score, dossier, fear, trust):
    """The last stages, of those who are barred: nothing of them concerns anybody else but that fear fades in a week."""
    for j in range(places.shape[0]):
        i = places[j]
        refused, heard = np.int16(outing[j] < OUTING), np.int16(review[j] < REVIEW)
        risen = (
            np.int16(fear[i]) + refused * np.int16(rules.FEAR_REFUSED) + np.int16(onset[i]) * np.int16(rules.FEAR_ONSET)
        )
        fear[i] = np.uint8(min(np.int16(255), np.int16(risen)))
        trust[i] = np.uint8(max(np.int16(0), np.int16(np.int16(trust[i]) - refused * np.int16(rules.TRUST_REFUSED))))
        score[i] = min(np.int16(rules.BEST), np.int16(score[i] + heard * np.int16(rules.GIVEN_BACK)))
        dossier[i] = np.uint8(dossier[i] >> np.uint8(heard))


@stage
def fade(fear):
    for i in range(fear.shape[0]):
        fear[i] = np.uint8(fear[i] - (fear[i] >> np.uint8(3)))


@stage
def day_of(first, last, day, k0, k1, score, dossier, fear, trust, tier, sanctioned):
    """One day of persons first .. last - 1, a block at a time."""
    words = np.empty((8, BLOCK), np.uint32)
    pairs = np.empty(BLOCK // 2, np.uint32)
    notes = np.zeros((5, BLOCK), np.uint8)
    places = np.empty(BLOCK + 8, np.uint16)
    mask, barred = notes[0], notes[1]
    weekly = day % rules.WEEK == rules.WEEK - 1
    for a in range(first, last, BLOCK):
        b = min(a + BLOCK, last)
        n = b - a
        if n < BLOCK:
            notes[:] = np.uint8(0)
        may_be_touched(k0, k1, a, day, words, pairs, mask[:n])
        m = chosen(mask, places)
        who = places[:m]
        w0, w1, w2, w3 = words[0][:m], words[1][:m], words[2][:m], words[3][:m]
        w4, w5, w6, w7 = words[4][:m], words[5][:m], words[6][:m], words[7][:m]
        fill_at(k0, k1, day, 0, a, who, w0, w1, w2, w3)
        fill_at(k0, k1, day, 1, a, who, w4, w5, w6, w7)
        entries, onset, each, afraid = notes[2][:n], notes[3][:n], notes[3][:m], notes[4][:m]
        for j in range(m):
            afraid[j] = fear[a + np.int64(who[j])]
        made(afraid, w0, w1, w2, w3, w4, w5, each)
        entries[:] = np.uint8(0)
        for j in range(m):
            entries[who[j]] = each[j]
        blocks.record(entries, dossier[a:b])
        blocks.rescore(entries, np.int16(weekly), score[a:b])
        blocks.sanction(score[a:b], tier[a:b], sanctioned[a:b], barred[:n], onset)
        m = chosen(barred, places)
        who = places[:m]
        w4, w5, w6, w7 = words[4][:m], words[5][:m], words[6][:m], words[7][:m]
        fill_at(k0, k1, day, 1, a, who, w4, w5, w6, w7)
        gate_adapt_redress(who, w6, w7, onset, score[a:b], dossier[a:b], fear[a:b], trust[a:b])
        if weekly:
            fade(fear[a:b])


def drawn(person: int, day: int, key: tuple[int, int]) -> list[int]:
    """The eight words of one person's day, as the rules for one person take them."""
    words = [*philox((person, 0, day, 0), key), *philox((person, 0, day, 1), key)]
    eights = philox((person >> 3, 0, day | EIGHTS_DAY, 0), key)
    candidate = (eights[(person & 7) >> 1] >> (16 * (person & 1))) & 0xFFFF < CANDIDATES
    wants = candidate and words[1] < ACT
    false = candidate and words[5] < (FALSE_BESIDE if wants else FALSE_ALONE)
    never = 2**32 - 1
    words[1], words[5] = (0 if wants else never), (0 if false else never)
    return words


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
