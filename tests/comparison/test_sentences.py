"""The sentences of a comparison, over all counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glasshouse.comparison.arm_sentences import sentence
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.comparison_finding import finding
from glasshouse.comparison.comparison_subject import subject
from glasshouse.comparison.comparison_words import summary
from glasshouse.comparison.paired_arms import ANY, PEOPLE
from glasshouse.report import comparison_picture
from glasshouse.report.brief_comparison import comparison_brief
from glasshouse.report.comparison_tables import ReportTable
from glasshouse.scenario import load
from grammar import check

PRESETS = {name: load(name) for name in ("as-described", "london-lfr", "informant-society")}
MEASURES = (
    "wrongful wrongful_days sanctioned unjust hardship misidentified stops stops_false stops_faulty chilled fear trust "
    "with_dossier"
).split()
ARMS = ("baseline", "human-review", "ban")
COUNTS = [0, 0, 0, 1, 1, 2, 6, 40, 3000]


class Made(Comparison):
    """A comparison of made-up counts, without a folder."""

    def label(self, arm: str) -> str:
        return "hypothetical"

    def inert(self, arm: str) -> bool:
        return False


def made(preset: str, seed: int, replicates: int, population: int, days: int) -> Made:
    random = np.random.default_rng(seed)
    rows = {}
    unchanged = random.random() < 0.2
    for measure in MEASURES:
        before = random.choice(COUNTS, replicates)
        for arm in ARMS[1:]:
            after = before if unchanged else random.choice(COUNTS, replicates)
            persons = measure not in ("stops", "stops_false", "stops_faulty", "hardship", "wrongful_days")
            rows["human-review" if arm != "ban" else "ban", "all", measure] = [
                {
                    "baseline": b,
                    "arm_value": a,
                    "difference": a - b,
                    "people_spared": max(b - a, 0) if persons else None,
                    "people_newly_harmed": max(a - b, 0) if persons else None,
                    "people_changed": abs(a - b) if persons else None,
                }
                for b, a in zip(before.tolist(), after.tolist(), strict=True)
            ]
    blank = dict.fromkeys(("arm_value", "difference", "people_spared", "people_newly_harmed", "people_changed"))
    for arm in ARMS[1:]:
        rows[arm, "all", PEOPLE] = [{**blank, "baseline": population}] * replicates
        rows[arm, "all", ANY] = [{**blank, "baseline": None, "people_changed": 1}] * replicates
    facts = {
        "label": "hypothetical", "population": population, "days": days, "replicates": replicates, "command": "",
        "files": {},
        "scenario_name": preset, "scenario_hash": "", "seed": 1, "version": "0",
        "arms": [{"name": a, "written": a, "title": a.capitalize(), "digest": "", "digests": []} for a in ARMS],
    }  # fmt: skip
    found = Made(path=None, manifest=facts)  # type: ignore[arg-type]
    found.__dict__ |= {"_rows": rows, "scenario": PRESETS[preset]}
    return found


# Numbers and nouns, a direction and its interval, that agree in one comparison and not in others.
@pytest.mark.parametrize("preset", PRESETS)
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 3), st.sampled_from([1, 12_000]), st.sampled_from([1, 365]))
def test_a_comparison_s_sentences_survive_every_count(preset, seed, replicates, population, days):
    compared = made(preset, seed, replicates, population, days)
    for arm in compared.arms:
        check(sentence(compared, arm))
    said = summary(compared)
    for text in (said.size, *said.notes):
        check(text)
    about = subject(compared)
    drawn = comparison_picture.Picture(
        about=about,
        finding=finding(compared),
        inline=comparison_picture.chart(compared),
        files={},
        unit=comparison_picture.unit_of(compared),
        source="",
    )
    groups = ReportTable(name="groups", caption="", heads=("Scenario",), lines=tuple((arm, ()) for arm in ARMS))
    brief = comparison_brief(compared, said, drawn, [groups])
    check(brief.size)
    check(f"{drawn.finding}. {drawn.unit}.")
    for part in brief.parts:
        for line in part.lines:
            check(f"{line.lead} {line.text}")
        for note in part.notes:
            check(note)
