"""Events of a file laid over those of a preset: added, replaced, removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from glasshouse.scenario import ScenarioError, load
from glasshouse.scenario.scenario_loading import load_changes, load_document, load_text

HONG_KONG = "glasshouse: 1\nextends: hong-kong-2020\n"
LAW = "  - {date: 2020-08-01, name: security law, text: later, assumed: why}\n"


def names(text: str) -> list[str]:
    return [event.name for event in load_text(text).events]


# Kind: a list that is given and accepted, and changes nothing.
def test_an_empty_list_of_events_removes_those_below():
    assert names(HONG_KONG)
    assert names(HONG_KONG + "events: []\n") == []


def test_an_event_of_the_same_name_replaces_the_one_below():
    found = load_text(HONG_KONG + "events:\n" + LAW).events
    assert [(event.date.isoformat(), event.text) for event in found if event.name == "security law"] == [
        ("2020-08-01", "later")
    ]


def test_one_event_is_removed_by_its_name():
    before = names(HONG_KONG)
    assert names(HONG_KONG + "remove_events: [security law]\n") == [name for name in before if name != "security law"]


def test_in_a_file_of_changes_events_go_too(tmp_path: Path):
    path = tmp_path / "changes.yaml"
    for text in ("events: []\n", "remove_events: [security law]\n"):
        path.write_text(f"glasshouse: 1\n{text}")
        changed, _ = load_changes(path, load("hong-kong-2020"))
        assert "security law" not in [event.name for event in changed.events]
        assert load_document(changed.document).hash == changed.hash


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("remove_events: [securty law]\n", 3, "Did you mean 'security law'"),
        ("remove_events: [security law]\nevents:\n" + LAW, 3, "both given and removed"),
        ("remove_events: [security law, 3]\n", 3, "must be text"),
    ],
)
def test_what_cannot_be_removed_is_refused_by_line(text: str, line: int, hint: str):
    with pytest.raises(ScenarioError) as caught:
        load_text(HONG_KONG + text, where="city.yaml")
    assert str(caught.value).startswith(f"city.yaml, line {line}: ")
    assert hint in str(caught.value)


def test_a_scenario_without_events_has_none_to_remove():
    with pytest.raises(ScenarioError, match="no event below"):
        load_text("glasshouse: 1\nextends: as-described\nremove_events: [law]\n")


# Kind: a key without a value that is accepted, and changes nothing.
@pytest.mark.parametrize("key", ["events", "leaves_out", "title", "days", "cameras", "start"])
def test_a_key_without_a_value_is_refused(key: str):
    with pytest.raises(ScenarioError, match=f"line 3: {key} has no value"):
        load_text(f"{HONG_KONG}{key}:\n")


def test_a_change_without_a_value_in_an_event_is_refused():
    with pytest.raises(ScenarioError, match=r"line 4: cameras\.enabled has no value"):
        load_text(
            HONG_KONG + "events:\n  - {date: 2020-08-01, name: a, text: x, assumed: y, set: {cameras.enabled: }}\n"
        )


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("leaves_out: []\n", lambda found: found.leaves_out),
        ("restrictions: {redlist_gates: []}\n", lambda found: found.gates["restrictions.redlist_gates"]),
        ("restrictions: {tier_gates: {D: []}}\n", lambda found: found.gates["restrictions.tier_gates.D"]),
    ],
)
def test_an_empty_list_empties_the_one_below(text, gone):
    assert gone(load("as-described"))
    assert gone(load_text(f"glasshouse: 1\nextends: as-described\n{text}")) == ()
