"""An ombudsman: an office that takes up complaints about sanctions, as many a month as it has people for.

Process: Somebody under a sanction may complain, once for each sanction, and waits. Each morning the office draws lots
among those who wait in the district, for as many cases as its quota has left by that day. Where it finds that the
record is false, it has the record put right. Whose sanction ends first does not wait any longer.

Source: All of it is assumed: there is no such office in any of the presets.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.authoring import (
    Arrow,
    Count,
    DaySettings,
    Intervention,
    Mechanism,
    Node,
    Note,
    Protects,
    Stream,
    gates_of,
    parameter,
    random_word,
    repair,
    share,
    threshold,
)

PARAMETERS = (
    parameter(
        "ombudsman.complaints",
        "somebody under a sanction complains to the ombudsman on a day",
        kind="probability",
        stage="redress",
        value=0.02,
        range=(0.005, 0.05),
        assumed="about half of those who are sanctioned complain within a month",
    ),
    parameter(
        "ombudsman.quota",
        "cases that the office can take up in a month of 30 days",
        kind="positive",
        unit="cases/100000 persons",
        stage="redress",
        value=30,
        range=(5, 100),
        assumed="one official with a case or two a day for each 100,000 people",
    ),
    parameter(
        "ombudsman.finds",
        "the ombudsman finds a wrongful sanction to be wrongful",
        kind="probability",
        stage="redress",
        value=0.9,
        range=(0.7, 0.98),
        assumed="somebody with time and the whole file finds nine wrongs of ten",
    ),
)

# What a safeguard counts of its own work stays out of the digest.
COMPLAINTS = Count("ombudsman_complaints", "Complaints to the ombudsman", unit="complaints", core=False)
CASES = Count("ombudsman_cases", "Complaints that the ombudsman took up", unit="cases", core=False)
DROPPED = Count(
    "ombudsman_dropped", "Complaints whose sanction ended before anybody took them up", unit="complaints", core=False
)
RIGHTED = Count("ombudsman_righted", "Records that the ombudsman put right", unit="records", core=False)
HELPED = Count("ombudsman_helped", "People whom the ombudsman helped at least once", unit="people", core=False)

HELPED_OF_WRONGED = share(
    "helped_by_ombudsman",
    "Helped by the ombudsman",
    "People whose record the ombudsman had put right, of those who were wrongfully sanctioned.",
    base="people wrongfully sanctioned",
    counts=(HELPED,),
    over=("first_wrongful",),
)

COMPLAINT_DRAW = Stream("complaint")
LOT = Stream("lot")
FINDING = Stream("finding")

COMPLAINT_NOTE = Note(
    "complaint",
    says=(
        "{they} wrote to the ombudsman.",
        "Once more {they} complained to the ombudsman.",
    ),
    counts=(COMPLAINTS,),
)
RIGHTED_NOTE = Note(
    "righted",
    says=(
        "The ombudsman took up the case, found that the record was false, and had it put right.",
        "The ombudsman looked into it again, and again the record was put right.",
    ),
    brief="the ombudsman had {their} record put right",
    counts=(RIGHTED,),
)
REFUSED_NOTE = Note(
    "not righted",
    says=(
        "The ombudsman took up the case and left the sanction as it was.",
        "The ombudsman looked into it again, and changed nothing.",
    ),
)

#: Days of the month for which there is a quota, and what one case weighs in the whole numbers of ``lots``.
MONTH, ONE_CASE = 30, 1_000_000
#: The column `ombudsman_waits` says whether somebody waits; `ombudsman_times` how often they were helped.
MOST_TIMES = 255


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Who complains, how many are taken up (millionths of a case for each person), and what is found."""
    n = settings.numbers
    return {
        "ombudsman_complains": threshold(n["ombudsman.complaints"]),
        "ombudsman_quota": round(n["ombudsman.quota"] * ONE_CASE / 100_000),
        "ombudsman_finds": threshold(n["ombudsman.finds"]),
    }


def lots(day: int, daily: np.ndarray, params: Any) -> np.ndarray:
    """int64 [districts]: what part of those who wait this morning are taken up today, of 65,536.

    How many wait is known: who complained, less those who were taken up or wait no longer. Cases become free one by one
    as the month goes by, and never more than a month's. Lots are drawn for as many as are free; chance may draw some
    more, which are then missing on the next days. Where the office is closed, the quota is 0.
    """
    counted = daily[:day].sum(axis=2)
    waiting = (counted[..., COMPLAINTS] - counted[..., CASES] - counted[..., DROPPED]).sum(axis=0)
    quota, taken = params.ombudsman_quota * params.districts["n"], counted[..., CASES]
    since_the_start = quota * (day + 1) // (MONTH * ONE_CASE) - taken.sum(axis=0)
    this_month = -(-quota // ONE_CASE) - taken[day // MONTH * MONTH :].sum(axis=0)
    free = np.minimum(since_the_start, this_month)
    return np.clip(65536 * free // np.maximum(1, waiting), 0, 65536)


def redress(agent, params, ombudsman_lots, now, counts):
    """Somebody under a sanction complains; whose complaint waits may be taken up, and found to be right."""
    if agent.gates == 0 or params.ombudsman_quota == 0:
        return
    if not agent.ombudsman_waits:
        if agent.ombudsman_heard == 0 and random_word(now, agent.person, COMPLAINT_DRAW) < params.ombudsman_complains:
            agent.ombudsman_waits = 1
            agent.noted |= COMPLAINT_NOTE
            counts[agent.group, COMPLAINTS] += 1
        return
    if random_word(now, agent.person, LOT) >= ombudsman_lots << 16:
        return
    agent.ombudsman_waits = 0
    agent.ombudsman_heard = 1
    counts[agent.group, CASES] += 1
    if not agent.wrongful or random_word(now, agent.person, FINDING) >= params.ombudsman_finds:
        agent.noted |= REFUSED_NOTE
        return
    repair(agent)
    agent.noted |= RIGHTED_NOTE
    counts[agent.group, RIGHTED] += 1
    if agent.ombudsman_times == 0:
        counts[agent.group, HELPED] += 1
    agent.ombudsman_times = min(agent.ombudsman_times + 1, MOST_TIMES)


def redress_end(agent, params, counts):
    """Nobody waits, or is turned away for having been heard, once all gates are open."""
    if params.ombudsman_quota == 0:
        return
    if (agent.ombudsman_waits or agent.ombudsman_heard) and gates_of(agent.flags, agent.dossier, params, 0) == 0:
        counts[agent.group, DROPPED] += agent.ombudsman_waits
        agent.ombudsman_waits = 0
        agent.ombudsman_heard = 0


OMBUDSMAN = Intervention(
    name="ombudsman",
    title="an ombudsman",
    sentence="People under a sanction can complain to an ombudsman, who has false records put right.",
    fails="It does nothing for those who never complain, and little where the quota is small and the queue long.",
    stage="redress",
    switches={"ombudsman.enabled": True},
)

#: Which way these numbers protect people: a search for less harm moves them to that side alone.
PROTECTS = Protects(up=("ombudsman.quota", "ombudsman.finds"))

FLOW_CHART = (
    Node(key="ombudsman", name="Ombudsman", stage="punishment"),
    Arrow(start="sanction", end="ombudsman", what="complaints", measures=(COMPLAINTS,)),
    Arrow(start="ombudsman", end="sanction", what="put right", measures=(RIGHTED,)),
)

MECHANISM = Mechanism(
    module=__name__,
    section="ombudsman",
    title="Ombudsman",
    what="Takes up complaints about sanctions, so many a month, and has false records put right.",
    switched=True,
    starts_off=True,
    outlives_ban=True,
    params={"ombudsman_complains": (), "ombudsman_quota": (), "ombudsman_finds": ()},
    columns={"ombudsman_waits": np.uint8, "ombudsman_heard": np.uint8, "ombudsman_times": np.uint8},
    compile_params=compile_params,
    rules={"redress": redress, "redress_end": redress_end},
    mornings={"ombudsman_lots": lots},
)
