"""From the sliders and switches to a scenario of the engine, and to the command that makes the same run."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import lru_cache
from math import isclose

from glasshouse.interventions import apply
from glasshouse.lab.crowd.machine_settings import DIALS, LEVERS, MOST_DAYS, PEOPLE, MachineSettings
from glasshouse.scenario import Scenario, load, with_sets


@dataclass(frozen=True, kw_only=True)
class MachineRun:
    """A machine as the engine takes it, what differs from its preset, and the command that makes the same run."""

    machine: MachineSettings
    scenario: Scenario
    days: int
    sets: tuple[str, ...]
    command: str


@lru_cache(maxsize=256)
def machine_run(machine: MachineSettings) -> MachineRun:
    """The scenario of a machine: the preset, then safeguards, then the sliders, as an arm of a comparison is made.

    >>> run = machine_run(MachineSettings(threshold=0.64, ban=True))
    >>> run.days, run.scenario.parameters["face_recognition.true_match_rate"].value
    (365, 0.8455)
    >>> run.command.split(" --set ")[1:]
    ['face_recognition.true_match_rate=0.8455', 'face_recognition.threshold=0.64', 'ban.date=2019-07-01']
    """
    base = load(machine.preset)
    days = min(base.days, MOST_DAYS)
    named = [lever.safeguard for lever in LEVERS if getattr(machine, lever.name)]
    scenario = apply(base, named, 0, days) if named else base
    moved = _moved(machine, base)
    if moved:
        scenario = with_sets(scenario, [f"{key}={value!r}" for key, value in moved.items()])
    sets = _sets(base, scenario)
    return MachineRun(
        machine=machine,
        scenario=scenario,
        days=days,
        sets=sets,
        command=_command(machine, sets, days),
    )


def _moved(machine: MachineSettings, base: Scenario) -> dict[str, float]:
    """The parameters that the sliders move from where the preset has them, and those that follow."""
    out: dict[str, float] = {}
    for dial in DIALS:
        own, value = base.parameters[dial.key].value, getattr(machine, dial.name)
        if value is None or value == own:
            continue
        out[dial.key] = float(value)
        out |= {key: new(base.parameters[key].value, out[dial.key] - own) for key, new in dial.follows.items()}
    return out


def _sets(base: Scenario, made: Scenario) -> tuple[str, ...]:
    """Everything that differs from the preset, as KEY=VALUE."""
    sets = [
        f"{key}={given.value:.12g}"
        for key, given in made.parameters.items()
        if not isclose(given.value, base.parameters[key].value, rel_tol=1e-12)
    ]
    sets += [f"{key}={when.isoformat()}" for key, when in made.dates.items() if when and when != base.dates[key]]
    return tuple(sets)


def _command(machine: MachineSettings, sets: tuple[str, ...], days: int) -> str:
    """`glasshouse run` with everything that differs from the preset spelt out."""
    sizes = ["--population", str(PEOPLE), "--days", str(days), "--seed", str(machine.seed), "--replicates", "1"]
    changes = [word for text in sets for word in ("--set", text)]
    return shlex.join(["glasshouse", "run", machine.preset, *sizes, *changes])
