"""Each check that reads a mechanism fails for a module with one fault, and passes for one with none."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from glasshouse.mechanism import Mechanism
from glasshouse.testing import check, checks, source_checks
from glasshouse.testing.plugin_checks import READING

_FAIR = '''
"""Turnstiles count who goes through.

Mechanism: Whoever goes through is counted.

Error: Somebody is taken for another.

Effect: It counts.

Source: Assumed.
"""

from glasshouse.mechanism import Count, Mechanism, Stream, parameter

PARAMETERS = (
    parameter("NAME.counts", "a turn is counted", kind="probability", stage="observe", value=0.5, range=(0.1, 0.9),
              assumed="half of all turns"),
    parameter("NAME.errs", "somebody is taken for another", kind="probability", stage="attribute", error=True,
              value=0.01, assumed="one of a hundred"),
)
TURNS = Count("NAME_turns", "Turns counted", unit="turns")
COUNTS = Stream("counts")


def live_intend(agent, params):
    go_through(agent)


def go_through(agent):
    if agent.fear > 250:
        agent.outing = 0


def sees(agent):
    if agent.wrongful:
        agent.outing = 0


MECHANISM = Mechanism(
    module=__name__,
    section="NAME",
    title="Turnstiles",
    what="Count turns.",
    switched=True,
    scored=True,
    rules={"live_intend": live_intend},
)
'''

#: What is written instead of what, for each check, and what the message names.
FAULTS: dict[str, list[tuple[str, str, str]]] = {
    "stands_beside_the_shipped": [
        ('section="NAME"', 'section="cameras"', "the section 'cameras' is taken"),
        ("switched=True", "switched=False", "switched=True"),
        ('"live_intend": live', '"live_intent": live', "no phase is called 'live_intent'"),
        ("live_intend(agent, params)", "live_intend(agent, weather)", "'weather'"),
        ('"NAME_turns"', '"trips"', "the count 'trips'"),
        ('"NAME.counts"', '"cameras.counts"', "must begin with"),
        ("value=0.5, range=(0.1, 0.9),\n              assumed=\"half of all turns\"", "unit='x'", "needs a value"),
    ],
    "says_what_it_is": [
        ("Error: Somebody", "Somebody", "Error"),
        ('title="Turnstiles"', "title=None", "title"),
        ('"Turns counted", unit="turns"', '"", unit="turns"', "NAME_turns"),
        ('"a turn is counted"', '""', "NAME.counts"),
    ],
    "numbers_have_evidence": [
        ("range=(0.1, 0.9)", "range=(0.6, 0.9)", "out of its range"),
        ("value=0.01", "value=1.01", "out of its range"),
        ('"half of all turns"', '"why"', "three words or more"),
    ],
    "names_are_its_own": [
        ('COUNTS = Stream("counts")', 'COUNTS, MORE = (Stream("counts"),), (Stream("counts"),)', "'counts'"),
        ("TURNS = ", 'OTHER = Count("NAME_turns", "x", unit="y")\nTURNS = ', "turns"),
    ],
    "knows_nobody": [
        ('"NAME.counts"', '"NAME.phone_number"', "phone_number"),
        ('"NAME_turns"', '"NAME_photo_turns"', "photo"),
        ("def go_through(agent):", "def enrol(passport):\n    return passport\n\n\ndef go_through(agent):", "passport"),
    ],
    "recognises_nobody": [
        ("from glasshouse", "import face_recognition\nfrom glasshouse", "face_recognition"),
        ("from glasshouse", "from urllib.request import urlopen as get\nfrom glasshouse", "urllib.request"),
        ("from glasshouse", "import pickle\nfrom glasshouse", "pickle"),
        ("from glasshouse", "import optuna\nfrom glasshouse", "optuna"),
        ("COUNTS = ", "NOTHING = eval('0')\nCOUNTS = ", "eval"),
    ],
    "reads_no_file": [("COUNTS = ", "def rows():\n    return open('people')\n\n\nCOUNTS = ", "open")],
    "people_act_on_what_they_know": [
        ("agent.fear > 250", "agent.error_free > 250", "agent.error_free in go_through"),
        ("go_through(agent)\n\n", "go_through(agent)\n    agent.wrongful = 0\n\n", "agent.wrongful in live_intend"),
    ],
    "sensors_know_no_truth": [
        ('"live_intend": live_intend', '"observe": sees', "agent.wrongful in sees"),
        ('"live_intend": live_intend', '"attribute_last": sees', "agent.wrongful in sees"),
    ],
    "loads_elsewhere": [
        ("COUNTS = ", "import os\nMORE = Count(f'NAME_{os.getpid()}', 'x', unit='y')\nCOUNTS = ", "counts"),
        ("COUNTS = ", "import sys\nassert 'pytest' in sys.modules\nCOUNTS = ", "cannot import"),
    ],
}  # fmt: skip
CASES = [(name, k) for name, faults in FAULTS.items() for k in range(len(faults))]
#: What stands in a line of its own there, since modules of these names need not be installed.
STAND_INS = ("face_recognition", "optuna")


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest):
    """Writes a module with something else in it, and imports it."""
    monkeypatch.syspath_prepend(tmp_path)
    made: list[str] = []

    def make(old: str = "", new: str = "") -> Mechanism:
        name = f"turnstiles_{abs(hash(request.node.name)) % 10**8}_{len(made)}"
        assert old in _FAIR
        text = _FAIR.lstrip().replace(old, new, 1).replace("NAME", name)
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        for stand_in in STAND_INS:
            monkeypatch.setitem(sys.modules, stand_in, sys.modules.get(stand_in) or ModuleType(stand_in))
        made.append(name)
        return import_module(name).MECHANISM

    yield make
    for name in made:
        sys.modules.pop(name, None)


def test_every_check_has_its_faults():
    assert {each.__name__ for each in READING} == set(FAULTS)


@pytest.mark.parametrize(("name", "k"), CASES, ids=[f"{name}-{k}" for name, k in CASES])
def test_a_fault_is_found(name, k, module):
    old, new, said = FAULTS[name][k]
    mechanism = module(old, new)
    with pytest.raises(AssertionError) as caught:
        getattr(source_checks, name)(mechanism)
    assert said.replace("NAME", mechanism.module) in str(caught.value)


def test_a_fair_mechanism_passes(module):
    mechanism = module()
    for each in READING:
        each(mechanism)


def test_a_failure_names_the_plugin_and_the_check(module):
    mechanism = module("Error: Somebody", "Somebody")
    one = next(each for each in checks(mechanism) if each.name == "says-what-it-is")
    assert str(one) == "says-what-it-is"
    assert "title" in one.what
    with pytest.raises(AssertionError, match=f"^{mechanism.name}, says-what-it-is: "):
        one()


def test_all_that_fails_is_told_at_once(module, monkeypatch):
    monkeypatch.setattr(
        "glasshouse.testing.plugin_checks.READING", (source_checks.says_what_it_is, source_checks.numbers_have_evidence)
    )
    monkeypatch.setattr("glasshouse.testing.plugin_checks.RUNNING", ())
    mechanism = module('"half of all turns"', '""')
    with pytest.raises(AssertionError) as caught:
        check(mechanism, inert={})
    (line,) = str(caught.value).splitlines()
    assert line.startswith(f"{mechanism.name}, numbers-have-evidence: ")


def test_inert_is_left_out_where_nothing_is(module):
    mechanism = module()
    assert "inert-is-nobody" in {each.name for each in checks(mechanism)}
    assert "inert-is-nobody" not in {each.name for each in checks(mechanism, inert={})}
    assert "reference-is-compiled" in {each.name for each in checks(mechanism, reference=lambda *_: {})}
