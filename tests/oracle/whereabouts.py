"""Where people go, where cameras recognise them, with whom, and what is put down to others (steps 1, 2b and 3)."""

from __future__ import annotations

from collections.abc import Iterable

from .day import CAMERAS, COMPANY, MOVEMENT, VISIT, WHEREABOUTS, Day
from .fear import cause
from .philox import scaled

MOST_SIGHTINGS = 63
VISIT_KINDS, ODD_KINDS, COMPANY_KINDS = range(22), range(22, 26), range(26, 30)
FALSE_VISIT_KIND, FALSE_MOVEMENT_KIND = 30, 31


def rare(d: Day, limit: int) -> bool:
    """Whether the day's rare word is below a threshold."""
    word = (d.random_word("sighting") & 65535) * 2**32 + d.random_word("whereabouts.pass")
    return word < 65536 * limit


def kind(d: Day) -> int:
    return d.random_word("whereabouts.kind") >> 27


def visit(d: Day) -> None:
    """Step 1: a visit is wanted, and made or given up."""
    t, p = d.t, d.person
    if not rare(d, t.visit[p.age][p.habit]) or kind(d) not in VISIT_KINDS:
        return
    word, limit = d.random_word("whereabouts.dare"), t.chill[1][p.fear]
    if word < limit:
        d.count("chilled_visit")
        d.count(cause(t, d.rest, p.number, p.fear, word, limit))
    else:
        d.count("act_visit")
        d.visited = True


def sightings_on_a_trip(d: Day) -> int:
    """A trip's share of the day's sightings."""
    if d.sightings == 0:
        return 0
    trips = max(1, d.trips)
    return min(MOST_SIGHTINGS, (d.sightings + scaled(d.random_word("whereabouts.share"), trips)) // trips)


def _scored(d: Day) -> bool:
    return bool(d.t.scored[CAMERAS] and d.t.scored[WHEREABOUTS])


def recognise(d: Day) -> None:
    """Step 2b."""
    t, p = d.t, d.person
    n = sightings_on_a_trip(d)
    found = None
    if d.visited:
        if d.random_word("whereabouts.visit") < t.recognised[p.watched][n]:
            found = VISIT
    elif kind(d) in ODD_KINDS and rare(d, t.odd[p.watched][n]):
        found = MOVEMENT
    if found is not None and _scored(d):
        d.own_whereabouts.append(found)
        d.count("visit_entries" if found == VISIT else "movement_entries")
    listed = [one != 0 for one in d.lists_in_the_morning]
    circle = d.network.circle(p.local) if any(listed) else []
    if circle and d.random_word("whereabouts.company") < t.together[p.watched][n]:
        d.count("company_seen")
        if _scored(d):
            other = circle[scaled(d.random_word("whereabouts.companion"), len(circle))]
            d.to_one.append((other, 2, listed[0] + 2 * listed[1]))


def mistake(d: Day) -> None:
    """Step 3, for whom no other face was mistaken today."""
    t, p = d.t, d.person
    k = kind(d)
    found = None
    if k in COMPANY_KINDS and rare(d, (t.false_company[p.district][p.group] * d.listed) >> 16):
        found, measure = COMPANY, "false_company"
    elif k == FALSE_VISIT_KIND and rare(d, t.false_visit[p.district][p.group]):
        found, measure = VISIT, "false_visits"
    elif k == FALSE_MOVEMENT_KIND and rare(d, t.false_movement[p.district][p.group]):
        found, measure = MOVEMENT, "false_movements"
    if found is None:
        return
    d.count(measure)
    if _scored(d):
        d.false_entries.append(found)


def listed_share(stocks: Iterable[int], n: int) -> int:
    """People on a list, of 65,536 of a district's, at most an eighth."""
    return min(8192, 65536 * sum(stocks) // max(1, n))
