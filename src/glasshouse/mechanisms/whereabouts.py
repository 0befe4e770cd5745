"""Whereabouts: where cameras recognise people, with whom, and at what hour, goes into their record.

Face recognition names passers-by on every trip and not only at offences. What follows from a name is this mechanism's:
a place that the system marks, somebody else who is on a list, an hour at which the person is never out.

Process: Now and then a grown-up person wants to go to a place that the system marks: a place of worship, an office for
petitions, a lawyer's. That is lawful, and some stay away from it out of fear, as from a gathering. It goes on whether
or not anybody is watched.

Mechanism: A visit is one of the day's trips, with its share of the day's sightings. Each of them is searched, and finds
the person, as often as any face is, and more often for people who are watched; one that does makes an entry. So does a
trip at an odd hour. Somebody who is on a list goes out with one of the circle on some days; a picture that names both
makes an entry for the other, who gets it the next morning, in each ledger for a list in the same ledger.

Error: The same searches name the wrong person. A visit, a trip at an odd hour, or the company of somebody on a list is
then entered for a person who was elsewhere, drawn from that person's own key, more often in the groups whose faces are
confused more often.

Effect: It alone brings into the record what people do that breaks no rule, on ordinary trips; it alone makes a record
out of whom somebody is seen with.

Source: A police program in Xinjiang flags people for their relationships, for leaving the area where they are
registered, and for much else that is lawful (`hrw-2019`). A company's open database held 6.7 million sightings of 24
hours, each with a place such as "mosque" or "hotel" (`sensenets-2019`); at mosques in Ürümqi faces are searched at the
door (`france24-2019`). None of these feeds a score. How often people go to such places, are out at odd hours or with
others, and the points, are assumed.
"""

# Points for knowing a listed person, seen together or not: association.py.

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.day_settings import DaySettings
from glasshouse.draws import random_word, scaled, thresholds
from glasshouse.entry_kind import EntryKind
from glasshouse.flow_chart import Arrow, Node
from glasshouse.kernels import inner
from glasshouse.letter import Letter
from glasshouse.mechanism import Ablation, Count, Mechanism, Stream, parameter
from glasshouse.mechanisms.activity import SIGHTING_DRAW, TRIP_DRAW, activity, mean_activity
from glasshouse.mechanisms.cameras import density
from glasshouse.mechanisms.face_recognition import named_rightly, named_wrongly, searched_share
from glasshouse.mechanisms.ledger import add_entry, enter
from glasshouse.mechanisms.perception import blame
from glasshouse.mechanisms.restrictions import DEFAULTER, DISHONEST
from glasshouse.model.active_bounds import PASS
from glasshouse.model.at_least_once import at_least_once
from glasshouse.model.events import Event, log
from glasshouse.model.mail import write_to_one
from glasshouse.model.state import NONE, PIN_MOVEMENT, PIN_VISIT, Conduct, may_record
from glasshouse.morning import Morning
from glasshouse.note import Mistake, Note, Phrases
from glasshouse.population.network import circle
from glasshouse.population.people import HABIT_SHIFT, MOST_GROUPS, WATCHED, group_slots
from glasshouse.trial_values import Busy

PARAMETERS = (
    parameter(
        "people.visits",
        "visits of an adult to a place that the system marks: worship, petitions, a lawyer's",
        kind="rate",
        unit="acts/person-day",
        stage="live",
    ),
    parameter(
        "whereabouts.together",
        "a person on a list is out with somebody of the circle on a day",
        kind="probability",
        stage="observe",
    ),
    parameter(
        "whereabouts.odd_hours",
        "a grown-up person is out on a day at an hour that a machine finds unusual for them",
        kind="probability",
        stage="observe",
    ),
)

BUSY = Busy(values={"people.visits": 0.02, "whereabouts.odd_hours": 0.02})

VISIT = EntryKind(
    "visit",
    area="private life",
    things=("a visit to a marked place", "visits to marked places"),
    recorded="being recognised at a place that the system marks",
    place=12,
)
COMPANY = EntryKind(
    "company",
    area="private life",
    things=("company of somebody on a list", "times in the company of somebody on a list"),
    recorded="being recognised with a person who is on a list (0: company is nobody's business)",
    place=13,
)
MOVEMENT = EntryKind(
    "movement",
    area="private life",
    things=("a trip at an odd hour", "trips at odd hours"),
    recorded="being recognised out at an hour that is unusual for the person",
    place=14,
)

ACT_VISIT = Count("act_visit", "Lawful visits to places that the system marks", unit="visits", place=132)
CHILLED_VISIT = Count("chilled_visit", "Lawful visits to such places not made out of fear", unit="visits", place=133)
VISIT_ENTRIES = Count("visit_entries", "Visits entered for whoever was recognised", unit="entries", place=134)
COMPANY_SEEN = Count("company_seen", "People on a list recognised with an acquaintance", unit="times", place=135)
MOVEMENT_ENTRIES = Count(
    "movement_entries", "Trips at odd hours entered for whoever was recognised", unit="entries", place=136
)
FALSE_VISITS = Count(
    "false_visits",
    "Visits of others pinned on the wrong person",
    unit="entries",
    place=137,
    harm="misidentification",
)
FALSE_COMPANY = Count(
    "false_company",
    "Company of others pinned on the wrong person",
    unit="entries",
    place=138,
    harm="misidentification",
)
FALSE_MOVEMENTS = Count(
    "false_movements",
    "Trips of others at odd hours pinned on the wrong person",
    unit="entries",
    place=139,
    harm="misidentification",
)
COMPANY_PENALTIES = Count(
    "company_penalties", "Points taken for being seen with somebody on a list", unit="penalties", place=140
)

#: What is rare has 48 bits, as of a stream with a bound: the upper 16 are the half of the day's word of sightings with
#: which nothing is rounded, so that everybody is screened at the price of one comparison; the lower 32 are this word.
PASS_DRAW = Stream("pass")
#: Which rare thing it is that may happen to somebody that day; each has its own share of the 32 numbers.
KIND_DRAW = Stream("kind")
#: Rounds a trip's share of the day's sightings.
SHARE_DRAW = Stream("share")
DARE_DRAW = Stream("dare")
VISIT_DRAW = Stream("visit")
COMPANY_DRAW = Stream("company")
COMPANION_DRAW = Stream("companion")

_KINDS, _KIND_BITS = 32, 5
#: The first number after those of a visit, of an odd hour, and of false company; then one each for a false visit and a
#: false trip. So many times as likely each must be made, to happen as often as it should.
_VISIT_TO, _ODD_TO, _COMPANY_TO, _FALSE_VISIT = 22, 26, 30, 30
_PER_VISIT, _PER_ODD, _PER_COMPANY, _PER_OTHER = _KINDS / 22, _KINDS / 4, _KINDS / 4, _KINDS
#: More sightings on one trip than these count as these.
MOST_SIGHTINGS = 63
_HALF = 0xFFFF
#: An eighth: this many times half of all.
_MOST_LISTED = 3
_LISTED = (int(DEFAULTER.stock), int(DISHONEST.stock))

VISIT_NOTE = Note(
    "went to a marked place",
    says=(
        "{they} went to a place that the system has on its map: one for worship, for petitions, for advice.",
        "{they} went again to a place that the system marks.",
        "It was the {nth} time that {they} went to such a place.",
    ),
    often=("{Times} {they} went to a place that the system marks.",),
    counts=(ACT_VISIT,),
    bit=45,
)
AFRAID_NOTE = Note(
    "stayed away from a marked place",
    says=(
        "{they} would have gone to a place that the system marks, and was afraid to be seen there.",
        "Again {they} stayed away from such a place, out of fear.",
    ),
    often=("{Times} fear kept {them} from a place that the system marks.",),
    counts=(CHILLED_VISIT,),
    bit=46,
)
SEEN_NOTE = Note(
    "recognised at a marked place",
    says=(
        "A camera on the way recognised {them}, and the place went into {their} record.",
        "The cameras knew {them} on the way there, and the visit was entered.",
        "Once more a camera put {their} name to a visit.",
    ),
    brief="a camera recognised {them} at a place that the system marks",
    entry=VISIT,
    counts=(VISIT_ENTRIES,),
    bit=47,
)
COMPANY_NOTE = Note(
    "recognised in company",
    says=(
        "A camera recognised {them}, who was on a list, together with somebody close, for whom that had a price.",
        "Again a camera saw whom {they} was out with.",
    ),
    often=("{Times} cameras recognised {them} together with somebody close, for whom that had a price.",),
    counts=(COMPANY_SEEN,),
    bit=48,
)
MOVEMENT_NOTE = Note(
    "recognised at an odd hour",
    says=(
        "{they} was out at an hour at which {they} is never out, and a camera recognised {them}.",
        "A machine found the hour of one of {their} trips unusual, and entered it.",
        "Again a camera recognised {them} at an odd hour.",
    ),
    brief="a camera recognised {them} at an odd hour",
    entry=MOVEMENT,
    counts=(MOVEMENT_ENTRIES,),
    bit=49,
)
FALSE_VISIT_NOTE = Note(
    "another's visit",
    says=(
        "A camera took somebody at a place that the system marks for {them}, who had not been there.",
        "Again the face search put {them} where {they} had not been.",
    ),
    brief="a face search put {them} at a place where {they} had not been",
    mistake=Mistake(kind=VISIT, word="another's visit", things=("somebody else's visit", "visits by others")),
    counts=(FALSE_VISITS,),
    bit=50,
)
FALSE_COMPANY_NOTE = Note(
    "another's company",
    says=(
        "A camera saw somebody on a list with another person, and the face search said that this was {them}.",
        "Once more the face search put {them} in the company of somebody on a list.",
    ),
    brief="a face search put {them} in the company of somebody on a list",
    mistake=Mistake(kind=COMPANY, word="another's company", things=("somebody else's company", "company of others")),
    counts=(FALSE_COMPANY,),
    bit=51,
)
FALSE_MOVEMENT_NOTE = Note(
    "another's odd hour",
    says=(
        "A camera took somebody who was out at an odd hour for {them}.",
        "Again somebody else's odd hours were put down to {them}.",
    ),
    brief="somebody else's odd hours were put down to {them}",
    mistake=Mistake(
        kind=MOVEMENT, word="another's odd hour", things=("somebody else's trip at an odd hour", "odd hours of others")
    ),
    counts=(FALSE_MOVEMENTS,),
    bit=52,
)
PHRASES = Phrases(
    said={
        "company": (
            "A camera saw {them} with {other}, who was on a list, and {they} lost {n} points for it: {left}.",
            "For being seen with {other} {they} lost {n} points, down to {left}.",
            "{Other} was on a list, and {they} was seen with {them2}: {n} points, which left {left}.",
        ),
        "company unscored": (
            "A camera saw {them} with {other}, who was on a list; {n} points were noted against {them}.",
            "{they} was seen with {other}, and another {n} points were noted against the score to come.",
        ),
        "company twice": ("{they} was seen with {them2} twice, and it cost {n} points more: {left}.",),
        "company false": (
            "That listing was itself a mistake.",
            "The listing was false, and the company was nobody's business in any case.",
            "It was the {nth} time that the listing behind it was false.",
        ),
    }
)

#: Its payload: 1 where the sender is on a list in the observed ledger, 2 in the error-free one.
SEEN_TOGETHER = Letter(
    "seen together",
    place=2,
    told="entry",
    entry=COMPANY,
    counts=(COMPANY_PENALTIES,),
    things=("company of somebody listed by mistake", "times in company of somebody listed by mistake"),
    brief="{they} lost points for being seen with {other}",
)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Visits by age and habit; what a trip's sightings lead to, for people not watched and watched."""
    n, on = settings.numbers, settings.on("whereabouts")
    searched, hit = searched_share(settings) * on, named_rightly(settings)
    seen = _recognised(settings, searched * hit)
    return {
        "visit": thresholds(_PER_VISIT * n["people.visits"] * activity(n)),
        "recognised": thresholds(seen),
        "odd": thresholds(_PER_ODD * n["whereabouts.odd_hours"] * seen),
        "together": thresholds(n["whereabouts.together"] * _recognised(settings, searched * hit * hit)),
    }


def _recognised(settings: DaySettings, each: float) -> np.ndarray:
    """P(one of n sightings leads to a name) [watched, n], where each does with a chance."""
    boost = settings.numbers["face_recognition.watch_boost"] if settings.on("face_recognition") else 1.0
    return at_least_once(each, np.outer([1.0, boost], np.arange(MOST_SIGHTINGS + 1)))


def compile_districts(settings: DaySettings) -> dict[str, Any]:
    """What is pinned on the wrong person, by group: as often as a search of that group goes wrong."""
    n = settings.numbers
    searched = searched_share(settings) * settings.on("whereabouts")
    passes = np.minimum(1.0, n["cameras.sightings"] * density(settings) * searched)
    wrong = passes[:, None] * named_wrongly(settings)
    visits = n["people.visits"] * mean_activity(settings)
    return {
        "false_visit": group_slots(thresholds(_PER_OTHER * visits[:, None] * wrong)),
        "false_movement": group_slots(thresholds(_PER_OTHER * n["whereabouts.odd_hours"] * wrong)),
        "false_company": group_slots(
            thresholds(_PER_COMPANY * n["whereabouts.together"] * named_rightly(settings) * wrong)
        ),
    }


def _listed_around(day, daily, params_of, districts, out):
    """People on a list in each district, of 65,536, as they were last counted; none in the first week.

    More than an eighth of the people count as an eighth, so that few need be looked at for what so rarely happens.
    """
    counted = day // 7 * 7 - 1
    for d in range(districts.shape[0]):
        listed = np.int64(0)
        if counted >= 0:
            for g in range(daily.shape[2]):
                for k in range(len(_LISTED)):
                    listed += daily[counted, d, g, _LISTED[k]]
        out[0, d] = min(65536 >> _MOST_LISTED, 65536 * listed // max(1, districts[d].n))


#: int64 [districts]: people on a list, of 65,536.
listed_around = Morning(_listed_around, "listed_around")


@inner
def happens(now, person, half, threshold):
    """Is the person's rare word below the threshold (0 .. 2**32)? `half`: its upper 16 bits."""
    ceiling = threshold >> 16
    if half != ceiling:
        return half < ceiling
    return half << 32 | random_word(now, person, PASS_DRAW) < threshold << 16


@inner
def kind_of(now, person):
    """Which rare thing may happen, 0 .. 31."""
    return random_word(now, person, KIND_DRAW) >> (32 - _KIND_BITS)


@inner
def on_one_trip(agent, i, words, params, now):
    """The share of the day's sightings that fall on one trip, rounded up as often as the rest calls for."""
    if agent.sightings == 0:
        return 0
    trips = np.int64(0)
    for k in range(5):
        trips += words[TRIP_DRAW, i] < params.trips[k]
    trips = max(trips, 1)
    rounding = scaled(random_word(now, agent.person, SHARE_DRAW), trips)
    return min(MOST_SIGHTINGS, (agent.sightings + rounding) // trips)


def live_inhibit(
    agent, i, words, params, now, counts, deeds, rest_cameras, rest_reports, rest_removals, rest_punishment,
    resting_fear,
):  # fmt: skip
    """Does somebody go to a place that the system marks, or stay away out of fear?"""
    half = np.int64(words[SIGHTING_DRAW, i]) & _HALF
    likely = params.visit[agent.age, (agent.traits >> HABIT_SHIFT) & 3]
    if not happens(now, agent.person, half, likely) or kind_of(now, agent.person) >= _VISIT_TO:
        return
    g = agent.group
    word, most = random_word(now, agent.person, DARE_DRAW), params.chill[Conduct.ASSEMBLY, agent.fear]
    afraid = word < most
    if afraid:
        counts[g, CHILLED_VISIT] += 1
        agent.noted |= AFRAID_NOTE
        blame(
            agent, word, most, params, rest_cameras, rest_reports, rest_removals, rest_punishment, resting_fear, counts
        )
    else:
        counts[g, ACT_VISIT] += 1
        agent.noted |= VISIT_NOTE
        agent.visit = 1
    if deeds.shape[0] > 0:
        row = deeds[agent.person - now.origin]
        if afraid:
            row.chilled = min(65535, row.chilled + 1)
        else:
            row.lawful = min(255, row.lawful + 1)


def observe(agent, i, words, params, district, now, counts, known, mail):
    """Is somebody recognised on a visit, or at an odd hour; or, being on a list, with an acquaintance?"""
    if agent.sightings == 0:
        return
    watched = 1 if agent.flags & WATCHED else 0
    half = np.int64(words[SIGHTING_DRAW, i]) & _HALF
    scored = params.cameras_scored & params.whereabouts_scored
    if agent.visit:
        seen = on_one_trip(agent, i, words, params, now)
        known_there = random_word(now, agent.person, VISIT_DRAW) < params.recognised[watched, seen]
        if known_there and may_record(agent, scored):
            counts[agent.group, VISIT_ENTRIES] += 1
            agent.noted |= SEEN_NOTE
            agent.pinned |= PIN_VISIT
    elif happens(now, agent.person, half, params.odd[watched, MOST_SIGHTINGS]):
        kind = kind_of(now, agent.person)
        if _VISIT_TO <= kind < _ODD_TO:
            seen = on_one_trip(agent, i, words, params, now)
            if happens(now, agent.person, half, params.odd[watched, seen]) and may_record(agent, scored):
                counts[agent.group, MOVEMENT_ENTRIES] += 1
                agent.noted |= MOVEMENT_NOTE
                agent.pinned |= PIN_MOVEMENT
    if agent.lists0 != 0:
        word = random_word(now, agent.person, COMPANY_DRAW)
        # The first comparison spares most of them the second word.
        if (
            word < params.together[watched, MOST_SIGHTINGS]
            and word < params.together[watched, on_one_trip(agent, i, words, params, now)]
        ):
            meet(agent, scored, district, now, counts, known, mail)


@inner
def meet(agent, scored, district, now, counts, known, mail):
    """Somebody on a list was recognised with one of the circle, who has it entered tomorrow morning."""
    several = circle(agent.person - district.start, district.n, district.number, now, known)
    if several == 0:
        return
    counts[agent.group, COMPANY_SEEN] += 1
    agent.noted |= COMPANY_NOTE
    if may_record(agent, scored):
        payload = np.int64(agent.lists0 & 3 != 0) | (np.int64(agent.lists0 >> 2 != 0) << 1)
        other = district.start + known[scaled(random_word(now, agent.person, COMPANION_DRAW), several)]
        write_to_one(other, agent.person, SEEN_TOGETHER, payload, now, mail)


def receive(agent, letter, params, now, counts, rows):
    """Yesterday somebody was recognised with an acquaintance who is on a list."""
    if letter.purpose != SEEN_TOGETHER or params.points[COMPANY] == 0:
        return
    observed = letter.payload & 1 != 0
    error_free = letter.payload & 2 != 0
    enter(agent, COMPANY, observed, error_free, params, counts)
    if observed:
        counts[agent.group, COMPANY_PENALTIES] += 1
        kind = np.int64(Event.ENTRY if error_free else Event.FALSE_ENTRY)
        log(rows, now, agent.person, kind, COMPANY, letter.sender, params.points[COMPANY])


def attribute_last(agent, i, words, params, district, listed_around, now, counts, harms):
    """Where somebody else was, or with whom, is put down to a person on whom no other wrong face fell today."""
    if agent.false_face != NONE:
        return
    g = agent.group
    visit, movement = district.false_visit[g], district.false_movement[g]
    company = (district.false_company[g] * listed_around) >> 16
    half = np.int64(words[SIGHTING_DRAW, i]) & _HALF
    if not happens(now, agent.person, half, max(visit, max(movement, company))):
        return
    kind = kind_of(now, agent.person)
    if _ODD_TO <= kind < _COMPANY_TO:
        if happens(now, agent.person, half, company):
            agent.false_face = COMPANY
            agent.noted |= FALSE_COMPANY_NOTE
            counts[g, FALSE_COMPANY] += 1
    elif kind == _FALSE_VISIT:
        if happens(now, agent.person, half, visit):
            agent.false_face = VISIT
            agent.noted |= FALSE_VISIT_NOTE
            counts[g, FALSE_VISITS] += 1
    elif kind > _FALSE_VISIT and happens(now, agent.person, half, movement):
        agent.false_face = MOVEMENT
        agent.noted |= FALSE_MOVEMENT_NOTE
        counts[g, FALSE_MOVEMENTS] += 1
    if agent.false_face == NONE:
        return
    if harms.shape[0] > 0:
        row = harms[agent.person - now.origin]
        row.misidentified = min(255, row.misidentified + 1)
    if not may_record(agent, params.cameras_scored & params.whereabouts_scored):
        agent.false_face = NONE


def record(agent, params, now, counts, rows):
    """Enter the place, or the hour, at which somebody was recognised."""
    if agent.pinned & PIN_VISIT:
        add_entry(agent, VISIT, True, -1, params, now, counts, rows)
    if agent.pinned & PIN_MOVEMENT:
        add_entry(agent, MOVEMENT, True, -1, params, now, counts, rows)


def screen(params, district, bounds):
    """Below which rare word any of it could happen to anybody; whoever is watched is looked at all the same."""
    for habit in range(4):
        for age in range(3):
            bounds[PASS] = max(bounds[PASS], params.visit[age, habit])
    most_seen = min(MOST_SIGHTINGS, (district.sight_rate + 65535) >> 16)
    bounds[PASS] = max(bounds[PASS], params.odd[0, most_seen])
    for group in range(MOST_GROUPS):
        company = district.false_company[group] >> _MOST_LISTED
        false = max(district.false_visit[group], max(district.false_movement[group], company))
        bounds[PASS] = max(bounds[PASS], false)


FLOW_CHART = (
    Node(key="whereabouts", name="Places and company", stage="sources", place=25),
    Arrow(
        start="whereabouts",
        end="record",
        what="visits, company, odd hours",
        measures=(VISIT_ENTRIES, COMPANY_PENALTIES, MOVEMENT_ENTRIES),
        wrong=(FALSE_VISITS, FALSE_COMPANY, FALSE_MOVEMENTS),
        needs="whereabouts.scored",
        place=35,
    ),
)

ABLATIONS = (
    Ablation(
        name="whereabouts",
        family="sensors",
        title="Places, company and hours on record",
        off={"whereabouts.enabled": False},
    ),
)

MECHANISM = Mechanism(
    module=__name__,
    section="whereabouts",
    place=145,
    title="Places and company",
    what="Enters where cameras recognise people, with whom, and at what odd hour.",
    switched=True,
    scored=True,
    other_purpose=True,
    params={
        "visit": (3, 4),
        "recognised": (2, MOST_SIGHTINGS + 1),
        "odd": (2, MOST_SIGHTINGS + 1),
        "together": (2, MOST_SIGHTINGS + 1),
    },
    districts={"false_visit": (MOST_GROUPS,), "false_movement": (MOST_GROUPS,), "false_company": (MOST_GROUPS,)},
    compile_params=compile_params,
    compile_districts=compile_districts,
    rules={
        "live_inhibit": live_inhibit,
        "observe": observe,
        "attribute_last": attribute_last,
        "record": record,
        "receive": receive,
        "screen": screen,
    },
    mornings={"listed_around": listed_around},
)
