"""A mechanism of somebody's own that brings twelve lists of people and twenty gates: more than two bits tell apart."""

from __future__ import annotations

import numpy as np

from glasshouse.authoring import (
    LATE_PAYMENT,
    DaySettings,
    Event,
    Mechanism,
    PersonList,
    gate,
    log,
    observed_list,
    parameter,
    put_on_list,
)

MANY, MANY_GATES = 12, 20
LISTS = tuple(
    PersonList(
        f"many{k}",
        title=f"list {k}",
        noun=f"list number {k}",
        why="for a late payment",
        after=LATE_PAYMENT,
        says=(f"{{they}} was put on list {k}, for {{weeks}} weeks.",),
        weeks=1 + k % 3,
        range=(0, 50),
        assumed="a rule of somebody's own",
    )
    for k in range(MANY)
)
FIRST = LISTS[0]
WANTED = parameter(
    "many.outings",
    "wanted outings to each gate",
    kind="rate",
    unit="outings/adult-day",
    stage="live",
    value=0.03,
    assumed="a rule of somebody's own",
)
GATES = tuple(
    gate(f"door{k}", wanted=WANTED, title=f"Door {k}", doors=f"doors {k}", where=f"at door {k}")
    for k in range(MANY_GATES)
)


def compile_params(settings: DaySettings) -> dict[str, list[int]]:
    """Weeks on each list, and where those who are put on it are counted."""
    return {
        "many_weeks": [int(settings.numbers[each.term.key]) for each in LISTS],
        "many_listed": [settings.running.column(each.listed) for each in LISTS],
    }


def follow_entry(agent, kind, true, params, now, counts, rows):
    """Whoever pays late and is on no list goes on one of them, as their number and the day have it."""
    k = (agent.person + now.day) % 12
    if kind == LATE_PAYMENT and params.many_weeks[k] > 0 and observed_list(agent.flags) == 0:
        put_on_list(agent, FIRST + k, params.many_weeks[k], true)
        counts[agent.group, params.many_listed[k]] += 1
        log(rows, now, agent.person, np.int64(Event.LISTING), kind, -1, np.int64(FIRST + k))


MECHANISM = Mechanism(
    module=__name__,
    section="many",
    title="Many lists",
    what="Keeps twelve lists, and guards twenty doors.",
    switched=True,
    params={"many_weeks": (MANY,), "many_listed": (MANY,)},
    compile_params=compile_params,
    rules={"follow_entry": follow_entry},
)
