"""What is done with a block around the mechanisms' rules: draws, closing the ranks, following somebody."""

from __future__ import annotations

import numpy as np

from glasshouse.draws import DENSE_CALLS, LATE_CALLS, fill, fill_for
from glasshouse.kernels import inner, kernel
from glasshouse.model.closed_gates import gates_of
from glasshouse.model.state import load_own, store_own
from glasshouse.population.people import AGE_SHIFT, ERROR_FREE_LIST, OBSERVED_LIST

_ANY_LIST = (3 << OBSERVED_LIST) | (3 << ERROR_FREE_LIST)
_AGE = np.uint16(3 << AGE_SHIFT)


@kernel
def draw_dense(now, first, n, words):
    """Draw the eight words (uint32 [8, …]) that everybody needs every day."""
    # Rows of a whole C-ordered array: a cut-out of it has strides, and the loop in `fill` loses its vectors.
    a, b, c, d = words[0][:n], words[1][:n], words[2][:n], words[3][:n]
    fill(now.k0, now.k1, first, now.day, DENSE_CALLS[0], a, b, c, d)
    a, b, c, d = words[4][:n], words[5][:n], words[6][:n], words[7][:n]
    fill(now.k0, now.k1, first, now.day, DENSE_CALLS[1], a, b, c, d)


@kernel
def draw_late(now, first, count, workspace):
    """Draw, as vectors, what only the selected persons need: ``workspace.late``, by stream from FIRST_LATE on."""
    selected, persons, late = workspace.selected, workspace.persons, workspace.late
    for j in range(count):
        persons[j] = first + selected[j]
    who = persons[:count]
    fill_for(now, who, LATE_CALLS[0], late[0], late[1], late[2], late[3])
    fill_for(now, who, LATE_CALLS[1], late[4], late[5], late[6], late[7])
    fill_for(now, who, LATE_CALLS[2], late[8], late[9], late[10], late[11])


@inner
def follow(agent, followed, trace, now, step):
    """Copy the record of somebody whose history is to be told, as it is after a step of the day (``stages.py``)."""
    if followed[agent.person - now.origin] != 0:
        agent.day = now.day
        agent.step = step
        trace[now.traced] = agent
        now.traced += 1


@inner
def follow_active(agents, count, followed, trace, now, step):
    """Copy the records of the active who are followed."""
    for j in range(count):
        follow(agents[j], followed, trace, now, step)


@inner
def follow_state(first, n, people, followed, trace, now, step):
    """Copy the state of all in the block who are followed, active or not."""
    for i in range(n):
        place = first + i - now.origin
        if followed[place] != 0:
            row = trace[now.traced]
            row.person = first + i
            row.day = now.day
            row.step = step
            row.traits = people.traits[place]
            row.observed = people.observed[place]
            row.error_free = people.error_free[place]
            row.flags = people.flags[place]
            row.observed_weeks = people.observed_weeks[place]
            row.error_free_weeks = people.error_free_weeks[place]
            row.fear = people.fear[place]
            row.trust = people.trust[place]
            row.commercial = people.commercial[place]
            row.dossier = people.dossier[place]
            load_own(row, people, place)
            now.traced += 1


@inner
def any_keeps_active(agent, params, rescoring):
    """Has the day more in store for a person? The rules ``keep_active`` of all mechanisms take the place of this
    one."""
    return True


def close_ranks(agents, count, selected, active, params, rescoring, followed, trace, now, people):
    """Most of what people do leaves no trace, and the later stages need not look at them; how many are left."""
    kept = 0
    for j in range(count):
        if any_keeps_active(agents[j], params, rescoring):
            if kept != j:
                agents[kept] = agents[j]
                selected[kept] = selected[j]
            kept += 1
        else:
            active[selected[j]] = 0
            store_own(agents[j], people, agents[j].person - now.origin)
            if followed.shape[0] > 0:
                follow(agents[j], followed, trace, now, np.int64(0))
    return kept


@inner
def select_restricted(traits, flags, dossier, active, selected, count, params):
    """Add those who are on a list or under sanction now, and were not selected; how many are selected."""
    restricted = params.first_restricted_tier
    for i in range(traits.shape[0]):
        mine = np.int64(flags[i])
        if (traits[i] & _AGE) == 0 or active[i] != 0 or not (mine & _ANY_LIST or mine & 7 >= restricted):
            continue
        if mine & _ANY_LIST or gates_of(mine, np.int64(dossier[i]), params, 0) != 0:
            selected[count] = i
            count += 1
    return count
