"""Numbers that name a posterior: drawn from its draws, around their own value, and refused where it does not fit."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from glasshouse.cli.explain import explanation
from glasshouse.evidence import load_sources
from glasshouse.evidence.posteriors import load_posteriors
from glasshouse.interventions import INTERVENTIONS
from glasshouse.interventions.laying import lay_over
from glasshouse.scenario import ScenarioError, load, load_document, preset_names
from glasshouse.scenario.scenario_loading import load_text
from glasshouse.validation.table_loading import table_names

KEY = "face_recognition.false_match_rate"
#: Which draws each preset names for the rate of false matches.
NAMED = {
    "london-lfr": "false-match-rate/london-2025",
    "london-lfr-2020": "false-match-rate/london-2020",
    "stadium-list": "false-match-rate/cardiff-final-2017",
    **dict.fromkeys(("as-described", "as-documented", "hong-kong-2020"), "false-match-rate/another-deployment"),
}


def own(line: str) -> str:
    return f"glasshouse: 1\nextends: london-lfr\nface_recognition:\n  false_match_rate: {{{line}}}\n"


@pytest.mark.parametrize(("preset", "name"), NAMED.items())
def test_draws_are_those_of_the_posterior_and_the_central_value_their_median(preset, name):
    scenario, quantity = load(preset), load_posteriors()[name]
    given = scenario.parameters[KEY]
    found = [scenario.draw(k, 1)[KEY] for k in range(1, 801)]
    wanted = given.value * 10 ** np.array(quantity.offsets)
    for share, near in ((0.1, 0.12), (0.5, 0.12), (0.9, 0.12)):
        scatter = np.std(quantity.offsets)
        assert abs(np.log10(np.quantile(found, share) / np.quantile(wanted, share))) < near * scatter + 0.01
    assert scenario.draw_at(lambda _: 0.5)[KEY] == pytest.approx(given.value)
    assert (given.low, given.high) == quantity.ends(given.value)


def test_a_posterior_moves_no_other_number():
    ranged = load("london-lfr", sets=[f"{KEY}=1e-10"])
    before, after = ranged.draw(3, 1), load("london-lfr").draw(3, 1)
    assert {key: value for key, value in after.items() if key != KEY} == before


def test_a_scenario_s_document_keeps_the_posterior_and_the_hash():
    scenario = load("london-lfr")
    again = load_document(json.loads(json.dumps(scenario.document)))
    assert again.hash == scenario.hash
    assert again.parameters[KEY].draws == scenario.parameters[KEY].draws is not None


def test_other_draws_are_another_scenario(monkeypatch):
    before, known = load("london-lfr").hash, load_posteriors()
    name = NAMED["london-lfr"]
    moved = replace(known[name], offsets=tuple(2 * each for each in known[name].offsets))
    for module in ("scenario_parts", "flattening", "scenario_building"):
        monkeypatch.setattr(
            f"glasshouse.scenario.{module}.load_posteriors", lambda: MappingProxyType({**known, name: moved})
        )
    text = own(f"value: 2.35e-10, unit: probability, source: met-lfr-2025, confidence: D, posterior: {name}")
    assert load_text(text).hash != before
    monkeypatch.undo()
    assert load_text(text).hash == before


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("posterior: false-match-rate/london-2052", "Did you mean 'false-match-rate/london-2025'"),
        ("posterior: nothing", "false-match-rate/london-2020"),
        ("posterior: false-match-rate/threshold-slope", "decades/score"),
        ("posterior: false-match-rate/london-2025, range: [0, 1]", "not both"),
    ],
)
def test_a_posterior_that_does_not_fit_is_refused_with_its_line(line, said):
    with pytest.raises(ScenarioError) as refused:
        load_text(own(f"value: 1e-10, unit: probability, assumed: an example, {line}"), where="mine.yaml")
    assert said in str(refused.value)
    assert "mine.yaml, line 4" in str(refused.value)


def test_a_safeguard_that_multiplies_the_rate_keeps_the_draws_and_a_fixed_number_has_none():
    scenario = load("london-lfr")
    for each in (each for each in INTERVENTIONS.values() if KEY in each.numbers):
        given = lay_over(scenario, [each]).parameters[KEY]
        assert given.draws is not None or given.posterior is None
    assert load("london-lfr", sets=[f"{KEY}=1e-10"]).parameters[KEY].draws is None


def test_a_range_that_was_moved_by_itself_is_drawn_evenly():
    given = replace(load("london-lfr").parameters[KEY], low=1e-10, high=4e-10)
    assert given.draws is None
    assert given.at(0.5) == pytest.approx(2.5e-10)


def test_explain_shows_prior_posterior_and_what_informed_it_or_no_data():
    scenario = load("london-lfr")
    told = explanation(KEY, scenario)
    quantity = load_posteriors()[NAMED["london-lfr"]]
    for word in ("prior", "posterior", quantity.made_by, *quantity.tables):
        assert word in told
    for report in quantity.reports:
        assert load_sources()[report].name in told
    assert "no data" in explanation("face_recognition.women_ratio", scenario)
    assert "false-match-rate/threshold-slope" in explanation("face_recognition.threshold_slope", scenario)
    assert "wrong-alert-acted-on" in explanation("face_recognition.credible_false", scenario)


def test_every_posterior_names_sources_tables_and_draws_that_there_are():
    for quantity in load_posteriors().values():
        assert set(quantity.reports) <= set(load_sources())
        assert set(quantity.tables) <= set(table_names())
        assert len(quantity.offsets) >= 200
        assert quantity.prior[0] < quantity.prior[2]
        assert quantity.posterior[0] <= quantity.posterior[1] <= quantity.posterior[2]


def test_every_named_posterior_is_one_of_these():
    used = {
        (name, key): given.posterior
        for name in preset_names()
        for key, given in load(name).parameters.items()
        if given.posterior
    }
    hits = {
        (name, "face_recognition.true_match_rate") for name, of in NAMED.items() if of.endswith("another-deployment")
    }
    assert used == {(name, KEY): of for name, of in NAMED.items()} | dict.fromkeys(hits, "hit-rate/another-deployment")


def test_a_share_stays_one_however_far_its_draws_go():
    scenario = load("as-described")
    found = [scenario.draw(k, 1)["face_recognition.true_match_rate"] for k in range(1, 401)]
    assert 0 < min(found) < 0.5 < 0.95 < max(found) < 1
