"""Notes get bits from the set that they are in, and one that has none yet sets nobody else's."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from glasshouse.mechanisms import MECHANISMS
from glasshouse.model.state import AGENT_DAY, UNSCORED_NOTE
from glasshouse.note import FIRST_FREE, Note, places

OURS = [UNSCORED_NOTE, *(note for each in MECHANISMS for note in each.declared(Note))]


def test_no_two_notes_of_ours_have_one_bit():
    bits = Counter(note.bit for note in OURS)
    assert None not in bits
    assert max(bits.values()) == 1
    assert max(note.bit for note in OURS if note.bit is not None) < FIRST_FREE


def test_places_hang_on_the_set_and_not_on_the_order():
    notes = [*OURS, *(Note(f"note {k}") for k in range(5))]
    for seed in range(5):
        shuffled = random.Random(seed).sample(notes, len(notes))
        assert places(shuffled) == places(notes)
    assert [note for note in places(notes) if note.bit is None] == notes[-5:]


def test_every_place_is_one_bit_that_the_record_holds():
    notes = [*OURS, *(Note(f"{k}") for k in range(63 - FIRST_FREE))]
    numbers = list(places(notes).values())
    assert all(number.bit_count() == 1 for number in numbers)
    assert len(set(numbers)) == len(notes)
    assert max(numbers) <= np.iinfo(AGENT_DAY["noted"]).max


def test_a_note_without_a_place_cannot_be_set():
    row = np.zeros(1, AGENT_DAY)
    with pytest.raises(OverflowError):
        row["noted"] = int(Note("loose"))


def test_too_many_notes_are_refused():
    with pytest.raises(ValueError, match=f"room for {63 - FIRST_FREE}"):
        places([Note(f"{k}") for k in range(64 - FIRST_FREE)])


def test_two_of_one_name_are_refused():
    with pytest.raises(ValueError, match="test_note:same"):
        places([Note("same"), Note("same")])


def test_an_unknown_meaning_is_refused_with_those_that_there_are():
    with pytest.raises(ValueError, match="notice, appeal"):
        Note("x", means="apeal")
