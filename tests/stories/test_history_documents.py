"""A story as JSON: everything that was found, and it comes back as it was."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import glasshouse
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.stories import history_events as h
from stories.histories import lives

_VALUES = {
    "int": st.integers(-(10**6), 10**6),
    "str": st.text(max_size=8),
    "bool": st.booleans(),
    "tuple[str, ...]": st.lists(st.text(max_size=5), max_size=4).map(tuple),
}


def events():
    return st.one_of(*(st.builds(kind, **{f.name: _VALUES[str(f.type)] for f in fields(kind)}) for kind in h._KINDS))


@given(events())
def test_any_happening_comes_back_from_json(event):
    assert h.from_document(json.loads(json.dumps(h.to_document(event)))) == event


def test_every_happening_of_a_busy_run_comes_back_from_json():
    seen = set()
    for one in lives():
        for event in one.events:
            assert h.from_document(json.loads(json.dumps(h.to_document(event)))) == event
            seen.add(type(event))
    assert len(seen) >= 13


def test_the_document_of_a_story_says_all(comparison):
    story = glasshouse.story(comparison, wrongly_sanctioned=True, under="ban")
    found = json.loads(json.dumps(story.document(), allow_nan=False))
    assert found["note"] == NOT_A_FORECAST
    assert found["digest"] == story.here.digest
    assert [h.from_document(one) for one in found["events"]] == list(story.here.history.events)
    assert [one["verdict"] for one in found["sanctions"]] == [c.verdict for c in story.here.history.chains]
    assert found["sums"]["sanction_days"] == sum(s.days for s in story.here.history.spells)
    assert found["under"]["arm"] == "ban"
    assert found["parting"]["first_day"] == story.parting.day  # type: ignore[union-attr]
    told = [s for part in found["told"]["days"] for s in part["sentences"]]
    assert told == [s for part in story.here.rendering.days for s in part.sentences]
    assert found["told"]["last_line"] == found["note"]


def keys(found, inside=""):
    """Every key with what it stands in; the numbers by measure and by gate go by names that others hold."""
    if isinstance(found, list):
        return {pair for one in found for pair in keys(one, inside)}
    if not isinstance(found, dict) or inside in ("sums", "days_closed"):
        return set()
    return {(inside, key) for key in found}.union(*(keys(one, key) for key, one in found.items()))


def test_the_documented_layout_is_the_layout(comparison):
    """Every key of the document, at whatever depth, stands in docs/stories.md, and so does all that can happen."""
    page = (Path(__file__).parents[2] / "docs" / "stories.md").read_text(encoding="utf-8")
    document = glasshouse.story(comparison, wrongly_sanctioned=True, under="ban").document()
    found = keys(json.loads(json.dumps(document)))
    assert {"last_line", "error_free_tier", "household", "here_alone"} <= {key for _, key in found}
    assert [pair for pair in sorted(found) if f"`{pair[1]}`" not in page] == []
    kinds = {kind.__name__.lower(): [field.name for field in fields(kind)] for kind in h._KINDS}
    assert [kind for kind in kinds if f"`{kind}`" not in page] == []
    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    for kind, names in kinds.items():
        assert [name for name in names if name != "day" and f"`{name}`" not in rows.get(kind, "")] == [], kind
