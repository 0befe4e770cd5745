"""What a comparison shows of itself in a notebook."""

from __future__ import annotations

from glasshouse.folders.output_label import NOT_A_FORECAST


def test_its_figure_has_a_difference_for_each_scenario_with_its_label(compared):
    drawn = compared.plot().to_dict()
    bars = drawn["datasets"]["bars"]
    assert {row["arm"] for row in bars} == {arm["title"] for arm in compared.manifest["arms"][1:]}
    assert all(row["label"] == "hypothetical" for row in bars)
    assert "not a forecast" in drawn["datasets"]["source"][0]["text"]
    assert "hypothetical" in drawn["title"]["subtitle"][0]


def test_a_notebook_shows_a_sentence_for_each_arm(compared):
    told = compared._repr_html_()
    assert NOT_A_FORECAST in told
    assert "(hypothetical)" in told
    assert told.count("<li>") >= len(compared.arms)
