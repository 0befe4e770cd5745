"""Draws of an ensemble from a posterior: the particles of a study by ABC in place of ranges."""

from __future__ import annotations

import operator
import os
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError, nearest, why
from glasshouse.folders import table_files
from glasshouse.folders.json_files import fingerprint
from glasshouse.folders.table_files import REAL, Table
from glasshouse.scenario import parameter_draws
from glasshouse.scenario.user_text import one_line, quoted

if TYPE_CHECKING:
    from glasshouse.scenario.scenario import Scenario
    from glasshouse.scenario.scenario_parts import ParameterValue

#: Columns of a posterior that are no parameter's.
_BESIDE = ("wave", "weight", "distance")
#: So many particles at most, and so many draws, which ``run.json`` holds.
_MOST, _MOST_DRAWS = 1_000_000, 10_000
#: How a posterior's file is called, and where it comes from.
_NAME = "posterior.parquet"
_LEFT = f"A study with the method 'abc' leaves a {_NAME}."
#: Where a posterior's file names the scenario to which it was fitted, beside that scenario's hash.
SCENARIO_HASH, SCENARIO_NAME = "scenario", "scenario_name"
#: Into so many places is a range cut to find that of a value.
_PLACES = 1 << 40


@dataclass(frozen=True, kw_only=True)
class ParticleDraws:
    """What each draw takes from a posterior: ``values`` [draws][keys]; ``file`` is its name, ``hash`` of its bytes.

    ``fitted_to`` says to which scenario it was fitted, where that is another than the draws are of.
    They stand in ``run.json``, so that a run goes on without the file.
    """

    file: str
    hash: str
    keys: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    fitted_to: str | None = None

    def elsewhere(self, scenario: Scenario) -> str:
        """One sentence where the posterior was fitted to another scenario than this one; else nothing."""
        if self.fitted_to is None:
            return ""
        return f"The posterior in {self.file} was fitted to {self.fitted_to}, and is used for '{scenario.name}'."

    def laid_over(
        self, drawn: Mapping[str, float], draw: int, scenario: Scenario, baseline: Scenario | None = None
    ) -> dict[str, float]:
        """What a draw, from 1, takes from ranges, with its particle over it; cuts between tiers stay in order.

        ``baseline``: the scenario of which the particles are, where ``scenario`` is another one's arm. Where both have
        the same number and range, they have the particle's value. An arm that fixes a number keeps it; one with a range
        of its own has it at the place of the particle in the baseline's range.
        """
        particle = dict(zip(self.keys, self.values[draw - 1], strict=True))
        if baseline is not None:
            particle = _of_arm(particle, scenario, baseline)
        found = {**drawn, **particle}
        numbers = {key: given.value for key, given in scenario.parameters.items()}
        cuts = scenario.mechanisms.cuts
        tidy = parameter_draws.ordered({**numbers, **found}, cuts)
        return found | {key: tidy[key] for key in cuts if tidy[key] != numbers[key] or key in found}

    def document(self) -> dict[str, Any]:
        """For ``run.json``."""
        return {
            "file": self.file, "hash": self.hash, "keys": list(self.keys), "values": [list(row) for row in self.values],
            **({} if self.fitted_to is None else {"fitted_to": self.fitted_to}),
        }  # fmt: skip

    @staticmethod
    def of(said: Mapping[str, Any] | None) -> ParticleDraws | None:
        """What ``run.json`` says of them. Raises ``KeyError`` or ``TypeError``."""
        if said is None:
            return None
        rows = tuple(tuple(float(value) for value in row) for row in said["values"])
        keys = tuple(said["keys"])
        return ParticleDraws(
            file=said["file"], hash=said["hash"], keys=keys, values=rows, fitted_to=said.get("fitted_to")
        )


def _parquet(file: Path) -> bool:
    """Whether a file begins as Parquet does. Raises ``BadInputError`` where it cannot be read."""
    try:
        with file.open("rb") as content:
            return content.read(4) == b"PAR1"
    except OSError as error:
        raise table_files.broken(file, why(error)) from None


def _nearest(file: Path) -> str:
    """`` Did you mean 'X'?`` for the posterior in the same folder, or in the folder that was named."""
    folder = file if file.is_dir() else file.parent
    found = folder / _NAME
    return f" Did you mean '{found}'?" if found.is_file() and found != file else ""


def particle_draws(path: str | os.PathLike[str], scenario: Scenario, draws: int, seed: int) -> ParticleDraws:
    """So many draws of the particles in a file, by their weight; the same for the same seed.

    Raises ``BadInputError`` for a file that is no posterior, or of parameters that the scenario lacks.
    """
    file = Path(path)
    asked = Argument("ensemble", os.fspath(path))
    if not file.is_file():
        raise BadInputError(asked, f": there is no such file.{_nearest(file)} {_LEFT}")
    if not _parquet(file):
        raise BadInputError(asked, f": it is no posterior, which is a Parquet file.{_nearest(file)} {_LEFT}")
    if draws > _MOST_DRAWS:
        raise BadInputError(asked, f": at most {_MOST_DRAWS:,} draws are taken from a posterior, not {draws:,}.")
    names = table_files.scan(file).collect_schema().names()
    if "weight" not in names:
        raise BadInputError(asked, ": it is no posterior, for it lacks the column 'weight'.", _nearest(file))
    keys = tuple(name for name in names if name not in _BESIDE)
    _check(keys, scenario, asked)
    rows = table_files.rows(file, Table(columns=dict.fromkeys((*keys, "weight"), REAL), most=_MOST))
    weights = np.array([row["weight"] for row in rows], float)
    values = np.array([[row[key] for key in keys] for row in rows], float).reshape(len(rows), len(keys))
    if not len(rows) or not np.isfinite(values).all() or not (weights >= 0).all() or not weights.sum() > 0:
        raise BadInputError(asked, ": it is no posterior: a value or a weight in it is no number, or none has weight.")
    for key, column in zip(keys, values.T, strict=True):
        row = scenario.mechanisms.parameters.get(key.rpartition(":")[2])
        low, high, _ = row.bounds if row else (0.0, 255.0, True)
        if column.min() < low or column.max() > high:
            raise BadInputError(asked, f": {key} lies between {low:g} and {high:g}, and some particle beyond.")
    taken = resample(weights, draws, seed)
    return ParticleDraws(
        file=file.name, hash=fingerprint(file)["blake2b"], keys=keys,
        values=tuple(tuple(float(value) for value in values[k]) for k in taken), fitted_to=_fitted_to(file, scenario),
    )  # fmt: skip


def _fitted_to(file: Path, scenario: Scenario) -> str | None:
    """The scenario to which a posterior was fitted, in words, where its file says that it was another one."""
    said = table_files.said(file)
    if said.get(SCENARIO_HASH, scenario.hash) == scenario.hash:
        return None
    if not (name := quoted(one_line(said.get(SCENARIO_NAME, "")))):
        return "another scenario"
    return f"other settings of '{name}'" if name == scenario.name else f"'{name}'"


def _of_arm(particle: Mapping[str, float], arm: Scenario, baseline: Scenario) -> dict[str, float]:
    """The values of a particle in an arm; a parameter that it lacks is left out."""
    own, given = arm.all_given(), baseline.all_given()
    found: dict[str, float] = {}
    for key, value in particle.items():
        if key not in own:
            continue
        here, there = own[key], given[key]
        if (here.value, here.low, here.high) == (there.value, there.low, there.high):
            found[key] = value
        elif here.ranged:
            row = arm.mechanisms.parameters.get(key.rpartition(":")[2])
            whole = row is None or row.bounds[2]
            found[key] = here.at(_place(there, value, whole), whole)
    return found


def _place(given: ParameterValue, value: float, whole: bool) -> float:
    """The place of a value in a range, from 0 to 1; a value beyond it is at its end, a whole one in its middle."""
    ends = [
        bisect_left(range(_PLACES), True, key=lambda k: reached(given.at(k / _PLACES, whole), value))
        for reached in (operator.ge, operator.gt)
    ]
    return sum(ends) / (2 * _PLACES)


def _check(keys: Sequence[str], scenario: Scenario, asked: Argument) -> None:
    known = scenario.all_given()
    for key in keys:
        if key not in known:
            raise BadInputError(asked, f": the scenario has no parameter '{key}'.{nearest(key, known)}")
    if not keys:
        raise BadInputError(asked, ": it is no posterior, for it has no parameter.")


def resample(weights: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Numbers of so many particles by their weight, in random order: systematic, so that each is met by its due.

    >>> sorted(resample(np.array([0.5, 0.0, 0.5]), 4, 1).tolist())
    [0, 0, 2, 2]
    """
    rng = np.random.default_rng([seed, count, 11])
    ends = np.cumsum(weights) / weights.sum()
    found = np.searchsorted(ends, (np.arange(count) + rng.random()) / count, side="right")
    return rng.permutation(np.minimum(found, len(weights) - 1))
