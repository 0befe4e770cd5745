"""What a story says of a rightful sanction where something false stands in the record, and what leads to an entry."""

from __future__ import annotations

import re
from functools import cache
from types import SimpleNamespace

import pytest

from glasshouse.engine.trace import SANCTIONED, true_areas
from glasshouse.entry_kind import ALL_AREAS
from glasshouse.stories import history_events as h
from glasshouse.stories.notebook import notebook
from glasshouse.stories.weighing import Weighing
from stories.histories import POPULATION, WORLDS, followed, history, sanctioned, told
from stories.test_realise import all_ways

FALSE = h.Entry(day=2, kind="offence", source="clerk", observed=True, error_free=False, points=-50, left=950)
TRUE = h.Entry(day=3, kind="offence", source="own act", observed=True, error_free=True, points=-50, left=900)
#: Ways of saying that nothing in a record is false, and of which sanctions they may be said.
RIGHT = re.compile(r"record was right|record is right|nothing (was )?(false|wrong)|nothing was wrong")
SAID_OF_RIGHT = {"unjust lawful", "unjust mixed", "unjust area"}
#: Whoever appeals against a sanction that the record supports is let off, and much of one area is true and false.
LET_OFF = (
    "redress.notice=1", "redress.appeal_rightful=1", "redress.overturn_rate=1", "redress.automation_bias=0",
    "redress.appeal_wrongful=0", "redress.legal_aid=0", "redress.decision_days=2", "score.retention=730",
    "informants.mistaken=0.05", "internet.false_flag=0.05", "people.critical_posts=0.1",
)  # fmt: skip


def state(observed: int = 900, error_free: int = 950, held: int = 1, true: int = 1, flags: int = 0) -> SimpleNamespace:
    """Somebody with a true and a false entry of one area, unless said otherwise."""
    return SimpleNamespace(observed=observed, error_free=error_free, dossier=held | true << 4, flags=flags)


def record() -> Weighing:
    """A record with a true and a false entry of one area."""
    made = Weighing()
    for entry in (FALSE, TRUE):
        made.enter(entry, weighs=True)
    return made


def test_what_is_false_stands_until_it_is_put_right():
    assert record().false_stands(state())
    right = record()
    right.put_right()
    assert not right.false_stands(state(950))
    assert right.entries == [TRUE]


def test_who_is_let_off_has_the_same_file_as_before():
    let_off = record()
    let_off.waive()
    assert let_off.entries == []
    assert let_off.false_stands(state(1000))


@pytest.mark.parametrize("later", [950, 850])
def test_what_expired_stands_as_long_as_its_points_are_missing(later):
    expired = record()
    expired.empty_file()
    assert expired.false_stands(state(held=0, true=0))
    assert not expired.false_stands(state(950, 950, held=0, true=0))
    expired.make_good(state(1000, 1000))
    expired.enter(TRUE, weighs=True)
    assert not expired.false_stands(state(later, later))


def test_what_good_deeds_had_raised_is_missing_still():
    raised = record()
    raised.make_good(state(1000, 1050))
    assert raised.entries == [FALSE]


def test_a_list_for_something_false_stands_when_the_file_is_empty():
    listed = record()
    listed.empty_file()
    assert listed.false_stands(state(950, 950, held=0, true=0, flags=1 << 6))


@pytest.mark.parametrize(
    ("after", "left", "stands"),
    [
        (state(950), [TRUE], False),  # put right
        (state(940), [], True),  # forgiven
        (state(900), [FALSE, TRUE], True),  # nothing
    ],
)
def test_a_mechanism_of_somebody_s_own_puts_right_what_it_makes_equal(after, left, stands):
    changed = record()
    changed.change(state(), after)
    assert changed.entries == left
    assert changed.false_stands(after) == stands


def test_a_false_area_that_is_gone_from_the_file_was_put_right():
    changed = Weighing(false_on_file=True)
    changed.change(state(950, held=3), state(950))
    assert not changed.false_on_file


def test_only_of_a_record_in_which_all_is_true_is_it_said_that_it_is_right():
    found = {key for key, ways in all_ways().items() for way in ways if RIGHT.search(way)}
    assert found == SAID_OF_RIGHT


@pytest.mark.parametrize("world", ["plain", "reviewed"])
def test_no_record_in_which_something_false_stands_is_called_right(world):
    flawed = [
        (who, one.day)
        for who in sanctioned(world)
        for one in history(who, world).of(h.Sanction)
        if one.unjust and not one.wrongful and one.flawed
    ]
    for who, day in flawed:
        text = next(each.text for each in told(who, world).days if each.first <= day <= each.last)
        for key in SAID_OF_RIGHT:
            ways = [way for way in notebook().phrases[key] if "{" not in way]
            assert not any(way in text for way in ways), (who, day, text)
    assert len(set(flawed)) == len(flawed) > 3


@cache
def held_by(world: str) -> dict[tuple[int, int], int]:
    """By person and day, what is on file when gates close."""
    trace = followed(world).trace
    assert trace is not None
    rows = [*trace.agents, *trace.steps[trace.steps["step"] == SANCTIONED]]
    return {(int(row["person"]), int(row["day"])): int(row["dossier"]) for row in rows}


def test_in_a_run_it_stands_until_the_file_is_put_right_or_expires(monkeypatch):
    """Whoever was let off has it on file; where the file is right and was, and no points differ, nothing stands."""
    monkeypatch.setitem(WORLDS, "let off", LET_OFF)
    on_file = let_off = clear = 0
    for world in ("plain", "reviewed", "let off"):
        for who in sanctioned(world):
            false = waived = False
            chains = {one.day: one for one in history(who, world).chains}
            for one in history(who, world).events:
                stopped = (
                    ("put right" if one.wrongful else "let off") if isinstance(one, h.Review) and one.stopped else ""
                )
                decided = one.outcome if isinstance(one, h.Decision) else ""
                cleared = isinstance(one, h.Scoring) and one.cleared
                if isinstance(one, h.Entry):
                    false |= one.false
                elif decided == "overturned" or stopped == "let off":
                    waived = false
                elif decided == "upheld" or stopped or cleared or isinstance(one, h.Correction):
                    false = waived = False
                elif isinstance(one, h.Sanction):
                    dossier, chain = held_by(world)[who, one.day], chains[one.day]
                    if dossier & ALL_AREAS and false:
                        assert one.flawed, (world, who, one)
                        on_file, let_off = on_file + 1, let_off + waived
                    elif not dossier & ALL_AREAS & ~true_areas(dossier) and chain.points == chain.error_free_points:
                        assert not one.flawed, (world, who, one)
                        clear += 1
    assert min(on_file, clear) > 20
    assert let_off > 10


def test_what_weighs_is_of_the_sort_that_it_is_called_though_its_file_was_emptied():
    book, gone = notebook(), 0
    for world in ("plain", "reviewed"):
        for who in sanctioned(world):
            for chain in history(who, world).chains:
                true = [one.kind for one in chain.entries if not one.false]
                for sort, of in (("lawful", book.lawful), ("unlawful", book.unlawful)):
                    if any(map(of, true)):
                        assert getattr(chain, sort), (world, who, chain)
                gone += any(map(book.lawful, true)) and not true_areas(held_by(world)[who, chain.day])
    assert gone > 0


def test_a_visit_is_told_before_the_entry_that_it_leads_to():
    seen = 0
    for who in range(POPULATION):
        for place, one in enumerate(history(who).events):
            if isinstance(one, h.Noted) and one.note.endswith(":recognised at a marked place"):
                before, after = history(who).events[:place], history(who).events[place + 1 :]
                assert any(
                    isinstance(each, h.Noted) and each.note.endswith(":went to a marked place") and each.day == one.day
                    for each in before
                )
                assert isinstance(after[0], h.Entry)
                seen += 1
    assert seen > 0
