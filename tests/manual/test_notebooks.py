"""The notebooks run from top to bottom, and show what they are shown to show."""

from __future__ import annotations

import pytest
from scripts import notebooks


@pytest.mark.slow
@pytest.mark.parametrize("path", notebooks.notebooks(), ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_it_shows(path):
    pytest.importorskip("nbclient")
    again = notebooks.shown(notebooks.executed(path))
    assert len(again) >= 4
    assert again == notebooks.shown(notebooks.read(path)), "run: python -m scripts.notebooks"
