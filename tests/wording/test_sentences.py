"""Sentences whose words depend on the numbers: each case that is told differently, in one file a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import pytest

from comparison.few import Few, Reported, Stopped
from glasshouse.comparison.arm_sentences import sentence
from glasshouse.scenario import load
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.validation.table_loading import load_table
from scenario import test_bad_files as bad_files
from studies.small import study
from studies.test_study_loading import WRONG
from validation.tables import written
from validation.test_table_loading import FAULTS, faulty


def test_what_differs_in_an_arm(reads):
    """The sentence of a comparison, by what differs, how much, and in how many replicates."""
    none = [(0, 0), (0, 0)]
    cases = {
        "fewer": Few([(9, 3), (9, 2)], days=((8, 6), (10, 5))),
        "more": Few([(3, 9), (2, 9)], days=((6, 8), (5, 10))),
        "either": Few([(30, 40), (40, 30)]),
        "too few for a rate": Few([(4, 3), (9, 2)]),
        "one replicate": Few([(9, 3)], replicates=1),
        "nobody wrongly, others fewer": Few(none, sanctioned=((30, 10), (40, 20))),
        "nobody wrongly, few others": Few(none, sanctioned=((3, 1), (2, 2))),
        "nobody at all": Few(none),
        "stops": Stopped([(40, 20), (50, 30)], [(20, 5), (30, 15)], [(4, 2), (9, 9)]),
        "stops, one replicate": Stopped([(40, 20)], [(20, 20)], [(4, 2)], replicates=1),
        "as many stops": Stopped([(40, 40)], [(20, 20)], [(4, 4)], replicates=1),
        "held back, fewer": Reported([(3893, 3519), (9900, 9000)]),
        "held back, as many": Reported([(5, 5), (7, 7)]),
        "held back, one replicate": Reported([(9, 4)], replicates=1),
    }
    told = (f"- {case}: {sentence(made, 'appeal')}" for case, made in cases.items())
    reads("sentences-comparison", "\n".join(told))


def refusals(cases: Mapping[str, Callable[[], object]]) -> str:
    """What each case is refused with, under its name."""
    told = []
    for name, tried in cases.items():
        with pytest.raises(ScenarioError) as caught:
            tried()
        told.append(f"- {name}: {caught.value}")
    return "\n".join(told)


def test_how_a_scenario_is_refused(reads, tmp_path):
    def file(name: str, body: str) -> Callable[[], object]:
        path = tmp_path / name / "city.yaml"
        path.parent.mkdir()
        path.write_text(bad_files.HEAD + body, encoding="utf-8")
        return partial(load, path)

    cases = {name: file(f"{k}", body) for k, (name, (body, _, _)) in enumerate(bad_files.FAULTS.items())}
    cases |= {f"--set {text}": partial(load, "as-described", sets=[text]) for text in bad_files.SETTINGS}
    reads("refused-scenarios", refusals(cases))


def test_how_a_validation_table_is_refused(reads, tmp_path):
    def table(changes: Mapping[str, str]) -> Callable[[], object]:
        return lambda: load_table(written(tmp_path, faulty(changes)))

    reads("refused-tables", refusals({name: table(changes) for name, (changes, _, _) in FAULTS.items()}))


def test_how_a_study_is_refused(reads, tmp_path):
    cases = {text.replace("\n", " / "): partial(study, tmp_path, f"{text}\n") for text in WRONG}
    reads("refused-studies", refusals(cases))
