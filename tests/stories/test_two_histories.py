"""Two lives of one person: the first day on which they part is the first on which anything differs."""

from __future__ import annotations

import re
import shutil
from datetime import date

import numpy as np
import pytest

import glasshouse
from glasshouse.errors import BadInputError
from glasshouse.scenario import ScenarioError
from glasshouse.stories.counterfactual import counterfactual, different, where_of
from glasshouse.stories.follow_in_replay import open_source
from glasshouse.stories.history_events import Turn
from glasshouse.stories.realise import Realiser
from glasshouse.stories.render import Paragraph
from glasshouse.stories.story_layout import ABOVE, OVER, _column, common, months
from glasshouse.stories.two_histories import first_difference, part
from stories.histories import DAYS, POPULATION, followed, history, scenario
from tampering import edit

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
        child = history(number).person.child  # to whom no mail is delivered
        for table, who in (("agents", "person"), *(() if child else (("mail", "recipient"),))):
            rows = [getattr(trace, table) for trace in (here, there)]
            mine = [row[(row["day"] == day) & (row[who] == number)].tobytes() for row in rows]
            if mine[0] != mine[1]:
                return day
    return None


@pytest.mark.parametrize("world", WORLDS)
def test_the_first_day_on_which_two_lives_part(world):
    found = {}
    for number in range(0, POPULATION, 23):
        child = history(number).person.child
        found[number] = first_difference(followed().trace, followed(world).trace, number, child=child)[0]
        assert found[number] == by_hand(number, world), number
    # Under a ban all part on its day; elsewhere each on a day of their own.
    assert len({day for day in found.values() if day is not None}) > (world != "banned")


@pytest.mark.parametrize("world", WORLDS)
def test_nothing_shows_before_the_lives_part_and_each_difference_is_one(world):
    shown = 0
    for number in range(0, POPULATION, 7):
        lives = history(number), history(number, world)
        traces = followed().trace, followed(world).trace
        realiser = Realiser.of(lives[0].person, scenario().start)
        found = part(*lives, traces, realiser, ("in the run", f"with {world}"))
        if found.shown is not None:
            assert found.day is not None
            assert found.day <= found.shown
            assert found.here or found.there
            assert not set(found.here) & set(found.there)
            shown += 1
        assert found.why
        assert not any("{" in sentence for sentence in found.why)
    assert shown > 3


def test_a_turn_parts_two_lives_on_its_own_day_and_only_day_0_is_the_first_day():
    for number in range(0, POPULATION, 41):
        lives = history(number), history(number, "banned")
        traces, realiser = (followed().trace, followed("banned").trace), Realiser.of(lives[0].person, scenario().start)
        own = first_difference(*traces, number, child=history(number).person.child)[0]
        if own is None:
            continue
        for day in (0, 3):
            turn = Turn(day=day, name="the ban", text="It ended.")
            for turns in (((), (turn,)), ((turn,), ())):
                found = part(*lives, traces, realiser, ("in the run", "under a ban"), turns)
                assert found.day == found.shown == day < own == found.own
                assert found.document()["first_day"] <= found.document()["first_day_that_shows"]
                assert f"{1 + day} December 2019" in found.why[0]
                assert ("first day" in found.why[0]) == (day == 0)
                assert realiser.date(own) in found.why[1]


def test_what_is_only_in_the_world_told_first_is_not_told_as_common(comparison):
    adult, child = (glasshouse.story(comparison / "ban", number, under="baseline") for number in (41, 40))
    for story in (adult, child):
        assert story.parting is not None
        assert story.parting.shown == (None if story.here.history.person.child else 19)
        assert not any("banned" in one.text for one in common(story))
        assert ": in the run" in story.text
    assert child.here.history.person.child
    assert "In the run:" not in story.text


def paragraph(first: int, last: int) -> Paragraph:
    return Paragraph(first=first, last=last, when="then", sentences=("It was.",))


def test_nothing_more_stands_only_at_the_true_end():
    found = [date(2020, month, 1) for month in range(1, 9)]
    history = [paragraph(3, 5), paragraph(33, 95), paragraph(125, 126)]  # January, February to April, May
    columns = _column(history, found, date(2020, 1, 1))
    assert [len(one.told) for one in columns] == [1, 1, 0, 0, 1, 0, 0, 0]
    assert [one.instead for one in columns] == ["", "", ABOVE, ABOVE, "", OVER, "", ""]
    late = _column([paragraph(125, 126)], found[2:6], date(2020, 1, 1))
    assert [one.instead for one in late] == ["", "", "", OVER]
    assert [one.instead for one in _column([], found[:2], date(2020, 1, 1))] == [OVER, ""]


def test_a_column_that_says_nothing_more_is_over(comparison):
    for number in range(0, 1000, 199):
        story = glasshouse.story(comparison, number, under="ban")
        for side in ("here", "there"):
            columns = [getattr(month, side) for month in months(story)]
            over = [k for k, one in enumerate(columns) if one.instead == OVER]
            assert not any(one.told or one.instead for k in over for one in columns[k + 1 :])
            assert all(k and columns[0].told for k, one in enumerate(columns) if one.instead == ABOVE)


@pytest.mark.parametrize(
    ("arm", "where", "differs"),
    [
        ("ban", "under a ban", "1 December 2019"),
        ("ban@20", "under a ban from day 20", "21 December 2019"),
        ("moratorium@20", "with moratorium from day 20", "listed between two dates."),
        ("human-review", "with human review", "A person looks at"),
        ("ban.date=2019-12-20", "with ban.date = 2019-12-20", ""),
        ("cameras.enabled=false@3", "with cameras.enabled = false from day 3", ""),
        ("error-free", "without errors", "No face"),
        ("unwatched", "without the system", "The system never"),
        ("baseline", "in the run", ""),
    ],
)
def test_a_world_in_a_sentence(comparison, arm, where, differs):
    world = counterfactual(open_source(comparison), arm) if arm != "baseline" else open_source(comparison)
    assert where_of(world) == where
    if arm != "ban":  # the fixture's ban has no sentence
        assert differs in different(world)
        assert bool(differs) == bool(different(world))
        assert "unless said" not in different(world) or arm == "moratorium"


def test_until_that_day_nothing_is_told_otherwise():
    for number in range(0, POPULATION, 7):
        day, _ = first_difference(followed().trace, followed("banned").trace, number)
        mine = [one for one in history(number).events if day is None or one.day < day]
        other = [one for one in history(number, "banned").events if day is None or one.day < day]
        assert mine == other


def test_the_same_world_has_no_parting(comparison):
    story = glasshouse.story(comparison, 40, under="same")
    assert story.parting is not None
    assert story.parting.day is None
    assert "to the last day" in story.text
    assert months(story) == []


def test_a_life_beside_the_same_life_under_a_ban(comparison):
    story = glasshouse.story(comparison, wrongly_sanctioned=True, under="ban")
    assert story.there is not None
    assert story.parting is not None
    assert story.there.digest == story.there.source.digest != story.here.digest
    assert story.parting.shown is not None
    assert all(one.last < story.parting.shown for one in common(story))
    after = [one for month in months(story) for one in month.here.told]
    assert (*common(story), *after) == story.here.rendering.days
    assert not any(spell.last >= 19 for spell in story.there.history.spells)
    assert "Two lives" in story.text
    assert "under a ban" in story.text


def test_an_arm_that_is_a_change_needs_no_folder(kept):
    story = glasshouse.story(kept.path, 12, under="cameras.enabled=false")
    assert story.there is not None
    assert story.there.source.digest == ""
    assert not story.there.source.scenario.settings(0).on("cameras")


def test_an_arm_of_another_seed_is_refused(comparison, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(comparison, folder)
    edit(folder / "ban", seed=5)
    with pytest.raises(BadInputError, match="not the same people"):
        glasshouse.story(folder, 12, under="ban")


def test_a_comparison_s_arm_goes_by_what_was_written_too(tmp_path, no_reports):
    folder = tmp_path / "comparison"
    written = "restrictions.tier_gates.C=[hotel, visa]"
    glasshouse.compare("as-described", [written, "ban@4"], population=400, days=8, replicates=1, out=folder)
    story = glasshouse.story(folder, 12, under=written)
    assert story.there is not None
    assert story.there.digest == story.there.source.digest != ""
    assert story.there.where == "with restrictions.tier_gates.C = [hotel, visa]"
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
    assert f"What it came to: {story.there.where}" in story.text
    assert not re.search(r"\b[Uu]nder (human|error|appeal|ban)", story.text)


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
