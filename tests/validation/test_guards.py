"""What a table may not do: score what was fitted, call memory confirmed, or contradict itself at an end of a range."""

from __future__ import annotations

import re

import numpy as np
import pytest

from glasshouse.evidence import MARK
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.validation.evaluate_tables import Result
from glasshouse.validation.table_loading import FOLDER, load_table
from glasshouse.validation.verdict import judge
from glasshouse.validation.verdict_words import about, cells


def changed(tmp_path, name: str, *pairs: tuple[str, str]):
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    text = text.replace(f"\nname: {name}\n", "\nname: mine\n", 1)
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "pairs", "words"),
    [
        ("essex-stops", [("fitted_to: the alerts", "fitted_to: 14 stopped, and the alerts")], "is then no test"),
        ("essex-stops", [("confidence: D}\n  credible", "confidence: M}\n  credible")], "is from memory"),
        ("informant-files", [("status: unconfirmed", "status: confirmed")], "is from memory"),
        ("licences-2015", [("status: unconfirmed", "status: confirmed")], "is from memory"),
        # Its source is from memory, whatever the figure itself is called.
        (
            "us-reports-germany-2024",
            [("status: unconfirmed", "status: confirmed"), ("confidence: M", "confidence: S")],
            "found_share is from memory",
        ),
        ("essex-stops", [("range: [30, 34]", "range: [30, 100000000000]")], "wrong_alerts is at most 10,000,000"),
        ("compas-by-group", [("unit: 0 or 1, range: [1, 1]", "unit: 0 or 1, range: [0.4, 1]")], "at an end of a range"),
    ],
)  # fmt: skip
def test_it_is_refused_in_one_line(tmp_path, name, pairs, words):
    with pytest.raises(ScenarioError) as error:
        load_table(changed(tmp_path, name, *pairs))
    assert re.search(words, str(error.value)), error.value
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("name", "output"), [("informant-files", "files"), ("robodebt-whole", "debts")])
def test_a_figure_from_memory_is_never_shown_without_the_mark(name, output):
    table = load_table(name)
    assert MARK in cells(table, judge(table.outputs[output], np.arange(100.0)))[1]
    read = load_table("cardiff-final-2017")
    assert not any(MARK in cells(read, judge(one, np.arange(100.0)))[1] for one in read.outputs.values())


def test_a_table_fed_from_memory_says_with_what():
    for name, fed in (("licences-2015", True), ("cardiff-final-2017", False)):
        said = about(Result(table=load_table(name), outputs={}, tried=(), draws=40))
        assert (MARK in said) is fed
