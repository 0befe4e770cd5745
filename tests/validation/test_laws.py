"""How inputs are drawn from what is known of them, and how a figure with an error of its own is measured."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.scenario import ScenarioError
from glasshouse.validation.drawn_inputs import drawn
from glasshouse.validation.simulate_tables import simulated
from glasshouse.validation.table_loading import load_table
from validation.tables import written

FED = "fpir: {value: %s, unit: probability, assumed: x, %s}"


def draws(folder, value: str, more: str, n: int = 2000) -> np.ndarray:
    table = load_table(written(folder, fpir=FED % (value, more)))
    return np.array([drawn(table, 1, k)["fpir"] for k in range(n)])


def test_a_normal_range_holds_95_of_100(tmp_path):
    found = draws(tmp_path, "0.3", "range: [0.2, 0.4], law: normal")
    assert ((found >= 0.2) & (found <= 0.4)).mean() == pytest.approx(0.95, abs=0.015)
    assert found.mean() == pytest.approx(0.3, abs=0.005)


def test_a_log_normal_range_holds_95_of_100_by_ratio(tmp_path):
    found = draws(tmp_path, "0.01", "range: [0.001, 0.1], law: log-normal")
    assert ((found >= 0.001) & (found <= 0.1)).mean() == pytest.approx(0.95, abs=0.015)
    assert np.median(found) == pytest.approx(0.01, rel=0.1)


def test_a_standard_error_is_one(tmp_path):
    assert draws(tmp_path, "0.3", "error: 0.05").std() == pytest.approx(0.05, rel=0.1)


def test_a_counted_share_is_as_uncertain_as_its_count(tmp_path):
    found = draws(tmp_path, "0.619", "counted: [26, 42]")
    assert found.mean() == pytest.approx(26.5 / 43, abs=0.01)
    assert found.std() == pytest.approx((0.616 * 0.384 / 44) ** 0.5, rel=0.1)
    assert draws(tmp_path, "0", "counted: [0, 100]").max() > 0


def test_even_laws_keep_to_their_range(tmp_path):
    even = draws(tmp_path, "0.2", "range: [0.001, 0.5], law: even")
    by_ratio = draws(tmp_path, "0.2", "range: [0.1, 0.5], law: log-even")
    assert np.median(even) == pytest.approx(0.25, abs=0.02)
    assert np.median(by_ratio) == pytest.approx(0.1 * 5**0.5, rel=0.05)
    assert by_ratio.min() >= 0.1
    assert even.max() <= 0.5


def test_no_draw_leaves_the_bounds_of_its_kind(tmp_path):
    found = draws(tmp_path, "0.01", "error: 0.02")
    assert found.min() == 0
    assert found.max() < 1


@pytest.mark.parametrize(
    ("value", "more", "said"),
    [
        ("0.3", "error: 0.1, range: [0.2, 0.4]", "one of range, error and counted"),
        ("0.3", "law: normal", "give the range"),
        ("0.25", "range: [0.2, 0.4], law: normal", "middle"),
        ("0.3", "range: [0.2, 0.4], law: gauss", "'gauss'"),
        ("0.3", "counted: [26, 42]", "counted must give the value"),
        ("0.3", "range: [0, 0.4], law: log-even", "above 0"),
        ("0.3", "error: -0.1", "error"),
    ],
)
def test_a_law_that_cannot_be_is_refused_in_one_line(tmp_path, value, more, said):
    with pytest.raises(ScenarioError, match=said) as error:
        load_table(written(tmp_path, fpir=FED % (value, more)))
    assert "line 11" in str(error.value)


def test_what_is_no_share_cannot_be_counted(tmp_path):
    faces = "faces: {value: 0.5, unit: faces, assumed: x, counted: [1, 2]}"
    with pytest.raises(ScenarioError, match="no share"):
        load_table(written(tmp_path, faces=faces))


def test_a_figure_with_an_error_is_measured_with_it(tmp_path):
    figure = "false_alerts: {value: 30, unit: alerts, %s source: mine, confidence: S, widest: 80, naive: [0, 3000]}"
    exact = simulated(load_table(written(tmp_path, false_alerts=figure % "")), 1, 60)["false_alerts"]
    blurred = simulated(load_table(written(tmp_path, false_alerts=figure % "error: 20,")), 1, 60)["false_alerts"]
    assert (blurred - exact).std() == pytest.approx(20, rel=0.3)
    assert abs((blurred - exact).mean()) < 8


def test_a_figure_carried_over_says_from_where(tmp_path):
    figure = (
        "false_alerts: {value: 30, unit: alerts, carried: 25, source: mine, confidence: S, widest: 80, naive: [0, 90]}"
    )
    with pytest.raises(ScenarioError, match="carried_from go together"):
        load_table(written(tmp_path, false_alerts=figure))
