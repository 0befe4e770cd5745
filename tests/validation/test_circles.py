"""An output that is an input says nothing, and a bet that cannot hold the figure is no bet."""

from __future__ import annotations

import pytest

from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.validation.table_loading import FOLDER, load_table

FPIR = "  fpir: {value: 8e-5, unit: probability, source: fussey-2019, confidence: S, widest: 0.001, naive: [0, 0.01]}\n"


def refused(tmp_path, name: str, old: str, new: str) -> str:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        load_table(path)
    return str(error.value)


def test_an_output_that_is_an_input_is_refused(tmp_path):
    value = load_table("oxford-circus-2020").inputs["fpir"].given.value
    row = FPIR.replace("8e-5", str(value))
    said = refused(tmp_path, "oxford-circus-2020", "outputs:\n", f"outputs:\n{row}")
    assert "fpir is an input" in said


def test_the_naive_bet_holds_the_figure(tmp_path):
    said = refused(tmp_path, "essex-stops", "naive: [0, 34]", "naive: [20, 60]")
    assert "hold the published" in said
