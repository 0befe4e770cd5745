"""A crowd's year is that of a run, and the sliders mean what they say."""

from __future__ import annotations

import shlex

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glasshouse.interventions import INTERVENTIONS, apply
from glasshouse.lab.crowd.crowd_run import COUNTED, MISTAKEN, SupersededError, simulate_crowd
from glasshouse.lab.crowd.crowd_words import sliders
from glasshouse.lab.crowd.machine_run import machine_run
from glasshouse.lab.crowd.machine_settings import PEOPLE, MachineSettings
from glasshouse.model.false_matches import found_at
from glasshouse.runs.execute_run import outcome_of
from glasshouse.runs.run_plan import plan
from glasshouse.scenario import load
from glasshouse.scenario.presets import crowd_presets
from glasshouse.scenario.scenario_words import GROUPS

#: A week: what takes a year elsewhere takes a hundredth of a second here.
FINAL = "stadium-list"
#: What `glasshouse run` calls the counts.
AS_IN_A_RUN = {"people": "people", "mistaken": "misidentified", "sanctioned": "sanctioned", "wronged": "wrongly"}


def mistaken(**machine) -> np.ndarray:
    return simulate_crowd(machine_run(MachineSettings(preset=FINAL, **machine))).states == MISTAKEN


def run_of(command: str):
    """The figures of a run, by its command line."""
    name, *words = shlex.split(command)[2:]
    options = dict(zip(words[::2], words[1::2], strict=True))
    sets = [text for word, text in zip(words[::2], words[1::2], strict=True) if word == "--set"]
    sizes = {key: int(options[f"--{key}"]) for key in ("population", "days", "seed", "replicates")}
    return outcome_of(plan(load(name, sets=sets), threads=1, **sizes))


@pytest.mark.parametrize(
    "machine",
    [
        MachineSettings(preset=FINAL, threshold=0.5, faces=2000, share=0.5, seed=7),
        MachineSettings(threshold=0.55, share=0.3, review=True, appeal=True, retention=True),
        pytest.param(MachineSettings(faces=20_000, seed=3), marks=pytest.mark.slow),
        pytest.param(MachineSettings(preset="as-documented", review=True, ban=True), marks=pytest.mark.slow),
        pytest.param(MachineSettings(preset="london-lfr", threshold=0.5, share=0.2), marks=pytest.mark.slow),
    ],
    ids=lambda machine: "-".join(map(str, machine.told().values())) or "as-described",
)
def test_the_counts_are_those_of_a_run_by_the_command_that_is_shown(machine):
    crowd = simulate_crowd(machine_run(machine))
    (figures,) = run_of(crowd.run.command).tallies
    for g, group in enumerate(GROUPS):
        for name, count in zip(COUNTED, crowd.counts[g].tolist(), strict=True):
            assert count == figures.persons(AS_IN_A_RUN[name], group), (group, name)
        for name, count in zip(("alert_true", "alert_false", "stops", "stops_false"), crowd.times[g], strict=True):
            assert count == figures.of(group, name), (group, name)


@pytest.mark.parametrize("preset", crowd_presets())
def test_untouched_it_is_the_preset_itself(preset):
    world = machine_run(MachineSettings(preset=preset))
    assert world.scenario.hash == load(preset).hash
    assert "--set" not in world.command
    assert all(slider.at in [stop.value for stop in slider.stops if stop.own] for slider in sliders(world.machine))


def test_the_switches_are_the_safeguards_of_a_comparison():
    names = {"review": "human-review", "appeal": "appeal", "retention": "retention-limit", "ban": "ban"}
    for switch, name in names.items():
        assert (
            machine_run(MachineSettings(**{switch: True})).scenario.hash
            == apply(load("as-described"), [name], 0, 365).hash
        )
    assert set(names.values()) < set(INTERVENTIONS)


@pytest.mark.parametrize(
    ("slider", "values"),
    [
        ("threshold", st.floats(0.5, 0.7)),
        ("faces", st.integers(100, 100_000)),
        ("share", st.floats(0, 1).filter(lambda share: share == 0 or share > 1e-20)),
    ],
)
def test_a_laxer_machine_mistakes_the_same_people_and_more(slider, values):
    @settings(max_examples=4, deadline=None)
    @given(st.tuples(values, values))
    def check(pair):
        low, high = (mistaken(**{slider: value}) for value in sorted(pair))
        few, more = (high, low) if slider == "threshold" else (low, high)
        assert not np.any(few & ~more)

    check()


def test_sliders_do_something():
    before = mistaken().sum()
    assert mistaken(threshold=0.5).sum() > 3 * before
    assert mistaken(threshold=0.6).sum() < before / 3
    assert mistaken(share=0).sum() == mistaken(ban=True).sum() == 0
    assert not np.array_equal(mistaken(), mistaken(seed=2))


def test_a_stricter_threshold_misses_more_as_the_safeguard_does():
    found = load("as-described").parameters["face_recognition.true_match_rate"]
    safeguard = INTERVENTIONS["match-threshold"].numbers["face_recognition.true_match_rate"]
    assert found_at(found.value, 0.04) == pytest.approx(safeguard(found).value)
    assert found_at(0.995, -0.1) == 0.995


def test_each_dot_shows_the_worst_of_what_is_counted():
    crowd = simulate_crowd(machine_run(MachineSettings(retention=True)))
    shown = np.bincount(crowd.states, minlength=6)
    assert shown.sum() == PEOPLE == crowd.totals["people"]
    assert shown[5] == crowd.totals["wronged"]
    assert shown[4] + shown[5] == crowd.totals["sanctioned"]
    assert shown[3] <= crowd.totals["mistaken"] <= shown[3:].sum()
    assert np.array_equal(np.bincount(crowd.groups), crowd.counts[:, 0])


def test_nobody_waits_for_what_was_superseded():
    days = iter(range(1000))
    with pytest.raises(SupersededError):
        simulate_crowd(machine_run(MachineSettings()), lambda: next(days) == 3)
    assert next(days) == 4
