"""The spread between reports: what informs it, and what a report that is left out is foretold from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from glasshouse.validation import carried_over
from glasshouse.validation.carried_over import Figure, by_quantity, figures, foretold, left_out, likelihood, spreads
from glasshouse.validation.kinds import KINDS
from glasshouse.validation.known_verdicts import known
from glasshouse.validation.table_loading import load_table
from glasshouse.validation.validation_table import Published


def figure(
    report: str, off: float, *, unit: str = "hits", quantity: str = "q", year: int = 2020, **more: Any
) -> Figure:
    """A figure that is off by so much on the scale of deviations, from draws of a tenth of that scale."""
    rng = np.random.default_rng(sum(map(ord, report)))
    draws = 0.1 * rng.standard_normal(400)
    made = 1e4 * np.exp(draws) if unit == "hits" else 1 / (1 + np.exp(-draws))
    value = 1e4 * np.exp(off) if unit == "hits" else 1 / (1 + np.exp(-off))
    published = Published(
        name="x",
        value=float(value),
        unit=unit,
        low=0,
        high=1e9,
        source=report,
        confidence="S",
        widest=1e9,
        naive=(0, 1e9),
    )
    one = Figure(
        table=f"table of {report}", quantity=quantity, published=published, report=report, year=year,
        cites=frozenset([report]), draws=made,
    )  # fmt: skip
    return replace(one, **more)


def several(offs: list[float], **more: Any) -> list[Figure]:
    return [figure(f"r{k}", off, **more) for k, off in enumerate(offs)]


def ends(some: list[Figure], report: str, **how: bool) -> tuple[float, float, float]:
    judged = left_out(some, 1, **how)[f"table of {report}", "x"]
    return judged.low, judged.middle, judged.high


@pytest.mark.parametrize("unit", ["hits", "share"])
def test_the_spread_is_that_of_the_deviations(unit):
    (near,) = spreads(several([0.02, -0.03, 0.05, 0.0, -0.1, 0.07], unit=unit))
    (far,) = spreads(several([2.0, -1.5, 0.4, -2.4, 1.1, -0.6], unit=unit))
    assert near.high < 0.4
    assert far.low < 1.5 < far.high
    assert near.middle < far.low


def test_what_a_report_published_does_not_change_what_is_foretold_of_it():
    some = several([0.3, -1.0, 0.8, -0.2])
    other = [replace(some[0], published=replace(some[0].published, value=7e4)), *some[1:]]
    assert ends(some, "r0") == ends(other, "r0")
    assert ends(some, "r1") != ends(other, "r1")


def test_a_table_that_cites_the_report_anywhere_informs_nothing_of_it():
    some = several([0.1, 0.1, 0.1, 3.0])
    citing = [*some[:3], replace(some[3], cites=frozenset(["r3", "r0"]))]
    assert ends(citing, "r0") == ends(some[:3], "r0")
    assert ends(some, "r0")[2] > ends(citing, "r0")[2]


def test_a_figure_whose_report_gave_its_preset_a_number_is_not_left_out():
    some = several([0.1, 0.4, -0.2, 3.0])
    set_by_it = [replace(some[0], set_by_report=True), *some[1:]]
    assert ("table of r0", "x") in left_out(some, 1)
    assert set(left_out(set_by_it, 1)) == set(left_out(some, 1)) - {("table of r0", "x")}


def test_a_whole_preset_cites_the_sources_of_its_numbers():
    table = load_table("as-documented-courts")
    draws = {name: np.full(40, one.value) for name, one in table.outputs.items()}
    found = {each.published.name: each for each in figures([(table, draws)])}
    assert found["flights"].set_by_report
    assert not found["stock_2023"].set_by_report
    assert "spc-2018-01" in found["stock_2023"].cites


def test_forward_only_reports_of_earlier_years_inform():
    some = [figure("old", 0.1, year=2010), figure("now", 0.0, year=2015), figure("late", 4.0, year=2020)]
    assert ends(some, "now", forward=True) == ends(some[:2], "now")
    assert ends(some, "now") != ends(some[:2], "now")


def test_the_figures_of_one_report_count_as_one():
    one = likelihood(figure("r0", 1.0))
    some = [(figure("r0", 1.0), one)]
    assert by_quantity(some)["q"] == pytest.approx(by_quantity(some * 5)["q"])


def test_a_quantity_of_which_nothing_is_known_learns_from_the_others():
    near, far = several([0.0, 0.05, -0.02, 0.03, 0.01]), several([2.0, -2.0, 1.5, -2.5, 3.0])
    lone = figure("lone", 0.0, quantity="another")
    assert ends([*far, lone], "lone")[2] > ends([*near, lone], "lone")[2]


def test_what_is_foretold_is_of_the_same_kind_and_wider():
    chances = np.zeros(len(carried_over._SPREADS))
    chances[np.searchsorted(carried_over._SPREADS, 1.0)] = 1
    for unit in ("hits", "share"):
        one = figure("r0", 0.0, unit=unit)
        found = foretold(one, chances, 1)
        assert found.min() >= 0
        assert unit == "hits" or found.max() <= 1
        low, high = np.quantile(one.draws, [0.1, 0.9])
        assert np.quantile(found, 0.1) < low < high < np.quantile(found, 0.9)
    rng = np.random.default_rng(1)
    few = replace(one, published=replace(one.published, unit="alerts"), draws=rng.poisson(3.0, 400).astype(float))
    found = foretold(few, chances, 1)
    assert (found == np.round(found)).all()
    # A Poisson count whose rate has a log-normal factor with standard deviation 1: mean 3 √e, variance from both.
    assert found.mean() == pytest.approx(3 * np.exp(0.5), rel=0.15)


def test_without_a_spread_a_figure_is_foretold_as_its_table_does():
    chances = np.zeros(len(carried_over._SPREADS))
    chances[0] = 1
    one = figure("r0", 0.0)
    assert np.sort(foretold(one, chances, 1)) == pytest.approx(np.sort(np.tile(one.draws, 5)))


def test_a_figure_to_which_something_was_set_informs_nothing():
    table = load_table("london-lfr-whole")
    some = carried_over.figures([(table, dict.fromkeys(table.outputs, np.arange(1.0, 41.0)))])
    assert {one.published.name for one in some} == {"arrests_2024"}
    assert some[0].cites >= {"met-lfr-2025", "met-lfr-2024"}


def test_every_kind_and_every_exception_is_one_that_there_is():
    assert set(carried_over.QUANTITIES) == set(KINDS)
    for kind, output in carried_over._OTHERS:
        assert output in KINDS[kind].outputs


def test_the_shipped_intervals_hold_what_was_asked_with_reports_left_out():
    """At least 88 of 100 figures in the nominal 95 %, and better than the last figure carried over."""
    every = known().scores("left_out")[0]
    held = every.coverage[-1]
    assert held.held >= 0.88 * held.figures
    assert every.skill > 0
    # All but those whose own report gave the preset that foretells them a number.
    set_by_it = [one for each in known().results for one in each.table.outputs if each.table.set_by_its_report(one)]
    assert 0 < known().scores()[0].figures - every.figures <= len(set_by_it)


def test_what_another_program_reads_has_both_ways_and_the_spreads():
    told = known().document()
    for way in ("scores", "scores_left_out", "scores_forward"):
        assert told["scores"][0]["figures"] >= told[way][0]["figures"] > 0
    assert {one["quantity"] for one in told["spreads"]} >= {"false matches", "tips"}
    for table in told["tables"]:
        set_by_report = load_table(table["name"]).set_by_its_report
        for name, one in table["outputs"].items():
            apart = one["in_sample"] or one["verdict"] == "no value" or set_by_report(name)
            assert apart or {"left_out", "forward"} <= set(one)
