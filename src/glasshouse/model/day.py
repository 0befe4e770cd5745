"""The day: live → observe → attribute → record → score → sanction → gate → adapt → redress.

One block of at most 4,096 persons of one district at a time, so that its columns stay in the processor's cache.
The draws that everybody needs are made for the whole block as vectors, and one pass picks those who need a second
look (some 3 % of the people on an ordinary day); each stage then is a plain loop over their records.
"""

from __future__ import annotations

import numpy as np

from glasshouse.draws import DENSE_CALLS, LATE_CALLS, Purpose, fill, fill_for
from glasshouse.kernels import inner, kernel
from glasshouse.model import adapt as adapting
from glasshouse.model import attribute, closed, live, observe, record, redress, sanction, score, screening, stocks
from glasshouse.model import gate as gates
from glasshouse.model.desk import BLOCK
from glasshouse.model.events import MOST_A_DAY, Event, log
from glasshouse.model.gate import HOTEL, VISA
from glasshouse.model.measures import M
from glasshouse.model.state import FRIEND_SANCTIONED, NONE, Kind, load, store
from glasshouse.population.network import CIRCLE
from glasshouse.population.people import AGE_SHIFT, CASE_OPEN

gates_of, recall = closed.gates_of, closed.recall
pick, want, hold_back = screening.pick, live.want, live.hold_back
watch, err = observe.observe, attribute.err
enter_all, enter = record.record, record.enter
rescore, punish, pass_gates = score.rescore, sanction.sanction, gates.gate
adapt, announce, settle_down, shake = adapting.adapt, adapting.announce, adapting.settle_down, adapting.shake
seek_redress = redress.redress
take_stock, take_sample = stocks.take_stock, stocks.take_sample

_ASSOCIATION = int(Kind.ASSOCIATION)
_JOIN_CALL = Purpose.JOIN >> 2
_COMMERCIAL_CALL = Purpose.COMMERCIAL >> 2
_ROOM_FOR_EVENTS = BLOCK * MOST_A_DAY
_ROOM_FOR_MAIL = BLOCK * CIRCLE * 2


@kernel
def deliver(mail, p, laws, districts, nows, counts, rows, harms, desk):
    """Deliver last evening's mail, sorted by recipient, purpose and sender.

    The caller leaves room in `rows` for one event a letter.
    """
    law = laws[0]
    now = nows[0]
    acts, picked = desk.acts, desk.picked
    a = acts[0]
    picked[0] = 0
    place = 0
    for k in range(mail.shape[0]):
        letter = mail[k]
        person = letter.recipient
        while person >= districts[place].start + districts[place].n:
            place += 1
        load(acts, 0, 1, picked, person, p, now)
        if (a.traits >> AGE_SHIFT) & 3 == 0:
            continue
        a.group = a.traits & 3
        c = counts[place]
        if letter.purpose == FRIEND_SANCTIONED:
            shake(a, law.fear_friend, law.trust_friend)
            c[a.group, M.friend_sanctioned] += 1
        elif law.points[_ASSOCIATION] != 0:
            held = letter.payload & 1 != 0
            clean = letter.payload & 2 != 0
            enter(a, _ASSOCIATION, held, clean, law, c)
            if held:
                c[a.group, M.association_penalties] += 1
                if harms.shape[0] > 0:
                    row = harms[person - now.origin]
                    row.association = min(255, row.association + 1)
                kind = np.int64(Event.ENTRY if clean else Event.FALSE_ENTRY)
                points = law.points[_ASSOCIATION]
                log(rows, now, person, kind, _ASSOCIATION, letter.sender, points)
        store(acts, 1, p, now)


@kernel
def draw_dense(now, first, n, words):
    """Draw the eight words (uint32 [8, …]) that everybody needs every day."""
    # Rows of a whole C-ordered array: a cut-out of it has strides, and the loop in `fill` loses its vectors.
    a, b, c, d = words[0][:n], words[1][:n], words[2][:n], words[3][:n]
    fill(now.k0, now.k1, first, now.day, DENSE_CALLS[0], a, b, c, d)
    a, b, c, d = words[4][:n], words[5][:n], words[6][:n], words[7][:n]
    fill(now.k0, now.k1, first, now.day, DENSE_CALLS[1], a, b, c, d)


@kernel
def draw_late(now, first, count, desk):
    """Draw, as vectors, what only the picked persons need: ``desk.late``, by purpose from FIRST_LATE on."""
    picked, persons, late = desk.picked, desk.persons, desk.late
    for j in range(count):
        persons[j] = first + picked[j]
    who = persons[:count]
    fill_for(now, who, LATE_CALLS[0], late[0], late[1], late[2], late[3])
    fill_for(now, who, LATE_CALLS[1], late[4], late[5], late[6], late[7])
    fill_for(now, who, LATE_CALLS[2], late[8], late[9], late[10], late[11])


@kernel
def draw_for_rescoring(now, first, n, extra):
    """Rows 0-2 of `extra`: joining, expiry, the commercial score. The other rows take the words that nobody asked for.

    Each word goes to a row of its own: where two outputs overlap, the loop loses its vectors.
    """
    join, expire, commercial = extra[0][:n], extra[1][:n], extra[2][:n]
    a, b, c = extra[3][:n], extra[4][:n], extra[5][:n]
    fill(now.k0, now.k1, first, now.day, _JOIN_CALL, a, join, expire, b)
    fill(now.k0, now.k1, first, now.day, _COMMERCIAL_CALL, commercial, a, b, c)


@inner
def _touched(a, law, rescoring):
    """Can anything more happen to this person today?

    Entries, alerts, closed gates, lists, open cases; and outings that earn a perk, or may earn one after a rescoring.
    """
    if a.pinned or a.alert or a.false_face != NONE or a.false_error != NONE:
        return True
    if a.gates0 or a.lists0 or a.flags & CASE_OPEN:
        return True
    if gates_of(a.flags, a.dossier, law, 0) != 0:  # new rules close it today
        return True
    if a.outing == NONE:
        return False
    perk = (a.outing == HOTEL and law.perk_hotel > 0) or (a.outing == VISA and law.perk_visa > 0)
    return perk or ((law.redlist_gates >> a.outing) & 1 and (rescoring or a.flags & 7 == 0))


@inner
def follow(a, followed, trace, now):
    """Copy the record of somebody whose life is to be told."""
    if followed[a.person - now.origin] != 0:
        a.day = now.day
        trace[now.traced] = a
        now.traced += 1


@kernel
def keep_touched(acts, count, picked, again, law, rescoring, followed, trace, now):
    """Close the ranks: most of what people do leaves no trace, and the later stages need not look at them."""
    kept = 0
    for j in range(count):
        if _touched(acts[j], law, rescoring):
            if kept != j:
                acts[kept] = acts[j]
                picked[kept] = picked[j]
            kept += 1
        else:
            again[picked[j]] = 0
            if followed.shape[0] > 0:
                follow(acts[j], followed, trace, now)
    return kept


@kernel
def live_through(
    blocks, first_block, p, laws, districts, resting_fear, room, jump, last_day, nows, counts, fitted, rows, mail,
    deeds, harms, followed, trace, desk,
):  # fmt: skip
    """One day of the blocks from `first_block` on; returns the number of the first block not done.

    `laws`: today's, and the one in force last evening. `blocks` int64 [n, 3]: first person, last person + 1, district.
    Columns, `deeds`, `harms` and `followed` hold the persons from `now.origin` on, and the blocks lie among them.
    `followed` uint8, one a person or empty: whose records are copied to `trace` (ACT), which has room for all of them.
    It stops early, between two blocks, when `rows` or `mail` might not hold all that one more block could write; the
    caller makes room and calls again.
    """
    law, yesterday = laws[0], laws[1]
    now = nows[0]
    day = now.day
    nobody = np.int64(0)  # a plain 0 is a type of its own, for which all would be compiled anew
    words, late, extra, picked, acts = desk.words, desk.late, desk.extra, desk.picked, desk.acts
    rescoring = law.rescore_every > 0 and (day + 1) % law.rescore_every == 0
    weekly = day % 7 == 6
    fitting = law.learned_every > 0 and (day + 1) % law.learned_every == 0
    for b in range(first_block, blocks.shape[0]):
        if rows.shape[0] - now.logged < _ROOM_FOR_EVENTS or mail.shape[0] - now.sent < _ROOM_FOR_MAIL:
            return b
        first, last, number = blocks[b, 0], blocks[b, 1], blocks[b, 2]
        n = last - first
        place = first - now.origin
        end = last - now.origin
        d = districts[number]
        c = counts[number]
        traits, flags = p.traits[place:end], p.flags[place:end]
        if jump > 0:
            announce(traits, p.fear[place:end], jump)
        draw_dense(now, first, n, words)
        count = pick(desk, traits, flags, p.commercial[place:end], rescoring, law, yesterday, d, c)
        load(acts, nobody, count, picked, first, p, now)
        draw_late(now, first, count, desk)
        recall(acts, nobody, count, picked, flags, yesterday)
        want(acts, nobody, count, picked, words, law, d)
        hold_back(acts, count, late, law, now, c, deeds)
        watch(acts, count, late, law, d, now, c)
        err(acts, count, picked, words, late, p.traits, law, d, now, c, harms)
        count = keep_touched(acts, count, picked, desk.again, law, rescoring, followed, trace, now)
        enter_all(acts, count, law, now, c, rows)
        if rescoring:
            store(acts, count, p, now)
            morning = desk.before[:n]
            draw_for_rescoring(now, first, n, extra)
            more = rescore(p, first, morning, desk, count, law, d, now, c, rows)
            load(acts, nobody, more, picked, first, p, now)
            recall(acts, count, more, picked, morning, yesterday)
            want(acts, count, more, picked, words, law, d)
            count = more
        punish(acts, count, law, d, room[number], now, c, rows, desk.known, mail, harms)
        pass_gates(acts, count, law, now, c, harms)
        adapt(acts, count, law, now, c)
        seek_redress(acts, count, law, now, c, rows)
        store(acts, count, p, now)
        if followed.shape[0] > 0:
            for j in range(count):
                follow(acts[j], followed, trace, now)
        if weekly:
            settle_down(traits, p.fear[place:end], p.trust[place:end], resting_fear[number], d.trust_rest)
        if weekly or last_day:
            take_stock(p, place, end, desk, c)
        if fitting:
            take_sample(p, first, last, law, now, fitted[number])
    return blocks.shape[0]
