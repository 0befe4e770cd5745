"""Tables that were fixed before their outcome was looked at are still as they were."""

from __future__ import annotations

import json

from glasshouse.validation import fixed
from glasshouse.validation.table_loading import FOLDER, table_names


def test_every_table_that_was_fixed_ships_as_it_was_fixed():
    assert set(fixed.announced()) <= set(table_names())
    assert fixed.fixed() == set(fixed.announced())


def test_only_a_reason_may_be_written_afterwards(monkeypatch, tmp_path):
    text = (FOLDER / "essex-stops.yaml").read_text(encoding="utf-8")
    was = fixed.content_hash("essex-stops")
    monkeypatch.setattr(fixed, "FOLDER", tmp_path)
    for change, same in ((text + "\nreason: Because.\n", True), (text.replace("34", "33"), False)):
        (tmp_path / "essex-stops.yaml").write_text(change, encoding="utf-8")
        assert (fixed.content_hash("essex-stops") == was) == same


def test_a_table_that_was_changed_is_fixed_no_more(monkeypatch, tmp_path):
    path = tmp_path / "fixed.json"
    path.write_text(json.dumps({"essex-stops": "another"}), encoding="utf-8")
    monkeypatch.setattr(fixed, "FILE", path)
    assert fixed.fixed.__wrapped__() == frozenset()
