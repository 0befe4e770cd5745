"""What a validation shows of itself in a notebook."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from glasshouse import BadInputError, validate
from glasshouse.folders.output_label import NOT_A_FORECAST


@pytest.fixture(scope="module")
def found():
    return validate("oxford-circus-2020", draws=40)


def test_its_figure_has_every_published_figure_with_its_verdict(found):
    drawn = found.plot().to_dict()
    rows = {row["figure"]: row for row in drawn["datasets"]["rows"]}
    outputs = found.results[0].outputs
    assert len(rows) == len(outputs)
    assert {row["compared"] for row in rows.values()} == {judged.published.value for judged in outputs.values()}
    assert NOT_A_FORECAST in drawn["title"]["subtitle"][1]


def test_without_a_table_there_is_nothing_to_draw(found):
    with pytest.raises(BadInputError, match="nothing to draw"):
        replace(found, results=()).plot()


def test_a_notebook_shows_the_verdicts(found):
    told = found._repr_html_()
    assert NOT_A_FORECAST in told
    assert told.count("<li>") == 1
    assert found.results[0].table.title in told


def test_it_prints_as_a_line_and_so_does_each_of_its_tables(found):
    assert repr(found) == f"Validation(tables=1, passed={int(found.results[0].passed)}, seed={found.seed})"
    assert re.fullmatch(r"Result\('oxford-circus-2020', '(pass|fail)', outputs=\d+, draws=40\)", repr(found.results[0]))
