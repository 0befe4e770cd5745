"""More lists of people and more gates than a narrow column has room for, all brought by one plug-in."""

from __future__ import annotations

import sys
from functools import cache
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import glasshouse
import late_payers
import many_lists
from glasshouse import person_list
from glasshouse.engine.binding import Binding
from glasshouse.engine.digest import digest
from glasshouse.engine.nobody import Nobody
from glasshouse.engine.params import CompiledParams, compile_params
from glasshouse.engine.plausibility import possible
from glasshouse.engine.record_layout import agent_day, flags_column
from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.gate import MOST, bits_of_sanction, gate_names, gates, gates_in
from glasshouse.kernels import inner
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED, MechanismError
from glasshouse.mechanisms import restrictions
from glasshouse.model.closed_gates import gates_on
from glasshouse.model.events import EVENT, Event
from glasshouse.model.list_bits import ERROR_FREE, OBSERVED, wide_list_in, with_wide_list
from glasshouse.model.state import NONE
from glasshouse.person_list import PersonList, list_names, person_lists
from glasshouse.population.people import empty
from glasshouse.scenario import Scenario
from glasshouse.scenario.scenario_loading import load_text
from glasshouse.simulation.person_columns import PeopleState, closed
from glasshouse.testing import checks
from glasshouse.testing.plain_day import Row, Rows
from glasshouse.testing.plugin_checks import RUNNING

TEXT = f"glasshouse: 1\nextends: as-described\nplugins: [{many_lists.__name__}]\n"
CLOSING = tuple(
    f"restrictions.list_gates.many{k}=[door{k}, door{(k + many_lists.MANY) % many_lists.MANY_GATES}]"
    for k in range(many_lists.MANY)
)
# A person goes out once a day at most, and fewer go to shops here, so that the others have their turn.
BUSY = ("people.late_payments=0.05", "people.outings_shop=0.1", "many.outings=0.02", *CLOSING)
FIRST = len(list_names(SHIPPED))
SHIPPED_GATES = gate_names(SHIPPED)
DOORS = len(SHIPPED_GATES)


@cache
def own(*sets: str) -> Scenario:
    return load_text(TEXT, sets=sets)


@cache
def plain_params() -> CompiledParams:
    """Whoever asks may write into them."""
    return compile_params(own(), 0, 1000)


@pytest.fixture(scope="module")
def found() -> Replicate:
    return simulate(own(*BUSY), population=3000, days=20, threads=1, ledger=True)


def total(run: Replicate, name: str) -> int:
    return int(run.daily[..., run.measures.index(name)].sum())


def test_the_column_is_wide_only_where_it_must_be():
    many, few = own().mechanisms, SHIPPED.with_([late_payers.MECHANISM])
    assert (len(person_lists(many)), len(gates(many))) == (2 + many_lists.MANY, 8 + many_lists.MANY_GATES)
    assert len(gates(many)) == MOST
    assert [flags_column(each).itemsize for each in (SHIPPED, few, many)] == [2, 2, 4]
    nobody = Nobody(many)
    assert nobody.people.flags.dtype == nobody.workspace.before.dtype == np.uint32
    # Nothing of it runs where its switch is off, and the column is as narrow as without it.
    assert flags_column(own("many.enabled=false").running).itemsize == 2


def test_every_gate_has_its_bit_in_what_is_compiled():
    params, known = compile_params(own(*BUSY), 0, 1000), gate_names(own().mechanisms)
    for k in range(many_lists.MANY):
        names = gates_in(int(params.list_gates[FIRST + k]), known)
        # The gates of joint punishment stand beside those of the list.
        assert {f"door{k}", f"door{(k + many_lists.MANY) % many_lists.MANY_GATES}"} == set(names) - set(SHIPPED_GATES)
    every = (1 << MOST) - 1
    assert params.related.max() == params.unjust.max() == every
    assert sorted(params.outing_gate.tolist()) == list(range(MOST))


@given(st.integers(1, (1 << MOST) - 1), st.integers(0, (1 << MOST) - 1))
def test_each_closed_gate_is_counted_logged_and_named(observed: int, error_free: int):
    scenario, compiled, names = own(), plain_params(), gate_names(own().mechanisms)
    compiled.params["list_gates"][0, [FIRST, FIRST + 1]] = observed, error_free
    params = Row(compiled.params, 0)
    agent = Row(np.zeros(1, agent_day(scenario.mechanisms)), 0)
    agent.flags, agent.cause = with_wide_list(with_wide_list(0, OBSERVED, FIRST), ERROR_FREE, FIRST + 1), NONE
    agent.gates, agent.error_free_gates = (
        gates_on(wide_list_in(agent.flags, ledger), agent.flags, 0, params, ledger) for ledger in (OBSERVED, ERROR_FREE)
    )
    assert (agent.gates, agent.error_free_gates) == (observed, error_free)
    now, rows = SimpleNamespace(mask=0, logged=0, day=3, origin=0), Rows(np.zeros(1, EVENT))
    counts = np.zeros((5, len(scenario.mechanisms.measures)), np.int64)
    restrictions.sanction_impose(agent, params, now, counts, rows, np.zeros(0))
    assert bits_of_sanction(rows[0].value) == observed
    counted = {name for name in names if counts[0, scenario.mechanisms.measures.index(f"closed_{name}")]}
    assert counted == set(gates_in(observed, names))
    columns = {"flags": np.array([agent.flags], np.uint32), "dossier": np.zeros(1, np.uint8)}
    state = PeopleState(scenario=scenario, columns=columns, compiled=compiled, starts=np.zeros(1, np.int64))
    assert [closed(state, ledger).tolist() for ledger in (OBSERVED, ERROR_FREE)] == [[observed], [error_free]]


AT = "from glasshouse.authoring import OBSERVED_LIST as AT"
NARROW_READERS = {
    "by its name": ("from glasshouse.authoring import OBSERVED_LIST", "(agent.flags >> OBSERVED_LIST) & 3"),
    "by another": ("from glasshouse.authoring import OBSERVED_LIST as AT", "(agent.flags >> AT) & 3"),
    "as a part": ("from glasshouse import authoring", "(agent.flags >> authoring.OBSERVED_LIST) & 3"),
    "as a number made of it": (
        "from glasshouse.authoring import *\nMASK = ~(3 << OBSERVED_LIST)",
        "agent.flags & MASK",
    ),
    "in a function that it calls": (
        "from glasshouse.authoring import OBSERVED_LIST as AT\ndef bits(agent):\n    return agent.flags >> AT",
        "bits(agent) & 3",
    ),
    "as a power": (f"{AT}\nTHRICE = 3 * 2**AT", "agent.flags & THRICE"),
    "from the other end": (f"{AT}\nABOVE = 8 - AT", "(agent.flags << ABOVE) & 3"),
    "shifted back": (f"{AT}\nSAME = ((3 << AT) >> AT) ^ 0", "agent.flags & SAME"),
    "in a tuple": (f"{AT}\nPLACES = (AT, 3)", "(agent.flags >> PLACES[0]) & PLACES[1]"),
    "as a part of a part": (
        f"{AT}\nfrom types import ModuleType\nown = ModuleType('own')\nown.bits = ModuleType('bits')\nown.bits.at = AT",
        "agent.flags >> own.bits.at",
    ),
    "in a function within": (AT, "(lambda flags: flags >> AT)(agent.flags)"),
    "from around a function": (
        f"{AT}\ndef of(at):\n    def bits(agent):\n        return agent.flags >> at\n    return bits\nbits = of(AT)",
        "bits(agent)",
    ),
    "as a default": (f"{AT}\ndef bits(agent, at=AT):\n    return agent.flags >> at", "bits(agent)"),
}


@pytest.mark.parametrize("how", NARROW_READERS)
def test_whoever_reads_a_narrow_column_is_refused(monkeypatch, how):
    module = ModuleType("old_listing")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    begun, read = NARROW_READERS[how]
    exec(f"{begun}\ndef observe(agent):\n    agent.cause = {read}\n", vars(module))
    observe = inner(vars(module)["observe"])
    mechanism = Mechanism(module=module.__name__, section="old", switched=True, rules={"observe": observe})
    Binding(SHIPPED.with_([mechanism])).bound(observe)
    many = Binding(SHIPPED.with_([mechanism, many_lists.MECHANISM]))
    with pytest.raises(MechanismError, match=r"old_listing: .* OBSERVED_LIST.*observed_list\(agent"):
        many.bound(observe)


def test_a_rule_that_reads_no_narrow_column_is_taken(monkeypatch):
    module = ModuleType("new_listing")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    code = (
        "from glasshouse.authoring import observed_list\n"
        "def observe(agent):\n    agent.cause = observed_list(agent.flags)\n"
    )
    exec(code, vars(module))
    observe = inner(vars(module)["observe"])
    mechanism = Mechanism(module=module.__name__, section="new", switched=True, rules={"observe": observe})
    assert Binding(SHIPPED.with_([mechanism, many_lists.MECHANISM])).bound(observe) is not None


def test_there_is_room_for_so_many_lists(monkeypatch):
    module = ModuleType("too_many_lists")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    for k in range(person_list.MOST - len(person_lists(SHIPPED)) + 1):
        made = PersonList(f"more{k}", title=f"list {k}", noun=f"list {k}", why="no", weeks=1, assumed="as a test")
        for each in (made, *made.brings):
            object.__setattr__(each, "module", module.__name__)
        setattr(module, f"L{k}", made)
    with pytest.raises(MechanismError, match=f"room for {person_list.MOST}"):
        SHIPPED.with_([Mechanism(module=module.__name__, section="x", switched=True)])
    monkeypatch.delattr(module, "L0")
    made = SHIPPED.with_([Mechanism(module=module.__name__, name="one_less", section="x", switched=True)])
    assert len(person_lists(made)) == person_list.MOST


def test_a_checkpoint_with_a_list_that_there_is_not_is_refused():
    people, lists = empty(2, flags=np.dtype(np.uint32)), FIRST + many_lists.MANY
    people.traits[:] = 1 << 2
    for number, there in ((lists - 1, True), (lists, False)):
        people.flags[0] = with_wide_list(0, OBSERVED, number)
        assert possible(people._asdict(), lists=lists) == there


@pytest.mark.slow
def test_every_list_is_kept_counted_and_ends(found):
    listed = wide_list_in(found.state["flags"].astype(np.int64), OBSERVED)
    put, ended = (
        found.events["value"][found.events["kind"] == kind].tolist() for kind in (Event.LISTING, Event.EXPIRED)
    )
    for k in range(many_lists.MANY):
        number = FIRST + k
        assert total(found, f"listed_many{k}") == put.count(number) > 40
        on_list = found.daily[-1, ..., found.measures.index(f"on_many{k}_list")].sum()
        assert on_list == (listed == number).sum() > 20
        # A term of three weeks has not run down in 20 days.
        assert (ended.count(number) > 20) == (own().parameters[many_lists.LISTS[k].term.key].value < 3)
    assert total(found, "expired") == len(ended)


@pytest.mark.slow
def test_every_gate_is_closed_refused_and_in_the_rows_of_sanctions(found):
    sanctions = found.events["value"][found.events["kind"] == Event.SANCTION].tolist()
    closed = [bits_of_sanction(value) for value in sanctions]
    for k in range(many_lists.MANY_GATES):
        assert total(found, f"closed_door{k}") > 200
        assert total(found, f"blocked_door{k}") > 0
        assert sum(bits >> DOORS + k & 1 for bits in closed) > 20
    assert found.events["value"].min() > -1000, "no row's gates reach its sign"


@pytest.mark.slow
def test_unused_they_change_nobody():
    unused = [f"restrictions.many{k}_weeks=0" for k in range(many_lists.MANY)]
    sets = ("people.late_payments=0.05", "many.outings=0", *unused)
    size = {"population": 1500, "days": 20}
    mine = simulate(own(*sets), threads=1, **size)
    without = simulate(load_text(TEXT.split("plug")[0], sets=sets[:1]), threads=1, **size)
    for name, column in without.state.items():
        assert np.array_equal(mine.state[name], column), name
    for name in without.measures:
        assert np.array_equal(*(run.daily[..., run.measures.index(name)] for run in (mine, without))), name
    narrow, wide = empty(5), empty(5, flags=np.dtype(np.uint32))
    cube = np.zeros((1, 1, 5, 1), np.int64)
    assert digest(narrow, cube) != digest(wide, cube), "the digest covers the whole of a wide column"


@pytest.mark.slow
@pytest.mark.parametrize("check", [each.__name__.replace("_", "-") for each in RUNNING])
def test_it_passes_what_every_plugin_passes(check):
    values = {f"restrictions.list_gates.many{k}": f"[door{k}, door{k + 8}]" for k in range(many_lists.MANY)}
    ready = checks(many_lists.MECHANISM, values=values, population=1200, days=30, inert={})
    next(each for each in ready if each.name == check)()


@pytest.mark.slow
def test_tables_of_people_and_stories_name_the_list(tmp_path):
    run = glasshouse.run(own(*BUSY), population=1500, days=15, replicates=1, out=tmp_path / "run")
    simulation = glasshouse.Simulation(own(*BUSY), population=1500, days=15, seed=run.manifest["seed"])
    people = simulation.run().people()
    names = set(people["list"].to_list())
    assert {f"many{k}" for k in range(many_lists.MANY)} <= names
    for k in (1, many_lists.MANY - 1):
        on = people.filter(people["list"] == f"many{k}")
        doors = {f"door{k}", f"door{(k + many_lists.MANY) % many_lists.MANY_GATES}"}
        assert all(doors <= set(row.split(", ")) for row in on["closed_gates"])
        text = glasshouse.story(run.path, int(on["person"][0])).text
        assert f"put on list {k}," in text
        assert f"list number {k}" in text or f"door {k}" in text
