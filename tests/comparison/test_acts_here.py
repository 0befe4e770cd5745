"""Kind of fault: a safeguard that has nothing to act on is said to spare nobody, as if it had been tried."""

from __future__ import annotations

import pytest

import glasshouse
from glasshouse.comparison.acts_here import acts_in, idle
from glasshouse.comparison.arm_sentences import sentence
from glasshouse.interventions import INTERVENTIONS
from glasshouse.scenario import load


@pytest.mark.parametrize("name", ["human-review", "appeal", "notice-and-reasons", "moratorium", "sanction-ceiling"])
def test_what_acts_on_sanctions_does_nothing_where_nobody_can_be_sanctioned(name):
    found = idle((name,), load("london-lfr"))
    assert "nobody is sanctioned" in found
    assert "match-threshold" in found.split(":")[-1]
    assert name not in found.split(":")[-1]


def test_each_acts_where_all_that_it_changes_is_on():
    assert [name for name in INTERVENTIONS if not acts_in(name, load("as-described"))] == []


def test_what_is_switched_on_by_a_dated_event_is_acted_on(tmp_path):
    file = tmp_path / "later.yaml"
    text = "glasshouse: 1\nextends: as-described\nrestrictions: {enabled: false}\n"
    event = "events:\n  - {date: 2020-06-01, name: late, text: Doors close., assumed: x,"
    event += " set: {restrictions.enabled: true}}\n"
    file.write_text(text, encoding="utf-8")
    assert not acts_in("human-review", load(file))
    file.write_text(text + event, encoding="utf-8")
    assert acts_in("human-review", load(file))


def test_several_are_idle_only_where_none_acts():
    scenario = load("london-lfr")
    assert " do nothing here" in idle(("human-review", "appeal"), scenario)
    assert idle(("human-review", "match-threshold"), scenario) == ""


def test_a_comparison_says_so_beside_the_result(tmp_path):
    done = glasshouse.compare(
        "london-lfr", ["human-review"], out=tmp_path / "out", population=300, days=2, replicates=1, threads=1
    )
    found = sentence(done, "human-review")
    assert idle(("human-review",), load("london-lfr")) in found
    assert "does nothing here" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
