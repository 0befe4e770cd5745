"""A rule of somebody's own that no day can be compiled with is told before anything is compiled."""

from __future__ import annotations

from functools import partial
from types import FunctionType

import numpy as np
import pytest

from glasshouse.draws import strikes
from glasshouse.engine.rule_source import known_fields, rule_faults
from glasshouse.mechanism import Stream
from glasshouse.mechanism_set import SHIPPED
from glasshouse.mechanisms import MECHANISMS
from glasshouse.model.state import Conduct, Online


def asks(agent, params, district):
    agent.tear += params.trips[0] + district.numbr


def raises(agent):
    if agent.fear > 300:
        raise ValueError


def opens(agent):
    with open(agent.fear) as lines:
        agent.fear += len(lines.read())


SCREENED, UNSCREENED = Stream("screened", bound="sees"), Stream("unscreened")


def halves(agent):
    agent.fear = agent.fear * 0.5


def divides(agent):
    agent.fear = agent.fear / 2


def halves_in_place(agent):
    agent.fear /= 2


RATE = 0.5


def takes_a_constant(agent):
    agent.fear = agent.fear * RATE


def makes_a_float(agent):
    agent.fear = float(agent.fear)


def looks_into_a_table(district):
    return district.size


def gives_a_helper_a_table(agent, counts):
    agent.fear += looks_into_a_table(counts) + looks_into_a_table(counts)


def strikes_anybody(agent, now):
    agent.fear += strikes(now, agent.person, UNSCREENED, 1 << 20)


def strikes_the_screened(agent, now):
    agent.fear += strikes(now, agent.person, SCREENED, 1 << 20)


def calls_another(agent, now):
    strikes_anybody(agent, now)


READS = 3


def counts_what_there_is_not(agent, counts):
    counts[agent.group, READ] += 1  # noqa: F821  # pyright: ignore[reportUndefinedVariable]


def does_what_there_is_not(agent):
    agent.fear += agent.online == Online.CRITICALPOST  # pyright: ignore[reportAttributeAccessIssue]


def takes_a_type_that_there_is_not(agent):
    agent.fear = np.int46(agent.fear)  # pyright: ignore[reportAttributeAccessIssue]


def calls_one_that_counts(agent, counts):
    counts_what_there_is_not(agent, counts)


def names_what_there_is(agent, counts, rows):
    Event = agent.conduct  # a name of its own  # noqa: N806
    counts[agent.group, READS] += np.int64(max(Event == Conduct.VOLUNTEERING, len(rows)))


@pytest.mark.parametrize(
    ("rule", "told", "line"),
    [
        (asks, ("agent.tear", "district.numbr", "'number'"), asks),
        (raises, ("raises",), raises),
        (opens, ("opens",), opens),
        (halves, ("fraction", "0.5"), halves),
        (divides, ("fraction", "//"), divides),
        (halves_in_place, ("fraction", "//"), halves_in_place),
        (takes_a_constant, ("fraction", "0.5"), takes_a_constant),
        (makes_a_float, ("fraction", "float"), makes_a_float),
        (strikes_anybody, ("'unscreened'", "bound"), strikes_anybody),
        (calls_another, ("'unscreened'", "bound"), strikes_anybody),
        (counts_what_there_is_not, ("test_rule_source.py", "READ,", "'READS'"), counts_what_there_is_not),
        (calls_one_that_counts, ("test_rule_source.py", "READ,", "'READS'"), counts_what_there_is_not),
        (does_what_there_is_not, ("Online.CRITICALPOST", "'CRITICAL_POST'"), does_what_there_is_not),
        (takes_a_type_that_there_is_not, ("np.int46", "'int"), takes_a_type_that_there_is_not),
    ],
)
def test_a_fault_is_found_with_its_line(rule, told, line):
    found = " ".join(rule_faults(rule, known_fields(SHIPPED)))
    assert all(each in found for each in told)
    assert f"line {line.__code__.co_firstlineno + 1 + (rule is raises)}" in found


@pytest.mark.parametrize("rule", [strikes_the_screened, gives_a_helper_a_table, names_what_there_is])
def test_what_is_well_is_let_be(rule):
    assert list(rule_faults(rule, known_fields(SHIPPED))) == []


def test_a_helper_that_is_called_twice_is_told_once():
    def twice(agent, now):
        strikes_anybody(agent, now)
        strikes_anybody(agent, now)

    assert len(list(rule_faults(twice, known_fields(SHIPPED)))) == 1


def test_no_rule_of_ours_has_one():
    known = known_fields(SHIPPED)
    rules = [rule for each in MECHANISMS for rule in each.rules.values()]
    assert [(rule, fault) for rule in rules for fault in rule_faults(rule, known)] == []


def test_a_name_is_looked_for_in_what_has_no_source():
    written = FunctionType(compile("HELD[0] += FEER", "<prompt>", "exec"), {"HELD": [], "FEAR": 1})
    (fault,) = rule_faults(written, {})
    assert all(fact in fault for fact in ("line 1", "<prompt>", "FEER", "'FEAR'"))


def test_a_rule_whose_source_cannot_be_read_alone_is_left_to_the_compiler():
    rules = {
        "record": lambda agent: agent.nothing,
    }
    for rule in (rules["record"], partial(rules["record"], None), "no rule"):
        assert list(rule_faults(rule, known_fields(SHIPPED))) == []
