"""attribute: on whom an observation is pinned, rightly or wrongly.

A face search ends in a hit, a wrong match or nothing. The person on whom a wrong match falls is drawn from that
person's own key, so that taking one person off a list reshuffles nobody else's random numbers.

Process: A seen face is searched in a gallery of the district's people (``look_up``). Then, for each person on whom an
error could fall today: an alert of a police list, right, wrong or by an entry that should not be there; a look-up of
somebody else that ends on this person; a malicious or mistaken report, a clerk's error, a shared account, a false
flag (``apply_false_positives``). The chance that a search of N faces ends in a false match is 1 - (1 - FMR)^N
(``model/compile_params/faces.py``).

Source: False matches grow with the list in proportion (`npl-2023`), and between groups by the ratios of
`nist-8280`. That they fall tenfold for each twentieth of threshold is assumed: no slope is published. Errors of clerks:
`prygodicz-2021`.
"""

from __future__ import annotations

import numpy as np

from glasshouse.draws import FIRST_LATE, Stream, initial_random_word, scaled
from glasshouse.kernels import inner, kernel
from glasshouse.model.counts import Count
from glasshouse.model.sensors import companies, informants, internet, registries
from glasshouse.model.state import FAULTY, NONE, RIGHT, WRONG, Kind, Note, Online
from glasshouse.population.people import ON_WATCHLIST, WATCHED
from glasshouse.scenario.words import SENSORS

false_report = informants.false_report
false_flag = internet.false_flag
shared_account = companies.shared_account
clerical_error = registries.clerical_error

_FULL = 2**32
_HIT, _WRONG, _NONE = int(Note.FACE_HIT), int(Note.FACE_WRONG), int(Note.FACE_NONE)
_TRUE, _FALSE, _UNSCORED = int(Note.ALERT_TRUE), int(Note.ALERT_FALSE), int(Note.UNSCORED)
_MISTAKEN, _CLERICAL, _FLAG = 1, 2, 4
#: Each kind of error but the flag has a quarter of the word to itself.
QUARTER_BITS = 30
_QUARTER = 2**QUARTER_BITS - 1
#: Places of the sensors in ``T.scored``.
CAMERAS, INTERNET, INFORMANTS, COMPANIES, REGISTRIES = range(len(SENSORS))


@inner
def look_up(group, draw, d, c):
    """Search a seen face in the identity gallery: the bit of Note for a hit, a wrong match or none; 0: no search."""
    row = d.lookup[group]
    if draw < row[0]:
        c[group, Count.lookup_hit] += 1
        return _HIT
    if draw < row[1]:
        c[group, Count.lookup_wrong] += 1
        return _WRONG
    c[group, Count.pinned_on_nobody] += 1
    if draw < row[2]:
        c[group, Count.lookup_none] += 1
        return _NONE
    return 0


@inner
def on_watchlist(a, d, now):
    """0: not on it; 1: rightly; 2: by an entry that should not be there. Lists may be shortened, not lengthened."""
    if not a.traits & ON_WATCHLIST:
        return 0
    place = initial_random_word(now, a.person, Stream.WATCHLIST)
    if place < d.rightly:
        return 1
    return 2 if place < d.on_watchlist else 0


@inner
def _faces(a, j, match_draw, late, params, d, now, c, harms):
    """Watchlist alerts on this person, and look-ups of others that end on this person."""
    g = a.group
    if (a.flags & WATCHED or a.traits & ON_WATCHLIST) and late[Stream.ALERT - FIRST_LATE, j] < min(
        _FULL, a.sightings * params.alert
    ):
        on_list = on_watchlist(a, d, now)
        if a.flags & WATCHED or on_list:
            a.alert = RIGHT
            a.noted |= _TRUE
            c[g, Count.alert_true] += 1
            if not a.flags & WATCHED and on_list == 2:
                a.alert |= FAULTY
                c[g, Count.alert_faulty] += 1
    alert = min(_FULL, a.sightings * params.false_alert[g])
    if match_draw < alert:
        a.alert |= WRONG
        a.noted |= _FALSE
        a.false_face = Kind.SUSPICION
        c[g, Count.alert_false] += 1
    elif match_draw >= _FULL - d.victim[g]:
        a.false_face = Kind.OFFENCE
        a.other = d.start + scaled(np.int64(late[Stream.TRUE_PERSON - FIRST_LATE, j]), d.n)
        c[g, Count.false_match] += 1
    if a.false_face != NONE and harms.shape[0] > 0:
        row = harms[a.person - now.origin]
        row.misidentified = min(255, row.misidentified + 1)
    if a.false_face != NONE and params.scored[CAMERAS] == 0:
        a.false_face = NONE
        a.noted |= _UNSCORED


@inner
def _errors(a, error_draw, posted, traits, params, d, now, c):
    """False reports, clerks' errors, shared accounts, false flags."""
    g = a.group
    row = d.error[g]
    which = error_draw >> QUARTER_BITS
    strikes = error_draw & _QUARTER < row[which]
    sensor = INTERNET
    if strikes and which <= _MISTAKEN:
        a.reporter = false_report(a.person, g, which, traits, params, d, now, c)
        if a.reporter >= 0:
            a.false_error = Kind.REPORT
        sensor = INFORMANTS
    elif strikes and which == _CLERICAL:
        clerical_error(g, c)
        a.false_error = Kind.DEFAULT
        sensor = REGISTRIES
    elif strikes:
        shared_account(g, c)
        a.false_error = Kind.PURCHASE
        sensor = COMPANIES
    elif posted and error_draw >= _FULL - row[_FLAG]:
        false_flag(g, c)
        a.false_error = Kind.CRITICAL_POST
    if a.false_error != NONE and params.scored[sensor] == 0:
        a.false_error = NONE
        a.noted |= _UNSCORED


@kernel
def apply_false_positives(agents, count, selected, words, late, traits, params, d, now, c, harms):
    """Set, for each active person, the day's false entries; `traits` is the whole column."""
    for j in range(count):
        a = agents[j]
        i = selected[j]
        _faces(a, j, np.int64(words[5, i]), late, params, d, now, c, harms)
        _errors(a, np.int64(words[6, i]), a.online == Online.POST, traits, params, d, now, c)
