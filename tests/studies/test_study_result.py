"""What a study shows of itself in a notebook, and what its posterior predicts."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from glasshouse import BadInputError
from glasshouse.folders.json_files import fingerprint
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.scenario import load
from glasshouse.studies.study_result import StudyResult

SAID = {"title": "Fear & <trust>", "about": "Two points.", "sentences": ["One.", "Two."]}


def shown(**more: object) -> str:
    manifest = {"label": "hypothetical", "status": "interrupted", "title": SAID["title"], **more}
    return StudyResult(path=Path("study"), manifest=manifest)._repr_html_()


def test_a_notebook_shows_the_sentences_of_a_study():
    told = shown(readings=SAID)
    assert NOT_A_FORECAST in told
    assert "(hypothetical)" in told
    assert "Fear &amp; &lt;trust&gt;" in told
    assert told.count("<li>") == 2


def test_of_a_study_that_is_not_finished_it_says_how_far_it_is():
    assert "interrupted" in shown()


def told(folder: Path, flags: list[float], **more: object) -> StudyResult:
    """A study by ABC whose particles say one thing alone: how often a post is flagged wrongly."""
    file = folder / "posterior.parquet"
    pl.DataFrame({"internet.false_flag": flags, "weight": [1 / len(flags)] * len(flags)}).write_parquet(file)
    manifest = {
        "label": "hypothetical", "status": "finished", "method": "abc", "seed": 3, "population": 400, "days": 8,
        "scenario": dict(load("as-described").document),
        "files": {"posterior.parquet": fingerprint(file)}, **more,
    }  # fmt: skip
    return StudyResult(path=folder, manifest=manifest)


def test_a_posterior_predicts_any_measure(tmp_path):
    rows = {}
    for name, flags in (("never", [0.0, 0.0]), ("often", [0.4, 0.5])):
        (tmp_path / name).mkdir()
        rows[name] = told(tmp_path / name, flags).predict(["with_dossier", "trust"], draws=40, threads=2)
    never, often = (found.filter(pl.col("measure") == "with_dossier") for found in rows.values())
    assert never["group"].to_list() == ["all", *load("as-described").place.group_names]
    assert set(never["draws"].to_list()) == {40}
    assert often["low"][0] > never["high"][0]
    assert often["low"][0] < often["median"][0] < often["high"][0]  # each draw has chance of its own
    again = told(tmp_path / "often", [0.4, 0.5]).predict("trust", draws=40, threads=1)
    assert again.equals(rows["often"].filter(pl.col("measure") == "trust"))


def test_what_cannot_be_predicted_is_refused(tmp_path):
    with pytest.raises(BadInputError, match=r"measures='wrongfull'.*Did you mean 'wrongful'"):
        told(tmp_path, [0.1]).predict("wrongfull")
    with pytest.raises(BadInputError, match="measures: there is none"):
        told(tmp_path, [0.1]).predict([])
    with pytest.raises(BadInputError, match="'morris'"):
        told(tmp_path, [0.1], method="morris").predict("wrongful")
    (tmp_path / "posterior.parquet").unlink()
    without = StudyResult(path=tmp_path, manifest={"method": "abc", "status": "interrupted", "files": {}})
    with pytest.raises(BadInputError, match="missing"):
        without.predict("wrongful")
