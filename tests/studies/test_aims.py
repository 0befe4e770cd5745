"""The third red line: what a study may aim at, in a file and in Python."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.studies import aims
from glasshouse.studies.study_parts import Conclusion, Output, Target
from grammar import facts
from studies.small import THREE, study

SOURCES = "sources:\n  made-up: {author: Nobody, title: Simulated, year: 2026, at: nowhere}\n"
FIT = "method: calibrate\ntargets:\n  - {{measure: {}, value: 1, tolerance: 1, source: made-up{}}}\n"
LESS = "method: calibrate\nobjective: {less-of: wrongful}\nparameters:\n"
SHARE = "  - {name: redress.review_share, range: [0, 1]}\n"
NOTICE = "parameters:\n  - {{name: redress.notice, range: [{}, {}]}}\n"
NEVER = ("misses", "observed", "sightings", "dossier", "yield", "chilled", "fear", "trust", "unlawful_acts")


def fit(measure: str, more: str = "") -> str:
    return FIT.format(measure, more) + SOURCES


@pytest.mark.parametrize("measure", NEVER)
def test_no_published_figure_of_reach_or_fear_is_fitted(tmp_path, measure):
    with pytest.raises(ScenarioError, match=facts(f"line 10: '{measure}' … never aimed at")):
        study(tmp_path, fit(measure) + THREE)


@pytest.mark.parametrize("side", ["arm", "difference", "ratio"])
def test_a_published_figure_is_of_the_world_as_it_is(tmp_path, side):
    with pytest.raises(ScenarioError, match=facts(f"line 10: … published figure … not '{side}'")):
        study(tmp_path, fit("sanctioned", f", of: {side}") + THREE + "arm: appeal\n")
    found = study(tmp_path, fit("sanctioned") + THREE + "arm: appeal\n")
    assert found.targets[0].output == Output(measure="sanctioned")


def test_a_fit_moves_what_is_not_known_alone(tmp_path):
    found = study(tmp_path, fit("sanctioned") + NOTICE.format(0.2, 0.5))
    assert (found.moved[0].given.low, found.moved[0].given.high) == (0.2, 0.5)
    for low, high in ((0.05, 0.5), (0.2, 0.9)):
        with pytest.raises(ScenarioError, match=facts("redress.notice … 0.1 to 0.6: … never the design")):
            study(tmp_path, fit("sanctioned") + NOTICE.format(low, high))
    with pytest.raises(ScenarioError, match=facts("line 13: redress.review_share … no range")):
        study(tmp_path, fit("sanctioned") + "parameters:\n" + SHARE)


def test_less_of_a_harm_moves_safeguards_towards_the_people_alone(tmp_path):
    found = study(tmp_path, LESS + SHARE)
    assert found.less_of == Output(measure="wrongful")
    kept = found.scenario.parameters["score.retention"].value
    with pytest.raises(ScenarioError, match=facts("score.retention … less when it rises")):
        study(tmp_path, LESS + f"  - {{name: score.retention, range: [10, {kept + 1:g}]}}\n")
    with pytest.raises(ScenarioError, match=facts("redress.sensitivity … less when it falls")):
        study(tmp_path, LESS + "  - {name: redress.sensitivity, range: [0, 1]}\n")


def test_the_search_sets_out_from_the_world_as_it_is(tmp_path):
    for row in ("{name: redress.notice, range: [0.5, 0.9]}", "{name: score.retention, range: [10, 700]}"):
        with pytest.raises(ScenarioError, match=r"its range must (begin|end)"):
            study(tmp_path, f"{LESS}  - {row}\n")


@pytest.mark.parametrize("side", ["difference", "ratio", None])
def test_less_of_a_harm_is_of_one_world(tmp_path, side):
    of = f", of: {side}" if side else ""
    text = LESS.replace("wrongful", f"{{measure: wrongful{of}}}") + SHARE + "arm: appeal\n"
    with pytest.raises(ScenarioError, match=facts("'of: baseline' … 'of: arm'")):
        study(tmp_path, text)


def test_less_of_a_harm_in_the_arm_goes_by_the_numbers_of_the_arm(tmp_path):
    text = LESS.replace("wrongful", "{measure: wrongful, of: arm}") + "  - {name: redress.notice, range: [LOW, 0.9]}\n"
    text += "arm: redress.notice=0.5\n"
    assert study(tmp_path, text.replace("LOW", "0.5")).less_of == Output(measure="wrongful", side="arm")
    with pytest.raises(ScenarioError, match=facts("must begin … 0.5")):
        study(tmp_path, text.replace("LOW", "0.3"))


def test_a_study_made_in_python_is_held_to_the_same(tmp_path):
    less = study(tmp_path, LESS + SHARE)
    with pytest.raises(aims.AimError, match="misses"):
        replace(less, less_of=Output(measure="misses"))
    with pytest.raises(aims.AimError, match="'of: baseline', not 'arm'"):
        replace(less, less_of=Output(measure="wrongful", side="arm"))
    with pytest.raises(aims.AimError, match=facts("people.trips … safeguard")):
        replace(less, moved=study(tmp_path, f"method: tornado\n{THREE}").moved)
    with pytest.raises(aims.AimError, match="'misses' may be reported"):
        replace(less, conclusion=Conclusion(output=Output(measure="misses"), at_most=1, says="Few."))
    known = study(tmp_path, fit("sanctioned") + THREE)
    target = Target(output=Output(measure="trust"), value=1, tolerance=1, source="made-up")
    with pytest.raises(aims.AimError, match="trust"):
        replace(known, targets=(target,))
    wide = tuple(replace(one, given=replace(one.given, high=one.given.high + 1), own=True) for one in known.moved)
    with pytest.raises(aims.AimError, match="never the design"):
        replace(known, moved=wide)


def test_every_number_of_a_safeguard_is_one(tmp_path):
    found = study(tmp_path, f"method: tornado\n{THREE}")
    assert aims.sides(SHIPPED)
    assert set(aims.sides(SHIPPED)) <= set(found.scenario.all_given())
