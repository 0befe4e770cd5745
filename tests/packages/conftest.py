from __future__ import annotations

import pytest


@pytest.fixture(scope="module", autouse=True)
def undrawn():
    """The charts of reports take longer than all else that is packed, and nobody looks at them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("glasshouse.report.chart_drawing.Chart.__html__", lambda chart: "")
        patch.setattr("glasshouse.report.chart_drawing.printed", lambda chart, **data: "")
        patch.setattr("glasshouse.report.chart_files.files", lambda svg: dict.fromkeys(("svg", "png", "pdf"), b""))
        yield
