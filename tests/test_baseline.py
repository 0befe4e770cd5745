"""The headline numbers of each preset, pinned, so that a change of results is seen and explained.

``python tests/test_baseline.py --write`` writes them anew; say in CHANGELOG.md why they changed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from glasshouse.engine.counts import Count
from glasshouse.engine.simulate import simulate
from glasshouse.scenario import load
from glasshouse.scenario.scenario_loading import preset_names

FILE = Path(__file__).with_name("baseline.yaml")
WRITE = "python tests/test_baseline.py --write"
POPULATION, DAYS, SEED = 50_000, 120, 1
#: The security law in the middle; and so many faces searched that few people suffer every kind of error.
SETS = {
    "hong-kong-2020": ["start=2020-05-01"],
    "london-lfr": ["cameras.face_recognition_share=0.05"],
    "london-lfr-2020": ["cameras.face_recognition_share=0.05"],
}
#: Summed over days, districts and groups; levels are summed over the evenings on which they are counted.
PINNED = """
trips sightings posts act_offence act_critical_post chilled_post chilled_assembly seen_by_camera pinned_on_nobody
lookup_hit alert_true alert_false false_match reports_true posts_removed messages_seen purchases_seen
entries_true entries_false listed_defaulter rescored first_sanctioned first_wrongful first_unjust onsets_answering
sanction_days blocked_restaurant perk_hotel appeals fear_sum with_dossier
stops stops_false stops_faulty arrests
""".split()


def numbers(preset: str) -> dict[str, int | str]:
    """One preset's digest and main measures."""
    run = simulate(load(preset, sets=SETS.get(preset, ())), population=POPULATION, days=DAYS, seed=SEED, threads=1)
    sums = run.daily.sum(axis=(0, 1, 2))
    return {"digest": run.digest, **{name: int(sums[Count[name]]) for name in PINNED}}


def pinned() -> dict[str, dict[str, int | str]]:
    return YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))


def write() -> None:
    """Pin what the presets give now."""
    text = [f"# Headline numbers of each preset: {POPULATION:,} people, {DAYS} days, seed {SEED}. Written by: {WRITE}"]
    for preset in preset_names():
        text += ["", f"{preset}:", *(f"  {name}: {value}" for name, value in numbers(preset).items())]
    FILE.write_text("\n".join(text) + "\n", encoding="utf-8", newline="\n")


def changes(old: dict[str, int | str], new: dict[str, int | str]) -> list[str]:
    """One line for each number that is not what it was."""
    return [
        f"{name}: {old.get(name, 'not pinned')} -> {new.get(name, 'gone')}"
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]


@pytest.mark.parametrize("preset", preset_names())
def test_the_numbers_are_those_pinned(preset):
    found = changes(pinned().get(preset, {}), numbers(preset))
    if found:
        pytest.fail("\n".join([f"{preset}:", *found, f"If this is meant: {WRITE}"]), pytrace=False)


def test_every_preset_is_pinned():
    assert list(pinned()) == preset_names()


def test_a_change_is_told_as_old_and_new():
    assert changes({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == ["b: 2 -> 3", "c: not pinned -> 4"]


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(f"Use: {WRITE}")
    write()
