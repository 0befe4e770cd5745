"""The crowd's picture has a block for each group of a place, of which there are two to eight."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from glasshouse.lab.crowd.crowd_picture import ACROSS, CELL, drawing, places
from glasshouse.lab.crowd.crowd_run import COUNTED, TIMES, CrowdRun
from glasshouse.lab.crowd.machine_run import machine_run
from glasshouse.lab.crowd.machine_settings import PEOPLE, MachineSettings
from glasshouse.scenario.place_loading import load_place
from small_places import places_installed

__all__ = ["places_installed"]


@pytest.mark.parametrize("many", range(2, 9))
def test_nobody_stands_on_anybody_and_each_in_the_block_of_their_group(many):
    groups = np.arange(1000, dtype=np.uint8) % many
    x, y, corners, height = places(groups, many)
    assert len(corners) == len(set(corners)) == many
    assert len(set(zip(x.tolist(), y.tolist(), strict=True))) == 1000
    for group, (left, top) in enumerate(corners):
        who = groups == group
        assert ((x[who] > left) & (x[who] < left + ACROSS * CELL) & (y[who] > top) & (y[who] < height)).all()


def crowd_in(place) -> CrowdRun:
    run = machine_run(MachineSettings(preset="stadium-list"))
    many = len(place.group_names)
    groups = (np.arange(PEOPLE) % many).astype(np.uint8)
    states = (np.arange(PEOPLE) % 6).astype(np.uint8)
    return CrowdRun(
        run=replace(run, scenario=replace(run.scenario, place=place)), states=states, groups=groups,
        counts=np.ones((many, len(COUNTED)), np.int64), times=np.ones((many, len(TIMES)), np.int64),
        searches=1, days=np.zeros(PEOPLE, np.uint16),
    )  # fmt: skip


def test_each_group_has_its_name_and_number(places_installed):
    for name in places_installed:
        place = load_place(name)
        heads = re.findall(r'font-weight="600">([^<]+): ([\d,]+)</text>', drawing(crowd_in(place), "/"))
        assert [group for group, _ in heads] == list(place.group_names)
        assert sum(int(number.replace(",", "")) for _, number in heads) == PEOPLE
