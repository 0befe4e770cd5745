"""Common random numbers: keyed draws, so that a person's depend on nothing but who, when and what for (Philox4x32-10).

Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3. SC'11, doi 10.1145/2063384.2063405.
The key is the run's seed; the counter is (person low, person high, day, call). A purpose is one of the four
words of one call; the table is in ``docs/model.md``.
"""

from __future__ import annotations

import numpy as np

from glasshouse.kernels import inner, kernel

M0 = np.uint64(0xD2511F53)
M1 = np.uint64(0xCD9E8D57)
W0 = np.uint64(0x9E3779B9)
W1 = np.uint64(0xBB67AE85)
LOW = np.uint64(0xFFFFFFFF)
S32 = np.uint64(32)
ROUNDS = 10

#: Calls drawn for everyone every day; all others are drawn when needed.
DENSE_CALLS = (0, 1)


@inner
def philox_rounds(c0, c1, c2, c3, k0, k1):
    """The four words of one call, from a counter of four words and a key of two."""
    for _ in range(ROUNDS):
        x = M0 * (c0 & LOW)
        y = M1 * (c2 & LOW)
        c0 = (y >> S32) ^ c1 ^ k0
        c1 = y
        c2 = (x >> S32) ^ c3 ^ k1
        c3 = x
        k0 = (k0 + W0) & LOW
        k1 = (k1 + W1) & LOW
    return c0 & LOW, c1 & LOW, c2 & LOW, c3 & LOW


@kernel
def _four(c0, c1, c2, c3, k0, k1):
    return philox_rounds(c0, c1, c2, c3, k0, k1)


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """The four words of one call.

    >>> [f"{w:08x}" for w in philox((0, 0, 0, 0), (0, 0))]
    ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    words = _four(*(np.uint64(c) for c in counter), *(np.uint64(k) for k in key))
    return tuple(int(w) for w in words)  # type: ignore[return-value]


def split(seed: int) -> tuple[np.uint64, np.uint64]:
    """A 64-bit seed as the generator's two key words.

    >>> split(2**32 + 5)
    (np.uint64(5), np.uint64(1))
    """
    return np.uint64(seed & 0xFFFFFFFF), np.uint64((seed >> 32) & 0xFFFFFFFF)


@inner
def fill(k0, k1, first, day, call, o0, o1, o2, o3):
    """Write one call's four words for persons ``first ..`` into four uint32 columns of equal length."""
    n = o0.shape[0]
    base = np.uint64(first)
    for i in range(n):
        p = base + np.uint64(i)
        c0 = p & LOW
        c1 = p >> S32
        c2 = np.uint64(day)
        c3 = np.uint64(call)
        a = k0
        b = k1
        # Written out and not called: LLVM turns this loop, and only this form of it, into vector code. The multiplier
        # reads the low halves only, so that nothing else needs to be cleared on the way.
        for _ in range(ROUNDS):
            x = M0 * (c0 & LOW)
            y = M1 * (c2 & LOW)
            c0 = (y >> S32) ^ c1 ^ a
            c1 = y
            c2 = (x >> S32) ^ c3 ^ b
            c3 = x
            a = (a + W0) & LOW
            b = (b + W1) & LOW
        o0[i] = np.uint32(c0)
        o1[i] = np.uint32(c1)
        o2[i] = np.uint32(c2)
        o3[i] = np.uint32(c3)


#: What a draw depends on besides the person and the purpose; the number of the first person whom the columns hold;
#: and where the event log, the outbox and the trace stand.
NOW = np.dtype(
    [
        ("k0", np.uint64),
        ("k1", np.uint64),
        ("day", np.int64),
        ("mask", np.int64),
        ("origin", np.int64),
        ("logged", np.int64),
        ("sent", np.int64),
        ("traced", np.int64),
    ]
)


def moment(seed: int, day: int, mask: int = 0, origin: int = 0) -> np.ndarray:
    """A record array (NOW) of length 1 for one day of a run; `mask` is the events' weight less one.

    Columns hold the persons from number `origin` on, so that somebody's place in them is their number less that.

    >>> int(moment(7, 3)["day"][0])
    3
    """
    k0, k1 = split(seed)
    # As one row of numbers: to set five fields one by one takes twice as long, and a day has one of these.
    return np.ndarray(1, NOW, np.array([k0, k1, day, mask, origin, 0, 0, 0], np.int64))


@inner
def random_word(now, person, stream_id):
    """One person's word of one day (`now`, a NOW record) for one purpose, int64 in 0 .. 2**32 - 1.

    >>> today, tomorrow = (moment(1, day).view(np.recarray)[0] for day in (3, 4))
    >>> int(random_word(today, 7, 0)) == int(random_word(today, 7, 0)) < 2**32
    True
    >>> int(random_word(today, 7, 0)) == int(random_word(tomorrow, 7, 0))
    False
    """
    return _random_word_of(now, now.day, person, stream_id)


@inner
def initial_random_word(now, person, stream_id):
    """The same of day 0, on which it is drawn who somebody is.

    >>> today, tomorrow = (moment(1, day).view(np.recarray)[0] for day in (3, 4))
    >>> int(initial_random_word(today, 7, 0)) == int(initial_random_word(tomorrow, 7, 0))
    True
    """
    return _random_word_of(now, 0, person, stream_id)


@inner
def _words_of(now, day, person, stream_id):
    p = np.uint64(person)
    call = np.uint64(stream_id) >> np.uint64(2)
    return philox_rounds(p & LOW, p >> S32, np.uint64(day), call, now.k0, now.k1)


@inner
def _random_word_of(now, day, person, stream_id):
    w0, w1, w2, w3 = _words_of(now, day, person, stream_id)
    which = stream_id & 3
    if which == 0:
        return np.int64(w0)
    if which == 1:
        return np.int64(w1)
    if which == 2:
        return np.int64(w2)
    return np.int64(w3)


#: Marks the day of words that are drawn for eight persons at a time, so that none is drawn for anything else.
_EIGHTS = 1 << 31


@inner
def rare_day(now):
    """What stands for the day where a rare word's upper bits are drawn for eight persons at a time."""
    return now.day | _EIGHTS


@inner
def strikes(now, person, stream_id, threshold):
    """Is the person's rare word of the day below the threshold (0 .. 2**32)? Of a stream with a bound.

    A rare word has 48 bits: the upper 16 come from a call that serves eight persons, so that a day can be screened for
    those whom it may touch at an eighth of the price; the lower 32 are the person's own word of the stream. A higher
    threshold strikes whom a lower one strikes, whatever the bound.

    >>> today = moment(1, 3).view(np.recarray)[0]
    >>> bool(strikes(today, 7, 0, 2**32)), bool(strikes(today, 7, 0, 0))
    (True, False)
    """
    eights = _words_of(now, rare_day(now), person >> 3, stream_id)
    which = (person & 7) >> 1
    word = eights[0] if which == 0 else eights[1] if which == 1 else eights[2] if which == 2 else eights[3]
    upper = (np.int64(word) >> (16 * (person & 1))) & 0xFFFF
    ceiling = threshold >> 16
    if upper != ceiling:
        return upper < ceiling
    return upper << 32 | random_word(now, person, stream_id) < threshold << 16


#: Calls made for everybody who was picked, as vectors (a tenth of what single draws cost); the first purpose among
#: them, and how many words that is.
LATE_CALLS = (2, 3, 4)
FIRST_LATE = 4 * LATE_CALLS[0]
LATE_WORDS = 4 * len(LATE_CALLS)


@inner
def fill_for(now, persons, call, o0, o1, o2, o3):
    """Write one call's four words for a list of persons (int64) into uint32 columns, as :func:`fill` does."""
    day = np.uint64(now.day)
    k0 = now.k0
    k1 = now.k1
    for i in range(persons.shape[0]):
        p = np.uint64(persons[i])
        c0 = p & LOW
        c1 = p >> S32
        c2 = day
        c3 = np.uint64(call)
        a = k0
        b = k1
        for _ in range(ROUNDS):
            x = M0 * (c0 & LOW)
            y = M1 * (c2 & LOW)
            c0 = (y >> S32) ^ c1 ^ a
            c1 = y
            c2 = (x >> S32) ^ c3 ^ b
            c3 = x
            a = (a + W0) & LOW
            b = (b + W1) & LOW
        o0[i] = np.uint32(c0)
        o1[i] = np.uint32(c1)
        o2[i] = np.uint32(c2)
        o3[i] = np.uint32(c3)


@inner
def scaled(draw, n):
    """A whole number in 0 .. n - 1 from a word; n below 2**31.

    >>> scaled(0, 6), scaled(2**31, 6), scaled(2**32 - 1, 6)
    (0, 3, 5)
    """
    return (draw * n) >> 32


def threshold(probability: float) -> int:
    """The whole number below which a word means *yes* with this probability.

    >>> threshold(0.5), threshold(0.0), threshold(2.0)
    (2147483648, 0, 4294967296)
    """
    return int(min(max(round(probability * 2.0**32), 0), 2**32))


def thresholds(probabilities: np.ndarray | float) -> np.ndarray:
    """int64 of the same shape: :func:`threshold` of each, all at once.

    >>> thresholds(np.array([[0.5, -1.0], [2.0, 1e-9]])).tolist()
    [[2147483648, 0], [4294967296, 4]]
    """
    words = np.rint(np.asarray(probabilities, np.float64) * 2.0**32)
    return np.minimum(np.maximum(words, 0), 2.0**32).astype(np.int64)
