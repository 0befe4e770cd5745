"""What lies in the lab's folder, found by name alone."""

from __future__ import annotations

import json
import os
import shutil

import pytest

import glasshouse
from glasshouse.errors import BadInputError
from glasshouse.folders.lock import Lock
from glasshouse.lab import folder_library
from glasshouse.lab.folder_library import NotHereError
from tampering import edit


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("library") / "001-x"
    glasshouse.run("as-described", population=300, days=2, replicates=1, threads=1, out=folder)
    return folder


@pytest.fixture
def lab_with(lab, made):
    shutil.copytree(made, lab.folder / "001-x")
    return lab


def change(lab, **facts):
    edit(lab.folder / "001-x", **facts)


def test_a_finished_run_is_listed_and_opened(lab_with):
    (entry,) = folder_library.runs(lab_with)
    assert (entry.name, entry.status, entry.usable, entry.resumable) == ("001-x", "finished", True, False)
    assert (entry.population, entry.days, entry.replicates, entry.place) == (300, 2, 1, "china")
    assert folder_library.run_named(lab_with, "001-x").status == "finished"
    assert folder_library.comparisons(lab_with) == []


@pytest.mark.parametrize("name", ["", ".", "..", "001", "../runs/001-x", "001-x/", "/etc", "001-x\0", "crowds/001-x"])
def test_a_name_is_never_made_part_of_a_path(lab_with, name):
    with pytest.raises(NotHereError):
        folder_library.run_named(lab_with, name)


def test_a_killed_run_can_be_gone_on_with_and_one_under_way_cannot(lab_with):
    change(lab_with, status="running")
    (entry,) = folder_library.runs(lab_with)
    assert (entry.status, entry.resumable, entry.usable, entry.reason) == ("stopped", True, False, "it was killed")
    lock = Lock(lab_with.folder / "001-x")
    lock.take()
    assert folder_library.runs(lab_with)[0].status == "running"
    assert not folder_library.runs(lab_with)[0].resumable
    lock.release()


def test_a_run_without_its_report_can_be_gone_on_with(lab_with):
    facts = json.loads((lab_with.folder / "001-x" / "run.json").read_text())
    change(lab_with, files={name: said for name, said in facts["files"].items() if name != "report.html"})
    (entry,) = folder_library.runs(lab_with)
    assert (entry.status, entry.resumable, entry.usable) == ("stopped", True, True)
    assert "report" in entry.reason


def test_another_versions_run_is_shown_and_not_gone_on_with(lab_with):
    change(lab_with, status="interrupted", version="0.0.1")
    (entry,) = folder_library.runs(lab_with)
    assert (entry.usable, entry.resumable) == (True, False)
    assert "0.0.1" in entry.reason


def test_a_damaged_run_is_listed_as_damaged(lab_with):
    (lab_with.folder / "001-x" / "run.json").write_text("{")
    (entry,) = folder_library.runs(lab_with)
    assert entry.status == "damaged"
    assert str(lab_with.folder) not in entry.reason
    with pytest.raises(BadInputError):
        folder_library.run_named(lab_with, "001-x")


@pytest.mark.parametrize("facts", [{"arms": [1]}, {"replicates_asked": "x"}])
def test_a_folder_that_is_damaged_elsewhere_does_not_hide_the_others(client, lab_with, facts):
    shutil.copytree(lab_with.folder / "001-x", lab_with.folder / "002-y")
    change(lab_with, **facts)
    found = {entry.name: entry.status for entry in folder_library.runs(lab_with)}
    assert found.keys() == {"001-x", "002-y"}
    assert found["002-y"] == "finished"
    assert client.get("/story", headers={"accept": "text/html"}).status_code == 200


def test_hidden_folders_links_and_others_are_passed_over(lab_with):
    shutil.copytree(lab_with.folder / "001-x", lab_with.crowds / "crowd-1")
    (lab_with.folder / "notes").mkdir()
    os.symlink(lab_with.folder / "001-x", lab_with.folder / "002-link")
    assert [entry.name for entry in folder_library.runs(lab_with)] == ["001-x"]
    assert folder_library.run_named(lab_with, "crowds/crowd-1").status == "finished"


def test_an_empty_lab_has_nothing(lab):
    assert folder_library.runs(lab) == folder_library.comparisons(lab) == []


@pytest.mark.parametrize("whole", [0, 1])
def test_of_a_killed_run_only_whole_replicates_are_counted(lab_with, whole):
    """What was asked for is not what is there: run.json of a killed run still says how many were asked for."""
    change(lab_with, status="running", replicates=2, replicates_asked=2, each=[])
    (lab_with.folder / "001-x" / ".parts").mkdir()
    for number in range(whole):
        (lab_with.folder / "001-x" / ".parts" / f"{number:06d}.json").write_text("{}")
    (entry,) = folder_library.runs(lab_with)
    assert (entry.replicates, entry.replicates_asked) == (whole, 2)


def test_what_a_folder_says_at_length_is_shortened(client, lab_with):
    """A text from outside is quoted whole: whatever a page quotes is short."""
    change(lab_with, status="interrupted", reason="x" * 5_000)
    (entry,) = folder_library.runs(lab_with)
    assert len(entry.reason) < 500
    assert "x" * 1_000 not in client.get("/run", headers={"accept": "text/html"}).text
