"""The day: live → observe → attribute → record → score → sanction → gate → adapt → redress.

One block of at most 4,096 persons of one district at a time, so that its columns stay in the processor's cache.
The draws that everybody needs are made for the whole block as vectors, and one pass picks those who need a second
look (some 3 % of the people on an ordinary day); each stage then is a plain loop over their records.
"""

from __future__ import annotations

import numpy as np

from glasshouse.draws import DENSE_CALLS, LATE_CALLS, Stream, fill, fill_for
from glasshouse.kernels import inner, kernel
from glasshouse.model.adapt import adapt, apply_announcement, relax_to_baseline, update_affect
from glasshouse.model.attribute import apply_false_positives
from glasshouse.model.counts import Count
from glasshouse.model.events import MOST_A_DAY, Event, log
from glasshouse.model.gate import HOTEL, VISA, gate
from glasshouse.model.live import live_inhibit, live_intend
from glasshouse.model.observe import observe
from glasshouse.model.record import enter, record
from glasshouse.model.redress import redress
from glasshouse.model.restrictions import gates_of, snapshot_restrictions
from glasshouse.model.sanction import sanction
from glasshouse.model.score import score
from glasshouse.model.screening import select_active
from glasshouse.model.state import CONTAGION, NONE, Kind, load, store
from glasshouse.model.stocks import take_sample, take_stock
from glasshouse.model.workspace import BLOCK
from glasshouse.population.network import CIRCLE
from glasshouse.population.people import AGE_SHIFT, CASE_OPEN

_ASSOCIATION = int(Kind.ASSOCIATION)
_JOIN_CALL = Stream.JOIN >> 2
_COMMERCIAL_CALL = Stream.COMMERCIAL >> 2
_ROOM_FOR_EVENTS = BLOCK * MOST_A_DAY
_ROOM_FOR_MAIL = BLOCK * CIRCLE * 2


@kernel
def deliver(mail, p, params_pair, districts, nows, counts, rows, harms, workspace):
    """Deliver last evening's mail, sorted by recipient, purpose and sender.

    The caller leaves room in `rows` for one event a letter.
    """
    params = params_pair[0]
    now = nows[0]
    agents, selected = workspace.agents, workspace.selected
    a = agents[0]
    selected[0] = 0
    place = 0
    for k in range(mail.shape[0]):
        letter = mail[k]
        person = letter.recipient
        while person >= districts[place].start + districts[place].n:
            place += 1
        load(agents, 0, 1, selected, person, p, now)
        if (a.traits >> AGE_SHIFT) & 3 == 0:
            continue
        a.group = a.traits & 3
        c = counts[place]
        if letter.purpose == CONTAGION:
            update_affect(a, params.contagion_fear, params.contagion_trust)
            c[a.group, Count.friend_sanctioned] += 1
        elif params.points[_ASSOCIATION] != 0:
            observed = letter.payload & 1 != 0
            error_free = letter.payload & 2 != 0
            enter(a, _ASSOCIATION, observed, error_free, params, c)
            if observed:
                c[a.group, Count.association_penalties] += 1
                if harms.shape[0] > 0:
                    row = harms[person - now.origin]
                    row.association = min(255, row.association + 1)
                kind = np.int64(Event.ENTRY if error_free else Event.FALSE_ENTRY)
                points = params.points[_ASSOCIATION]
                log(rows, now, person, kind, _ASSOCIATION, letter.sender, points)
        store(agents, 1, p, now)


@kernel
def draw_dense(now, first, n, words):
    """Draw the eight words (uint32 [8, …]) that everybody needs every day."""
    # Rows of a whole C-ordered array: a cut-out of it has strides, and the loop in `fill` loses its vectors.
    a, b, c, d = words[0][:n], words[1][:n], words[2][:n], words[3][:n]
    fill(now.k0, now.k1, first, now.day, DENSE_CALLS[0], a, b, c, d)
    a, b, c, d = words[4][:n], words[5][:n], words[6][:n], words[7][:n]
    fill(now.k0, now.k1, first, now.day, DENSE_CALLS[1], a, b, c, d)


@kernel
def draw_late(now, first, count, workspace):
    """Draw, as vectors, what only the active persons need: ``workspace.late``, by purpose from FIRST_LATE on."""
    selected, persons, late = workspace.selected, workspace.persons, workspace.late
    for j in range(count):
        persons[j] = first + selected[j]
    who = persons[:count]
    fill_for(now, who, LATE_CALLS[0], late[0], late[1], late[2], late[3])
    fill_for(now, who, LATE_CALLS[1], late[4], late[5], late[6], late[7])
    fill_for(now, who, LATE_CALLS[2], late[8], late[9], late[10], late[11])


@kernel
def draw_for_rescoring(now, first, n, extra):
    """Rows 0-2 of `extra`: joining, expiry, the commercial score. The other rows take the words that nobody asked for.

    Each word goes to a row of its own: where two outputs overlap, the loop loses its vectors.
    """
    join, retention, commercial = extra[0][:n], extra[1][:n], extra[2][:n]
    a, b, c = extra[3][:n], extra[4][:n], extra[5][:n]
    fill(now.k0, now.k1, first, now.day, _JOIN_CALL, a, join, retention, b)
    fill(now.k0, now.k1, first, now.day, _COMMERCIAL_CALL, commercial, a, b, c)


@inner
def _still_active(a, params, rescoring):
    """Can anything more happen to this person today?

    Entries, alerts, closed gates, lists, open cases; and outings that earn a perk, or may earn one after a rescoring.
    """
    if a.pinned or a.alert or a.false_face != NONE or a.false_error != NONE:
        return True
    if a.gates0 or a.lists0 or a.flags & CASE_OPEN:
        return True
    if gates_of(a.flags, a.dossier, params, 0) != 0:  # new rules close it today
        return True
    if a.outing == NONE:
        return False
    perk = (a.outing == HOTEL and params.perk_hotel > 0) or (a.outing == VISA and params.perk_visa > 0)
    return perk or ((params.redlist_gates >> a.outing) & 1 and (rescoring or a.flags & 7 == 0))


@inner
def follow(a, followed, trace, now):
    """Copy the record of somebody whose life is to be told."""
    if followed[a.person - now.origin] != 0:
        a.day = now.day
        trace[now.traced] = a
        now.traced += 1


@kernel
def keep_active(agents, count, selected, active, params, rescoring, followed, trace, now):
    """Close the ranks: most of what people do leaves no trace, and the later stages need not look at them."""
    kept = 0
    for j in range(count):
        if _still_active(agents[j], params, rescoring):
            if kept != j:
                agents[kept] = agents[j]
                selected[kept] = selected[j]
            kept += 1
        else:
            active[selected[j]] = 0
            if followed.shape[0] > 0:
                follow(agents[j], followed, trace, now)
    return kept


@kernel
def simulate_day(
    blocks, first_block, p, params_pair, districts, resting_fear, review_capacity, jump, last_day, nows, counts, fitted,
    rows, mail, deeds, harms, followed, trace, workspace,
):  # fmt: skip
    """One day of the blocks from `first_block` on; returns the number of the first block not done.

    `params_pair`: today's, and the one in force last evening. `blocks` int64 [n, 3]: first person, last person + 1,
    district. Columns, `deeds`, `harms` and `followed` hold the persons from `now.origin` on, and the blocks lie among
    them. `followed` uint8, one a person or empty: whose records are copied to `trace` (AGENT_DAY), which has room for
    all of them. It stops early, between two blocks, when `rows` or `mail` might not hold all that one more block could
    write; the caller makes room and calls again.
    """
    params, params_yesterday = params_pair[0], params_pair[1]
    now = nows[0]
    day = now.day
    nobody = np.int64(0)  # a plain 0 is a type of its own, for which all would be compiled anew
    words, late, extra, selected, agents = (
        workspace.words,
        workspace.late,
        workspace.extra,
        workspace.selected,
        workspace.agents,
    )
    rescoring = params.rescore_every > 0 and (day + 1) % params.rescore_every == 0
    weekly = day % 7 == 6
    fitting = params.learned_every > 0 and (day + 1) % params.learned_every == 0
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
            apply_announcement(traits, p.fear[place:end], jump)
        draw_dense(now, first, n, words)
        count = select_active(
            workspace, traits, flags, p.commercial[place:end], rescoring, params, params_yesterday, d, c
        )
        load(agents, nobody, count, selected, first, p, now)
        draw_late(now, first, count, workspace)
        snapshot_restrictions(agents, nobody, count, selected, flags, params_yesterday)
        live_intend(agents, nobody, count, selected, words, params, d)
        live_inhibit(agents, count, late, params, now, c, deeds)
        observe(agents, count, late, params, d, now, c)
        apply_false_positives(agents, count, selected, words, late, p.traits, params, d, now, c, harms)
        count = keep_active(agents, count, selected, workspace.active, params, rescoring, followed, trace, now)
        record(agents, count, params, now, c, rows)
        if rescoring:
            store(agents, count, p, now)
            morning = workspace.before[:n]
            draw_for_rescoring(now, first, n, extra)
            more = score(p, first, morning, workspace, count, params, d, now, c, rows)
            load(agents, nobody, more, selected, first, p, now)
            snapshot_restrictions(agents, count, more, selected, morning, params_yesterday)
            live_intend(agents, count, more, selected, words, params, d)
            count = more
        sanction(agents, count, params, d, review_capacity[number], now, c, rows, workspace.known, mail, harms)
        gate(agents, count, params, now, c, harms)
        adapt(agents, count, params, now, c)
        redress(agents, count, params, now, c, rows)
        store(agents, count, p, now)
        if followed.shape[0] > 0:
            for j in range(count):
                follow(agents[j], followed, trace, now)
        if weekly:
            relax_to_baseline(traits, p.fear[place:end], p.trust[place:end], resting_fear[number], d.trust_rest)
        if weekly or last_day:
            take_stock(p, place, end, workspace, c)
        if fitting:
            take_sample(p, first, last, params, now, fitted[number])
    return blocks.shape[0]
