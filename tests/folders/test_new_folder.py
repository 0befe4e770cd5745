"""Where a run without ``--out`` goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from glasshouse.errors import BadInputError
from glasshouse.folders.new_folder import new_folder


def numbered(root: Path, name: str = "as-described") -> str:
    return new_folder(None, name, root).name


# Kind: whatever else lies in a folder taken for one's own.
@pytest.mark.parametrize(
    "other",
    [
        "20261128-notes",
        "2026-11-28 backup",
        "2026-11-28",
        "2026-backup",
        "7-days",
        "099-my notes",
        "099",
        "٠٩٩-runs",
        "999999999-far",
        ".099-hidden",
    ],
)
def test_only_folders_of_runs_count(other: str, tmp_path: Path):
    (tmp_path / other).mkdir()
    assert numbered(tmp_path) == "001-as-described"
    (tmp_path / "041-mine").mkdir()
    assert numbered(tmp_path) == "042-as-described"


def test_plain_files_do_not_count_and_a_name_that_one_has_is_passed_by(tmp_path: Path):
    for name in ("20261128-notes.txt", "500-notes", "001-as-described"):
        (tmp_path / name).touch()
    assert numbered(tmp_path) == "002-as-described"


def test_numbers_have_no_end(tmp_path: Path):
    (tmp_path / "999999-last").mkdir()
    assert [numbered(tmp_path) for _ in range(2)] == ["1000000-as-described", "1000001-as-described"]


def test_a_number_that_could_be_a_year_counts_where_a_run_is(tmp_path: Path):
    (tmp_path / "2026-mine").mkdir()
    (tmp_path / "2026-mine" / "run.json").write_text("{}")
    assert numbered(tmp_path) == "2027-as-described"


# Kind: a name taken from a file that no folder can have.
@pytest.mark.parametrize("name", ["größe" * 60, "🏙" * 90, "a/../b", "\udcff", "x\0y", "..", "con:\n"])
def test_every_name_gives_a_folder(name: str, tmp_path: Path):
    made = new_folder(None, f"{name}-compared", tmp_path)
    assert made.parent == tmp_path
    assert made.is_dir()
    assert len(made.name.encode()) < 240


def test_what_cannot_be_made_leaves_no_folder_above_it(tmp_path: Path):
    with pytest.raises(BadInputError, match="cannot be written"):
        new_folder(tmp_path / "a" / "b" / ("c" * 300), "run")
    assert not list(tmp_path.iterdir())
