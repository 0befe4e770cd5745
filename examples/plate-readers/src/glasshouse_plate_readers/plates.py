"""Number-plate readers: they read the plates of cars that drive past, and misread some.

Mechanism: Somebody who drives to a public act may have the plate read on the way there, and is then known to have been
there. All other reads are only counted.

Error: A misread plate is another car's. If that car's trip looks suspicious, a sighting that never was is entered for
its owner.

Effect: It alone finds people by their cars, and it alone makes entries for people who own one.

Source: How many plates a reader reads: `register-2010`. How many it misreads: `computerweekly-2018`. Who drives where,
and what happens to a misread plate, is assumed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.authoring import (
    ALL_GROUPS,
    NONE,
    PIN_CONDUCT,
    TRIP_DRAW,
    Ablation,
    Arrow,
    Conduct,
    Count,
    DaySettings,
    EntryKind,
    HeadlineSentence,
    Measure,
    Mechanism,
    Mistake,
    Node,
    Note,
    Offered,
    Sight,
    Source,
    Stream,
    initial_random_word,
    may_record,
    parameter,
    random_word,
    strikes,
    threshold,
    thresholds,
)

SOURCES = (
    Source(
        id="register-2010",
        author="The Register",
        year=2010,
        title="Police have more than 10,000 ANPR cameras",
        at="https://www.theregister.com/2010/02/03/police_anpr/",
        note="10,502 readers in England and Wales send 10 to 14 million reads a day.",
    ),
    Source(
        id="computerweekly-2018",
        author="Computer Weekly",
        year=2018,
        title="Call for statutory regulation of police number plate cameras amid concerns over accuracy",
        at="https://www.computerweekly.com/news/450433098/",
        note="The police say that 97 of 100 reads are right; the commissioner for cameras is not convinced.",
    ),
)

PARAMETERS = (
    parameter(
        "plates.owners",
        "people of 15 and over who have a car",
        kind="share",
        stage="live",
        value=0.5,
        range=(0.3, 0.7),
        assumed="about one car for two people; nobody counted who of the invented people has one",
    ),
    parameter(
        "plates.driven",
        "share of an owner's trips that are made in that car",
        kind="share",
        stage="live",
        value=0.6,
        range=(0.4, 0.8),
        assumed="who has a car takes it for most trips",
    ),
    # England and Wales: 12 million reads a day, and about 55 million people who make about one trip a day at the wheel.
    parameter(
        "plates.read",
        "a plate is read on a trip by car",
        kind="probability",
        stage="observe",
        value=0.2,
        range=(0.1, 0.5),
        source="register-2010",
        confidence="D",
    ),
    parameter(
        "plates.urban_ratio",
        "reads on a trip in a town over those in a village",
        kind="ratio",
        stage="observe",
        value=3,
        range=(1, 6),
        assumed="readers stand on main roads and round town centres",
    ),
    parameter(
        "plates.misread",
        "a plate that is read is misread",
        kind="probability",
        stage="attribute",
        error=True,
        value=0.03,
        range=(0.01, 0.05),
        source="computerweekly-2018",
        confidence="S",
    ),
    parameter(
        "plates.suspicious",
        "share of misread plates that are another car's, on a trip that looks suspicious",
        kind="share",
        stage="attribute",
        value=0.005,
        range=(0.001, 0.02),
        assumed="most misread plates are nobody's, and most trips look like any other",
    ),
)
OFFERED = Offered(keys=("plates.read", "plates.misread"))

#: What a misread plate is entered as. It has its own points, `score.points_suspicious_trip`.
SUSPICIOUS_TRIP = EntryKind(
    "suspicious trip",
    area="private life",
    things=("a suspicious trip", "suspicious trips"),
    recorded="a trip by car that looks suspicious",
    points=-10,
    range=(-20, 0),
    assumed="as much as an alert of a watchlist camera",
)

READS = Count("plates_read", "Number plates read", unit="plates", grouped=False)
SEEN = Count("plates_at_acts", "People whose plate was read on the way to a public act", unit="acts")
FALSE_SIGHTINGS = Count("plates_false", "False sightings from a misread plate", unit="sightings")

#: Who has a car is drawn once, for good.
OWNER = Stream("owner")
READ = Stream("read")
#: A rare thing that could happen to anybody on any day: nobody has to do anything first. The bound, a field of the
#: district's, says how rare, and those whom it may touch are looked at on that day.
MISREAD = Stream("misread", bound="plates_strike")

SEEN_NOTE = Note(
    "plate read",
    says=(
        "A reader had noted {their} number plate on the way there.",
        "{their} car had passed a plate reader nearby.",
        "The plate of {their} car gave {them} away.",
    ),
    often=("Plate readers on the way gave {them} away {times}.",),
    sight=Sight(act=PIN_CONDUCT, word="plate reader", by="a plate reader", leads="them"),
    counts=(SEEN,),
)
FALSE_NOTE = Note(
    "plate misread",
    says=(
        "A plate reader misread another car's plate, and a suspicious trip was noted for {them}.",
        "Again a misread plate put {them} where {they} had not been.",
        "The readers saw {their} car on a road that {they} had never taken: a plate had been misread.",
    ),
    brief="a misread plate put {them} where {they} had not been",
    mistake=Mistake(kind=SUSPICIOUS_TRIP, word="misread plate", things=("a misread plate", "misread plates")),
    counts=(FALSE_SIGHTINGS,),
)


def reads_a_trip(settings: DaySettings) -> np.ndarray:
    """P(the plate is read on a trip by car), by district; the mean over the people is the scenario's number."""
    n, place = settings.numbers, settings.place
    urban, people = place.columns["urban"], place.columns["population"]
    readers = 1 + (n["plates.urban_ratio"] - 1) * urban
    mean = float((readers * people).sum() / people.sum())
    return np.minimum(1, n["plates.read"] * readers / mean)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Who has a car."""
    return {"plates_owners": threshold(settings.numbers["plates.owners"])}


def compile_districts(settings: DaySettings) -> dict[str, Any]:
    """P(an owner's trip is read); reads a trip of anybody's, of 65,536; P(a misread plate is an owner's, on a day)."""
    n, place = settings.numbers, settings.place
    read = n["plates.driven"] * reads_a_trip(settings)
    grown = 1 - place.columns["children"]
    # A plate is mistaken for another as often as another is mistaken for it.
    false = n["people.trips"] * read * n["plates.misread"] * n["plates.suspicious"]
    return {
        "plates_at_act": thresholds(read),
        "plates_rate": np.rint(65536 * read * n["plates.owners"] * grown),
        "plates_strike": thresholds(false),
    }


def count_all(words, traits, params, district, counts):
    """Count the reads of everybody in the block: trips times a rate, rounded up as often as the rest calls for."""
    reads = np.int64(0)
    for i in range(traits.shape[0]):
        word = np.int64(words[TRIP_DRAW, i])
        trips = 0
        for k in range(5):
            trips += word < params.trips[k]
        # The lower half of the word of sightings, whose upper half rounds those of cameras.
        reads += (trips * district.plates_rate + (np.int64(words[7, i]) & 0xFFFF)) >> 16
    counts[ALL_GROUPS, READS] += reads


def has_car(agent, params, now):
    """Does the person have a car?"""
    return initial_random_word(now, agent.person, OWNER) < params.plates_owners


def observe(agent, params, district, now, counts):
    """Is the plate read of somebody who drives to a public act?"""
    if agent.conduct != Conduct.OFFENCE and agent.conduct != Conduct.ASSEMBLY:
        return
    if random_word(now, agent.person, READ) >= district.plates_at_act or not has_car(agent, params, now):
        return
    counts[agent.group, SEEN] += 1
    agent.noted |= SEEN_NOTE
    agent.seen |= PIN_CONDUCT
    if may_record(agent, params.plates_scored):
        agent.pinned |= PIN_CONDUCT


def attribute_last(agent, params, district, now, counts):
    """Another car's plate is taken for that of somebody on whom no other error fell today."""
    if agent.false_error != NONE or not strikes(now, agent.person, MISREAD, district.plates_strike):
        return
    if not has_car(agent, params, now):
        return
    counts[agent.group, FALSE_SIGHTINGS] += 1
    agent.noted |= FALSE_NOTE
    if may_record(agent, params.plates_scored):
        agent.false_error = SUSPICIOUS_TRIP


#: A figure worked out from counts; less of this one may be sought, since it is a harm.
FALSE_BY_READS = Measure(
    name="false_sightings_by_reads",
    title="False sightings by plates read",
    definition="Sightings entered for somebody who was elsewhere, of a million plates that were read.",
    unit="sightings of 1,000,000 plates read",
    base="plates read",
    scale=1_000_000,
    counts=(FALSE_SIGHTINGS,),
    over=(READS,),
    harm="misidentification",
)


def say(figures: Any) -> str | None:
    """The sentence of the headline."""
    false = figures.figure(FALSE_SIGHTINGS)
    if not figures.count(FALSE_SIGHTINGS):
        return None
    where = "In this run" if figures.alone else "Of 10,000 people"
    return f"{where}, plate readers saw somebody where they had not been {false.times}."


HEADLINE = HeadlineSentence(say=say)

FLOW_CHART = (
    Node(key="plates", name="Plate readers", stage="sources"),
    Arrow(
        start="plates",
        end="record",
        what="drivers",
        measures=(SEEN,),
        wrong=(FALSE_SIGHTINGS,),
        wrong_word="misread",
    ),
)

ABLATIONS = (
    Ablation(name="plates", family="sensors", title="Plate readers", off={"plates.enabled": False}),
    Ablation(name="misread-plates", family="errors", title="Misread plates", off={"plates.misread": 0}),
)

MECHANISM = Mechanism(
    module=__name__,
    section="plates",
    title="Plate readers",
    what="Read the number plates of cars, and misread some.",
    switched=True,
    scored=True,
    sources=SOURCES,
    params={"plates_owners": ()},
    districts={"plates_at_act": (), "plates_rate": (), "plates_strike": ()},
    compile_params=compile_params,
    compile_districts=compile_districts,
    rules={"count_all": count_all, "observe": observe, "attribute_last": attribute_last},
)
