"""What a study shows of itself in a notebook."""

from __future__ import annotations

from pathlib import Path

from glasshouse.folders.output_label import NOT_A_FORECAST
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
