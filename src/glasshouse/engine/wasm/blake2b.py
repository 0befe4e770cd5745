"""BLAKE2b with a digest of 32 bytes, compiled: a page has no library for it.

RFC 7693. A state is uint64 [STATE]: the eight words of the hash, the bytes that were taken in, and the block that is
not full yet.
"""

from __future__ import annotations

import numpy as np

from glasshouse.kernels import inner, kernel

SIZE, BLOCK, ROUNDS = 32, 128, 12
_COUNT, _WAITING = 8, 9
#: Words of a state.
STATE = _WAITING + BLOCK // 8
_FIRST = np.array(
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ],
    np.uint64,
)  # fmt: skip
_ORDER = np.array(
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
        [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
        [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
        [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
        [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    ],
    np.uint64,
)
_SHIFTS = (np.uint64(32), np.uint64(24), np.uint64(16), np.uint64(63))
_WORD = np.uint64(64)


@kernel
def hash_begin(state):
    """Begin a hash."""
    for k in range(8):
        state[k] = _FIRST[k]
    state[0] ^= np.uint64(0x01010000 ^ SIZE)
    state[_COUNT] = 0


@kernel
def hash_update(state, data):
    """Take in bytes, uint8 [any]."""
    held = state[_WAITING:]
    block = held.view(np.uint8)
    waiting, size = _waiting(state), data.shape[0]
    i = 0
    while i < size:
        if waiting == BLOCK:
            _mix(state, held, False)
            waiting = 0
            # Whole blocks are read where they stand, but for the last: it may be the end.
            while size - i > BLOCK:
                state[_COUNT] += np.uint64(BLOCK)
                _mix(state, data[i : i + BLOCK].view(np.uint64), False)
                i += BLOCK
        fits = min(BLOCK - waiting, size - i)
        for k in range(fits):
            block[waiting + k] = data[i + k]
        state[_COUNT] += np.uint64(fits)
        waiting += fits
        i += fits


@kernel
def hash_finish(state, digest):
    """Write the digest, uint8 [SIZE]."""
    block = state[_WAITING:].view(np.uint8)
    for i in range(_waiting(state), BLOCK):
        block[i] = 0
    _mix(state, state[_WAITING:], True)
    words = state[:8].view(np.uint8)
    for i in range(SIZE):
        digest[i] = words[i]


@inner
def _waiting(state):
    """Bytes in the block: it is emptied only when another byte comes."""
    count = np.int64(state[_COUNT])
    return 0 if count == 0 else (count - 1) % BLOCK + 1


@inner
def _turned(word, shift):
    return (word >> shift) | (word << (_WORD - shift))


@inner
def _stir(a, b, c, d, x, y):
    a = a + b + x
    d = _turned(d ^ a, _SHIFTS[0])
    c = c + d
    b = _turned(b ^ c, _SHIFTS[1])
    a = a + b + y
    d = _turned(d ^ a, _SHIFTS[2])
    c = c + d
    b = _turned(b ^ c, _SHIFTS[3])
    return a, b, c, d


@inner
def _mix(state, block, last):
    """Mix a block, uint64 [16], into the hash. Sixteen variables stay in registers, an array would not."""
    a0, a1, a2, a3 = state[0], state[1], state[2], state[3]
    b0, b1, b2, b3 = state[4], state[5], state[6], state[7]
    c0, c1, c2, c3 = _FIRST[0], _FIRST[1], _FIRST[2], _FIRST[3]
    d0, d1, d2, d3 = _FIRST[4] ^ state[_COUNT], _FIRST[5], _FIRST[6], _FIRST[7]
    if last:
        d2 = ~d2
    for turn in range(ROUNDS):
        s = _ORDER[turn]
        a0, b0, c0, d0 = _stir(a0, b0, c0, d0, block[s[0]], block[s[1]])
        a1, b1, c1, d1 = _stir(a1, b1, c1, d1, block[s[2]], block[s[3]])
        a2, b2, c2, d2 = _stir(a2, b2, c2, d2, block[s[4]], block[s[5]])
        a3, b3, c3, d3 = _stir(a3, b3, c3, d3, block[s[6]], block[s[7]])
        a0, b1, c2, d3 = _stir(a0, b1, c2, d3, block[s[8]], block[s[9]])
        a1, b2, c3, d0 = _stir(a1, b2, c3, d0, block[s[10]], block[s[11]])
        a2, b3, c0, d1 = _stir(a2, b3, c0, d1, block[s[12]], block[s[13]])
        a3, b0, c1, d2 = _stir(a3, b0, c1, d2, block[s[14]], block[s[15]])
    for k, each in enumerate((a0 ^ c0, a1 ^ c1, a2 ^ c2, a3 ^ c3, b0 ^ d0, b1 ^ d1, b2 ^ d2, b3 ^ d3)):
        state[k] ^= each
