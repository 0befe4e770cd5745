"""What may be asked of a lab."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from glasshouse.errors import BadInputError
from glasshouse.lab.folder_library import NotHereError
from glasshouse.lab.orders import Order, check, is_text
from glasshouse.scenario import ScenarioError, preset_names

SMALL: dict[str, Any] = {"population": 500, "days": 10, "replicates": 2}
OWN = "glasshouse: 1\nextends: as-described\ntitle: Mine\n"


def test_sizes_are_filled_in(lab):
    found = check(Order(scenario="as-described"), lab)
    assert (found.order.population, found.order.replicates) == (50_000, 5)
    assert found.order.days is not None
    assert found.total == found.order.days * 5
    assert found.label == "hypothetical"


def test_a_comparison_counts_its_worlds(lab):
    found = check(Order(kind="compare", arms=("human-review",), **SMALL), lab)
    assert (
        found.total == 10 * 2 * 4
    )  # the baseline, the arm, and the ban and the unwatched scenario of every comparison
    assert found.title.endswith(", and 3 other scenarios")


def test_every_preset_can_be_asked_for(lab):
    for name in preset_names():
        assert check(Order(scenario=name, **SMALL), lab).total == 20


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"population": 5_000_001}, "People: a whole number from 1 to 5,000,000."),
        ({"days": 1_831}, "Days: a whole number from 1 to 1,830."),
        ({"replicates": 21}, "Replicates: a whole number from 1 to 20."),
        ({"population": 0}, "People: a whole number from 1"),
        ({"sets": ("cameras.totl=3",)}, "Did you mean 'cameras.total'?"),
        ({"sets": ("cameras.total=many",)}, "cameras.total"),
        ({"sets": ("plugins=[antigravity]",)}, "'plugins' cannot be set here"),
        ({"kind": "compare", "arms": ("ban+ plugins =[antigravity]",)}, "'plugins' cannot be set here"),
        ({"scenario": OWN + "plugins: [antigravity]\n"}, "your text, line 4: there is no plug-in 'antigravity'"),
        ({"sets": ("population=10",) * 61}, "61 changes are too many"),
        ({"arms": ("ban",)}, "not to a run"),
        ({"kind": "compare", "arms": ("human-reviews",)}, "Did you mean 'human-review'?"),
        ({"kind": "compare", "arms": ("cameras.totl=1",)}, "Did you mean 'cameras.total'?"),
        ({"kind": "compare", "arms": ("/etc/passwd",)}, "opens no files"),
        ({"kind": "compare", "arms": ("..\\own.txt",)}, "opens no files"),
        ({"kind": "compare", "arms": ("own.yaml",)}, "opens no files"),
        ({"kind": "compare", "arms": ("ban+changes.YML",)}, "opens no files"),
        ({"kind": "compare", "arms": ("ban@x",)}, "not 'x'"),
        ({"kind": "compare", "arms": tuple(f"ban@{day}" for day in range(1, 10))}, "9 other scenarios are too many"),
        ({"scenario": "as-describd"}, "Did you mean 'as-described'?"),
        ({"scenario": "../presets/as-described.yaml"}, "unknown preset"),
        ({"scenario": "_china"}, "unknown preset"),
        (
            {"scenario": OWN + "cameras:\n  totl: 3\n"},
            "your text, line 5: unknown key 'totl' in cameras. Did you mean 'total'?",
        ),
        ({"scenario": OWN.replace("as-described", "/etc/hosts")}, "your text, line 2: extends an unknown preset"),
        ({"scenario": OWN + "place: /etc/hosts\n"}, "your text, line 4: place '/etc/hosts': this opens no files"),
        ({"scenario": OWN + "x: &a [*a]\n"}, "your text, line 4"),
        ({"scenario": OWN + "days: 3\ndays: 4\n"}, "stands twice"),
        ({"scenario": "a: [" * 50}, "your text, line 1"),
        ({"scenario": OWN + "#" * 300_000}, "this lab reads at most 256,000"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(lab, changes, said):
    with pytest.raises((BadInputError, ScenarioError)) as found:
        check(replace(Order(**SMALL), **changes), lab)
    assert said in str(found.value)
    assert "\n" not in str(found.value)
    assert not lab.folder.exists()


def test_what_would_not_fit_into_memory_is_refused(lab):
    with pytest.raises(BadInputError, match="memory"):
        check(Order(population=10**10), replace(lab, most_people=10**11))


def test_a_file_that_lies_there_is_no_arm(lab, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").write_text("cameras: {enabled: false}")
    with pytest.raises(BadInputError, match="unknown arm 'mine'"):
        check(Order(kind="compare", arms=("mine",), **SMALL), lab)


def test_an_own_text_is_a_scenario(lab):
    found = check(Order(scenario=OWN, sets=("cameras.enabled=false",), **SMALL), lab)
    assert (found.title, found.label) == ("Mine, changed: cameras off", "hypothetical")
    assert is_text(OWN)


def test_what_is_not_there_cannot_be_gone_on_with(lab):
    for name in ("001-none", "../runs", ".", ""):
        if name:
            with pytest.raises(NotHereError):
                check(Order(resume=name), lab)


def test_an_arm_may_change_what_a_plug_in_brings(lab, plates_installed):
    asked = {"kind": "compare", "arms": ("plates.misread=0",), **SMALL}
    assert check(Order(scenario="small-town", **asked), lab).total == 10 * 2 * 4
    with pytest.raises(BadInputError, match=r"unknown key 'plates.misread'"):
        check(Order(**asked), lab)


def test_a_text_may_name_an_installed_plug_in(lab, plates_installed):
    assert check(Order(scenario=OWN + "plugins: [plates]\nplates: {enabled: false}\n", **SMALL), lab).title == "Mine"
