"""The learned score: a naive Bayes fitted on a schedule from the system's own records.

It learns who has an entry on record, not who did anything: where more is watched, more is recorded, and people who
live there are scored worse and watched more. That loop is what is studied. The model is fixed (categorical naive
Bayes, Laplace smoothing 1), nothing is selected, and it is fitted on one thread from whole-number sums.

Process: On a rescoring day the fitted points are taken off each score, and those with the most of them are watched,
as many as there are eyes for: sensors are aimed at them. On each day of a fit, a keyed sample of the scored people is
counted by features and by whether they have an entry.

Source: That a score which is fitted to what was found sends its watchers back to where they found it, and that
learning from what does not depend on them ends this: `ensign-2018`, after `lum-2016`. Its scale, its cap, its sample
and how many are watched are assumed.
"""

# The fit, and the choice of whom it watches: model/learned_fit.py and naive_bayes.py; score.py ends it at rescoring.
# How much more is seen of whoever is watched: cameras.py, and model/aim.py for other sensors.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from glasshouse.assessed import Need, Shown
from glasshouse.card_section import CardRow, CardSection, CardTable, DistrictDots, RunCounts
from glasshouse.day_settings import DaySettings
from glasshouse.draws import initial_random_word, random_word, threshold
from glasshouse.entry_kind import AREAS
from glasshouse.flow_chart import Arrow, Node
from glasshouse.intervention import Intervention, fixed
from glasshouse.kernels import inner
from glasshouse.measure import mean, share
from glasshouse.mechanism import Ablation, Count, Mechanism, Stream, parameter
from glasshouse.model.learned_fit import CELLS
from glasshouse.model.state import NONE, PIN_CONDUCT, PIN_MONEY, PIN_ONLINE, Conduct, Online
from glasshouse.note import Phrases
from glasshouse.population.people import (
    AGE_SHIFT,
    GROUP_MASK,
    INCOME_SHIFT,
    INTERNET,
    PARTICIPATES,
    URBAN,
    WATCHED,
    group_bits,
    group_of,
)
from glasshouse.trial_values import Busy

PARAMETERS = (
    parameter("learned_score.every", "days between fits of the learned score", kind="days", stage="score"),
    parameter(
        "learned_score.sample",
        "share of the scored people whose records are used in a fit",
        kind="share",
        stage="score",
    ),
    parameter("learned_score.scale", "points for each unit of log odds", kind="points", stage="score"),
    parameter("learned_score.cap", "most points that the learned score takes off", kind="points", stage="score"),
    parameter(
        "learned_score.watch", "learned points from which a person is watched (0: nobody)", kind="points", stage="score"
    ),
    parameter(
        "learned_score.watch_share",
        "share of the people of 15 and over whom it has watched, those with the most learned points first",
        kind="share",
        stage="score",
    ),
    parameter(
        "learned_score.unaimed",
        "share of people at whom no sensor is aimed, and whose acts alone the score is fitted to (0: all records)",
        kind="share",
        stage="score",
    ),
)
BUSY = Busy(
    values={
        "learned_score.every": 14,
        "learned_score.sample": 0.8,
        "learned_score.watch": 8,
        "learned_score.watch_share": 0.3,
    }
)

NEED = Need(
    word="learned-score",
    name="a score that is learned from the system's own records",
    lacking="no score is learned from data in this scenario; its rules are fixed",
    on=("learned_score.enabled",),
)
SHOWN = Shown(block="period", keys=("learned_score.every",), rank=1)

LEARNED_PENALISED = Count(
    "learned_penalised", "Rescorings in which the learned score took points off", unit="rescorings", place=55
)
WATCHED_PEOPLE = Count(
    "watched", "People watched, at the end (listed people included)", unit="people", place=106, stock=True
)

WATCHED_ACTS = Count(
    "watched_acts", "Acts that cost points, done by watched people", unit="acts", place=143, core=False
)
ACTS_RECORDED = Count(
    "acts_recorded", "Acts that cost points, entered against who did them", unit="acts", place=144, core=False
)
WATCHED_RECORDED = Count(
    "watched_recorded", "Acts of watched people that were entered against them", unit="acts", place=145, core=False
)
LEARNED_POINTS = Count(
    "learned_points", "Points that the learned score took off, at all rescorings", unit="points", place=146, core=False
)
WATCHED_RESCORED = Count(
    "watched_rescored", "Rescorings of people of a kind that it has watched", unit="rescorings", place=147, core=False
)
WATCHED_POINTS = Count(
    "watched_points", "Points that it took off people of these kinds", unit="points", place=148, core=False
)

SAMPLE_DRAW = Stream("sample", at=(6, 3))

PHRASES = Phrases(
    said={
        "learned": (
            (
                "A formula had a part in it: fitted to who has entries and not to who did anything, it took "
                "off {n} more from people of {their} age, income and place."
            ),
            "The formula that learns from the records took off {n} of those points by itself.",
            "Of what was missing, {n} points were the formula's doing.",
        ),
        "learned in vain": (
            (
                "The formula that learns from the records took off {n} more, which changed nothing: {they} "
                "would have fallen without it."
            ),
            "The formula's share was {n} more, and without it the tier would have been the same.",
            "Another {n} went to the formula, to no effect.",
        ),
        "why learned": (
            "The formula that learns from the system's own records took off {n} more, and that decided it.",
            (
                "Another {n} went to the formula that learns from the records, without which the tier would "
                "have been better."
            ),
            "What the learned formula took, {n} more, made the difference.",
        ),
        "why learned in vain": (
            "The formula that learns from the system's own records took off {n} more, which changed nothing.",
            (
                "Another {n} went to the formula that learns from the records; the tier would have been the "
                "same without."
            ),
            "The learned formula added its own {n}, and it made no difference.",
        ),
        "watched": (
            "From now on cameras looked for {their} face.",
            "{their} face was on the watchlist again.",
        ),
        "unwatched": (
            "{their} face came off the watchlist.",
            "The cameras stopped looking for {them}.",
        ),
    }
)

_AGE = np.uint16(3 << AGE_SHIFT)
_GROUP = np.uint16(GROUP_MASK)
_PART = np.uint16(PARTICIPATES)
_NOT_WATCHED = np.uint32(0xFFFFFFFF ^ WATCHED)
#: All areas of the dossier; and those without private life, where stands what a person is held to account for because
#: of somebody else: whom they know, and with whom they were seen.
_ANY = 15
_ACTED = _ANY ^ (1 << AREAS.index("private life"))


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """When it is fitted, on whom, and what it takes off."""
    n = settings.numbers
    fitted = settings.on("score") and settings.on("learned_score")
    return {
        "learned_every": int(fitted * n["learned_score.every"]),
        "sample": threshold(n["learned_score.sample"]),
        "learned_scale": int(n["learned_score.scale"]),
        "learned_cap": int(n["learned_score.cap"]),
        "watch_points": int(n["learned_score.watch"]),
        "watch_share": threshold(n["learned_score.watch_share"]),
        "unaimed": threshold(n["learned_score.unaimed"]),
    }


@inner
def cell_of(traits):
    """Place of a person's features (age, income, town, internet) in the learned score's table."""
    age = (traits >> AGE_SHIFT) & 3
    income = (traits >> INCOME_SHIFT) & 7
    urban = 1 if traits & URBAN else 0
    online = 1 if traits & INTERNET else 0
    return ((age * 5 + income) * 2 + urban) * 2 + online


def score_begin(traits, off, district):
    """What the fitted score takes off everybody's points."""
    for i in range(traits.shape[0]):
        off[i] = district.learned[cell_of(np.int64(traits[i]))]


def score_watch(traits, flags, off, first, params, district, now, counts):
    """Whoever has enough learned points is watched, but for those at whom nothing is aimed."""
    _watch_by_points(traits, flags, off, district, counts)
    if params.unaimed > 0:
        for i in range(flags.shape[0]):
            if flags[i] & WATCHED and left_alone(now, first + i, params):
                flags[i] &= _NOT_WATCHED


@inner
def left_alone(now, person, params):
    """Whether a person is one of those at whom nothing is aimed; it is drawn once."""
    return initial_random_word(now, person, SAMPLE_DRAW) < params.unaimed


@inner
def _watch_by_points(traits, flags, off, district, counts):
    anything = np.int16(0)
    for i in range(off.shape[0]):
        anything |= off[i]
    if anything == 0:
        return
    for g in range(counts.shape[0] - 1):
        group = np.uint16(group_bits(g))
        penalised = points = np.int64(0)
        for i in range(traits.shape[0]):
            takes_part = np.int64(((traits[i] & _GROUP) == group) & ((flags[i] & _PART) != 0))
            penalised += takes_part & np.int64(off[i] > 0)
            points += takes_part * np.int64(off[i])
        counts[g, LEARNED_PENALISED] += penalised
        counts[g, LEARNED_POINTS] += points
    for i in range(traits.shape[0]):
        if (traits[i] & _AGE) != 0 and district.watch[cell_of(np.int64(traits[i]))] != 0:
            flags[i] |= np.uint16(WATCHED)
            if flags[i] & PARTICIPATES:
                g = group_of(np.int64(traits[i]))
                counts[g, WATCHED_RESCORED] += 1
                counts[g, WATCHED_POINTS] += np.int64(off[i])


def observe_end(agent, counts):
    """Of what was done that costs points, what was pinned on whoever did it; apart for people who are watched."""
    done = 0
    if agent.conduct == Conduct.OFFENCE or agent.conduct == Conduct.ASSEMBLY:
        done |= PIN_CONDUCT
    if agent.online != NONE and agent.online != Online.POST:
        done |= PIN_ONLINE
    if agent.money != NONE:
        done |= PIN_MONEY
    recorded = _how_many(done & agent.pinned)
    counts[agent.group, ACTS_RECORDED] += recorded
    if agent.flags & WATCHED:
        counts[agent.group, WATCHED_ACTS] += _how_many(done)
        counts[agent.group, WATCHED_RECORDED] += recorded


@inner
def _how_many(acts):
    return (acts & PIN_CONDUCT != 0) + (acts & PIN_ONLINE != 0) + (acts & PIN_MONEY != 0)


def take_sample(people, first, last, params, now, out):
    """Add participants of the keyed sample to `out` [cells, 2]: with and without a recorded entry."""
    areas = _ACTED if params.unaimed > 0 else _ANY
    for i in range(first, last):
        place = i - now.origin
        if people.flags[place] & PARTICIPATES and _sampled(now, i, params):
            out[cell_of(people.traits[place] + 0), 1 if people.dossier[place] & areas else 0] += 1


@inner
def _sampled(now, person, params):
    if params.unaimed > 0:
        return left_alone(now, person, params)
    return random_word(now, person, SAMPLE_DRAW) < params.sample


FLOW_CHART = (
    Node(key="learned", name="Learned score", stage="score", place=10),
    Arrow(start="record", end="learned", what="people on record, at the end", measures=("with_dossier",), place=90),
    Arrow(start="learned", end="score", what="times points lost", measures=(LEARNED_PENALISED,), place=120),
)

#: What people did that costs points, lawful or not, and what was entered against them.
ACTS = (
    *("act_offence", "act_unlawful_post", "act_default", "act_late_payment"),
    *("act_assembly", "act_critical_post", "act_message", "act_purchase"),
)
_ENTRIES = ("entries_true", "entries_false")
_Sums = Mapping[tuple[int, str, str], int]


def _every(scenario: Any) -> int:
    """Days between fits."""
    return int(scenario.parameters["learned_score.every"].value)


def _text(scenario: Any) -> str:
    every = _every(scenario)
    days = f"{every:,} {'day' if every == 1 else 'days'}"
    return (
        f"The learned score is fitted to the system’s own records, here every {days}, not to what people did. Where "
        "the system sees more, records are fuller, and the score takes their fullness for guilt. Compare what people "
        "did with what was recorded, and with what the score made of it."
    )


def _sums(counts: RunCounts, scenario: Any) -> tuple[_Sums, int]:
    """Sums by period between fits, and the last period in which scores were worked out again after a fit, or 0."""
    every = _every(scenario)
    sums = counts.periods(("learned_penalised", "rescored", *_ENTRIES, *ACTS), every) if every > 0 else {}
    return sums, max((period for (period, _, measure) in sums if measure == "rescored"), default=0)


def _density(counts: RunCounts, district: str) -> float:
    """Sightings per 100 trips."""
    trips = counts.of_district(district, "trips")
    return 100 * counts.of_district(district, "sightings") / trips if trips else 0.0


def _dots(counts: RunCounts, scenario: Any) -> list[dict[str, float]]:
    """Each district in the last period: how densely it is watched, and how often points were taken off."""
    sums, last = _sums(counts, scenario)
    return [
        {
            "density": _density(counts, district),
            "penalised": 1000 * sums.get((last, district, "learned_penalised"), 0) / rescored,
            "people": counts.of_district(district, "people"),
        }
        for district in (counts.districts if last else ())
        if (rescored := sums.get((last, district, "rescored"), 0))
    ]


def _by_cameras(counts: RunCounts, scenario: Any) -> list[CardRow]:
    """Thirds of the districts by camera density: acts and entries before the first fit and after the last."""
    sums, last = _sums(counts, scenario)
    if not last:
        return []
    every = _every(scenario)
    ranked = sorted(counts.districts, key=lambda district: _density(counts, district))
    cut = max(1, len(ranked) // 3)
    thirds = (
        ("Fewest cameras", ranked[:cut]),
        ("In between", ranked[cut:-cut]),
        ("Most cameras", ranked[-cut:] if len(ranked) > 1 else []),
    )
    spans = ((0, every), (last, min(every, counts.days - last * every)))
    return [_third(sums, counts, name, own, spans) for name, own in thirds if own]


def _third(
    sums: _Sums, counts: RunCounts, name: str, districts: Sequence[str], spans: tuple[tuple[int, int], ...]
) -> CardRow:
    """A third of the districts; `spans` are the first and the last period, each with its days."""

    def total(period: int, *measures: str) -> int:
        return sum(sums.get((period, district, measure), 0) for district in districts for measure in measures)

    def taken(period: int) -> float | str:
        rescored = total(period, "rescored")
        return 1000 * total(period, "learned_penalised") / rescored if rescored else "–"

    people, trips, sightings = (
        sum(counts.of_district(district, measure) for district in districts)
        for measure in ("people", "trips", "sightings")
    )
    monthly = 30 * 10_000 / (people or 1)
    done, entries = (
        [total(period, *measures) * monthly / max(1, length) for period, length in spans]
        for measures in (ACTS, _ENTRIES)
    )
    seen = 100 * sightings / (trips or 1)
    return CardRow(name=name, cells=(len(districts), seen, *done, *entries, taken(1), taken(spans[1][0])))


SECTION = CardSection(
    key="feedback",
    title="Where it looks more, it finds more",
    text=_text,
    dots=DistrictDots(
        along=("density", "sightings per 100 trips in the district"),
        upward=("penalised", "points taken off, per 1,000 rescorings"),
        size="people",
        words="Each dot is a district: its cameras, against how often the learned score takes points off there.",
        caption="Each dot is a district in the last period; larger dots have more people.",
        rows=_dots,
    ),
    tables=(
        CardTable(
            caption="Thirds of the districts by camera density, before the first fit and after the last; acts and "
            "entries per 10,000 people in 30 days",
            heads=(
                "Districts",
                "How many",
                "Sightings per 100 trips",
                "Punishable acts done, before",
                "after",
                "Entries against people, before",
                "after",
                "Rescorings in 1,000 that lost points, after the first fit",
                "after the last",
            ),
            rows=_by_cameras,
        ),
    ),
    without="No score was worked out again after a fit in this run, so the feedback cannot be shown.",
    place=10,
)


_LAWFUL_OR_NOT = "Acts are those that cost points, lawful or not."
RECORDED_WATCHED = share(
    "recorded_watched",
    "Acts of watched people recorded",
    f"Acts of people who are watched that were entered against them. {_LAWFUL_OR_NOT}",
    base="acts of watched people",
    counts=(WATCHED_RECORDED,),
    over=(WATCHED_ACTS,),
)
RECORDED_OTHERS = share(
    "recorded_others",
    "Acts of others recorded",
    f"Acts of people who are not watched that were entered against them. {_LAWFUL_OR_NOT}",
    base="acts of people who are not watched",
    counts=(ACTS_RECORDED, "-watched_recorded"),
    over=(*ACTS, "-watched_acts"),
)
POINTS_WATCHED = mean(
    "points_watched",
    "Points off kinds of people that are watched",
    "Points that the learned score takes off people of the kinds that it has watched: by district, age, income, town "
    "and internet.",
    unit="points",
    base="rescorings of people of these kinds",
    counts=(WATCHED_POINTS,),
    over=(WATCHED_RESCORED,),
)
POINTS_OTHERS = mean(
    "points_others",
    "Points off other kinds of people",
    "Points that the learned score takes off everybody else who has a score.",
    unit="points",
    base="rescorings of other people",
    counts=(LEARNED_POINTS, "-watched_points"),
    over=("rescored", "-watched_rescored"),
)

UNAIMED_SAMPLE = Intervention(
    name="unaimed-sample",
    title="a score that learns only from people at whom nothing is aimed",
    sentence="One person in ten, drawn once, is never watched, and the learned score is fitted to what is on these "
    "people's record outside their private life, where the company they keep stands.",
    fails="It does nothing where nobody is watched. More is still recorded of whoever is watched; the score learns "
    "nothing from it.",
    stage="score",
    numbers={
        "learned_score.unaimed": fixed(0.1, 0.05, 0.2, assumed="a tenth, of whom a fit is made today as well"),
    },
    needs="learned_score",
)

ABLATIONS = (
    Ablation(name="learned-score", family="rules", title="The learned score", off={"learned_score.enabled": False}),
)

MECHANISM = Mechanism(
    module=__name__,
    section="learned_score",
    place=160,
    title="The learned score",
    what="A statistical score fitted to the system's own records: where it looks more, it finds more.",
    switched=True,
    params={
        "learned_every": (),
        "sample": (),
        "learned_scale": (),
        "learned_cap": (),
        "watch_points": (),
        "watch_share": (),
        "unaimed": (),
    },
    districts={"learned": (CELLS,), "watch": (CELLS,)},
    compile_params=compile_params,
    steps={"take_sample": take_sample},
    rules={"observe_end": observe_end, "score_begin": score_begin, "score_watch": score_watch},
)
