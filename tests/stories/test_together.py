"""Two lives of one person: the first day on which they part is the first on which anything differs."""

from __future__ import annotations

import numpy as np
import pytest

import glasshouse
from glasshouse.results.errors import BadInputError
from glasshouse.scenario import ScenarioError
from glasshouse.stories.layout import common, months
from glasshouse.stories.together import first_difference, part
from glasshouse.stories.voice import Voice
from stories.lives import DAYS, POPULATION, followed, life, scenario

WORLDS = ["banned", "reviewed", "audited", "some unscored", "suspended"]


def by_hand(number: int, world: str) -> int | None:
    """Day by day, everything that either trace holds of the person on that day."""
    here, there = followed().trace, followed(world).trace
    assert here is not None
    assert there is not None
    for day in range(DAYS):
        for name in here.evenings:
            if here.evenings[name][day, number] != there.evenings[name][day, number]:
                return day
        for table, who in (("acts", "person"), ("mail", "recipient")):
            rows = [getattr(trace, table) for trace in (here, there)]
            mine = [row[(row["day"] == day) & (row[who] == number)].tobytes() for row in rows]
            if mine[0] != mine[1]:
                return day
    return None


@pytest.mark.parametrize("world", WORLDS)
def test_the_first_day_on_which_two_lives_part(world):
    found = {}
    for number in range(0, POPULATION, 23):
        found[number] = first_difference(followed().trace, followed(world).trace, number)[0]
        assert found[number] == by_hand(number, world), number
    assert len({day for day in found.values() if day is not None}) > 1


@pytest.mark.parametrize("world", WORLDS)
def test_nothing_shows_before_the_lives_part_and_each_difference_is_one(world):
    shown = 0
    for number in range(0, POPULATION, 7):
        lives = life(number), life(number, world)
        traces = followed().trace, followed(world).trace
        voice = Voice.of(lives[0].person, scenario().start)
        found = part(*lives, traces, voice, ("the run", world))
        if found.shown is not None:
            assert found.day is not None
            assert found.day <= found.shown
            assert found.here or found.there
            assert not set(found.here) & set(found.there)
            shown += 1
        assert found.why
        assert not any("{" in sentence for sentence in found.why)
    assert shown > 3


def test_until_that_day_nothing_is_told_otherwise():
    for number in range(0, POPULATION, 7):
        day, _ = first_difference(followed().trace, followed("banned").trace, number)
        mine = [one for one in life(number).happenings if day is None or one.day < day]
        other = [one for one in life(number, "banned").happenings if day is None or one.day < day]
        assert mine == other


def test_the_same_world_has_no_parting(comparison):
    story = glasshouse.story(comparison, 40, under="same")
    assert story.parting is not None
    assert story.parting.day is None
    assert "the same to the last day" in story.text
    assert months(story) == []


def test_a_life_beside_the_same_life_under_a_ban(comparison):
    story = glasshouse.story(comparison, wrongly_sanctioned=True, under="ban")
    assert story.there is not None
    assert story.parting is not None
    assert story.there.digest == story.there.source.digest != story.here.digest
    assert story.parting.shown is not None
    assert all(one.last < story.parting.shown for one in common(story))
    after = [one for _, mine, _ in months(story) for one in mine]
    assert (*common(story), *after) == story.here.telling.days
    assert not any(spell.last >= 19 for spell in story.there.life.spells)
    assert "Two lives" in story.text
    assert "under ban" in story.text


def test_an_arm_that_is_a_change_needs_no_folder(kept):
    story = glasshouse.story(kept.path, 12, under="cameras.enabled=false")
    assert story.there is not None
    assert story.there.source.digest == ""
    assert not story.there.source.scenario.settings(0).on("cameras")


def test_an_arm_of_another_seed_is_refused(comparison, tmp_path):
    import json
    import shutil

    folder = tmp_path / "copy"
    shutil.copytree(comparison, folder)
    content = json.loads((folder / "ban" / "run.json").read_text())
    (folder / "ban" / "run.json").write_text(json.dumps({**content, "seed": 5}))
    with pytest.raises(BadInputError, match="not the same people"):
        glasshouse.story(folder, 12, under="ban")


def test_a_comparison_s_arm_goes_by_what_was_written_too(tmp_path):
    folder = tmp_path / "comparison"
    written = "restrictions.tier_gates.C=[hotel, visa]"
    glasshouse.compare("as-described", [written, "ban@4"], population=400, days=8, replicates=1, out=folder)
    story = glasshouse.story(folder, 12, under=written)
    assert story.there is not None
    assert story.there.digest == story.there.source.digest != ""
    assert story.there.sentence
    later = glasshouse.story(folder, 12, under="ban@4")
    assert later.there is not None
    assert later.there.source.past_day == 4
    assert later.parting is not None
    assert later.parting.day is None or later.parting.day >= 4


def test_a_damaged_comparison_is_one_line(comparison, tmp_path):
    import shutil

    folder = tmp_path / "copy"
    shutil.copytree(comparison, folder)
    for text in ("{", "[]", '{"arms": [{}]}', '{"arms": 3}'):
        (folder / "comparison.json").write_text(text)
        with pytest.raises(BadInputError, match="Run the comparison again"):
            glasshouse.story(folder, 12, under="ban")


@pytest.mark.parametrize("arm", ["human-review", "error-free", "appeal+no-guilt-by-association", "ban", "ban@20"])
def test_an_arm_that_is_a_safeguard_or_a_world_needs_no_folder(kept, arm):
    story = glasshouse.story(kept.path, 12, under=arm)
    assert story.there is not None
    assert story.there.name == arm
    assert f"nder {arm}" in story.text


@pytest.mark.parametrize("arm", ["cameras.enabeld=false", "cameras.enabled=maybe", "bam", "human-review+bam", ""])
def test_an_arm_that_is_none_is_refused_before_anything_is_lived(kept, arm):
    with pytest.raises((BadInputError, ScenarioError)):
        glasshouse.story(kept.path, 12, under=arm)


def test_fear_and_trust_differ_before_anything_shows():
    """Where rumour alone is other, the columns that differ say so."""
    found = [first_difference(followed().trace, followed("banned").trace, n) for n in range(0, POPULATION, 11)]
    columns = {name for _, names in found for name in names}
    assert columns <= set(followed().trace.evenings)  # type: ignore[union-attr]
    assert np.isin(["fear"], sorted(columns)).all()
