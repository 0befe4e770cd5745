"""Every line of the lists of slow and thorough tests names a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from listed_tests import IDLE, LISTS, listed

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", LISTS)
def test_every_line_is_of_a_file_that_there_is(name):
    files = {line.partition("::")[0] for line in listed(name)}
    assert [file for file in sorted(files) if not (ROOT / file).is_file()] == []


def test_every_line_names_a_test_that_was_found(pytestconfig):
    """As far as this run looked: a plain one looks at all files."""
    assert pytestconfig.stash[IDLE] == {name: [] for name in LISTS}
