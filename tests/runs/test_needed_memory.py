"""Whether a run fits is known before its first day, whatever limits the process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import bus_stops
import many_lists
from glasshouse.comparison.comparison_plan import check_memory, plan_comparison
from glasshouse.engine.record_layout import bytes_a_person, flags_column
from glasshouse.errors import BadInputError
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED
from glasshouse.population.people import NO_OWN, uninitialised
from glasshouse.runs import free_memory, needed_memory
from glasshouse.runs.free_memory import System, available
from glasshouse.runs.run_plan import plan
from glasshouse.scenario import load

resource = pytest.importorskip("resource", reason="other systems have no limits of this kind")
GB = 1_000_000_000


@pytest.fixture
def system(tmp_path, monkeypatch):
    """A machine with 64 GB free, on which nothing else is limited."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    (tmp_path / "proc" / "self").mkdir(parents=True)
    (tmp_path / "proc" / "meminfo").write_text("MemTotal: 70000000 kB\nMemAvailable:   62500000 kB\n")
    return System(proc=tmp_path / "proc", groups=tmp_path / "cgroup")


def group(system, path, limit, used, cached, first=False):
    """Make a control group as the kernel shows it."""
    folder: Path = system.groups / path
    folder.mkdir(parents=True, exist_ok=True)
    names = ("memory.limit_in_bytes", "memory.usage_in_bytes") if first else ("memory.max", "memory.current")
    for name, value in zip(names, (limit, used), strict=True):
        (folder / name).write_text(f"{value}\n")
    (folder / "memory.stat").write_text(
        f"cache 1\n{'total_' if first else ''}inactive_file {cached}\ninactive_anon 5\n"
    )


def within(system, text):
    (system.proc / "self" / "cgroup").write_text(text)


def test_the_machine_alone(system):
    assert available(system) == 62_500_000 * 1024
    within(system, "0::/\n")
    assert available(system) == 62_500_000 * 1024


# Kind: what is in the page cache counts as used, though it is given back.
def test_the_page_cache_of_a_group_is_free(system):
    within(system, "0::/\n")
    group(system, ".", 2 * GB, 2 * GB - 100_000_000, 1_650_000_000)
    assert available(system) == 1_750_000_000


# Kind: a limit that is not looked for where it is set.
@pytest.mark.parametrize("tight", ["a", "a/b", "a/b/c"])
def test_the_tightest_of_nested_groups_holds(system, tight):
    within(system, "0::/a/b/c\n")
    for path in ("a", "a/b", "a/b/c"):
        group(system, path, 1 * GB if path == tight else "max", GB // 4, 0)
    assert available(system) == 750_000_000


@pytest.mark.parametrize("tight", [".", "docker", "docker/x"])
def test_groups_of_version_1(system, tight):
    within(system, "9:name=systemd:/\n5:cpu,cpuacct:/other\n4:memory:/docker/x\n0::/\n")
    for path in (".", "docker", "docker/x"):
        group(system, f"memory/{path}", 1 * GB if path == tight else 9223372036854771712, GB, GB // 2, first=True)
    assert available(system) == 500_000_000


def test_a_container_that_sees_its_own_group_alone(system):
    """The path of its group is the host's, and is not there."""
    within(system, "4:memory:/docker/0123\n0::/../../system.slice\n")
    group(system, "memory", 1 * GB, GB // 4, 0, first=True)
    assert available(system) == 750_000_000
    group(system, ".", GB // 2, 0, 0)
    assert available(system) == 500_000_000


def test_more_used_than_allowed_leaves_nothing(system):
    within(system, "0::/a\n")
    group(system, "a", GB, 2 * GB, 0)
    assert available(system) == 0


def test_the_limit_of_the_address_space(system, monkeypatch):
    (system.proc / "self" / "statm").write_text("100000 5 5 5 0 5 0\n")
    monkeypatch.setattr(resource, "getrlimit", lambda _: (GB, resource.RLIM_INFINITY))
    assert available(system) == GB - 100_000 * resource.getpagesize()


# Kind: what is in memory together, and grows with what was asked for, is not reckoned.
def test_what_the_report_holds_of_each_replicate_is_reckoned(monkeypatch):
    """200 replicates of 20,000 people over a year took 1.34 GB at their peak."""
    assert 1.34 * GB < needed_memory.needed(20_000, 365, 31, replicates=200) < 2 * GB
    monkeypatch.setattr(needed_memory, "available", lambda: GB)
    asked = {"population": 20_000, "days": 365}
    assert plan(load("as-described"), replicates=5, **asked).replicates == 5
    with pytest.raises(BadInputError, match=r"fewer replicates"):
        plan(load("as-described"), replicates=200, **asked)


def test_what_a_comparison_s_report_holds_is_reckoned_when_it_goes_on(monkeypatch):
    asked = plan_comparison(load("as-described"), (), population=20_000, days=365, replicates=200, threads=1)
    enough = needed_memory.needed(20_000, 365, 31, 4, compared=True, replicates=20)
    monkeypatch.setattr(needed_memory, "available", lambda: enough)
    few = replace(asked, plan=replace(asked.plan, replicates=2))
    assert check_memory(few) is few
    with pytest.raises(BadInputError, match=r"fewer replicates"):
        check_memory(asked)


def test_a_system_that_says_nothing_is_no_limit(tmp_path):
    found = free_memory._of_groups(System(proc=tmp_path, groups=tmp_path))
    assert list(found) == []


def test_what_plugins_keep_of_people_and_count_is_reckoned():
    columns = {"first": np.int16, "second": np.int64}
    own = SHIPPED.with_([Mechanism(module=__name__, section="columns", switched=True, columns=columns)])
    people, days, districts = 10_000_000, 100, 31
    less, more = (needed_memory.needed(people, days, districts, mechanisms=each) for each in (SHIPPED, own))
    assert more - less == people * 10
    wide = SHIPPED.with_([many_lists.MECHANISM])
    kept = [sum(column.nbytes for column in uninitialised(100, NO_OWN, flags_column(each))) for each in (SHIPPED, wide)]
    assert [bytes_a_person(each) * 100 for each in (SHIPPED, wide)] == kept
    one, two = (needed_memory.needed(n * people, days, districts, mechanisms=wide) for n in (1, 2))
    alone, both = (needed_memory.needed(n * people, days, districts) for n in (1, 2))
    assert (two - one) - (both - alone) >= 2 * people
    counting = SHIPPED.with_([bus_stops.MECHANISM])
    assert needed_memory.needed(1000, days, districts, mechanisms=counting) > needed_memory.needed(
        1000, days, districts
    )


def test_a_plan_reckons_with_the_plugins_of_its_scenario(monkeypatch):
    asked = []
    monkeypatch.setattr(needed_memory, "check", lambda *given, **named: asked.append(named["mechanisms"]))
    scenario = load("as-described", sets=f"plugins=[{bus_stops.__name__}]")
    plan(scenario, population=300, days=2)
    check_memory(plan_comparison(scenario, [], population=300, days=2))
    assert [set(each.added) for each in asked] == [{bus_stops.MECHANISM}] * 3
