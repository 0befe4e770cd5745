"""Perception: what people can notice of being watched, and where it lets their fear rest.

Fear has a fast and a slow part. The fast one is a person's own (`affect`): what happened to them and to people they
know, or the news of the day, is forgotten by a quarter a week. It sinks to where fear rests, and that is the slow part,
worked out here for each district every morning from what people can notice. Nobody sets it.

Process: Each thing that people notice adds to a dose: cameras that they pass, more so where these know faces; the
chance that somebody reports what they do; and what is remembered of posts removed, of stops by police and of sanctions
among the people around them. A parameter says for each how much of it alone would take fear half of the way to its
limit. The doses are added up, and fear rests at limit × dose / (dose + 1). Memory is a weighted mean of all days
before, in which what is long ago weighs less by half for each half-life; of the time before day 0 it knows nothing. To
this, laws and news add what is left of them (`announcement`). Friends' posts and stops count as those of the district:
who knows whom is only followed for sanctions. Each act held back is put down to one of these, or to what people went
through themselves, in proportion to what each adds to the fear.

Source: That more of it means more fear, and that it saturates, is assumed, and so are the half-doses. One in six people
thinks of street cameras as an invasion (`spriggs-2005`); face recognition made unrest rarer in Chinese prefectures
(`beraja-2023`); prison silenced those who were imprisoned in Saudi Arabia and not those who followed them
(`pan-siegel-2020`), so that sanctions around people may add nothing. Memory fades like that of the British breath test
(`ross-1977`).
"""

# What befell a person: affect.py; a friend: search for FRIENDS_SANCTIONED. What fear keeps people from: chilling.py.

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.card_section import CardCell, CardRow, CardSection, CardTable, RunCounts
from glasshouse.control_panel import Offered
from glasshouse.day_settings import DaySettings
from glasshouse.kernels import inner
from glasshouse.mechanism import Count, Mechanism, parameter
from glasshouse.mechanisms import announcement
from glasshouse.mechanisms.cameras import standing
from glasshouse.mechanisms.face_recognition import STOPS
from glasshouse.mechanisms.informants import chance_of_report
from glasshouse.mechanisms.internet import POSTS_REMOVED
from glasshouse.mechanisms.restrictions import SANCTION_DAYS
from glasshouse.morning import Morning
from glasshouse.population.people import level_of
from glasshouse.withdrawn import Withdrawn

PARAMETERS = (
    parameter(
        "response.fear_limit",
        "fear at which people would rest with no end of watching around them",
        kind="level",
        stage="adapt",
    ),
    parameter(
        "response.noticed", "share of the cameras that see people which they notice", kind="share", stage="adapt"
    ),
    parameter(
        "response.half_cameras",
        "noticed cameras a day that alone would take fear half of the way to its limit",
        kind="positive",
        unit="sightings/person-day",
        stage="adapt",
    ),
    parameter(
        "response.recognition_weight",
        "how many times as much a camera that knows faces counts as another",
        kind="ratio",
        stage="adapt",
    ),
    parameter(
        "response.half_reports",
        "acts in 100 that somebody reports, with which alone fear would be half of the way to its limit",
        kind="positive",
        unit="reports/100 acts",
        stage="adapt",
    ),
    parameter(
        "response.half_removals",
        "posts removed a person and year that alone would take fear half of the way to its limit",
        kind="positive",
        unit="posts/person-year",
        stage="adapt",
    ),
    parameter(
        "response.half_stops",
        "stops by police a year of 1,000 people that alone would take fear half of the way to its limit",
        kind="positive",
        unit="stops/1000 person-years",
        stage="adapt",
    ),
    parameter(
        "response.half_sanctions",
        "people in 100 under sanction who alone would take fear half of the way to its limit",
        kind="positive",
        unit="people/100 people",
        stage="adapt",
    ),
    parameter("response.memory", "half-life of what a place remembers (at least a week)", kind="weeks", stage="adapt"),
)
OFFERED = Offered(keys=("response.half_cameras",))
_FOLLOWS = "Where fear rests follows from what people notice; give {}."
WITHDRAWN = (
    Withdrawn(key="response.fear_start", instead=_FOLLOWS.format("response.fear_limit and response.half_cameras")),
    Withdrawn(key="response.fear_rest", instead=_FOLLOWS.format("response.fear_limit and response.half_cameras")),
    Withdrawn(key="response.fear_rumour", instead=_FOLLOWS.format("response.half_sanctions")),
)

_HELD = "Lawful acts held back for fear of "
CHILLED_BY_CAMERAS = Count("chilled_by_cameras", f"{_HELD}cameras", unit="acts", place=123, core=False)
CHILLED_BY_REPORTS = Count("chilled_by_reports", f"{_HELD}being reported", unit="acts", place=124, core=False)
CHILLED_BY_REMOVALS = Count("chilled_by_removals", f"{_HELD}what happens to posts", unit="acts", place=125, core=False)
CHILLED_BY_PUNISHMENT = Count(
    "chilled_by_punishment", f"{_HELD}stops and sanctions around people", unit="acts", place=126, core=False
)
CHILLED_BY_LAWS = Count("chilled_by_laws", f"{_HELD}laws and news", unit="acts", place=127, core=False)
CHILLED_BY_EXPERIENCE = Count(
    "chilled_by_experience", "Lawful acts held back after what befell people or their friends", unit="acts", place=128,
    core=False,
)  # fmt: skip

_REMEMBERED = " a day that people remember, in millionths"
REMEMBERED_REMOVALS = Count(
    "remembered_removals", f"Removed posts{_REMEMBERED}", unit="posts", place=129, stock=True, core=False
)
REMEMBERED_STOPS = Count("remembered_stops", f"Stops{_REMEMBERED}", unit="stops", place=130, stock=True, core=False)
REMEMBERED_SANCTIONS = Count(
    "remembered_sanctions", f"People under sanction{_REMEMBERED}", unit="people", place=131, stock=True, core=False
)

#: Causes in the order in which an act is put down to them, with what a report calls each.
CAUSES = {
    CHILLED_BY_CAMERAS: "cameras that they pass",
    CHILLED_BY_REPORTS: "being reported by somebody near",
    CHILLED_BY_REMOVALS: "posts removed around them",
    CHILLED_BY_PUNISHMENT: "stops and sanctions around them",
    CHILLED_BY_LAWS: "laws and news",
    CHILLED_BY_EXPERIENCE: "what befell themselves and their friends",
}
#: What is remembered: the counts of a day, and those that hold what is left of them.
_COUNTED = tuple(int(each) for each in (POSTS_REMOVED, STOPS, SANCTION_DAYS))
_KEPT = tuple(int(each) for each in (REMEMBERED_REMOVALS, REMEMBERED_STOPS, REMEMBERED_SANCTIONS))
#: Causes of fear: cameras, reports, removals, stops, sanctions.
_CAUSES = 5
#: A dose of 1, with which fear is half of the way to its limit; and the highest.
ONE, MOST = 1 << 16, 1 << 24
#: The highest level, in 256ths.
HIGHEST = 255 << 8
_MILLION = 1_000_000


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """The limit, memory, and the dose that is in what is remembered."""
    n = settings.numbers
    # So many a head and day take fear half of the way.
    halves = (n["response.half_removals"] / 365, n["response.half_stops"] / 365_000, n["response.half_sanctions"] / 100)
    return {
        "fear_limit": int(n["response.fear_limit"]) * 256 * settings.on("response"),
        "fear_left": round(256 * settings.memory),
        "forgetting": round(2**24 * (1 - 0.5 ** (1 / (7 * max(1, n["response.memory"]))))),
        "dose_weights": [min(2**30, round(2**24 * ONE / (4096 * _MILLION * max(1e-9, half)))) for half in halves],
    }


def compile_districts(settings: DaySettings) -> dict[str, Any]:
    """The dose that stands in the streets, and the fear with which people begin."""
    n = settings.numbers
    known = n["cameras.face_recognition_share"] * settings.was_on("face_recognition")
    passed = n["people.trips"] * n["cameras.sightings"] * standing(settings) * settings.was_on("cameras")
    weight = n["response.noticed"] * (1 + (n["response.recognition_weight"] - 1) * known)
    cameras = np.round(np.minimum(MOST, ONE * passed * weight / max(1e-9, n["response.half_cameras"])))
    reported = 100 * chance_of_report(settings) * settings.was_on("informants")
    reports = round(min(MOST, ONE * reported / max(1e-9, n["response.half_reports"])))
    params = compile_params(settings) | {"law_floor": announcement.floor(settings, settings.heard), "law_enforced": 0}
    doses = np.zeros((5, len(cameras)), np.int64)
    doses[0], doses[1] = cameras, reports
    return {"dose_cameras": cameras, "dose_reports": reports, "fear_start": _levels(doses, params)[-1]}


@inner
def levels_of(cameras, reports, removals, stops, sanctions, limit, floor, enforced, left):
    """Where fear rests in 256ths, for more and more causes; the last is all of it.

    The causes are doses, of one district (int64) or of many (arrays); `limit`, `floor`, `enforced` and `left` are the
    parameters `fear_limit`, `law_floor`, `law_enforced` and `fear_left`.
    """
    reports = cameras + reports
    removals = reports + removals
    total = removals + stops + sanctions
    rest = limit * total // (total + ONE)
    punished = total - reports
    law = floor + enforced * punished // (punished + ONE)
    whole = np.maximum(1, total)
    return (
        (rest * cameras // whole) * left >> 8,
        (rest * reports // whole) * left >> 8,
        (rest * removals // whole) * left >> 8,
        (rest * total // whole) * left >> 8,
        np.minimum(HIGHEST, rest + law) * left >> 8,
    )


def _levels(doses: np.ndarray, params: Any) -> np.ndarray:
    """int64 [5, districts]: `levels_of` of doses int64 [5, districts]: cameras, reports, removals, stops, sanctions."""
    known = (params[name] for name in ("fear_limit", "law_floor", "law_enforced", "fear_left"))
    return np.stack(levels_of(*doses, *known))


def _resting_fear(day, daily, params_of, districts, out):
    """Where fear rests in 256ths, what each cause adds, and what is remembered, for each district."""
    params = params_of[0]
    for d in range(districts.shape[0]):
        district = districts[d]
        for k in range(len(_KEPT)):
            memory = np.int64(0)
            if day > 0:
                memory = daily[day - 1, d, -1, _KEPT[k]]
                seen = np.int64(0)
                for g in range(daily.shape[2]):
                    seen += daily[day - 1, d, g, _COUNTED[k]]
                memory += (((seen * _MILLION - memory) >> 12) * params.forgetting) >> 12
            out[_CAUSES + k, d] = memory
            head = memory * 4096 // max(1, district.n)
            out[k, d] = min(MOST, head * params.dose_weights[k] >> 24)
        out[0, d], out[1, d], out[2, d], out[3, d], out[4, d] = levels_of(
            district.dose_cameras, district.dose_reports, out[0, d], out[1, d], out[2, d],
            params.fear_limit, params.law_floor, params.law_enforced, params.fear_left,
        )  # fmt: skip


@inner
def blame(agent, word, most, params, cameras, reports, removals, punishment, rest, counts):
    """Put an act that was held back (its `word` lay below `most`) down to what the fear comes from.

    The word lies anywhere below `most` with the same chance, and so anywhere in the person's fear. What rests lies at
    the bottom, cause upon cause; above it fresh news, and then what the person went through.
    """
    fear = np.int64(agent.fear) << 8
    place = np.int64(word) * fear // most
    base = min(fear, np.int64(level_of(rest, agent.person)) << 8)
    cause = CHILLED_BY_EXPERIENCE
    if place < base:
        place = place * rest // base
        cause = CHILLED_BY_LAWS
        if place < cameras:
            cause = CHILLED_BY_CAMERAS
        elif place < reports:
            cause = CHILLED_BY_REPORTS
        elif place < removals:
            cause = CHILLED_BY_REMOVALS
        elif place < punishment:
            cause = CHILLED_BY_PUNISHMENT
    elif place < base + params.law_fresh:
        cause = CHILLED_BY_LAWS
    counts[agent.group, cause] += 1


def _rows(counts: RunCounts, scenario: Any) -> list[CardRow]:
    """Acts held back, by cause."""
    found = {text: counts.total(count.name) for count, text in CAUSES.items()}
    total = sum(found.values())
    return [
        CardRow(name=text[:1].upper() + text[1:], cells=(held, CardCell(share=held / total)))
        for text, held in found.items()
        if held
    ]


SECTION = CardSection(
    key="fear",
    title="What people fear",
    text=lambda scenario: (
        "Lawful acts that people wanted and held back, by what their fear came from: what stands and happens around "
        "them, and what befell themselves. Each act is put down to one cause, in proportion to what each adds to the "
        "fear."
    ),
    tables=(CardTable(caption="Lawful acts held back, by cause", heads=("Fear of", "Acts", "Share"), rows=_rows),),
    place=15,
)

_NAMES = ("rest_cameras", "rest_reports", "rest_removals", "rest_punishment", "resting_fear")
KEPT = {each.name: each for each in (REMEMBERED_REMOVALS, REMEMBERED_STOPS, REMEMBERED_SANCTIONS)}
#: By name int64 [districts]: where fear rests in 256ths, what each cause adds, and what is remembered.
resting_fear = Morning(_resting_fear, *_NAMES, *KEPT)

MECHANISM = Mechanism(
    module=__name__,
    section="response",
    place=230,
    outlives_ban=True,
    params={"fear_limit": (), "fear_left": (), "forgetting": (), "dose_weights": (3,)},
    districts={"dose_cameras": (), "dose_reports": (), "fear_start": ()},
    compile_params=compile_params,
    compile_districts=compile_districts,
    mornings=dict.fromkeys(_NAMES, resting_fear),
    kept=KEPT,
)
