"""What the mechanisms of the example do, each by about as much as its numbers say, and nothing when they are off."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.scenario import Scenario, load

#: Its days are compiled anew, which takes as long as a tenth of the quick tests.
pytestmark = pytest.mark.slow

POPULATION, DAYS = 20_000, 40
ON = ("plugins=[glasshouse-plate-readers]", "ombudsman.enabled=true")
#: Plates misread so often, and so heavy an entry, that many are wrongly sanctioned.
WRONGED = ("plates.suspicious=1", "score.points_suspicious_trip=-500", "ombudsman.complaints=0.2")


@cache
def simulated(*sets: str, days: int = DAYS, threads: int = 2) -> Replicate:
    return simulate(scenario(*sets), population=POPULATION, days=days, seed=1, threads=threads)


def scenario(*sets: str) -> Scenario:
    return load("as-described", sets=[*ON, *sets])


def column(run: Replicate, name: str) -> np.ndarray:
    """A count by day, district and group."""
    return run.daily[..., run.measures.index(name)]


def total(run: Replicate, *names: str) -> int:
    return sum(int(column(run, name).sum()) for name in names)


def numbers(*sets: str) -> Mapping[str, float]:
    return {key: given.value for key, given in scenario(*sets).parameters.items()}


def close(found: float, expected: float, spread: float = 4.0) -> bool:
    """Whether a number of rare things is as expected, chance allowed for."""
    return abs(found - expected) < spread * np.sqrt(expected) + 1


# Plate readers.


def test_plates_are_read_as_often_as_cars_drive_past():
    n, run = numbers(), simulated()
    grown = total(run, "adults") / total(run, "people")
    reads = total(run, "trips") * n["plates.driven"] * n["plates.read"] * n["plates.owners"] * grown
    assert total(run, "plates_read") == pytest.approx(reads, rel=0.03)


def test_some_are_misread_and_somebody_who_was_elsewhere_is_entered():
    n, run = numbers("plates.suspicious=0.1"), simulated("plates.suspicious=0.1")
    false = total(run, "plates_read") * n["plates.misread"] * n["plates.suspicious"]
    assert close(total(run, "plates_false"), false)
    none = simulated("plates.misread=0")
    assert total(none, "plates_false") == 0 < total(none, "plates_at_acts")
    # Nobody has two false entries of a day, so some of the others' make way.
    more = total(run, "entries_false") - total(none, "entries_false")
    assert 0.9 * total(run, "plates_false") < more <= 1.1 * total(run, "plates_false")


def test_they_find_drivers_at_public_acts():
    n, run = numbers(), simulated()
    acts = total(run, "act_offence", "act_assembly")
    seen = acts * n["plates.driven"] * n["plates.read"] * n["plates.owners"]
    assert total(run, "plates_at_acts") == pytest.approx(seen, rel=0.15)
    assert total(run, "entries_true") > total(simulated("plates.read=0"), "entries_true")


def test_a_town_has_more_of_them_than_a_village():
    run = simulated("plates.urban_ratio=20")
    by_place = column(run, "plates_read").sum(axis=(0, 2)) / column(run, "trips").sum(axis=(0, 2))
    urban = scenario().place.columns["urban"]
    assert np.corrcoef(by_place, urban)[0, 1] > 0.95


def test_who_has_no_car_is_never_seen():
    run = simulated("plates.owners=0")
    assert total(run, "plates_read", "plates_at_acts", "plates_false") == 0


def test_a_sensor_whose_data_may_not_be_scored_leaves_nothing_in_the_record():
    run = simulated("plates.scored=false", "plates.suspicious=0.1")
    assert total(run, "plates_false") > 0
    assert total(run, "entries_false") == total(simulated("plates.misread=0", "plates.scored=false"), "entries_false")


# Low trust.


def test_people_without_trust_write_fewer_critical_posts():
    none, some = simulated("low_trust.resigned=0"), simulated()
    wanted = total(none, "act_critical_post", "chilled_post")
    assert total(some, "act_critical_post", "chilled_post", "low_trust_posts") == wanted
    trust = total(some, "trust_sum") / total(some, "adults") / 255
    expected = wanted * numbers()["low_trust.resigned"] * (1 - trust)
    assert total(some, "low_trust_posts") == pytest.approx(expected, rel=0.15)
    assert total(none, "low_trust_posts") == 0


def test_where_nobody_has_any_trust_nobody_reports():
    sets = ("response.trust_rest=0", "informants.willingness=0.5")
    quiet = simulated(*sets, "low_trust.quiet=1", days=20)
    loud = simulated(*sets, "low_trust.quiet=0", days=20)
    assert total(quiet, "reports_true") == 0
    assert total(quiet, "low_trust_reports") == total(loud, "reports_true") > 0 == total(loud, "low_trust_reports")


def test_as_many_reports_are_withheld_as_the_district_lacks_trust():
    run = simulated("informants.willingness=0.5")
    made, withheld = total(run, "reports_true"), total(run, "low_trust_reports")
    trust = total(run, "trust_sum") / total(run, "adults") / 255
    assert withheld / (made + withheld) == pytest.approx(numbers()["low_trust.quiet"] * (1 - trust), rel=0.2)


# The ombudsman.


def test_the_ombudsman_takes_up_no_more_than_the_quota():
    run = simulated(*WRONGED, "ombudsman.quota=400", days=90)
    assert total(run, "ombudsman_complaints") > 2 * total(run, "ombudsman_cases")
    people = column(run, "people")[-1].sum(axis=1)
    taken = column(run, "ombudsman_cases").sum(axis=2)
    quota = people * 400 / 100_000
    assert (taken.sum(axis=0) <= 3 * quota + 4 * np.sqrt(3 * quota) + 1).all()  # chance, district by district
    assert 0.6 * 3 * quota.sum() < taken.sum() <= 3 * quota.sum()


def test_false_records_are_put_right_and_fewer_days_are_wrongful():
    sets = (*WRONGED, "ombudsman.quota=10000")
    helped, nobody = simulated(*sets), simulated(*WRONGED, "ombudsman.quota=0")
    assert total(nobody, "ombudsman_complaints", "ombudsman_cases", "ombudsman_righted") == 0
    assert total(helped, "ombudsman_righted") > 20
    assert total(helped, "wrongful_days") < total(nobody, "wrongful_days")
    times = helped.state["ombudsman_times"]
    assert (times.sum(), (times > 0).sum()) == (total(helped, "ombudsman_righted"), total(helped, "ombudsman_helped"))


def test_who_waits_is_known_to_the_last_one():
    run = simulated(*WRONGED, "ombudsman.quota=100", "score.every=7", "score.recovery=300")
    left = total(run, "ombudsman_complaints") - total(run, "ombudsman_cases", "ombudsman_dropped")
    assert left == run.state["ombudsman_waits"].sum() > 0
    assert total(run, "ombudsman_dropped") > 0


def test_an_ombudsman_who_finds_nothing_changes_nobody():
    blind, none = (
        simulated(*WRONGED, "ombudsman.finds=0", "ombudsman.quota=10000"),
        simulated(*WRONGED, "ombudsman.quota=0"),
    )
    shared = [k for k, name in enumerate(none.measures) if not name.startswith("ombudsman")]
    assert (blind.daily[..., shared] == none.daily[..., shared]).all()
    assert total(blind, "ombudsman_cases") > 0


# All of them.


def test_threads_change_nothing():
    assert simulated(*WRONGED).digest == simulated(*WRONGED, threads=1).digest


def test_off_is_as_if_they_were_not_there():
    off = [f"{part}.enabled=false" for part in ("plates", "low_trust", "ombudsman")]
    size: dict[str, Any] = {"population": POPULATION, "days": 10, "seed": 1, "threads": 2}
    assert simulate(scenario(*off), **size).digest == simulate(load("as-described"), **size).digest


def test_what_does_nothing_moves_nobody_elses_draws():
    size: dict[str, Any] = {"population": POPULATION, "days": 10, "seed": 1, "threads": 2}
    inert = simulated("plates.owners=0", "low_trust.resigned=0", "low_trust.quiet=0", "ombudsman.quota=0", days=10)
    without = simulate(load("as-described"), **size)
    assert (inert.daily[..., : len(without.measures)] == without.daily).all()
