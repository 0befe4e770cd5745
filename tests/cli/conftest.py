from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def undrawn(monkeypatch):
    """The charts of reports take longer to draw than all else that a command does here, and nobody looks at them."""
    monkeypatch.setattr("glasshouse.report.chart_drawing.Chart.__html__", lambda chart: "")
    monkeypatch.setattr("glasshouse.report.chart_drawing.printed", lambda chart, **data: "")
    monkeypatch.setattr("glasshouse.report.chart_files.files", lambda svg: dict.fromkeys(("svg", "png", "pdf"), b""))
