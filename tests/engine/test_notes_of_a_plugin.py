"""A plug-in's notes stand in a field of their own, whatever ships, and no rule sets another's."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from glasshouse.engine.binding import Binding
from glasshouse.engine.record_layout import agent_day
from glasshouse.engine.trace import _once_a_day
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED, MechanismError
from glasshouse.model.state import NONE, UNSCORED_NOTE, begin
from glasshouse.note import BITS, MORE, SECOND, Note, noted_on

OWN = tuple(Note(f"note {k:02}", says=("It happened.",)) for k in range(BITS))
FIRST, LAST = OWN[0], OWN[-1]


def both(agent):
    agent.noted |= FIRST
    agent.noted |= LAST


def given(agent, bit):
    agent.noted |= bit


def theirs(agent):
    agent.noted |= UNSCORED_NOTE


def mixed(agent):
    agent.noted |= UNSCORED_NOTE
    agent.noted |= FIRST


@pytest.fixture(scope="module")
def binding() -> Binding:
    return Binding(SHIPPED.with_([Mechanism(module=__name__, section="noting", switched=True)]))


def noted_by(binding: Binding, function, *arguments) -> tuple[int, int]:
    agent = SimpleNamespace(noted=1, noted_more=0)
    binding.bound(function, called=False)(agent, *arguments)
    return agent.noted, agent.noted_more


def test_each_has_a_bit_beside_those_that_ship(binding):
    assert noted_by(binding, both) == (1, binding.notes[FIRST] + binding.notes[LAST] >> SECOND)
    assert noted_by(binding, given, 4) == (1, 4)
    assert 0 < noted_by(binding, both)[1] < 2**63


def test_a_note_that_ships_stays_where_it_is(binding):
    assert noted_by(binding, theirs) == (1 | int(UNSCORED_NOTE), 0)


def test_the_two_in_one_function_are_refused(binding):
    with pytest.raises(MechanismError, match="mixed"):
        binding.bound(mixed, called=False)


def test_the_record_has_room_for_them_where_there_are_any(binding):
    assert agent_day(SHIPPED).names == agent_day(SHIPPED.with_(())).names
    assert MORE not in agent_day(SHIPPED).names
    assert agent_day(binding.mechanisms)[MORE] == np.int64
    assert agent_day(binding.mechanisms).fields[MORE][1] % 8 == 0
    assert binding.bound(begin, called=False) is begin, "what ships is as it was"


def test_the_two_rows_of_a_day_are_one_with_all_notes(binding):
    rows = np.zeros(2, agent_day(binding.mechanisms))
    rows["false_face"] = NONE
    rows[MORE] = 1, 2
    rows["noted"] = 4, 8
    (row,) = _once_a_day(rows)
    assert (row["noted"], row[MORE]) == (12, 3)
    assert noted_on(SimpleNamespace(noted=12, noted_more=3)) == 12 + (3 << SECOND)
