"""The day: live → observe → attribute → record → score → sanction → gate → adapt → redress.

One block of at most 4,096 persons of one district at a time, so that its columns stay in the processor's cache.
The draws that everybody needs are made for the whole block as vectors, and one pass picks those who need a second
look (some 3 % of the people on an ordinary day); each stage then is a plain loop over their records.
"""

from __future__ import annotations

import numpy as np

from glasshouse.draws import Purpose, fill
from glasshouse.kernels import kernel
from glasshouse.model import adapt as adapting
from glasshouse.model import attribute, live, observe, record, redress, sanction, score, stocks
from glasshouse.model import gate as gates
from glasshouse.model.events import MOST_A_DAY, Event, log
from glasshouse.model.measures import M
from glasshouse.model.state import ACT, FRIEND_SANCTIONED, Kind
from glasshouse.population.network import CIRCLE

BLOCK = 4096

pick, want, hold_back = live.pick, live.want, live.hold_back
watch, err = observe.observe, attribute.err
enter_all, enter = record.record, record.enter
rescore, punish, pass_gates = score.rescore, sanction.sanction, gates.gate
adapt, announce, settle_down, shake = adapting.adapt, adapting.announce, adapting.settle_down, adapting.shake
seek_redress = redress.redress
take_stock, take_sample = stocks.take_stock, stocks.take_sample

_JOIN_CALL = Purpose.JOIN >> 2
_COMMERCIAL_CALL = Purpose.COMMERCIAL >> 2
_ROOM_FOR_EVENTS = BLOCK * MOST_A_DAY
_ROOM_FOR_MAIL = BLOCK * CIRCLE * 2


@kernel
def deliver(mail, p, laws, districts, day, counts, rows, cursor, mask):
    """Deliver last evening's mail, sorted by recipient, purpose and sender.

    The caller leaves room in `rows` for one event a letter.
    """
    law = laws[0]
    place = 0
    for k in range(mail.shape[0]):
        letter = mail[k]
        person = letter.recipient
        while person >= districts[place].start + districts[place].n:
            place += 1
        if (p.traits[person] >> 2) & 3 == 0:
            continue
        g = p.traits[person] & 3
        c = counts[place]
        if letter.purpose == FRIEND_SANCTIONED:
            shake(p, person, law.fear_friend, law.trust_friend)
            c[g, M.friend_sanctioned] += 1
        elif law.points[Kind.ASSOCIATION] != 0:
            held = letter.payload & 1 != 0
            clean = letter.payload & 2 != 0
            enter(p, person, g, Kind.ASSOCIATION, held, clean, law, c)
            if held:
                c[g, M.association_penalties] += 1
                kind = Event.ENTRY if clean else Event.FALSE_ENTRY
                points = law.points[Kind.ASSOCIATION]
                log(rows, cursor, mask, day, person, kind, Kind.ASSOCIATION, letter.sender, points)


@kernel
def live_through(
    blocks, first_block, p, laws, districts, resting_fear, jump, day, last_day, k0, k1, mask,
    counts, fitted, rows, cursor, mail, sent, ledger,
):  # fmt: skip
    """One day of the blocks from `first_block` on; returns the number of the first block not done.

    `blocks` int64 [n, 3]: first person, last person + 1, district. It stops early, between two blocks, when
    `rows` or `mail` might not hold all that one more block could write; the caller makes room and calls again.
    """
    law = laws[0]
    words = np.empty((8, BLOCK), np.uint32)
    again = np.empty(BLOCK, np.uint8)
    picked = np.empty(BLOCK + 1, np.int64)
    acts = np.empty(BLOCK, ACT)
    known = np.empty(CIRCLE, np.int64)
    before = np.empty(BLOCK, np.uint16)
    joins, expires = np.empty(BLOCK, np.uint32), np.empty(BLOCK, np.uint32)
    commercial, unused = np.empty(BLOCK, np.uint32), np.empty(BLOCK, np.uint32)
    rescoring = law.rescore_every > 0 and (day + 1) % law.rescore_every == 0
    weekly = day % 7 == 6
    fitting = law.learned_every > 0 and (day + 1) % law.learned_every == 0
    for b in range(first_block, blocks.shape[0]):
        if rows.shape[0] - cursor[0] < _ROOM_FOR_EVENTS or mail.shape[0] - sent[0] < _ROOM_FOR_MAIL:
            return b
        first, last, number = blocks[b, 0], blocks[b, 1], blocks[b, 2]
        n = last - first
        d = districts[number]
        c = counts[number]
        traits = p.traits[first:last]
        if jump > 0:
            announce(traits, p.fear[first:last], jump)
        # Rows of a whole C-ordered array: a cut-out of it would have strides, and the loops would lose their vectors.
        w = words
        fill(k0, k1, first, day, 0, w[0][:n], w[1][:n], w[2][:n], w[3][:n])
        fill(k0, k1, first, day, 1, w[4][:n], w[5][:n], w[6][:n], w[7][:n])
        count = pick(w, traits, p.flags[first:last], law, d, again, picked, c)
        want(acts, 0, count, picked, first, w, p, p.flags[first:last], law, d)
        hold_back(acts, count, p, law, day, k0, k1, c, ledger)
        watch(acts, count, p, law, d, day, k0, k1, c)
        err(acts, count, picked, w, p, law, d, day, k0, k1, c, ledger)
        enter_all(acts, count, p, law, day, c, rows, cursor, mask)
        if rescoring:
            fill(k0, k1, first, day, _JOIN_CALL, unused[:n], joins[:n], expires[:n], unused[:n])
            fill(k0, k1, first, day, _COMMERCIAL_CALL, commercial[:n], unused[:n], unused[:n], unused[:n])
            morning = before[:n]
            more = rescore(
                p, first, morning, joins, expires, commercial, again, picked, count, law, d, day, c,
                rows, cursor, mask,
            )  # fmt: skip
            want(acts, count, more, picked, first, w, p, morning, law, d)
            count = more
        punish(acts, count, p, law, d, day, k0, k1, c, rows, cursor, mask, known, mail, sent, ledger)
        pass_gates(acts, count, p, law, c, ledger)
        adapt(acts, count, p, law, day, k0, k1, c)
        seek_redress(acts, count, p, law, day, k0, k1, c, rows, cursor, mask)
        if weekly:
            settle_down(traits, p.fear[first:last], p.trust[first:last], resting_fear[number], d.trust_rest)
        if weekly or last_day:
            take_stock(p, first, last, c)
        if fitting:
            take_sample(p, first, last, law, day, k0, k1, fitted[number])
    return blocks.shape[0]
