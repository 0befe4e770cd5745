"""The citizen score: on rescoring days, points become tiers.

Everybody is rescored, not only those who were picked, so that this works on whole columns.

Process: On every ``score.every``-th day both ledgers drift back towards the start, and both tiers are taken from points
less what the learned score takes off. On other days nothing happens here.

Source: Points, tiers and their cuts: `ohlberg-2017`, `mistreanu-2018`.
"""

# The score that is fitted to records: learned_score.py. Doors that a low tier closes: restrictions.py.

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.assessed import Need, Shown
from glasshouse.consistency import NotBelow
from glasshouse.day_settings import DaySettings
from glasshouse.entry_kind import AREAS, entry_kinds, how_many_kinds
from glasshouse.flow_chart import Arrow, Node
from glasshouse.intervention import Intervention
from glasshouse.kernels import inner
from glasshouse.measure import share
from glasshouse.mechanism import Count, Mechanism, Parameter, parameter
from glasshouse.note import Phrases
from glasshouse.population.people import AGE_SHIFT, ERROR_FREE_TIER, GROUP_MASK, PARTICIPATES, WATCHED, group_bits
from glasshouse.protection import Protects
from glasshouse.section import Extra
from glasshouse.stored import Stored
from glasshouse.tiers import MOST, TIERS, ByTier, cut_key, cut_keys
from glasshouse.trial_values import Busy

#: No points are below it: the cut of a tier that there is not.
_NO_CUT = -(2**15)


def _cuts(tiers: tuple[str, ...]) -> tuple[Parameter, ...]:
    """The fewest points for each tier but the worst."""
    said = {tier: f"fewest points for tier {tier}" for tier in tiers[:-1]}
    said[tiers[-2]] += f"; below is tier {tiers[-1]}"
    return tuple(parameter(cut_key(tier), text, kind="points", stage="score") for tier, text in said.items())


PARAMETERS = (
    parameter("score.start", "points at the start", kind="points", stage="score"),
    parameter("score.maximum", "most points a person can have", kind="points", stage="score"),
    ByTier(_cuts),
    parameter("score.every", "days between rescorings (0: never)", kind="days", stage="score"),
    parameter(
        "score.recovery",
        "points by which each rescoring moves a score back towards the start",
        kind="points",
        stage="score",
    ),
)
START = NotBelow(upper="score.maximum", lower="score.start")
PROTECTS = Protects(up=("score.recovery",))
BUSY = Busy(
    values={
        "score.cut_aaa": 1020,
        "score.cut_aa": 1010,
        "score.cut_b": 900,
        "score.cut_c": 850,
        "score.every": 7,
    }
)

NEED = Need(
    word="score",
    name="a score of persons",
    lacking="nobody has a score in this scenario",
    on=("score.enabled",),
)
SHOWN = Shown(block="period", keys=("score.every",), rank=0)

RESCORED = Count("rescored", "Scores worked out again", unit="rescorings", place=54)
TIER_RISES = Count("tier_rises", "Rescorings that put somebody in a better tier", unit="rescorings", place=56)
TIER_FALLS = Count("tier_falls", "Rescorings that put somebody in a worse tier", unit="rescorings", place=57)

MEASURES = (
    share(
        "tier_rises",
        "Tiers risen",
        "Rescorings after which a person stood in a better tier than that morning.",
        base="rescorings of people with a score",
        counts=("tier_rises",),
        over=("rescored",),
        section="Tiers",
        place=0,
    ),
    share(
        "tier_falls",
        "Tiers fallen",
        "Rescorings after which a person stood in a worse tier than that morning.",
        base="rescorings of people with a score",
        counts=("tier_falls",),
        over=("rescored",),
        section="Tiers",
        place=1,
    ),
)

#: The names of the tiers, best first.
TIER_NAMES = Extra(
    key="score.tiers",
    kind="tiers",
    mapping=f"names of the tiers, from the best to the worst, two to eight; without it {', '.join(TIERS)}",
)
#: So many columns are kept for the people in each tier, from this one on; those of further tiers come last.
_FIRST_COLUMN, _KEPT_COLUMNS = 100, 6


def _people_by_tier(tiers: tuple[str, ...]) -> tuple[Count, ...]:
    return tuple(
        Count(
            f"tier_{tier}",
            f"Tier {tier}, at the end",
            unit="people",
            place=_FIRST_COLUMN + k if k < _KEPT_COLUMNS else None,
            stock=True,
        )
        for k, tier in enumerate(tiers)
    )


PEOPLE_BY_TIER = ByTier(_people_by_tier)

PHRASES = Phrases(
    said={
        "fell": (
            "On the scoring day {their} {points} points made tier {tier}, down from {before}.",
            "The scoring put {them} in tier {tier}; it had been {before}.",
            "With {points} points {they} fell from tier {before} to {tier}.",
            "At the scoring {they} dropped to tier {tier} with {points} points.",
        ),
        "rose": (
            "By the scoring day the score stood at {points}, and {they} rose from tier {before} to {tier}.",
            "The scoring found {points} points: tier {tier}, up from {before}.",
            "{they} was back in tier {tier}, with {points} points.",
        ),
        "tier moves": (
            "The scoring took {them} from tier {path}.",
            "{they} was moved from tier {path} by the scoring.",
            "{their} tier went from {path}.",
        ),
        "why entries": (
            ("{Many} entries since {when} had taken {n} points off the {start} with which everybody starts: {what}."),
            "What weighed on the score dated from {when} on: {what}, together {n} points.",
            "By then {many} entries counted, {n} points in all: {what}.",
        ),
        "why entry": (
            "One entry, of {when}, had taken {n} points off the {start} with which everybody starts: {what}.",
            "One entry of {when} weighed on the score: {what}.",
            "It came down to one entry, of {when}: {what}.",
        ),
        "why back": (
            "Of these, {n} had come back, as points do with time and good deeds.",
            "Time and good deeds had given {n} back.",
            "{n} points had been made good since.",
        ),
        "why tier": (
            "That made {left}, below the {floor} that the next tier takes: tier {tier}, which closes {doors}.",
            "The scoring stood at {left}, with {floor} needed for more: tier {tier}, and {doors} closed.",
            "At {left}, and not the {floor} that would have been enough, tier {tier} closed {doors}.",
        ),
        "why tier before": (
            ("The last scoring had found too few, and that stood until the next: tier {tier}, which closes {doors}."),
            "Tier {tier}, from the scoring before, still counted, and it closes {doors}.",
        ),
    },
    counts={"fell": (TIER_FALLS,), "rose": (TIER_RISES,)},
)

_TIER = np.uint16(7)
_OTHERS = np.uint32(0xFFFFFFFF ^ (0x3F | WATCHED))
_PART = np.uint16(PARTICIPATES)
_AGE = np.uint16(3 << AGE_SHIFT)
_GROUP = np.uint16(GROUP_MASK)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Points, tiers and the days of rescoring; all points are 0 without the score."""
    n = settings.numbers
    scored, kinds = settings.on("score"), entry_kinds(settings.running)
    return {
        "score_start": int(n["score.start"]),
        "score_max": int(n["score.maximum"]),
        "cuts": _padded([int(n[key]) for key in cut_keys(settings.tiers)], MOST - 1, _NO_CUT),
        "worst_tier": len(settings.tiers) - 1,
        "tier_column": _padded(
            [settings.running.column(each) for each in PEOPLE_BY_TIER.of(settings.tiers)], MOST, _FIRST_COLUMN
        ),
        "rescore_every": int(n["score.every"]),
        "recovery": int(n["score.recovery"]),
        "points": [int(scored * n.get(kind.points.key, 0)) for kind in kinds],
        "area": [AREAS.index(kind.area) for kind in kinds],
    }


def _padded(values: list[int], length: int, rest: int) -> list[int]:
    return [*values, *[rest] * (length - len(values))]


@inner
def drift(points, start, step):
    """A ledger's points (int16 column) move towards the start by at most `step`."""
    for i in range(points.shape[0]):
        x = np.int32(points[i])
        points[i] = np.int16(x + min(max(start - x, -step), step))


@inner
def tiers_of(points, off, cuts, out):
    """The tiers (uint16) of a column of points, less what the learned score takes off (int16).

    Five comparisons in a row: a loop over the cuts takes 1.4 times as long, and seven of them 1.2 times.
    """
    c0, c1, c2, c3, c4 = np.int16(cuts[0]), np.int16(cuts[1]), np.int16(cuts[2]), np.int16(cuts[3]), np.int16(cuts[4])
    for i in range(points.shape[0]):
        x = np.int16(points[i] - off[i])
        out[i] = np.uint16(c0 > x) + np.uint16(c1 > x) + np.uint16(c2 > x) + np.uint16(c3 > x) + np.uint16(c4 > x)
    if cuts[5] > _NO_CUT:  # more than six tiers
        c5, c6 = np.int16(cuts[5]), np.int16(cuts[6])
        for i in range(points.shape[0]):
            x = np.int16(points[i] - off[i])
            out[i] += np.uint16(c5 > x) + np.uint16(c6 > x)


@inner
def _count_moves(traits, before, flags, counts):
    """Count those who were rescored, and who of them changed tier."""
    for g in range(counts.shape[0] - 1):
        group = np.uint16(group_bits(g))
        scored = rises = falls = np.int64(0)
        for i in range(traits.shape[0]):
            takes_part = np.int64(((traits[i] & _GROUP) == group) & ((flags[i] & _PART) != 0))
            took_part = takes_part & np.int64((before[i] & _PART) != 0)
            rises += took_part & np.int64((flags[i] & _TIER) < (before[i] & _TIER))
            falls += took_part & np.int64((flags[i] & _TIER) > (before[i] & _TIER))
            scored += takes_part
        counts[g, TIER_RISES] += rises
        counts[g, TIER_FALLS] += falls
        counts[g, RESCORED] += scored


def score_tiers(traits, flags, before, observed, error_free, off, observed_tier, error_free_tier, params, counts):
    """Both ledgers' points drift, and become tiers; being watched is decided anew."""
    drift(observed, np.int32(params.score_start), np.int32(params.recovery))
    drift(error_free, np.int32(params.score_start), np.int32(params.recovery))
    tiers_of(observed, off, params.cuts, observed_tier)
    tiers_of(error_free, off, params.cuts, error_free_tier)
    for i in range(traits.shape[0]):
        grown = (traits[i] & _AGE) != 0
        tiers = observed_tier[i] | error_free_tier[i] << np.uint16(ERROR_FREE_TIER)
        flags[i] = (flags[i] & _OTHERS) | tiers if grown else flags[i]
    _count_moves(traits, before, flags, counts)


LISTS_ONLY = Intervention(
    name="lists-only",
    title="no score, but courts' lists",
    sentence="The score, its tiers and the learned score are abolished; the list of judgment defaulters is kept.",
    fails="It does nothing for people on the list of judgment defaulters; whoever was listed for a low score stays so.",
    stage="score",
    switches={"score.enabled": False},
)

FLOW_CHART = (
    Node(key="score", name="Score and tier", stage="score", place=20),
    Arrow(
        start="record",
        end="score",
        what="entries",
        measures=("entries_true", "entries_good"),
        wrong=("entries_false",),
        place=100,
    ),
)

#: Cut from the points at each rescoring; who is watched is found out anew then.
STORED = (
    Stored(column="flags", bits=7, means="tier in the observed ledger"),
    Stored(column="flags", bits=7 << ERROR_FREE_TIER, means="tier in the error-free ledger"),
    Stored(column="flags", bits=WATCHED, means="watched more closely"),
)

MECHANISM = Mechanism(
    module=__name__,
    section="score",
    place=120,
    title="The citizen score",
    what="Turns the record into points, and points into a tier, on a schedule.",
    switched=True,
    params={
        "score_start": (),
        "score_max": (),
        "cuts": (MOST - 1,),
        "worst_tier": (),
        "tier_column": (MOST,),
        "rescore_every": (),
        "recovery": (),
        "points": (how_many_kinds,),
        "area": (how_many_kinds,),
    },
    compile_params=compile_params,
    rules={"score_tiers": score_tiers},
)
