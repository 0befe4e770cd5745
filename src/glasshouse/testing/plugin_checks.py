"""Which checks there are of a mechanism and of a safeguard, in the order in which they run."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from glasshouse.errors import FaultyRuleError
from glasshouse.intervention import Intervention
from glasshouse.mechanism import Mechanism
from glasshouse.scenario import Scenario
from glasshouse.testing import safeguard_checks, simulating_checks, source_checks
from glasshouse.testing.trial import Reference, Trial

#: Checks that read a mechanism, and those that simulate it.
READING = (
    source_checks.stands_beside_the_shipped,
    source_checks.says_what_it_is,
    source_checks.numbers_have_evidence,
    source_checks.names_are_its_own,
    source_checks.knows_nobody,
    source_checks.recognises_nobody,
    source_checks.reads_no_file,
    source_checks.people_act_on_what_they_know,
    source_checks.sensors_know_no_truth,
    source_checks.loads_elsewhere,
)
RUNNING = (
    simulating_checks.off_is_nobody,
    simulating_checks.off_by_a_date_is_nobody,
    simulating_checks.does_something,
    simulating_checks.threads_change_nothing,
    simulating_checks.resumed_is_uninterrupted,
    simulating_checks.branch_is_an_event,
    simulating_checks.events_switch_it_off,
    simulating_checks.nobody_is_overlooked,
    simulating_checks.plain_is_compiled,
    simulating_checks.counts_add_up,
    simulating_checks.errors_are_declared,
)
#: Kinds of parameters at whose 0 a mechanism does nothing, unless its author names others.
_RATES = ("probability", "share", "rate")


@dataclass(frozen=True, kw_only=True)
class PluginCheck:
    """One check, ready to run: `of` names the plug-in, `name` the check, and `what` says what must hold.

    >>> def holds():
    ...     assert 2 + 2 == 4
    >>> checked = PluginCheck(of="plates", name="adds-up", what="Two and two are four.", run=holds)
    >>> checked()
    >>> str(checked)
    'adds-up'
    """

    of: str
    name: str
    what: str
    run: Callable[[], None]

    def __call__(self) -> None:
        """Run it. Raises AssertionError."""
        try:
            self.run()
        except (AssertionError, FaultyRuleError) as error:
            raise AssertionError(f"{self.of}, {self.name}: {error}") from error.__cause__

    def __str__(self) -> str:
        """Its name, as that of a test."""
        return self.name


def checks(
    plugin: Mechanism | Intervention,
    *,
    scenario: Scenario | None = None,
    beside: Iterable[Mechanism] = (),
    values: Mapping[str, Any] | None = None,
    inert: Mapping[str, Any] | None = None,
    reference: Reference | None = None,
    population: int = 6_000,
    days: int = 36,
) -> list[PluginCheck]:
    """All checks of a mechanism or a safeguard, for ``pytest.mark.parametrize``.

    - `scenario`: where to try it; unless given, a busy state in which all rare things are frequent, by the values that
      each mechanism declares (``Busy``). `beside`: other mechanisms of one's own, without which it does nothing.
    - `values`: what the mechanism is tried with, by key, where the numbers that it brings are too small to show much.
    - `inert`: values by key under which it changes nobody. Unless given, all its probabilities, shares and rates are 0;
      an empty mapping says that no values make it so. Of a safeguard: values under which it changes nobody.
    - `reference`: what counts should come to, reckoned in another way: given (scenario, persons, days, seed), it
      returns totals by name.
    - `population`, `days`: of the runs; more, for something rare.

    >>> from glasshouse.mechanisms.human_review import HUMAN_REVIEW
    >>> [str(each) for each in checks(HUMAN_REVIEW)][:2]
    ['says-what-it-does', 'numbers-have-evidence']
    """
    if isinstance(plugin, Intervention):
        found = safeguard_checks.Laid(
            intervention=plugin, scenario=scenario, beside=tuple(beside), inert=inert, population=population, days=days
        )
        several = (each for each in safeguard_checks.CHECKS if inert or each is not safeguard_checks.inert_is_nobody)
        return [_check(plugin.name, each, found) for each in several]
    if inert is None:
        inert = {row.key: 0 for row in plugin.parameters if row.kind in _RATES}
    trial = Trial(
        mechanism=plugin, beside=tuple(beside), scenario=scenario, values=values or {}, inert=inert,
        population=population, days=days,
    )  # fmt: skip
    read = [_check(plugin.name, each, plugin) for each in READING]
    ran = [_check(plugin.name, each, trial) for each in RUNNING]
    if inert:
        ran.insert(2, _check(plugin.name, simulating_checks.inert_is_nobody, trial))
    if reference is not None:
        ran.append(_check(plugin.name, simulating_checks.reference_is_compiled, trial, reference))
    return [*read, *ran]


def check(plugin: Mechanism | Intervention, **more: Any) -> None:
    """Run all checks; `more` as for :func:`checks`. Raises AssertionError, with a line for each that fails."""
    failed = []
    for each in checks(plugin, **more):
        try:
            each()
        except AssertionError as error:
            failed.append(str(error))
    if failed:
        raise AssertionError("\n".join(failed))


def _check(of: str, function: Callable[..., None], *given: Any) -> PluginCheck:
    what = (inspect.getdoc(function) or "").splitlines()[0]
    return PluginCheck(of=of, name=function.__name__.replace("_", "-"), what=what, run=partial(function, *given))
