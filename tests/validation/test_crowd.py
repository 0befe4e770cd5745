"""The crowd's stages are the day's: what they count is what a run counts, to the last one."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from glasshouse.engine.counts import MEASURES, STOCKS
from glasshouse.engine.simulate import simulate
from glasshouse.model.workspace import BLOCK
from glasshouse.scenario import load
from glasshouse.scenario.places import Place
from glasshouse.validation.crowd import Crowd, rules
from model.runs import RATES

#: Counted by the screening, before anybody is picked.
SCREENED = ("trips", "sightings", "posts")
TOWN = {"population": 9000.0, "women": 0.4, "minority": 0.3, "children": 0.0, "older": 0.2, "urban": 0.5}
TOWN |= {"internet": 0.6, "flag_factor": 2.0}
#: A rescoring on the first day.
NUMBERS = {**RATES, "score.every": 1, "redress.review_share": 0.5, "participation.uptake": 0.5}
NUMBERS |= {"face_recognition.on_watchlist_share": 0.05, "face_recognition.faulty_share": 0.3}
NUMBERS |= {"redress.notice": 0.6, "redress.review_automation_bias": 0.2}
NUMBERS |= {"face_recognition.credible_false": 0.5, "face_recognition.arrest_share": 0.5}


def test_a_whole_day_counts_what_the_engine_counts():
    people = 9000
    columns = {key: np.array([value]) for key, value in TOWN.items()}
    town = Place(
        name="town",
        title="Town",
        districts=("town",),
        columns=MappingProxyType(columns),
        evidence=MappingProxyType({}),
    )
    scenario = replace(load("as-described", sets=[f"{key}={value}" for key, value in NUMBERS.items()]), place=town)
    simulated = simulate(scenario, population=people, days=1, seed=3, threads=1).daily[0, 0]
    crowd = Crowd(rules(NUMBERS, people=people, place=TOWN), seed=3)
    for block in crowd.blocks():
        block.morning()
        block.live_intend()
        block.live_inhibit()
        block.observe()
        block.attribute()
        block.record()
        block.score()
        block.sanction()
        block.gate()
        block.adapt()
        block.redress()
    # No morning goes before a stage on its own, so that a crowd does not know where fear rests.
    counted = [m for m in MEASURES if m not in (*STOCKS, *SCREENED) and not m.startswith("chilled_by_")]
    places = [MEASURES.index(m) for m in counted]
    assert (crowd.counts[:, places] == simulated[:, places]).all()
    assert (simulated[:, places].sum(0) > 0).sum() > 60


def test_blocks_hold_everybody_once():
    crowd = Crowd(rules({}, people=BLOCK + 7), seed=1)
    sizes, persons = [], []
    for block in crowd.blocks():
        sizes.append(block.n)
        persons += block.agents["person"].tolist()
    assert sizes == [BLOCK, 7]
    assert persons == list(range(BLOCK + 7))


def test_what_a_stage_leaves_is_stored_for_the_next_day():
    crowd = Crowd(rules({"face_recognition.stop_share": 1.0, "response.fear_stop": 30}, people=10), seed=1)
    before = crowd.columns.fear.tolist()
    for block in crowd.blocks():
        block.agents["alert"][:4] = 1
        block.adapt()
    assert crowd.columns.fear.tolist() == [*(fear + 30 for fear in before[:4]), *before[4:]]
    (block,) = crowd.blocks(1)
    assert block.agents["fear"].tolist() == crowd.columns.fear.tolist()
    assert not block.agents["alert"].any()


def test_only_those_who_are_picked_get_a_record_with_their_own_draws_and_state():
    crowd = Crowd(rules({"response.fear_stop": 30, "face_recognition.stop_share": 1.0}, people=20), seed=1)
    (everybody,) = crowd.blocks()
    words, late, before = everybody.words[:, :20].copy(), everybody.late[:, :20].copy(), crowd.columns.fear.copy()
    for block in crowd.blocks(who=lambda traits, words: np.arange(len(traits)) % 5 == 2):
        assert block.agents["person"].tolist() == [2, 7, 12, 17]
        assert (block.words[:, block.selected[:4]] == words[:, 2::5]).all()
        assert (block.late[:, :4] == late[:, 2::5]).all()
        block.agents["alert"] = 1
        block.adapt()
        with pytest.raises(ValueError, match="everybody"):
            block.score()
    risen = crowd.columns.fear != before
    assert np.flatnonzero(risen).tolist() == [2, 7, 12, 17]


def test_draws_are_of_the_seed_the_person_and_the_day():
    def words(seed: int, people: int, day: int) -> np.ndarray:
        crowd = Crowd(rules({}, people=people), seed=seed)
        (block,) = crowd.blocks(day)
        return block.words[:, :5].copy()

    assert (words(1, 5, 0) == words(1, 50, 0)).all()
    assert (words(1, 5, 0) != words(2, 5, 0)).all()
    assert (words(1, 5, 0) != words(1, 5, 1)).all()


@pytest.mark.parametrize(
    "changes", [{"numbers": {"face_recognition.watch_list": 1.0}}, {"switches": {"camera.enabled": False}}]
)
def test_an_unknown_key_is_refused_with_the_nearest(changes):
    with pytest.raises(KeyError, match="Did you mean"):
        rules(**{"numbers": {}, "people": 3, **changes})


def test_a_stage_on_its_own_rests_on_no_other_mechanism():
    searched, without = (
        rules({}, people=9, switches=switches).params["false_alert"] for switches in ({}, {"companies.enabled": False})
    )
    assert (searched == without).all()
    assert searched.max() > 0
