"""The kept verdicts are of the tables and the code as they stand, and what is kept comes back whole."""

from __future__ import annotations

import json

import pytest

from glasshouse.validation import known_verdicts
from glasshouse.validation.evaluate_tables import validate
from glasshouse.validation.table_loading import table_names

AGAIN = "run: python -m scripts.validation_page"


def test_the_kept_verdicts_are_of_these_tables_and_of_this_code():
    assert known_verdicts.stale() == (), AGAIN
    assert [result.table.name for result in known_verdicts.known().results] == table_names()


def test_a_table_that_changed_is_left_out_and_named(monkeypatch):
    kept = json.loads(known_verdicts.FILE.read_text(encoding="utf-8"))
    kept["tables"]["essex-stops"]["hash"] = "another"
    monkeypatch.setattr(known_verdicts, "_kept", lambda: kept)
    monkeypatch.setattr(known_verdicts, "code_hash", lambda: kept["code"])
    assert known_verdicts.stale() == ("essex-stops",)
    assert "essex-stops" not in {result.table.name for result in known_verdicts.known().results}


def test_code_that_changed_is_named_and_a_comment_is_no_change(monkeypatch):
    code = (known_verdicts.ROOT / "validation" / "verdict.py").read_text(encoding="utf-8")
    assert known_verdicts._bare(code) == known_verdicts._bare(code.replace('"""When a', '# Why.\n"""Whenever a'))
    assert known_verdicts._bare(code) != known_verdicts._bare(code.replace("COVERAGE = 0.95", "COVERAGE = 0.9"))
    monkeypatch.setattr(known_verdicts, "code_hash", lambda: "another")
    assert known_verdicts.stale() == ("the code",)


def test_what_is_written_comes_back(tmp_path, monkeypatch):
    found = validate("essex-stops", draws=40)
    monkeypatch.setattr(known_verdicts, "FILE", tmp_path / "known.json")
    known_verdicts.write(found)
    monkeypatch.setattr(known_verdicts, "_kept", lambda: json.loads(known_verdicts.FILE.read_text(encoding="utf-8")))
    (back,) = known_verdicts.known().results
    mine, other = back.document(), found.results[0].document()
    figures = ("low", "middle", "high", "crps", "skill", "verdict", "firm")
    for row, written in zip(mine.pop("outputs").values(), other.pop("outputs").values(), strict=True):
        assert [row[key] for key in figures] == [pytest.approx(written[key]) for key in figures]
    assert mine == other


def test_what_passes_is_the_same_without_loading_the_tables():
    assert known_verdicts.passes() == {
        r.table.name: (r.table.kind.name, r.passed, r.table.confirmed) for r in known_verdicts.known().results
    }
