"""Each sensor has a mechanism, an error and an effect on people's state that no other has."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from glasshouse.authoring import ASSOCIATION, CRITICAL_POST, DEFAULT, OFFENCE, PURCHASE, REPORT, SUSPICION
from glasshouse.draws import moment
from glasshouse.engine.counts import MEASURES, Count
from glasshouse.engine.params import CompiledParams, compile_params
from glasshouse.mechanisms import cameras, companies, informants, internet
from glasshouse.mechanisms.whereabouts import COMPANY, MOVEMENT, VISIT
from glasshouse.model.events import Event
from glasshouse.model.state import AGENT_DAY, NONE, PIN_ONLINE, Conduct, Online
from glasshouse.population.network import circle
from glasshouse.population.people import ERROR_FREE_LIST, MEMBER, OBSERVED_LIST
from glasshouse.scenario import load
from glasshouse.scenario.scenario_words import GROUPS
from model.runs import BUSY, busy, totals

#: What takes each sensor's error away.
NO_ERROR = {
    "face_recognition": ("face_recognition.false_match_rate=0",),
    "informants": ("informants.malicious=0", "informants.mistaken=0"),
    "internet": ("internet.false_flag=0",),
    "companies": ("companies.shared_account=0",),
    "registries": ("registries.clerical_error=0", "registries.stale_share=0"),
}
#: The kinds of false entry that each sensor alone makes, and the measures of its errors.
ERRORS = {
    "face_recognition": (
        (OFFENCE, SUSPICION, VISIT, COMPANY, MOVEMENT),
        "false_match alert_false false_visits false_company false_movements",
    ),
    "informants": ((REPORT,), "report_malicious report_mistaken"),
    "internet": ((CRITICAL_POST,), "false_flags"),
    "companies": ((PURCHASE,), "shared_account_errors"),
    "registries": ((DEFAULT,), "clerical_errors"),
}
#: Nothing but the error itself moves one ledger apart from the other.
APART = ("redress.enabled=false", "score.points_association=0", "restrictions.defaulter_weeks=0", "score.every=0")


def record(array: np.ndarray, place: int = 0) -> np.record:
    """One record whose fields are attributes, as the compiled code sees it."""
    return array.view(np.recarray)[place]


def counts() -> np.ndarray:
    return np.zeros((5, len(MEASURES)), np.int64)


@pytest.fixture(scope="module")
def tables() -> CompiledParams:
    return compile_params(load("as-described", sets=BUSY), 0, 10_000)


def test_every_false_entry_is_some_sensor_s():
    kinds = {kind for owned, _ in ERRORS.values() for kind in owned}
    rows = busy().events
    false = rows["kind"] == Event.FALSE_ENTRY
    assert set(rows["cause"][false].tolist()) == {*kinds, ASSOCIATION}


@pytest.mark.parametrize("sensor", ERRORS)
def test_a_sensor_s_error_enters_the_held_record_of_those_it_names_and_no_other(sensor):
    others = [text for name, texts in NO_ERROR.items() if name != sensor for text in texts]
    run = busy(*others, *APART)
    kinds, measures = ERRORS[sensor]
    false = run.events["kind"] == Event.FALSE_ENTRY
    named = set(run.events["person"][false].tolist())
    apart = set(np.flatnonzero(run.state["observed"] != run.state["error_free"]).tolist())
    assert set(run.events["cause"][false].tolist()) == set(kinds) - {COMPANY}  # nobody is on a list
    assert sum(totals(run)[name] for name in measures.split()) == false.sum() == totals(run)["entries_false"]
    assert apart
    assert apart <= named
    assert (run.state["observed"] <= run.state["error_free"]).all()


# Cameras.


def person(**fields: int) -> SimpleNamespace:
    """The day of one person who did nothing else."""
    nothing = dict.fromkeys(("conduct", "online", "money", "outing", "false_face", "false_error"), NONE)
    return SimpleNamespace(**{**dict.fromkeys(AGENT_DAY.names or (), 0), **nothing, **fields})


def test_cameras_see_by_the_state_s_own_and_by_companies(tables):
    d, params, c = record(tables.districts), record(tables.params), counts()
    state, any_ = (int(x) for x in d.capture[0])
    assert state < any_
    for draw in (state - 1, state, any_):
        agent, late = person(conduct=Conduct.OFFENCE), np.full((12, 1), draw, np.uint32)
        cameras.observe(agent, 0, late, d, c)
        companies.observe(agent, 0, late, params, d, c)
        assert (agent.picture != 0) == (draw < any_)
    assert c[0, Count.seen_by_camera] == c[0, Count.seen_by_company_camera] == c.sum() - 1 == 1


def test_cameras_look_harder_for_the_watched(tables):
    assert (tables.capture[:, 1, 0] > tables.capture[:, 0, 0]).all()


def test_camera_sightings_alone_raise_alerts():
    blind = totals(busy("cameras.enabled=false"))
    assert blind["sightings"] == blind["alert_true"] == blind["alert_false"] == blind["stops"] == 0
    assert blind["seen_by_company_camera"] > 0


def test_cameras_without_face_recognition_are_pinned_on_nobody():
    off = totals(busy("face_recognition.enabled=false"))
    assert off["pinned_on_nobody"] == off["seen_by_camera"] + off["seen_by_company_camera"]


# Face recognition.


def test_face_recognition_false_match_enters_another_s_record():
    run = busy()
    rows = run.events
    matches = (rows["kind"] == Event.FALSE_ENTRY) & (rows["cause"] == OFFENCE)
    starts = compile_params(load("as-described", sets=BUSY), 0, 10_000).start
    victims, authors = rows["person"][matches], rows["other"][matches]
    assert matches.sum() == totals(run)["false_match"] > 50
    assert (victims != authors).mean() > 0.9
    place = np.searchsorted(starts, victims, side="right")
    assert (place == np.searchsorted(starts, authors, side="right")).all()


def test_face_recognition_errs_more_for_women_and_the_minority(tables):
    men, women, minority_men, minority_women = tables.false_alert[: len(GROUPS)]
    assert men < women < minority_women
    assert men < minority_men < minority_women
    victims = tables.victim
    assert (victims[:, 0] <= victims[:, 1]).all()
    assert (victims[:, 0] < victims[:, 3]).all()


def test_face_recognition_errs_more_with_a_larger_gallery_and_a_laxer_threshold():
    def false_alert(*sets: str) -> int:
        return int(compile_params(load("as-described", sets=sets), 0, 1000).false_alert[0])

    assert false_alert("face_recognition.watchlist=10000") > 1.9 * false_alert("face_recognition.watchlist=5000")
    assert false_alert("face_recognition.threshold=0.58") > 2 * false_alert("face_recognition.threshold=0.6")


# Informants.


@pytest.mark.filterwarnings("ignore:overflow encountered")  # meant to wrap
def test_informants_malicious_report_needs_a_member_contact(tables):
    d, params, now = record(tables.districts, 3), record(tables.params), record(moment(5, 9))
    nobody = np.zeros(10_000, np.uint16)
    everybody = np.full(10_000, MEMBER, np.uint16)
    known = np.empty(16, np.int64)
    persons = range(d.start, d.start + 60)
    for number in persons:
        c = counts()
        agent = person(person=number, group=0)
        assert informants._false_report(agent, 0, nobody, params, d, now, c) == -1
        assert c.sum() == 0
        reporter = informants._false_report(agent, 0, everybody, params, d, now, c)
        if reporter >= 0:
            size = circle(number - d.start, d.n, d.number, now, known)
            assert reporter - d.start in known[:size]
            assert c[0, Count.report_malicious] == 1
            assert c[0, [Count.reports_household, Count.reports_neighbour, Count.reports_workplace]].sum() == 1
        else:
            assert c.sum() == 0


def test_informants_who_reported_falsely_are_members():
    run = busy()
    rows = run.events
    reports = (rows["kind"] == Event.FALSE_ENTRY) & (rows["cause"] == REPORT)
    assert reports.sum() == totals(run)["report_malicious"] + totals(run)["report_mistaken"] > 0
    assert (run.state["traits"][rows["other"][reports]] & MEMBER != 0).all()


def test_informants_lower_the_trust_to_which_people_return(tables):
    without = compile_params(load("as-described", sets=[*BUSY, "informants.enabled=false"]), 0, 10_000)
    assert (tables.trust_rest < without.trust_rest).all()


# The internet.


def test_internet_monitoring_alone_removes_posts():
    on = totals(busy())
    assert on["posts_removed"] == on["flagged_critical"] + on["flagged_unlawful"] + on["false_flags"] > 0
    assert totals(busy("internet.enabled=false"))["posts_removed"] == 0


def test_internet_flags_what_speaks_of_acting_together_more_often():
    sets = ("people.collective_share=0.25", "internet.recall_critical=0.2", "internet.recall_collective=0.8")
    run = totals(busy(*sets))
    together, posts = run["collective_posts"], run["act_critical_post"]
    assert together / posts == pytest.approx(0.25, abs=0.03)
    assert run["flagged_collective"] / together > 3 * (run["flagged_critical"] - run["flagged_collective"]) / posts
    none = totals(busy("people.collective_share=0"))
    assert none["collective_posts"] == none["flagged_collective"] == 0


def test_internet_flags_without_an_author_are_pinned_on_nobody():
    tables = compile_params(load("as-described", sets=[*BUSY, "people.collective_share=0"]), 0, 10_000)
    d, now, c = record(tables.districts), record(moment(5, 9)), counts()
    pinned, flagged = (int(x) for x in d.flag[0, 0])
    assert pinned < flagged
    for draw, seen, tied in ((pinned - 1, PIN_ONLINE, PIN_ONLINE), (pinned, PIN_ONLINE, 0), (flagged, 0, 0)):
        agent, late = person(group=1, online=Online.CRITICAL_POST), np.full((12, 1), draw, np.uint32)
        internet.observe(agent, 0, late, record(tables.params), d, now, c)
        assert (agent.seen, agent.pinned) == (seen, tied)
    assert (c[1, Count.flagged_critical], c[1, Count.flagged_unattributed], c[1, Count.posts_removed]) == (2, 1, 2)


# Companies.


def test_companies_payments_alone_share_an_account():
    off = totals(busy("companies.tencent.enabled=false", "companies.alibaba.enabled=false"))
    assert off["shared_account_errors"] == off["purchases_seen"] == 0
    assert off["messages_seen"] == 0 < off["seen_by_company_camera"]


def test_companies_screen_private_messages_whatever_the_monitors_of_the_internet_do():
    assert totals(busy("internet.enabled=false"))["messages_seen"] > 0


# Registries.


def test_registries_alone_put_a_person_on_the_list_of_defaulters():
    assert totals(busy())["listed_defaulter"] > 0
    assert totals(busy("registries.enabled=false"))["listed_defaulter"] == 0


def test_registries_keep_a_stale_listing_that_the_clean_ledger_has_ended():
    always = busy("registries.stale_share=1", "restrictions.dishonest_weeks=0", "redress.enabled=false")
    observed, error_free = (always.state["flags"] >> OBSERVED_LIST) & 3, (always.state["flags"] >> ERROR_FREE_LIST) & 3
    stale = np.unique(always.events["person"][always.events["kind"] == Event.STALE])
    assert totals(always)["expired"] == 0 < totals(always)["stale_entries"]
    assert (observed[stale] == 1).all()
    assert (error_free[stale] == 0).mean() > 0.8
    never = busy("registries.stale_share=0", "restrictions.dishonest_weeks=0", "redress.enabled=false")
    assert totals(never)["stale_entries"] == 0 < totals(never)["expired"]


def test_registries_end_the_term_of_a_debtor_who_pays_and_not_of_one_listed_by_mistake():
    terms = ("registries.stale_share=0", "restrictions.defaulter_weeks=200", "restrictions.dishonest_weeks=0")
    pays = busy(*terms, "registries.repaid=1", "redress.enabled=false")
    observed, error_free = (pays.state["flags"] >> OBSERVED_LIST) & 3, (pays.state["flags"] >> ERROR_FREE_LIST) & 3
    assert totals(pays)["repaid"] == totals(pays)["expired"] > 0
    assert ((observed == 1) & (error_free == 0)).any()
    assert ((error_free == 1) & (pays.state["error_free_weeks"] < 199)).sum() == 0
    never = busy(*terms, "redress.enabled=false")
    assert totals(never)["repaid"] == totals(never)["expired"] == 0
