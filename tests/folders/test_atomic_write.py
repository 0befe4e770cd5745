"""A file has its name only when it is whole, however many write it at a time."""

from __future__ import annotations

import multiprocessing
import threading

import pytest

from glasshouse.folders import json_files
from glasshouse.folders.atomic_write import in_one_step


def test_a_failure_leaves_the_old_file_alone(tmp_path):
    path = tmp_path / "page"
    path.write_text("old")

    def fail():
        with in_one_step(path) as partial:
            partial.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("page", "old")]


# Kind: a name that others can guess, in a folder that they may write: a link put there would be written through.
def test_the_name_of_what_is_half_written_cannot_be_guessed(tmp_path):
    names = []
    for _ in range(2):
        with in_one_step(tmp_path / "page") as partial:
            partial.write_text("whole")
            names.append(partial.name)
    assert names[0] != names[1]


def test_two_threads_that_write_one_file_do_not_take_each_other_s_half(tmp_path):
    """Each holds its half until the other has begun too."""
    both, failed = threading.Barrier(2), []

    def write(text):
        try:
            with in_one_step(tmp_path / "page") as partial:
                partial.write_text(text)
                both.wait(10)
                assert partial.read_text() == text
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(text,)) for text in ("one", "two")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []
    assert [each.name for each in tmp_path.iterdir()] == ["page"]


def _again_and_again(path, mark):
    for _ in range(200):
        json_files.write_json(path, {"mark": mark * 5000})


def test_two_processes_that_write_one_file_both_succeed(tmp_path):
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_again_and_again, args=(tmp_path / "run.json", mark)) for mark in "ab"]
    for each in both:
        each.start()
    for each in both:
        each.join(60)
    assert [each.exitcode for each in both] == [0, 0]
    assert [each.name for each in tmp_path.iterdir()] == ["run.json"]
    assert (tmp_path / "run.json").read_text().count('"') == 4
