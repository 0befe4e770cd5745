"""Where fear rests follows from what there is to notice, and each act held back is put down to what it comes from."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasshouse.engine.counts import Count
from glasshouse.engine.params import compile_params
from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.interventions import apply
from glasshouse.mechanisms import perception
from glasshouse.mechanisms.perception import CAUSES, HIGHEST, KEPT, ONE, resting_fear
from glasshouse.scenario import ScenarioError, load
from model.runs import busy, run, totals

CHILLED = ("chilled_assembly", "chilled_post", "chilled_message", "chilled_visit")
CAUSED = tuple(cause.name for cause in CAUSES)
#: Nobody is watched or punished.
UNENFORCED = tuple(
    f"{part}.enabled=false"
    for part in "cameras face_recognition internet informants companies restrictions score registries".split()
)
LAW = ("start=2020-06-30", "response.law_floor=0.5", "response.memory=52")


def chilled(run: Replicate) -> int:
    found = totals(run)
    return sum(found[name] for name in CHILLED)


def mean_fear(run: Replicate) -> np.ndarray:
    """Of people of 15 and over, on the last evening of each week."""
    sums = run.daily.sum(axis=(1, 2))[6::7]
    return sums[:, Count.fear_sum] / sums[:, Count.adults]


@cache
def unenforced(days: int = 7 * 60) -> Replicate:
    """The security law on day 0, with nobody to enforce it, and no hotline."""
    city = load("hong-kong-2020", sets=(*LAW, *UNENFORCED))
    law = tuple(event for event in city.events if event.name == "security law")
    return simulate(replace(city, events=law), population=1500, days=days, seed=1, threads=1)


def test_each_act_held_back_has_one_cause():
    for found in (totals(busy()), totals(run("hong-kong-2020", "start=2020-06-01"))):
        assert sum(found[name] for name in CHILLED) == sum(found[name] for name in CAUSED) > 0
        assert found["chilled_by_experience"] > 0 < found["chilled_by_removals"]
    assert found["chilled_by_laws"] > 0


@pytest.mark.parametrize(
    ("off", "gone"),
    [
        (("cameras.enabled=false", "face_recognition.enabled=false"), "chilled_by_cameras"),
        (("informants.enabled=false",), "chilled_by_reports"),
        (("internet.enabled=false",), "chilled_by_removals"),
    ],
)
def test_what_is_off_frightens_nobody_and_less_is_held_back(off, gone):
    without = busy(*off)
    assert totals(busy())[gone] > 0 == totals(without)[gone]
    assert chilled(without) < 0.95 * chilled(busy())


def test_face_recognition_frightens_more_than_a_camera_alone():
    with_it, without = (totals(each)["chilled_by_cameras"] for each in (busy(), busy("face_recognition.enabled=false")))
    assert with_it > 1.2 * without > 0


def test_nobody_is_afraid_where_the_system_never_was():
    city = apply(load("hong-kong-2020", sets=("start=2020-06-25",)), ["unwatched"])
    never = simulate(city, population=1000, days=14, seed=1, threads=1)
    assert chilled(never) == totals(never)["fear_sum"] == 0


def test_the_jump_of_a_law_fades_in_weeks_to_a_half_that_fades_in_months():
    fear = mean_fear(unenforced())
    # 60 at once; by a quarter each week to where it rests, which is 30, and 15 a year later.
    assert fear[0] == pytest.approx(30 + 30 * 0.75, abs=1)
    assert fear[2] == pytest.approx(30 + 30 * 0.75**3, abs=2)
    fast, slow = int(np.argmax(fear < 45)) + 1, int(np.argmax(fear < 15)) + 1
    assert 2 <= fast <= 4
    assert 48 <= slow <= 60  # what is left of a law is renewed once a month


def test_a_law_that_is_enforced_stays_and_one_that_is_not_is_forgotten():
    sets = (*LAW, "response.law_floor=0")
    enforced = run("hong-kong-2020", *sets, population=3000, days=150)
    forgotten = run("hong-kong-2020", *sets, *UNENFORCED, population=3000, days=150)
    late = [int(each.daily[75:125].sum(axis=(0, 1, 2))[Count.chilled_by_laws]) for each in (enforced, forgotten)]
    assert late[0] > 3 * late[1]


def test_a_removed_post_frightens_its_author():
    calm, afraid = (totals(busy(f"response.fear_removal={level}")) for level in (0, 120))
    assert afraid["chilled_by_experience"] > 1.5 * calm["chilled_by_experience"]


def test_after_a_ban_nobody_fears_cameras_that_were_off():
    sets = ("ban.date=2019-07-03", "ban.recovery=600")
    on, off = (load("as-described", sets=(*sets, f"cameras.enabled={on}")) for on in ("true", "false"))
    assert (compile_params(on, 10, 1000).dose_cameras > 0).all()
    assert not compile_params(off, 10, 1000).dose_cameras.any()
    assert 0 < compile_params(on, 400, 1000).fear_left < 256


@given(
    doses=st.lists(st.integers(0, 1 << 24), min_size=5, max_size=5),
    more=st.integers(0, 4),
    limit=st.integers(0, 255),
    law=st.integers(0, HIGHEST),
)
def test_more_of_anything_is_more_fear_up_to_the_limit(doses, more, limit, law):
    params = {"fear_limit": 256 * limit, "law_floor": law, "law_enforced": law, "fear_left": 256}
    column = np.array(doses, np.int64)[:, None]
    levels = perception._levels(column, params)[:, 0]
    assert (np.diff(levels) >= 0).all()
    assert levels[3] <= 256 * limit
    assert levels[4] <= HIGHEST
    column[more] += ONE
    assert (perception._levels(column, params)[[3, 4], 0] >= levels[[3, 4]]).all()


def test_a_dose_of_one_is_half_of_the_way():
    params = {"fear_limit": 256 * 100, "law_floor": 0, "law_enforced": 0, "fear_left": 256}
    levels = perception._levels(np.array([[ONE // 2], [ONE // 2], [0], [0], [0]]), params)
    assert levels[:, 0].tolist() == [256 * 25, 256 * 50, 256 * 50, 256 * 50, 256 * 50]


def test_what_is_remembered_is_halved_in_the_half_life():
    """One district of 1,000 with 10 stops on day 0, and then none."""
    half_life, days = 4, 60
    compiled = compile_params(load("as-described", sets=(f"response.memory={half_life}",)), 0, 1000)
    district = compiled.districts[:1].copy()
    district["n"] = 1000
    params = SimpleNamespace(
        districts=district, params=compiled.params, forgetting=compiled.forgetting, dose_weights=compiled.dose_weights
    )
    daily = np.zeros((days, 1, 5, len(Count)), np.int64)
    daily[0, 0, 0, Count.stops] = 10
    for day in range(days):
        found = resting_fear(day, daily, params)
        for name, count in KEPT.items():
            daily[day, :, -1, int(count)] = found[name]
    memory = daily[:, 0, -1, Count.remembered_stops]
    assert memory[0] == 0 < memory[1]
    assert memory[1 + 7 * half_life] == pytest.approx(memory[1] / 2, rel=0.05)


def test_threads_change_no_cause():
    sets = ("hong-kong-2020", "start=2020-06-20")
    one, two = (run(*sets, population=9000, days=21, threads=threads) for threads in (1, 2))
    assert (one.daily == two.daily).all()


@pytest.mark.parametrize("key", ["response.fear_rest", "response.fear_start", "response.fear_rumour"])
def test_what_was_an_input_is_refused_with_what_takes_its_place(key, tmp_path):
    section, name = key.split(".")
    mine = tmp_path / "mine.yaml"
    mine.write_text(f"glasshouse: 1\nextends: as-described\n{section}:\n  {name}: 20\n", encoding="utf-8")
    for told in (lambda: load("as-described", sets=(f"{key}=20",)), lambda: load(mine)):
        with pytest.raises(ScenarioError, match=rf"{key}.*response\.half_"):
            told()
