"""The sentences of a run, over all counts."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glasshouse.engine.counts import MEASURES
from glasshouse.headlines.headline import headline
from glasshouse.measures.outcome import Outcome
from glasshouse.measures.tally import Tally, strata_shape
from glasshouse.report.how_sure import sure
from glasshouse.scenario import load
from glasshouse.scenario.scenario_words import GROUPS
from grammar import check

PRESETS = {name: load(name) for name in ("as-described", "london-lfr", "informant-society")}
#: Counts that a sentence may meet: mostly few.
COUNTS = np.array([0, 0, 0, 1, 1, 2, 5, 12, 3456])


def tally(random: np.random.Generator, persons: bool) -> Tally:
    names: list[tuple[str, str]] = list(product((*GROUPS, "all"), MEASURES))
    counts = dict(zip(names, random.choice(COUNTS, len(names)).tolist(), strict=True))
    for name in ("first_sanctioned", "first_wrongful", "first_unjust"):  # once a person at most
        counts |= {(group, name): int(random.choice([0, 0, 0, 0, 1, 7])) for group in (*GROUPS, "all")}
    counts |= {(group, "people"): int(random.choice([0, 1, 200, 5000])) for group in (*GROUPS, "all")}
    strata = random.choice([0, 0, 1, 2, 40], strata_shape(len(GROUPS))).astype(np.int64) if persons else None
    return Tally(counts=counts, strata=strata)


# Numbers and nouns that agree in the run that was looked at, and not in others.
@pytest.mark.parametrize("preset", PRESETS)
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 3), st.sampled_from([1, 2, 12_000]), st.sampled_from([1, 365]))
def test_a_run_s_sentences_survive_every_count(preset, seed, replicates, population, days):
    random = np.random.default_rng(seed)
    persons = bool(random.integers(2))
    tallies = tuple(tally(random, persons) for _ in range(replicates))
    people = max(population, tallies[0].total("first_sanctioned"))
    found = Outcome(scenario=PRESETS[preset], days=days, population=people, tallies=tallies)
    told = headline(found)
    for text in (*told.sentences, told.by_group, *told.notes, told.groups_note):
        check(text)
    for line in sure(found).lines:
        check(f"{line.lead} {line.text}")
