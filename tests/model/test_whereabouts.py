"""Where cameras recognise people, with whom and when: whose record it enters, and how often."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.engine.params import compile_params
from glasshouse.engine.simulate import Replicate
from glasshouse.measures.definitions_harm import MISIDENTIFIED
from glasshouse.mechanisms.whereabouts import COMPANY, MOVEMENT, VISIT
from glasshouse.model.events import Event
from glasshouse.scenario import load
from glasshouse.scenario.scenario_loading import with_sets
from model.runs import BUSY, busy, totals
from model.test_ledgers import ERROR_FREE

#: How often, in the busy state.
VISITS, ODD_HOURS = 0.02, 0.02
SEEN_WHERE = ("visit_entries", "company_seen", "company_penalties", "movement_entries")
FALSE = ("false_visits", "false_company", "false_movements")


def test_people_visit_as_often_as_the_scenario_says():
    sums = totals(busy("response.enabled=false"))
    older = load("as-described").parameters["people.older_activity"].value
    place = load("as-described").place
    grown = float(((place.adults + older * place.older) * place.columns["population"]).sum())
    days = 10_000 * 70 * grown / float(place.columns["population"].sum())
    assert sums["act_visit"] == pytest.approx(VISITS * days, rel=0.05)
    assert sums["chilled_visit"] == 0 < totals(busy())["chilled_visit"]


@pytest.mark.parametrize("part", ["whereabouts", "cameras", "face_recognition"])
def test_without_cameras_that_know_faces_nobody_s_whereabouts_are_entered_and_people_go_out_all_the_same(part):
    off = totals(busy(f"{part}.enabled=false"))
    assert {name: off[name] for name in (*SEEN_WHERE, *FALSE)} == dict.fromkeys((*SEEN_WHERE, *FALSE), 0)
    assert off["act_visit"] > 0


def test_without_the_link_the_same_people_go_to_the_same_places():
    """Nobody's random numbers hang on whether their whereabouts are entered; what they fear does."""
    on, off = (totals(busy("response.enabled=false", f"whereabouts.enabled={one}")) for one in ("true", "false"))
    same = ("act_visit", "act_assembly", "sightings", "alert_false", "false_match")
    assert {name: on[name] for name in same} == {name: off[name] for name in same}
    assert on["entries_true"] > off["entries_true"]


def test_purpose_limitation_cuts_the_link():
    kept_out = totals(busy("whereabouts.scored=false"))
    assert kept_out["visit_entries"] == kept_out["movement_entries"] == kept_out["company_penalties"] == 0
    assert kept_out["company_seen"] > 0 < kept_out["false_visits"]
    rows = busy("whereabouts.scored=false").events
    assert not np.isin(rows["cause"], (VISIT, COMPANY, MOVEMENT)).any()
    assert totals(busy("cameras.scored=false"))["visit_entries"] == 0


def test_without_false_matches_nobody_is_where_they_were_not():
    sure = totals(busy("face_recognition.false_match_rate=0"))
    assert sum(sure[name] for name in FALSE) == 0 < sure["visit_entries"]
    assert all(totals(busy())[name] > 0 for name in FALSE)


def test_mistaken_whereabouts_count_as_misidentified():
    ledger = busy().ledger
    assert ledger is not None
    assert ledger["misidentified"].sum() == sum(totals(busy())[name] for name in MISIDENTIFIED)


def entries_of_company(run: Replicate) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Person, the one on a list (-1: a mistaken face), and whether the entry is false."""
    rows = run.events
    mine = np.isin(rows["kind"], (int(Event.ENTRY), int(Event.FALSE_ENTRY))) & (rows["cause"] == int(COMPANY))
    return rows["person"][mine], rows["other"][mine], rows["kind"][mine] == int(Event.FALSE_ENTRY)


def test_company_is_entered_for_the_acquaintance_and_in_each_ledger_for_a_list_in_the_same():
    person, other, false = entries_of_company(busy())
    by_mail = other >= 0
    assert by_mail.sum() == totals(busy())["company_penalties"] > 0
    assert (person != other).all()
    assert false[~by_mail].all()
    assert 0 < false[by_mail].sum() < by_mail.sum()


def test_company_is_never_false_where_no_list_is():
    *_, false = entries_of_company(busy(*ERROR_FREE, "redress.enabled=false"))
    assert len(false) > 0
    assert not false.any()


def test_without_points_for_company_nobody_answers_for_it():
    free = totals(busy("score.points_company=0"))
    assert free["company_penalties"] == 0 < free["company_seen"]


def test_more_sightings_and_being_watched_make_recognition_likelier():
    t = compile_params(load("as-described"), 0, 1000)
    for table in (t.recognised, t.odd, t.together):
        assert (np.diff(table, axis=1) > 0).all()
        assert (table[1, 1:] > table[0, 1:]).all()
        assert (table[:, 0] == 0).all()


def test_a_minority_s_faces_are_put_to_others_whereabouts_more_often():
    t = compile_params(load("as-described"), 0, 1000)
    ratio = load("as-described").parameters["face_recognition.minority_ratio"].value
    assert t.false_visit[0, 2] / t.false_visit[0, 0] == pytest.approx(ratio, rel=0.05)


def test_a_ban_ends_it():
    banned = busy("ban.date=2019-12-15")
    daily = banned.daily.sum(axis=(1, 2))
    columns = [banned.measures.index(name) for name in (*SEEN_WHERE[:2], "movement_entries", *FALSE)]
    assert daily[:14, columns].sum() > 0 == daily[14:, columns].sum()


def test_documented_presets_do_not_tie_whereabouts_to_a_rating():
    on = {name: load(name).switches["whereabouts.enabled"] for name in ("as-described", "hong-kong-2020")}
    off = {name: load(name).switches["whereabouts.enabled"] for name in ("as-documented", "london-lfr", "stadium-list")}
    assert all(on.values())
    assert not any(off.values())
    assert with_sets(load("as-documented"), BUSY).switches["whereabouts.enabled"] is False
