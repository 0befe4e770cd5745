"""What a validation shows of itself in a notebook."""

from __future__ import annotations

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
