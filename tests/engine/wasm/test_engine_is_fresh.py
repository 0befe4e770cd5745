"""The engine that ships with the pages was made from this source."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import glasshouse
from glasshouse.engine.params import compile_params
from glasshouse.engine.wasm.exported_year import ExportedYears
from glasshouse.engine.wasm.wasm_fingerprint import fingerprint
from glasshouse.engine.wasm.wasm_parts import description, engine_parts
from glasshouse.errors import BadInputError
from glasshouse.scenario import load

STATIC = Path(glasshouse.__file__).parent / "sites" / "static"
KNOWN = json.loads((STATIC / "engine.json").read_text(encoding="utf-8"))


def test_the_engine_was_made_from_this_source():
    """If not: pip install -e '.[site]' && python -m scripts.site_wasm"""
    parts = engine_parts()
    assert KNOWN["fingerprint"] == fingerprint(parts, description(parts))
    now = json.loads(json.dumps(description(parts)))
    assert {name: KNOWN[name] for name in now} == now


def test_a_changed_number_is_another_source(monkeypatch):
    from glasshouse.mechanisms import perception

    described = description(engine_parts())
    before = fingerprint(engine_parts(), described)
    assert fingerprint(engine_parts(), described) == before
    monkeypatch.setattr(perception, "ONE", perception.ONE + 1)
    assert fingerprint(engine_parts(), described) != before


def test_what_has_the_name_of_a_field_is_no_part_of_the_source(monkeypatch):
    """A rule of the cameras reads ``district.capture``; what works that field out is called alike, and not compiled."""
    from glasshouse.mechanisms import cameras

    described = description(engine_parts())
    before = fingerprint(engine_parts(), described)
    assert "capture" in cameras.observe.__code__.co_names
    monkeypatch.setattr(cameras, "capture", lambda settings: None)
    assert fingerprint(engine_parts(), described) == before


def test_what_counts_for_the_digest_is_part_of_the_source():
    parts = engine_parts()
    described = description(parts)
    assert fingerprint(parts, {**described, "core": described["core"][:-1]}) != fingerprint(parts, described)


def numbers_of(years: ExportedYears, epoch: list[int]) -> np.ndarray:
    """What a page makes of an epoch: the first numbers, with two rows laid over them."""
    assert years.numbers is not None
    found = years.numbers.copy()
    for row in epoch[1:]:
        place = 0
        for step, value in zip(years.rows[row][::2], years.rows[row][1::2], strict=True):
            place += step
            found[place] = value
    return found


def test_the_numbers_of_every_epoch_are_the_compiled_parameters():
    years = ExportedYears(population=500, days=70)
    base, moved = load("as-described"), load("as-described", sets=("face_recognition.threshold=0.5",))
    runs = {"own": years.add(base, "own"), "moved": years.add(moved, "moved", "own")}
    for scenario, run in ((base, runs["own"]), (moved, runs["moved"])):
        for epoch in run["epochs"]:
            compiled = compile_params(scenario, epoch[0], 500)
            own = np.concatenate([compiled.params.view(np.int64), compiled.districts.view(np.int64)])
            assert (numbers_of(years, epoch)[: len(own)] == own).all()


@pytest.mark.parametrize("sets", [("warm_up=28",)])
def test_what_a_page_has_not_is_refused(sets):
    with pytest.raises(BadInputError, match="warm"):
        ExportedYears(population=500, days=7).add(load("as-described", sets=sets))
