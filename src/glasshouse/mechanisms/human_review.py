"""Human review: a person looks at each new sanction before it takes effect, and can stop it.

Process: Where no gate was closed this morning and one would be now, a reviewer may look first, as far as there are
reviewers. A share of reviews follows the machine. A wrongful sanction that is found is put right, and the reviewer may
still stop another one.

Source: That a reviewer follows the machine in about half of all reviews: 18 of 34 wrong alerts in London were believed
(`fussey-2019`).
"""

# An officer who believes the machine in the street: face_recognition.py (credible_false). A reviewer of an appeal who
# does so by the share below (FOLLOWED_AT_APPEAL), in appeal.py.

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from glasshouse.assessed import Need, Shown
from glasshouse.control_panel import Lever
from glasshouse.day_settings import DaySettings
from glasshouse.draws import random_word, threshold
from glasshouse.intervention import Intervention, fixed
from glasshouse.kernels import inner
from glasshouse.measure import share
from glasshouse.mechanism import Count, Mechanism, Stream, parameter
from glasshouse.mechanisms.ledger import repair, waive
from glasshouse.mechanisms.restrictions import look
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.morning import Morning
from glasshouse.note import Note, Phrases
from glasshouse.protection import Protects
from glasshouse.renamed import INPUT, KEY, Renamed
from glasshouse.trial_values import Busy, Undisturbed

PARAMETERS = (
    parameter(
        "redress.review_share",
        "new sanctions that a person looks at before they take effect",
        kind="share",
        stage="sanction",
    ),
    parameter(
        "redress.review_sensitivity",
        "an unhurried reviewer stops a wrongful sanction",
        kind="probability",
        stage="sanction",
    ),
    parameter(
        "redress.review_specificity",
        "an unhurried reviewer lets a sanction stand that the record supports",
        kind="probability",
        stage="sanction",
    ),
    parameter(
        "redress.review_capacity",
        "reviews for which there are reviewers; what comes beyond takes effect unseen",
        kind="positive",
        unit="reviews/10000 person-days",
        stage="sanction",
    ),
)
#: Automation bias, of who looks first and of who decides an appeal.
FOLLOWED_FIRST = parameter(
    "redress.review_automation_bias",
    "share of these reviews in which the reviewer follows the machine",
    kind="share",
    stage="sanction",
)
FOLLOWED_AT_APPEAL = parameter(
    "redress.automation_bias",
    "share of reviews in which the reviewer follows the machine",
    kind="share",
    stage="redress",
)
RENAMED = (
    Renamed(what=KEY, old="redress.review_bias", new="redress.review_automation_bias"),
    Renamed(what=INPUT, old="review_bias", new="review_automation_bias"),
    Renamed(what=INPUT, old="appeal_bias", new="appeal_automation_bias"),
)
BUSY = Busy(values={FOLLOWED_AT_APPEAL.key: 0.3})
UNDISTURBED = Undisturbed(values={"redress.review_share": 0.0, FOLLOWED_FIRST.key: 0.0})
LEVER = Lever(name="review", title="Human review", safeguard="human-review", rank=0)
PROTECTS = Protects(
    up=("redress.review_share", "redress.review_sensitivity", "redress.review_capacity"),
    down=(FOLLOWED_FIRST.key, FOLLOWED_AT_APPEAL.key),
)


def _shares(scenario: Any) -> Iterator[Any]:
    """How many new sanctions are looked at, at the start and after each dated event that changes it."""
    key = "redress.review_share"
    yield scenario.parameters[key]
    yield from (event.changes[key] for event in scenario.events if key in event.changes)


def _may_close_unseen(scenario: Any) -> bool:
    """Whether a sanction may take effect with nobody having looked: not where a person always reviews all of them."""
    switches = (scenario.switches, *(event.switches for event in scenario.events))
    always_on = all(each.get("redress.enabled", True) for each in switches)
    return not (always_on and min(share.low for share in _shares(scenario)) >= 1)


NEEDS = (
    Need(
        word="review",
        name="review by a person before a sanction takes effect",
        lacking="in this scenario nobody looks at a sanction before it takes effect",
        on=("redress.enabled",),
        met=lambda scenario: scenario.parameters["redress.review_share"].high > 0,
    ),
    Need(
        word="unreviewed",
        name="doors that close with nobody looking first",
        lacking="nothing in this scenario closes a door before a person has looked",
        beside="sanctions",
        met=_may_close_unseen,
    ),
)
SHOWN = Shown(
    block="oversight",
    keys=("redress.review_share", "redress.review_sensitivity", FOLLOWED_FIRST.key),
    rank=1,
)

PROPOSALS = Count("proposals", "New sanctions that rules or lists called for", unit="sanctions", place=113, core=False)
REVIEWS = Count(
    "reviews", "New sanctions that a person looked at before they took effect", unit="reviews", place=114, core=False
)
REVIEWS_STOPPED_WRONGFUL = Count(
    "reviews_stopped_wrongful", "Wrongful sanctions that the reviewer put right", unit="reviews", place=115, core=False
)
REVIEWS_STOPPED_RIGHTFUL = Count(
    "reviews_stopped_rightful", "Other sanctions that the reviewer stopped", unit="reviews", place=116, core=False
)

MEASURES = (
    share(
        "reviewed",
        "Looked at first",
        "New sanctions that a reviewer looked at before any gate closed.",
        base="sanctions proposed",
        counts=("reviews",),
        over=("proposals",),
        section="Redress",
        place=6,
    ),
    share(
        "reviews_stopped_wrongful",
        "Wrongful sanctions stopped",
        "Reviews before a sanction that stopped it because it was wrongful.",
        base="reviews before a sanction",
        counts=("reviews_stopped_wrongful",),
        over=("reviews",),
        section="Redress",
        place=7,
    ),
    share(
        "reviews_stopped_rightful",
        "Supported sanctions stopped",
        "Reviews before a sanction that stopped it although the record supports it.",
        base="reviews before a sanction",
        counts=("reviews_stopped_rightful",),
        over=("reviews",),
        section="Redress",
        place=8,
    ),
)

REVIEWED_DRAW = Stream("reviewed", at=(8, 0))
VERDICT_DRAW = Stream("verdict", at=(8, 1))

REVIEWED_NOTE = Note("reviewed", means="reviewed", counts=(REVIEWS,), bit=21)
STOPPED_NOTE = Note(
    "review stopped",
    means="review stopped",
    counts={"wrongful": (REVIEWS_STOPPED_WRONGFUL,), "rightful": (REVIEWS_STOPPED_RIGHTFUL,)},
    bit=22,
)
PUT_RIGHT_NOTE = Note("put right", means="put right", bit=40)
PHRASES = Phrases(
    said={
        "review stopped": (
            "A reviewer looked first, and stopped it: no door closed.",
            "Again a reviewer stopped a sanction before it began.",
            "A human being read the file and kept the doors open.",
        ),
        "review passed": (
            "A reviewer looked at the case and let it pass.",
            "The reviewer agreed with the machine.",
            "A human being signed it.",
        ),
    }
)

#: Days for which reviewers have a budget of cases.
_BUDGET_DAYS = 28
_MILLION = 1_000_000


def judged_by_eye(followed: float, helped: float = 0.0) -> float:
    """Share of reviews in which the reviewer looks for himself, where he follows the machine in the share `followed`.

    He never follows it where somebody who is `helped` (a share of the people) makes him look.

    >>> judged_by_eye(0.5), judged_by_eye(0.5, helped=1)
    (0.5, 1.0)
    """
    return 1 - followed * (1 - helped)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """How many are looked at, and what reviewers see."""
    n = settings.numbers
    on = settings.on("redress")
    looks = judged_by_eye(n[FOLLOWED_FIRST.key])
    return {
        "review": threshold(on * n["redress.review_share"]),
        "review_capacity": round(n["redress.review_capacity"] * 100),
        "review_finds": threshold(n["redress.review_sensitivity"] * looks),
        "review_spares": threshold((1 - n["redress.review_specificity"]) * looks),
    }


def sanction_review(agent, params, reviewers, now, counts, rows):
    """Review a new sanction, if there is a reviewer for it.

    `reviewers`: for what part of today's new sanctions, of 65,536, there are any.
    """
    if agent.gates == 0 or agent.gates0 != 0:
        return
    counts[agent.group, PROPOSALS] += 1
    if params.review == 0 or random_word(now, agent.person, REVIEWED_DRAW) >= (params.review * reviewers) >> 16:
        return
    agent.noted |= REVIEWED_NOTE
    counts[agent.group, REVIEWS] += 1
    verdict = random_word(now, agent.person, VERDICT_DRAW)
    if agent.wrongful != 0:
        if verdict >= params.review_finds:
            return
        repair(agent)
        agent.noted |= PUT_RIGHT_NOTE
        counts[agent.group, REVIEWS_STOPPED_WRONGFUL] += 1
    else:
        if verdict >= params.review_spares:
            return
        waive(agent, params)
        counts[agent.group, REVIEWS_STOPPED_RIGHTFUL] += 1
    agent.noted |= STOPPED_NOTE
    log(rows, now, agent.person, np.int64(Event.REVIEW_STOPPED), NO_CAUSE, -1, 0)
    look(agent, params)


def _reviewers(day, daily, params_of, districts, out):
    """For what part of today's new sanctions in each district, of 65,536, there are reviewers.

    They have time for so many cases in four weeks. How many will come today nobody knows in advance: on a rescoring
    day as many as on the last one, on any other as many as on such a day of late.
    """
    params = params_of[0]
    for d in range(districts.shape[0]):
        out[0, d] = 0
        if params.review == 0:
            continue
        done = np.int64(0)
        for past in range(max(0, day - _BUDGET_DAYS + 1), day):
            done += _of_day(daily, past, d, REVIEWS)
        free = _BUDGET_DAYS * params.review_capacity * districts[d].n - _MILLION * done
        due = _MILLION * max(1, _proposals_expected(day, daily, d, params.rescore_every))
        out[0, d] = _of_65536(free, due)


@inner
def _of_65536(part, whole):
    """``65536 * part // whole``, at least 0 and at most 65,536; bit by bit, since the product need not fit.

    >>> [int(_of_65536(part, 3 * 10**18)) for part in (-1, 1, 10**18, 3 * 10**18 - 1, 3 * 10**18, 9 * 10**18)]
    [0, 0, 21845, 65535, 65536, 65536]
    """
    if part >= whole:
        return np.int64(65536)
    found, left = np.int64(0), max(0, part)
    for _ in range(16):
        left *= 2
        found *= 2
        if left >= whole:
            left -= whole
            found += 1
    return found


@inner
def _of_day(daily, day, d, count):
    """What was counted in a district on a day."""
    many = np.int64(0)
    for g in range(daily.shape[2]):
        many += daily[day, d, g, count]
    return many


@inner
def _proposals_expected(day, daily, d, every):
    if every > 0 and (day + 1) % every == 0:
        return _of_day(daily, day - every, d, PROPOSALS) if day >= every else np.int64(0)
    days = many = np.int64(0)
    for past in range(max(0, day - _BUDGET_DAYS), day):
        if every == 0 or (past + 1) % every != 0:
            days += 1
            many += _of_day(daily, past, d, PROPOSALS)
    return -(-many // max(1, days))


#: int64 [districts]: for what part of the day's new sanctions, of 65,536, there are reviewers.
reviewers = Morning(_reviewers, "reviewers")


HUMAN_REVIEW = Intervention(
    name="human-review",
    title="a person who looks before a sanction takes effect",
    sentence="A person looks at each new sanction before it takes effect, and can stop it.",
    fails="It does nothing when the reviewer only stamps, when there are too few, or for gates added to a sanction.",
    stage="sanction",
    # How well reviewers see, how often they follow the machine and how many there are: `redress.review_*`.
    numbers={"redress.review_share": fixed(1, assumed="every new sanction")},
    needs="restrictions",
    tried=10,
)

MECHANISM = Mechanism(
    module=__name__,
    section="redress",
    place=260,
    outlives_ban=True,
    params={"review": (), "review_capacity": (), "review_finds": (), "review_spares": ()},
    compile_params=compile_params,
    rules={"sanction_review": sanction_review},
    mornings={"reviewers": reviewers},
)
