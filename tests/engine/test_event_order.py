"""Events stand in one order, however a run was cut into shards, whatever a plug-in logs of its letters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine import plugins_together
from glasshouse.cluster.assemble_replicate import ReplicateAssembly
from glasshouse.cluster.shard import ShardRun, forget, simulate_stretch
from glasshouse.engine.event_order import event_order
from glasshouse.engine.part import BranchPoint
from glasshouse.engine.simulate import simulate
from glasshouse.mechanisms.association import ASSOCIATION
from glasshouse.mechanisms.whereabouts import COMPANY
from glasshouse.model.events import EVENT, Event
from glasshouse.scenario.scenario_loading import load_text
from model.runs import BUSY

STARTS = np.array([0, 10, 20])


def rows_of(*rows: tuple[int, int, Event, int]) -> np.ndarray:
    found = np.zeros(len(rows), EVENT)
    for place, (day, person, kind, cause) in enumerate(rows):
        found[place] = (person, -1, day, place, kind, cause)
    return found


def test_the_order_of_one_process_is_left_as_it_is():
    association = int(ASSOCIATION)
    rows = rows_of(
        (0, 25, Event.BANNED, 255), (0, 4, Event.ENTRY, association), (0, 21, Event.FALSE_ENTRY, association),
        (0, 7, Event.LISTING, 255), (0, 5, Event.SANCTION, 255), (0, 12, Event.ENTRY, 1), (1, 3, Event.ENTRY, 1),
    )  # fmt: skip
    rows["other"][1:3] = 15  # who is on the list
    assert event_order(rows, STARTS).tolist() == list(range(len(rows)))


def test_company_that_came_by_mail_stands_with_guilt_by_association_and_a_mistaken_face_does_not():
    company = int(COMPANY)
    rows = rows_of((0, 25, Event.ENTRY, company), (0, 5, Event.SANCTION, 255), (0, 21, Event.FALSE_ENTRY, company))
    rows["other"][0] = 22
    assert event_order(rows, STARTS).tolist() == [0, 1, 2]
    rows["other"][2] = 24
    assert event_order(rows, STARTS).tolist() == [0, 2, 1]


def test_what_was_logged_of_a_letter_stands_with_its_district():
    one = rows_of(
        (0, 3, Event.NOTICE, 255), (0, 13, Event.NOTICE, 255), (0, 8, Event.ENTRY, 1), (0, 11, Event.ENTRY, 1)
    )
    cut = one[[1, 3, 0, 2]]  # the second district's, then the first's
    found = [rows[event_order(rows, STARTS)]["person"].tolist() for rows in (one, cut)]
    assert found[0] == found[1] == [3, 8, 13, 11]


@pytest.mark.slow
def test_shards_of_a_plugin_that_writes_letters_leave_the_same_events():
    scenario = load_text(plugins_together.TEXT, sets=[*BUSY, "learned_score.enabled=false"])
    size: dict[str, Any] = {"population": 3000, "days": 12, "seed": 3}
    whole = simulate(scenario, **size, threads=1)
    assert (whole.events["kind"] == Event.NOTICE).sum() > 20
    branch_point = BranchPoint(scenario=scenario, day=0, drawn=None)
    run = ShardRun(
        name="letters", first=branch_point, branch_point=branch_point, **size, threads=1, ledger=True, gather=True,
        kept=None, topic=None,
    )  # fmt: skip
    districts = len(scenario.place.districts)
    cut = [tuple(range(first, districts, 2)) for first in (0, 1)]
    assembly = ReplicateAssembly(run, cut, districts)
    for shard in cut:
        assembly.add(shard, simulate_stretch(run, shard, 0, size["days"], {}))
    forget("letters")
    found, _ = assembly.replicate(1.0)
    assert found.digest == whole.digest
    for name, column in whole.events.items():
        assert np.array_equal(column, found.events[name]), name
