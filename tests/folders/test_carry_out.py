"""Every kind of folder is filled, stopped and gone on with alike; here by a kind that only writes numbers down."""

from __future__ import annotations

import errno
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from glasshouse import __version__
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.folders import json_files
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.folders.carry_out import begun, carry_out, go_on
from glasshouse.folders.folder_description import Description
from glasshouse.folders.folder_kind import FolderKind
from glasshouse.folders.folder_reading import faults, read
from glasshouse.folders.folder_writer import FolderWriter
from glasshouse.folders.leftovers import PARTS

JOBS = 5
KIND = FolderKind(noun="list", name="list.json", format=1, form=Description, job="number", anew="Write it again")
ALL = FolderKind(noun="book", name="book.json", format=1, form=Description, job="page", elsewhere=" in all of {}")
OPENING: dict[str, Any] = {
    "format": 1,
    "status": "running",
    "version": __version__,
    "command": "glasshouse run x",
    "scenario_name": "x",
    "scenario_hash": "0" * 32,
    "label": "hypothetical",
    "start": "2020-01-01",
    "seed": 1,
    "population": 1,
    "days": 1,
    "replicates": JOBS,
    "scenario": {"name": "x", "start": "2020-01-01"},
    "files": {},
}


class KilledError(BaseException):
    """What stops everything at once, so that nothing is put in order."""


class ListWriter(FolderWriter[int]):
    kind = KIND

    def __init__(self, path: Path, jobs: int = JOBS, children: tuple[FolderWriter[int], ...] = ()) -> None:
        super().__init__(path, OPENING, jobs, children=children)
        self.numbers: list[int] = []

    @property
    def finished(self) -> int:
        return len(self.numbers) if self.description["status"] != "finished" else self.description["replicates"]

    def keep(self, job: int) -> None:
        for child in self.children:
            child.keep(job)
        with in_one_step(self.path / PARTS / f"{len(self.numbers):06d}") as partial:
            partial.write_text(str(job))
        self.numbers.append(job)

    def take_up(self) -> None:
        self.numbers = []
        while (part := self.path / PARTS / f"{len(self.numbers):06d}").exists():
            self.numbers.append(int(part.read_text()))

    def back_to(self, count: int) -> None:
        del self.numbers[count:]

    def gather(self, count: int) -> None:
        with in_one_step(self.path / "list.txt") as partial:
            partial.write_text(" ".join(map(str, self.numbers[:count])))

    def told(self, count: int) -> dict[str, Any]:
        return {"replicates": count, "files": {"list.txt": json_files.fingerprint(self.path / "list.txt")}}


class BookWriter(ListWriter):
    kind = ALL


class Work:
    """Gives the squares from a number on, and is stopped at one of them if asked."""

    def __init__(self, at: int | None = None, error: BaseException | None = None) -> None:
        self.at, self.error, self.done = at, error, list[int]()

    def __call__(self, first: int) -> Iterator[int]:
        for number in range(first, JOBS):
            if number == self.at and self.error:
                raise self.error
            self.done.append(number)
            yield number**2


@pytest.fixture(autouse=True)
def nothing_older_is_looked_through():
    """What was there before a test is no garbage of its own: to look through it took most of a second."""
    gc.freeze()


def made(path: Path, kind: FolderKind = KIND) -> str:
    """The list of a finished folder, in which nothing else lies."""
    content = read(path, kind)
    assert content["status"] == "finished"
    assert faults(path, content, kind) == []
    assert not list(path.glob(".*"))
    return (path / "list.txt").read_text()


@pytest.mark.parametrize("at", [0, 1, JOBS - 1])
@pytest.mark.parametrize("error", [KilledError(), KeyboardInterrupt(), OSError(errno.ENOSPC, "full")], ids=type)
def test_wherever_it_is_stopped_only_what_is_left_is_done(at, error, tmp_path):
    with pytest.raises((KilledError, StoppedError)) as stopped:
        carry_out(ListWriter(tmp_path), Work(at, error))
    if not isinstance(error, KilledError):
        said = str(stopped.value)
        assert f"{at} of {JOBS} numbers" in said if at else "No number was finished" in said
        assert f"'glasshouse resume {tmp_path}'" in said
    del stopped
    gc.collect()
    again = Work()
    go_on(ListWriter(tmp_path), again)
    assert again.done == list(range(at, JOBS))
    assert made(tmp_path) == "0 1 4 9 16"


def test_a_finished_folder_is_left_as_it_is(tmp_path):
    carry_out(ListWriter(tmp_path), Work())
    before = (tmp_path / KIND.name).read_bytes()
    again = Work()
    go_on(ListWriter(tmp_path), again)
    assert again.done == []
    assert (tmp_path / KIND.name).read_bytes() == before


def test_nothing_is_left_of_what_could_not_begin(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(json_files, "write_json", full)
    path = tmp_path / "list"
    path.mkdir()
    with pytest.raises(StoppedError, match="the disk is full"):
        carry_out(ListWriter(path), Work())
    assert not path.exists()


def test_a_second_process_is_refused_and_the_first_ends(tmp_path):
    class Tries(Work):
        def __call__(self, first: int) -> Iterator[int]:
            with pytest.raises(BadInputError, match="something is writing it"):
                go_on(ListWriter(tmp_path), Work())
            yield from super().__call__(first)

    carry_out(ListWriter(tmp_path), Tries())
    assert made(tmp_path) == "0 1 4 9 16"


def test_a_folder_goes_back_to_what_all_its_children_have(tmp_path):
    def book() -> BookWriter:
        return BookWriter(tmp_path, children=(ListWriter(tmp_path / "a"), ListWriter(tmp_path / "b")))

    with pytest.raises(KilledError):
        carry_out(book(), Work(4, KilledError()))
    gc.collect()
    (tmp_path / "b" / PARTS / "000002").unlink()
    again = Work()
    go_on(book(), again)
    assert again.done == [2, 3, 4]
    assert [made(tmp_path / name) for name in "ab"] == ["0 1 4 9 16"] * 2
    assert made(tmp_path, ALL) == "0 1 4 9 16"


def test_a_child_that_ended_before_its_parent_is_not_done_again(tmp_path, monkeypatch):
    def book() -> BookWriter:
        return BookWriter(tmp_path, children=(ListWriter(tmp_path / "a"),))

    def dies(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(BookWriter, "gather", dies)
        with pytest.raises(KilledError):
            carry_out(book(), Work())
    gc.collect()
    assert begun(tmp_path / "a", KIND)["status"] == "finished"
    again = Work()
    go_on(book(), again)
    assert again.done == []
    assert made(tmp_path, ALL) == made(tmp_path / "a") == "0 1 4 9 16"
