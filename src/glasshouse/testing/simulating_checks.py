"""Checks of a mechanism that simulate: each takes a :class:`Trial` and fails with AssertionError.

A check's first line says what holds; its name, with dashes, is what a test of it is called.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from traceback import walk_tb

import numpy as np

from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.errors import FaultyRuleError
from glasshouse.model.model_words import ALL_GROUPS
from glasshouse.population.people import columns_of
from glasshouse.testing.plain_day import plain_part
from glasshouse.testing.trial import SEED, Reference, Trial, daily, differences, total

#: So often errors strike where the check wants to see one.
_OFTEN = 0.2


def off_is_nobody(trial: Trial) -> None:
    """A scenario that names it and has it off is the scenario that does not name it, to the digest."""
    off, without = trial.run(trial.off), trial.run_without
    _none(differences(off, without), "named and off, it changes")
    assert off.digest == without.digest, "named and off, it changes the digest of a run"


def off_by_a_date_is_nobody(trial: Trial) -> None:
    """Off but compiled, since a later event could switch it on, it changes nobody and counts nothing."""
    off, without = trial.run(trial.switched_on(trial.days + 7)), trial.run_without
    _none(differences(off, without, _shared(without)), "switched off, it changes")
    _none((name for name in _own_counts(trial) if total(off, name)), "switched off, it still counts")
    _none((name for name in trial.mechanism.columns if off.state[name].any()), "switched off, it still keeps")


def inert_is_nobody(trial: Trial) -> None:
    """On, with its numbers at the values at which it does nothing, it changes nobody."""
    told = ", ".join(f"{key}={value}" for key, value in trial.inert.items())
    found = differences(trial.run_with(trial.inert), trial.run_without, _shared(trial.run_without))
    _none(found, f"with {told}, it changes")


def does_something(trial: Trial) -> None:
    """On, it counts something, keeps something, or changes somebody."""
    on, without = trial.run_on, trial.run_without
    counted = any(total(on, name) for name in _own_counts(trial))
    assert counted or any(differences(on, without, _shared(without))), (
        f"switched on, it counts nothing and changes nobody among {trial.population:,} people in {trial.days} days"
    )


def threads_change_nothing(trial: Trial) -> None:
    """On three threads it comes to what it comes to on one."""
    _same(trial.run(trial.on, threads=3), trial.run_on, "on three threads, other than on one:")


def resumed_is_uninterrupted(trial: Trial) -> None:
    """A run that was cut off goes on from its last checkpoint to the same end."""
    _same(trial.resumed(trial.on), trial.run_on, "gone on with from a checkpoint, other than at one go:")


def branch_is_an_event(trial: Trial) -> None:
    """Brought in on a day, in a run whose past does not name it, it does what an event of that day does."""
    event = trial.run(trial.switched_on(trial.parting))
    _none(
        (name for name in _own_counts(trial) if daily(event, name)[: trial.parting].any()),
        "before its event, it counts",
    )
    _same(trial.branched(), event, "brought in on a day, other than by an event:")


def events_switch_it_off(trial: Trial) -> None:
    """From the day on which an event switches it off, it counts nothing."""
    run = trial.run(trial.switched_off(trial.parting))
    flows = [name for name in _own_counts(trial) if name not in run.mechanisms.stocks]
    _none(
        (name for name in flows if daily(run, name)[trial.parting :].any()), "switched off by an event, it still counts"
    )


def plain_is_compiled(trial: Trial) -> None:
    """The rules, read as plain Python, come to the same days as when they are compiled."""
    days = 7 * trial.weeks
    try:
        plain = plain_part(trial.on, population=trial.few, days=days, seed=SEED)
    except OverflowError as error:
        raise AssertionError(f"a number does not fit into what is to hold it ({error})") from error
    except FaultyRuleError as error:
        found = error.__cause__ or error
        raise AssertionError(f"a rule asks for an index that does not exist ({_where(found)}: {found})") from error
    except (ArithmeticError, LookupError, NameError) as error:
        raise AssertionError(f"compiled code hides an error ({type(error).__name__}: {error})") from error
    compiled = simulate(trial.on, population=trial.few, days=days, seed=SEED, threads=1)
    columns = columns_of(plain.people)
    _none((name for name in columns if (columns[name] != compiled.state[name]).any()), "plain and compiled differ in")
    found = zip(compiled.measures, (plain.daily != compiled.daily).any(axis=(0, 1, 2)), strict=True)
    _none((name for name, differs in found if differs), "plain and compiled differ in")


def nobody_is_overlooked(trial: Trial) -> None:
    """It comes to the same when its rules are called for everybody every day: whom it may touch is looked at."""
    found = differences(trial.run(trial.on_for_everybody), trial.run_on, _shared(trial.run_on))
    unbounded = [f"'{stream.name}'" for stream in trial.mechanism.streams if not stream.bound]
    mend = (
        f"declare the bound of its stream {' or '.join(unbounded)}, Stream('…', bound='…')"
        if unbounded
        else "say whom it may touch, by the bound of a stream, Stream('…', bound='…'), or by a rule keep_active"
    )
    _none(
        found,
        "its rules would touch people who are looked at only where there is something else to tell of them; "
        f"{mend}; when everybody is looked at every day, it changes",
    )


def reference_is_compiled(trial: Trial, reference: Reference) -> None:
    """The counts are those that its author's own reckoning comes to."""
    wanted = reference(trial.on, trial.population, trial.days, SEED)
    found = {name: total(trial.run_on, name) for name in wanted}
    wrong = [f"{name} is {found[name]:,}, and should be {n:,}" for name, n in wanted.items() if found[name] != n]
    _none(wrong, "against the reference,")


def counts_add_up(trial: Trial) -> None:
    """No count is negative, each is counted by group or for all, and a level is written once a week."""
    run = trial.run_on
    for name in _own_counts(trial):
        counted = daily(run, name)
        assert (counted >= 0).all(), f"{name} is negative on day {_first(counted < 0)}"
        groups = np.delete(counted, ALL_GROUPS, axis=2)
        assert not (groups.any() and counted[..., ALL_GROUPS].any()), (
            f"{name} is counted by group and for all, and so twice; write counts[agent.group, …] or "
            "counts[ALL_GROUPS, …]"
        )
        if name in run.mechanisms.stocks:
            ordinary = [day for day in range(trial.days - 1) if day % 7 != 6]
            assert not counted[ordinary].any(), f"{name} is a level, and is written on days other than every seventh"


def errors_are_declared(trial: Trial) -> None:
    """Without errors no entry is false, and with its own alone some are."""
    false = total(trial.run(trial.errors(None)), "entries_false")
    assert false == 0, f"under error-free, {false:,} entries are false; mark what makes them with error=True"
    own = trial.own_errors(_OFTEN)
    if not own or not trial.mechanism.scored:
        return
    only = total(trial.run(trial.errors(_OFTEN)), "entries_false")
    told = ", ".join(f"{key}={value:g}" for key, value in own.items())
    assert only > 0, f"with {told} and no other error, no entry is false, though error=True says that some are"


def _where(error: BaseException) -> str:
    """The last line that was carried out of a file of somebody's."""
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    own = [each for each in frames if not each[0].startswith("<") and Path(each[0]).parent != Path(__file__).parent]
    return f"{Path(own[-1][0]).name}, line {own[-1][1]}"


def _own_counts(trial: Trial) -> list[str]:
    return [count.name for count in trial.mechanism.counts]


def _shared(run: Replicate) -> set[str]:
    """What is kept and counted of people in a scenario that does not name it."""
    return {*run.state, *run.measures}


def _same(one: Replicate, other: Replicate, said: str) -> None:
    _none(differences(one, other), said)
    assert one.digest == other.digest, f"{said} the digest"


def _none(found: Iterable[str], said: str) -> None:
    names = list(found)
    assert not names, f"{said} {', '.join(names[:5])}{f' and {len(names) - 5} more' if len(names) > 5 else ''}"


def _first(marks: np.ndarray) -> int:
    return int(np.argwhere(marks)[0][0])
