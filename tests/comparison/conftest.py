from __future__ import annotations

import pytest

import glasshouse
from glasshouse.report.chart_drawing import Chart
from model.runs import BUSY

#: Arms of the comparison that several tests look at; ban and unwatched come by themselves.
ARMS = ("cameras.enabled=true", "human-review", "ban@20", "error-free", "informants.potential=1e+6")
SIZES = {"population": 2000, "days": 45, "seed": 5, "replicates": 3, "threads": 2}


@pytest.fixture(scope="module", autouse=True)
def undrawn():
    """The charts of reports take longer than the scenarios, and no test here looks at them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Chart, "__html__", lambda chart: "")
        yield


@pytest.fixture(scope="session")
def compared(tmp_path_factory):
    """A small comparison in which much happens."""
    out = tmp_path_factory.mktemp("compared") / "worlds"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("glasshouse.report.chart_drawing.printed", lambda chart, **data: "")  # nor at the picture
        patch.setattr("glasshouse.report.chart_files.files", lambda svg: dict.fromkeys(("svg", "png", "pdf"), b""))
        return glasshouse.compare("as-described", ARMS, set=BUSY, out=out, **SIZES)
