"""A gate is there while the mechanism that brings it is on, whoever says how often it is wanted."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from glasshouse.gate import gate, in_use

TRAM = gate("tram", wanted="people.outings_shop", title="Tram rides", doors="trams", where="on the tram")


@pytest.mark.parametrize(
    ("on", "there"), [({"people", "trams"}, True), ({"people"}, False), ({"trams"}, False), (set(), False)]
)
def test_it_is_there_where_its_mechanism_and_who_wants_it_are_on(on, there):
    running = (SimpleNamespace(module=__name__, section="trams"), SimpleNamespace(module="other", section="people"))
    assert in_use(TRAM, SimpleNamespace(running=running, on=on.__contains__)) is there


def test_it_is_not_there_without_its_mechanism():
    settings = SimpleNamespace(running=(), on=lambda section: True)
    assert not in_use(TRAM, settings)
