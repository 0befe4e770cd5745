"""Places with other groups than the standard four: the engine against the oracle, to the last bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.specified import engine_params
from engine.test_oracle import DENSE, as_table
from glasshouse.engine.params import CELLS
from glasshouse.engine.simulate import simulate
from glasshouse.population.people import group_of
from glasshouse.scenario import load
from oracle import COLUMNS
from oracle import simulate as slow
from oracle.differences import differences
from oracle.params import compile_params
from scenario.test_cross_tables import PLACE, TABLE, TOWNS, URBAN
from small_places import scenario_file

SEED, DAYS, PEOPLE = 7, 35, 600


@pytest.mark.parametrize(("name", "groups"), [("three-peoples", 3), ("seven-guilds", 7)])
def test_the_engine_does_what_the_oracle_does(
    places_installed: tuple[str, str], tmp_path: Path, name: str, groups: int
) -> None:
    scenario = load(scenario_file(tmp_path, name), sets=(*DENSE, "redress.review_share=0.8"))
    none = [[0] * CELLS for _ in scenario.place.districts]
    ours = compile_params(scenario, 0, PEOPLE, points=none)
    assert differences(ours, engine_params(scenario, 0, PEOPLE)) == []
    found = simulate(scenario, population=PEOPLE, days=DAYS, seed=SEED, threads=1)
    wanted = slow(scenario, population=PEOPLE, days=DAYS, seed=SEED)
    for column in COLUMNS:
        assert found.state[column].tolist() == wanted.columns[column], column
    assert as_table(found) == {key: value for key, value in wanted.daily.items() if value}
    assert found.daily.shape[2] == groups + 1 == len(found.groups) + 1
    assert set(group_of(found.state["traits"]).tolist()) == set(range(groups))


@pytest.mark.parametrize("text", [PLACE + TABLE, URBAN + TABLE + TOWNS], ids=["ages", "ages, towns and internet"])
def test_groups_that_differ_are_the_oracle_s(tmp_path: Path, text: str) -> None:
    (tmp_path / "halves.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "scenario.yaml").write_text("glasshouse: 1\nextends: as-described\nplace: ./halves.yaml\n", "utf-8")
    scenario = load(tmp_path / "scenario.yaml")
    none = [[0] * CELLS for _ in scenario.place.districts]
    assert differences(compile_params(scenario, 0, PEOPLE, points=none), engine_params(scenario, 0, PEOPLE)) == []
    found = simulate(scenario, population=PEOPLE, days=2, seed=SEED, threads=1)
    wanted = slow(scenario, population=PEOPLE, days=2, seed=SEED)
    assert found.state["traits"].tolist() == wanted.columns["traits"]


def test_the_shares_are_those_that_the_place_gives(places_installed: tuple[str, str], tmp_path: Path) -> None:
    scenario = load(scenario_file(tmp_path, "seven-guilds"))
    simulated = simulate(scenario, population=40_000, days=1, seed=SEED, threads=1)
    people = simulated.daily[0, :, :-1, simulated.measures.index("people")]
    assert np.abs(people / people.sum(axis=1, keepdims=True) - scenario.place.group_shares).max() < 0.01
    assert people[0, 4] == 0
