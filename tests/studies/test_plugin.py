"""A study of a scenario with a mechanism of somebody's own: what may move, what may be asked, what may be aimed at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glasshouse.mechanism_set import of_module
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.studies import aims
from glasshouse.studies.study_points import simulate_point
from small_plugin import MODULE
from studies.small import HEAD, THREE, study, written
from studies.small import load_study as load

PLATES = HEAD.replace("set: start=2020-01-01", f"set: [start=2020-01-01, 'plugins=[{MODULE}]']")
MISREAD = "parameters: [plates]\n"


def test_its_numbers_move_and_its_counts_are_asked(tmp_path, plates_importable):
    found = load(written(tmp_path, f"method: tornado\n{MISREAD}outputs: [plates_read, wrongful]\n", PLATES))
    assert [one.key for one in found.moved] == ["plates.readers", "plates.misread"]
    count = of_module(MODULE).counts[0]
    assert found.moved[1].meaning == of_module(MODULE).parameters[1].meaning
    assert all(fact in found.outputs[0].title for fact in (count.text, count.unit, "10,000"))
    assert (found.outputs[0].name, found.outputs[1].of) == ("plates_read", None)


def test_all_that_has_a_range_moves_unless_it_is_said(tmp_path, plates_importable):
    here = {one.key for one in load(written(tmp_path, "method: tornado\n", PLATES)).moved}
    there = {one.key for one in study(tmp_path, "method: tornado\n").moved}
    assert here - there == {"plates.readers", "plates.misread"}


def test_another_s_numbers_have_their_own_bounds(tmp_path, plates_importable):
    own = "method: tornado\nparameters:\n  - {name: plates.misread, range: [0, 2]}\n"
    with pytest.raises(ScenarioError, match="between 0 and 1"):
        load(written(tmp_path, own, PLATES))
    with pytest.raises(ScenarioError, match="unknown parameter 'plates'"):
        study(tmp_path, f"method: tornado\n{MISREAD}")


def test_a_search_moves_what_it_declares_of_its_own_and_nothing_else(tmp_path, plates_importable):
    aim = "method: calibrate\nobjective: {less-of: wrongful}\nparameters:\n  - {name: %s, range: %s}\n"
    assert load(written(tmp_path, aim % ("plates.misread", "[0, 0.01]"), PLATES)).less_of
    with pytest.raises(ScenarioError, match="protects people less when it rises"):
        load(written(tmp_path, aim % ("plates.misread", "[0.01, 0.1]"), PLATES))
    for key, ends in (("plates.readers", "[0, 120]"), ("cameras.total", "[2.0e+8, 3.0e+8]")):
        with pytest.raises(ScenarioError, match="no number of a safeguard"):
            load(written(tmp_path, aim % (key, ends), PLATES))


def test_a_count_is_reported_and_never_aimed_at(tmp_path, plates_importable):
    prim = "method: prim\nconclusion: {measure: plates_read, at-most: 1, says: Few.}\n"
    with pytest.raises(ScenarioError, match="unknown measure 'plates_read'"):
        load(written(tmp_path, prim + MISREAD, PLATES))
    known = load(written(tmp_path, f"method: tornado\n{MISREAD}outputs: [plates_read]\n", PLATES))
    with pytest.raises(aims.AimError, match="never aimed at"):
        replace(known, method="calibrate", less_of=known.outputs[0])


def test_a_count_that_ships_is_a_rate_of_what_was_counted(tmp_path):
    found = study(tmp_path, f"method: tornado\n{THREE}outputs: [sightings, trips]\n")
    seen, trips = simulate_point(found, 0, [0.5, 0.5, 0.5]).values
    assert 0 < seen < trips
    assert trips == pytest.approx(found.moved[0].at(0.5) * 365 * 10_000, rel=0.1)
