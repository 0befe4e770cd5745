"""What ``glasshouse explain`` knows: what a scenario has, and what an installed plug-in could bring it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from glasshouse.cli import explain
from glasshouse.cli.explain import explanation
from glasshouse.interventions import INTERVENTIONS
from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario import ScenarioError, load

BARE = load("as-described")


def fields(text: str) -> dict[str, str]:
    """The lines of an explanation by the words before them."""
    return {line[2:13].strip(): line[13:].strip() for line in text.splitlines()[1:] if line[2:13].strip()}


def test_a_switch_says_whether_it_is_on_and_when_that_changes():
    assert fields(explanation("cameras.enabled", BARE))["value"] == "true"
    assert fields(explanation("cameras.scored", load("as-described", "cameras.scored=false")))["value"] == "false"


@pytest.mark.parametrize("name", ["sightings", "stops_false"])
def test_a_count_says_what_it_counts_and_who_counts_it(name):
    count = next(each for each in SHIPPED.counts if each.name == name)
    told = explanation(name, BARE)
    assert count.text in told
    assert fields(told)["unit"].startswith(count.unit)
    assert fields(told)["counted by"].startswith(count.module.rsplit(".", 1)[-1])


def test_a_safeguard_says_what_it_does_and_what_it_changes():
    told = fields(explanation("human-review", BARE))
    assert told["does"] == INTERVENTIONS["human-review"].sentence
    assert told["changes"] == "redress.review_share"


def test_a_kind_of_entry_and_a_list_say_what_they_cost_and_close():
    told = fields(explanation("critical post", BARE))
    assert (told["made by"].split()[0], told["about"].split(";")[0]) == ("internet", "expression")
    assert told["points"] == f"{BARE.parameters['score.points_critical_post'].value:.0f} (score.points_critical_post)"
    told = fields(explanation("defaulter", load("as-described")))
    assert told["closes"].startswith("hotel, credit")
    assert told["term"].endswith("(restrictions.defaulter_weeks)")


def test_a_word_that_means_two_things_is_explained_as_both():
    told = explanation("ban", BARE)
    assert "ban.recovery = " in told
    assert INTERVENTIONS["ban"].fails in told


def test_the_nearest_name_may_be_any_of_them():
    for wrong, right in (("cameras.enabld", "cameras.enabled"), ("sightngs", "sightings"), ("opt-im", "opt-in")):
        with pytest.raises(ScenarioError, match=f"'{right}'"):
            explanation(wrong, BARE)


def test_dashes_and_underscores_may_be_mixed_up():
    assert explanation("human_review", BARE) == explanation("human-review", BARE)
    assert explanation("face-recognition", BARE) == explanation("face_recognition", BARE)


def test_a_table_of_gates_is_explained_line_by_line():
    told = explanation("restrictions.tier_gates", BARE)
    assert all(f"restrictions.tier_gates.{tier} = " in told for tier in BARE.tiers)


def test_what_a_named_plug_in_brings_is_explained(plates_importable):
    scenario = load("as-described", f"plugins=[{plates_importable}]")
    told = fields(explanation("plates.readers", scenario))
    assert (told["value"], told["set by"]) == ("120 readers", f"the plug-in {plates_importable}")
    assert "Plate Society (2020)" in told["source"]
    assert "plug-in" not in told
    for key in ("plates", "plates.enabled", "plates_read", "careful-readers"):
        assert explanation(key, scenario).startswith(key)
    with pytest.raises(ScenarioError, match=r"unknown parameter 'plates.misread'"):
        explanation("plates.misread", BARE)


def test_what_an_installed_plug_in_would_bring_is_explained_with_how_to_have_it(plates_installed):
    for key in ("plates", "plates.misread", "plates_read", "plates.scored"):
        told = explanation(key, BARE)
        assert told.startswith(key)
        assert fields(told)["plug-in"] == "plates (small-plates 0.3)"
        assert "plugins: [plates]" in told
    assert "plug-in" not in fields(explanation("plates.misread", load("small-town")))
    with pytest.raises(ScenarioError, match=r"Did you mean 'plates.misread'"):
        explanation("plates.misred", BARE)


def test_it_fits_a_terminal_and_leaves_out_nothing(monkeypatch, capsys):
    told = {}
    for width in (80, 100_000):
        monkeypatch.setattr(explain, "output", lambda width=width: SimpleNamespace(width=width))
        explain.explain("internet.false_flag")
        told[width] = capsys.readouterr().out
    long = [line for line in told[80].splitlines() if len(line) > 80]
    assert all(len(line.split()) == 1 for line in long), long  # an address cannot be broken
    assert max(map(len, told[100_000].splitlines())) > 300
    assert told[80].split() == told[100_000].split()


def test_draws_that_do_not_lie_around_their_posterior_s_middle_are_said_to_be_moved():
    scenario = load("as-described")
    drawn = {key: given for key, given in scenario.parameters.items() if given.draws}
    assert drawn
    for key, given in drawn.items():
        apart = abs(given.value / given.draws.posterior[1] - 1) > 0.01
        assert ("moved to lie around" in " ".join(explanation(key, scenario).split())) is apart, key
