"""``docs/studies.md``: every file on it loads, and every method has one."""

from __future__ import annotations

import re
from pathlib import Path

from glasshouse.studies.study_loading import load_study, study_names
from glasshouse.studies.study_plan import METHODS

PAGE = (Path(__file__).parents[2] / "docs" / "studies.md").read_text(encoding="utf-8")


def test_every_file_on_the_page_loads_and_every_method_is_told(tmp_path):
    methods = {load_study(name).method for name in study_names()}
    for k, text in enumerate(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)):
        file = tmp_path / f"{k}.yaml"
        file.write_text(text, encoding="utf-8")
        methods.add(load_study(file).method)
    assert methods == set(METHODS)
    for name in (*METHODS, *study_names()):
        assert name in PAGE
