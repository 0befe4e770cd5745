"""Notes get bits from the set that they are in, and one that has none yet sets nobody else's."""

from __future__ import annotations

import random
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest

from glasshouse.mechanisms import MECHANISMS
from glasshouse.model.state import AGENT_DAY, UNSCORED_NOTE
from glasshouse.note import BITS, SECOND, Note, noted_on, places

OURS = [UNSCORED_NOTE, *(note for each in MECHANISMS for note in each.declared(Note))]


def test_no_two_notes_of_ours_have_one_bit():
    bits = Counter(note.bit for note in OURS)
    assert None not in bits
    assert max(bits.values()) == 1
    assert max(note.bit for note in OURS if note.bit is not None) < BITS


def test_places_hang_on_the_set_and_not_on_the_order():
    notes = [*OURS, *(Note(f"note {k}") for k in range(5))]
    for seed in range(5):
        shuffled = random.Random(seed).sample(notes, len(notes))
        assert places(shuffled) == places(notes)
    assert [note for note in places(notes) if note.bit is None] == notes[-5:]


def test_every_place_is_one_bit_that_the_record_holds():
    notes = [*OURS, *(Note(f"{k}") for k in range(BITS))]
    numbers = places(notes)
    assert all(number.bit_count() == 1 for number in numbers.values())
    assert len(set(numbers.values())) == len(notes)
    most = np.iinfo(AGENT_DAY["noted"]).max
    assert max(number for note, number in numbers.items() if note.bit is not None) <= most
    assert max(numbers.values()) >> SECOND <= most
    record = SimpleNamespace(noted=int(OURS[0]), noted_more=max(numbers.values()) >> SECOND)
    assert [note for note, number in numbers.items() if noted_on(record) & number] == [OURS[0], [*numbers][-1]]


def test_a_note_without_a_place_cannot_be_set():
    row = np.zeros(1, AGENT_DAY)
    with pytest.raises(OverflowError):
        row["noted"] = int(Note("loose"))


def test_too_many_notes_are_refused():
    with pytest.raises(ValueError, match=f"room for {BITS}"):
        places([Note(f"{k}") for k in range(BITS + 1)])


def test_two_of_one_name_are_refused():
    with pytest.raises(ValueError, match="test_note:same"):
        places([Note("same"), Note("same")])


def test_an_unknown_meaning_is_refused_with_those_that_there_are():
    with pytest.raises(ValueError, match="notice, appeal"):
        Note("x", means="apeal")
