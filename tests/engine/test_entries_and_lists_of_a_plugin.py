"""A kind of entry and a list that a plug-in's mechanism brings: they have numbers, points, a term and words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import glasshouse
import late_payers
from engine import plugins_together
from glasshouse.engine.params import compile_params
from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.entry_kind import AREAS, EntryKind, entry_kinds, kind_names
from glasshouse.mechanism_set import SHIPPED
from glasshouse.model.events import Event
from glasshouse.person_list import list_names, person_lists
from glasshouse.report.cards import gate_rows
from glasshouse.report.run_tallies import Tallies
from glasshouse.runs.run_tables import columns_of_events
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.scenario.scenario_loading import load_text
from glasshouse.stories.notebook import notebook
from glasshouse.testing.plain_day import plain_part

TEXT = f"glasshouse: 1\nextends: as-described\nplugins: [{late_payers.__name__}]\n"
BUSY = ("people.late_payments=0.02", "restrictions.list_gates.late=[rail]", "late.lost=0.05")
KIND, LIST = len(kind_names(SHIPPED)), len(list_names(SHIPPED))


def own(*sets: str):
    return load_text(TEXT, sets=sets)


def together(*sets: str):
    return load_text(plugins_together.TEXT, sets=sets)


def own_params(*sets: str):
    return compile_params(own(*sets), 0, 1000)


@pytest.fixture(scope="module")
def found() -> Replicate:
    return simulate(together(*BUSY), population=2000, days=15, threads=1)


def total(run: Replicate, name: str) -> int:
    return int(run.daily[..., run.measures.index(name)].sum())


def test_they_get_the_next_numbers_and_the_shipped_ones_keep_theirs():
    mechanisms = own().mechanisms
    assert kind_names(mechanisms) == (*kind_names(SHIPPED), "unanswered letter", "letter of thanks")
    assert list_names(mechanisms) == ("none", "defaulter", "dishonest", "late")
    assert [int(kind) for kind in entry_kinds(SHIPPED)] == list(range(KIND))
    assert [int(each) for each in person_lists(SHIPPED)] == [1, 2]
    assert set(mechanisms.measures) - set(SHIPPED.measures) == {"listed_late", "on_late_list", "letters_lost"}


def test_points_and_term_are_numbers_of_the_scenario_with_evidence():
    given = own().parameters
    assert (given["score.points_unanswered_letter"].value, given["score.points_unanswered_letter"].low) == (-40, -80)
    assert given["restrictions.late_weeks"].assumed == "a rule of somebody's own"
    # They stand in the sections where their like stand, and move nothing there.
    shipped = [key for key in given if key in SHIPPED.parameters]
    assert shipped == list(SHIPPED.parameters)
    assert own("score.points_unanswered_letter=-7").parameters["score.points_unanswered_letter"].value == -7
    with pytest.raises(ScenarioError, match=r"score\.points_unanswered_letter"):
        own("score.points_unanswered_lettre=-7")


def test_they_are_compiled_behind_the_shipped_ones():
    mine, plain = (
        own_params("restrictions.list_gates.late=[hotel]"),
        compile_params(load_text(TEXT.split("plug")[0]), 0, 9),
    )
    for name in ("points", "area", "entry_good", "entry_unlawful"):
        assert list(getattr(mine, name))[:KIND] == list(getattr(plain, name)), name
    assert (mine.points[KIND], AREAS[mine.area[KIND]], mine.entry_unlawful[KIND]) == (-40, "money", 1)
    assert (mine.list_gates[LIST] & 1, mine.late_weeks) == (1, 8)
    assert list(own_params("late.enabled=false").points) == list(plain.points)


@pytest.mark.slow
def test_what_it_enters_and_lists_is_counted_kept_and_named(found):
    events = columns_of_events(found.events, found.mechanisms)
    rows = list(zip(events["event"], events["cause"], events["value"], strict=True))
    assert total(found, "letters_lost") == rows.count(("false entry", "unanswered letter", -40)) > 100
    assert rows.count(("entry", "letter of thanks", 2)) == total(found, "act_volunteering") > 20
    assert total(found, "listed_late") == rows.count(("listing", "late payment", LIST)) > 100
    on_list = int(((found.state["flags"] >> 6 & 3) == LIST).sum())
    assert found.daily[-1, ..., found.measures.index("on_late_list")].sum() == on_list > 100
    assert total(found, "closed_rail") > 100


@pytest.mark.slow
def test_it_is_the_same_in_plain_python(found):
    part = plain_part(together(*BUSY), population=200, days=8, seed=1)
    compiled = simulate(together(*BUSY), population=200, days=8, threads=1)
    assert np.array_equal(part.daily, compiled.daily)


@pytest.mark.slow
def test_without_it_nothing_of_it_is_left():
    size: dict[str, Any] = {"population": 500, "days": 6, "threads": 1}
    off = simulate(
        together(*BUSY[:1], *(f"{part}.enabled=false" for part in ("late", "buses", "warnings_sent"))), **size
    )
    without = simulate(load_text(TEXT.split("plug")[0], sets=BUSY[:1]), **size)
    assert off.digest == without.digest


@pytest.mark.slow
def test_a_story_a_report_and_explain_tell_of_them(tmp_path):
    run = glasshouse.run(together(*BUSY), population=1500, days=15, replicates=1, out=tmp_path / "run")
    events = run.events.collect()
    lost = events.filter((events["event"] == "false entry") & (events["cause"] == "unanswered letter"))
    listed = events.filter((events["event"] == "listing") & (events["value"] == LIST))
    one = sorted({*lost["person"]} & {*listed["person"]})[0]
    text = glasshouse.story(run.path, one).text
    assert "letter" in text
    assert "list of late payers" in text
    thanked = events.filter(events["cause"] == "letter of thanks")["person"][0]
    assert "thanked by letter" in glasshouse.story(run.path, thanked).text
    page = (run.path / "report.html").read_text(encoding="utf-8")
    assert all(words in page for words in (late_payers.LATE.listed.text, late_payers.LATE.stock.text))
    book = notebook(own().mechanisms)
    assert (book.list_name(LIST), book.list_noun("late")) == ("late", "list of late payers")
    assert (book.unlawful("unanswered letter"), book.entries["unanswered letter"][1]) == (True, "unanswered letters")


def test_a_gate_says_that_the_list_closes_it():
    tallies = Tallies(replicates=1, districts=("x",), groups=("majority men",), cells={}, series={})
    rows = {row.name: row.cells[0].text for row in gate_rows(tallies, own("restrictions.list_gates.late=[school]"), 8)}
    assert any("late list" in text for text in rows.values())


def test_a_fifth_area_has_no_room():
    with pytest.raises(ValueError, match="room for four"):
        EntryKind("prayer", area="religion", things=("a prayer", "prayers"))


@pytest.mark.slow
def test_a_listing_of_its_own_is_an_event(found):
    listings = found.events["value"][found.events["kind"] == Event.LISTING]
    assert LIST in set(listings.tolist())
