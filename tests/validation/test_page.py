"""``docs/validation.md``: its example runs as it stands, and what is generated on it is not stale."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from glasshouse.cli.main import status
from glasshouse.cluster.spread_tables import tables_shared
from glasshouse.validation.evaluate_tables import validate
from glasshouse.validation.fixed import fixed
from glasshouse.validation.known_verdicts import known
from glasshouse.validation.manual_page import kinds_text, results_text
from glasshouse.validation.table_loading import load_table, table_names
from glasshouse.wording.marked_page import between_marks

PAGE = (Path(__file__).parents[2] / "docs" / "validation.md").read_text(encoding="utf-8")
AGAIN = "run: python -m scripts.validation_page"


def example() -> str:
    found = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert len(found) == 1
    return found[0]


def test_the_example_runs_unchanged_and_passes(tmp_path, capsys):
    path = tmp_path / "mine.yaml"
    path.write_text(example(), encoding="utf-8")
    assert status(["validate", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 table, which passes."


def test_every_key_of_the_example_is_explained():
    explained = set(re.findall(r"`([a-z-]+)`", PAGE))
    assert set(re.findall(r"(?m)^([a-z-]+):", example())) - explained == set()


def test_a_table_that_a_stranger_wrote_from_the_page_runs(capsys):
    path = Path(__file__).parent / "stranger.yaml"
    assert status(["validate", str(path), "--draws", "100"]) == 0
    shown = capsys.readouterr().out
    assert "Northtown: wrongly flagged" in shown
    assert "39 to 47 %" in shown
    assert shown.splitlines()[-1].endswith("1 table, which passes.")
    assert load_table(path).groups == {"a": "Northtown", "b": "Southtown"}


def test_a_cascade_that_a_stranger_wrote_from_the_page_runs(capsys):
    path = Path(__file__).parent / "stranger-scanner.yaml"
    assert status(["validate", str(path), "--draws", "100"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("1 table, which passes.")


def test_the_kinds_on_the_page_are_those_of_the_code():
    assert between_marks(PAGE, "kinds", kinds_text()) == PAGE, AGAIN


def test_the_results_on_the_page_are_those_that_are_kept():
    assert between_marks(PAGE, "results", results_text(known())) == PAGE, AGAIN


@pytest.mark.slow
def test_the_results_on_the_page_are_those_of_the_code():
    assert between_marks(PAGE, "results", results_text(validate(share=tables_shared(None, 2, None)))) == PAGE, AGAIN


def test_every_wrong_input_bites_and_a_failure_has_its_reason():
    """In the verdicts that are kept, which the page shows; that they are those of the code is asked above."""
    found = known()
    assert [result.table.name for result in found.results] == list(table_names())
    for result in found.results:
        # A wrong input that aims at a figure which fails breaks nothing, and a table fixed beforehand stays as it is.
        mended = result.table.name not in fixed() or all(judged.passed for judged in result.outputs.values())
        if result.breakable and mended:
            assert all(tried.broke for tried in result.tried), result.table.name
        why = "a table says why it fails, if it does, and only then"
        assert (result.table.reason is not None) == (not result.passed), (result.table.name, why)
