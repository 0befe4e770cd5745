"""BLAKE2b with a digest of 32 bytes, compiled: a page has no library for it.

RFC 7693. A state is uint64 [STATE]: the eight words of the hash, the bytes that were taken in, and the block that is
not full yet.
"""

from __future__ import annotations

import numpy as np

from glasshouse.kernels import inner, kernel

SIZE, BLOCK, ROUNDS = 32, 128, 12
_COUNT, _WAITING, _WORDS = 8, 9, 25
#: Words of a state; after those that are kept comes room for the mixing.
STATE = _WORDS + 16
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
    np.int64,
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
    block = state[_WAITING:_WORDS].view(np.uint8)
    waiting = _waiting(state)
    for i in range(data.shape[0]):
        if waiting == BLOCK:
            _mix(state, False)
            waiting = 0
        block[waiting] = data[i]
        waiting += 1
        state[_COUNT] += np.uint64(1)


@kernel
def hash_finish(state, digest):
    """Write the digest, uint8 [SIZE]."""
    block = state[_WAITING:_WORDS].view(np.uint8)
    for i in range(_waiting(state), BLOCK):
        block[i] = 0
    _mix(state, True)
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
def _stir(v, a, b, c, d, x, y):
    v[a] = v[a] + v[b] + x
    v[d] = _turned(v[d] ^ v[a], _SHIFTS[0])
    v[c] = v[c] + v[d]
    v[b] = _turned(v[b] ^ v[c], _SHIFTS[1])
    v[a] = v[a] + v[b] + y
    v[d] = _turned(v[d] ^ v[a], _SHIFTS[2])
    v[c] = v[c] + v[d]
    v[b] = _turned(v[b] ^ v[c], _SHIFTS[3])


@inner
def _mix(state, last):
    """Mix the block into the hash."""
    block, v = state[_WAITING:_WORDS], state[_WORDS:STATE]
    for k in range(8):
        v[k] = state[k]
        v[8 + k] = _FIRST[k]
    v[12] ^= state[_COUNT]
    if last:
        v[14] = ~v[14]
    for turn in range(ROUNDS):
        s = _ORDER[turn]
        _stir(v, 0, 4, 8, 12, block[s[0]], block[s[1]])
        _stir(v, 1, 5, 9, 13, block[s[2]], block[s[3]])
        _stir(v, 2, 6, 10, 14, block[s[4]], block[s[5]])
        _stir(v, 3, 7, 11, 15, block[s[6]], block[s[7]])
        _stir(v, 0, 5, 10, 15, block[s[8]], block[s[9]])
        _stir(v, 1, 6, 11, 12, block[s[10]], block[s[11]])
        _stir(v, 2, 7, 8, 13, block[s[12]], block[s[13]])
        _stir(v, 3, 4, 9, 14, block[s[14]], block[s[15]])
    for k in range(8):
        state[k] ^= v[k] ^ v[8 + k]
