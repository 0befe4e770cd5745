"""Each safeguard: where it is inert it changes nobody, elsewhere it does what it says, and somewhere it fails."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import small_tiers
from glasshouse import children
from glasshouse.engine.counts import Count
from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.interventions import INTERVENTIONS, REFERENCES, apply
from glasshouse.scenario import Scenario, ScenarioError, load, with_sets
from glasshouse.scenario.scenario_loading import load_text
from model.runs import BUSY, MANDATORY, totals

POPULATION, DAYS = 6000, 70
#: No list but that of judgment defaulters, no tier, no score.
LISTS_ALONE = ("score.enabled=false",)
NO_LISTS = ("restrictions.defaulter_weeks=0", "restrictions.dishonest_weeks=0")
ALL_GATES = "hotel,restaurant,shop,credit,flight,rail,school,visa"
EVERYTHING_RELATED = tuple(
    f"restrictions.related.{area}={ALL_GATES}" for area in ("conduct", "expression", "private life", "money")
)


def busy(*sets: str) -> Scenario:
    return load("as-described", sets=[*BUSY, f"days={DAYS}", *sets])


@cache
def simulated(name: str, base: tuple[str, ...] = (), own: tuple[str, ...] = ()) -> Replicate:
    """The busy state with `base` settings, under a safeguard ("" for none) with settings of its `own`."""
    scenario = busy(*base)
    if name:
        scenario = with_sets(apply(scenario, [name]), own)
    return simulate(scenario, population=POPULATION, days=DAYS, seed=1, threads=2)


def counts(name: str, base: tuple[str, ...] = (), own: tuple[str, ...] = ()) -> dict[str, int]:
    return totals(simulated(name, base, own))


def changed(one: Replicate, other: Replicate) -> int:
    """How many people differ in anything that is kept of them."""
    assert one.ledger is not None
    assert other.ledger is not None
    columns = [(one.state[name], other.state[name]) for name in one.state]
    columns += [(one.ledger[name], other.ledger[name]) for name in one.ledger]
    differs = columns[0][0] != columns[0][0]
    for ours, theirs in columns:
        differs |= ours != theirs
    return int(differs.sum())


#: Settings under which a safeguard is inert: (of both scenarios, of the safeguard alone).
INERT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "match-threshold": (("face_recognition.threshold_slope=0",), ("face_recognition.true_match_rate=0.89",)),
    "smaller-gallery": (("face_recognition.enabled=false",), ()),
    "purpose-limitation": (("companies.enabled=false", "cameras.enabled=false"), ()),
    "no-guilt-by-association": (("restrictions.enabled=false",), ()),
    "retention-limit": (("score.every=0", "registries.stale_share=0"), ()),
    "opt-in": (("participation.uptake=1",), ()),
    "unaimed-sample": (("learned_score.enabled=false", "restrictions.watch_court_list=false"), ()),
    "lists-only": (LISTS_ALONE, ()),
    # Nothing expires without a rescoring, so that whoever is on a list has a record to be related to.
    "no-unrelated-penalty": ((*EVERYTHING_RELATED, "score.every=0"), ()),
    "sanction-ceiling": (("restrictions.enabled=false",), ()),
    "human-review": ((), ("redress.review_automation_bias=1",)),
    "notice-and-reasons": (("redress.enabled=false",), ()),
    "appeal": (("redress.notice=0",), ()),
    "list-audit": (NO_LISTS, ()),
    "moratorium": ((), ("restrictions.suspended_until=2019-12-01",)),
    "ban": ((), ("ban.date=2030-01-01",)),
}


def test_every_safeguard_is_tested():
    assert list(INERT) != []
    assert set(INERT) == set(INTERVENTIONS)


@pytest.mark.parametrize("name", INERT)
def test_an_inert_safeguard_changes_nobody(name):
    base, own = INERT[name]
    without, under = simulated("", base), simulated(name, base, own)
    assert under.digest == without.digest
    assert changed(without, under) == 0


def test_where_it_is_not_inert_it_changes_people():
    """The same comparison sees a difference where there is one."""
    assert changed(simulated(""), simulated("appeal")) > 0
    assert simulated("").digest != simulated("appeal").digest


def test_every_safeguard_says_what_it_does_and_when_it_fails():
    for name, each in {**INTERVENTIONS, **REFERENCES}.items():
        assert each.name == name
        assert each.sentence.count(".") >= 1
        assert each.sentence.endswith(".")
        assert each.fails.endswith(".")


@pytest.mark.parametrize("name", [*INTERVENTIONS, *REFERENCES])
def test_every_number_of_a_safeguard_has_its_evidence(name):
    scenario = apply(load("hong-kong-2020"), [name])
    assert scenario.label == "hypothetical"
    assert scenario.layers[-1] == name
    for key in ({**INTERVENTIONS, **REFERENCES})[name].numbers:
        given = scenario.parameters[key]
        assert given.layer == name
        assert given.assumed or (given.source and given.confidence)
        assert given.low <= given.value <= given.high


def test_no_dated_event_undoes_a_safeguard():
    scenario = load("hong-kong-2020")
    before, after = scenario.settings(364), apply(scenario, ["smaller-gallery"]).settings(364)
    assert after.numbers["face_recognition.watchlist"] == before.numbers["face_recognition.watchlist"] / 10
    assert apply(scenario, ["error-free"]).settings(364).numbers["informants.malicious"] == 0


def test_the_order_of_naming_does_not_matter():
    names = ["sanction-ceiling", "retention-limit", "appeal", "opt-in"]
    assert apply(busy(), names).hash == apply(busy(), names[::-1]).hash


def test_an_unknown_safeguard_is_told_by_its_nearest_name():
    with pytest.raises(ScenarioError, match="Did you mean 'human-review'"):
        apply(busy(), ["human-reveiw"])


# What each does, and where it does nothing or backfires.


def test_match_threshold():
    assert counts("match-threshold")["alert_false"] < counts("")["alert_false"] / 3
    assert counts("match-threshold")["lookup_hit"] < counts("")["lookup_hit"]
    flat = ("face_recognition.threshold_slope=0",)
    assert counts("match-threshold", flat)["alert_false"] == counts("", flat)["alert_false"] > 0


def test_smaller_gallery():
    assert counts("smaller-gallery")["alert_false"] < counts("")["alert_false"] / 5
    assert counts("smaller-gallery")["lookup_hit"] < counts("")["lookup_hit"] / 5


def test_purpose_limitation():
    kept_out, fed = counts("purpose-limitation"), counts("")
    assert kept_out["messages_seen"] > 0 < kept_out["seen_by_camera"]
    assert kept_out["entries_true"] < 0.9 * fed["entries_true"]
    assert kept_out["first_unjust"] < fed["first_unjust"]
    # Defaulters are listed by their courts, whatever cameras and companies may pass on.
    assert counts("purpose-limitation", LISTS_ALONE)["sanction_days"] == counts("", LISTS_ALONE)["sanction_days"] > 0


def test_no_guilt_by_association():
    assert counts("no-guilt-by-association")["association_penalties"] == 0 < counts("")["association_penalties"]
    none = ("score.points_association=0",)
    assert changed(simulated("no-guilt-by-association", none), simulated("", none)) == 0


#: Nobody is afraid: then what is aimed at one changes what another does in nothing.
CALM = "response.enabled=false"


def aimed(boost: int) -> tuple[str, ...]:
    return tuple(f"{one}.watch_boost={boost}" for one in ("face_recognition", "internet", "informants", "companies"))


def fits(name: str, *sets: str) -> list[list[int]]:
    return [points.ravel().tolist() for _, points in simulated(name, sets).fits]


def test_a_score_that_learns_from_the_unaimed_learns_nothing_of_the_aiming():
    assert fits("", CALM, *aimed(1)) != fits("", CALM, *aimed(6))
    assert fits("unaimed-sample", CALM, *aimed(1)) == fits("unaimed-sample", CALM, *aimed(6)) != []
    # It still has others watched, and finds out more of what they do.
    under = counts("unaimed-sample", (CALM, *aimed(6)))
    assert under["watched_rescored"] > 0
    assert under["watched_recorded"] / under["watched_acts"] > 1.5 * under["acts_recorded"] / acts(under)


def acts(found: dict[str, int]) -> int:
    names = "offence unlawful_post default late_payment assembly critical_post message purchase"
    return sum(found[f"act_{name}"] for name in names.split())


def test_retention_limit():
    short, long = counts("retention-limit"), counts("")
    assert short["with_dossier"] < long["with_dossier"]
    assert short["sanction_days"] < 0.8 * long["sanction_days"]
    assert short["stale_entries"] == 0 < long["stale_entries"]
    # Whoever is listed afresh is sanctioned before anything expires.
    fresh = (*LISTS_ALONE, "registries.stale_share=0")
    assert counts("retention-limit", fresh)["sanction_days"] == counts("", fresh)["sanction_days"] > 0


def test_opt_in():
    chosen, forced = counts("opt-in"), counts("")
    assert chosen["participants"] < forced["participants"] == forced["adults"]
    assert chosen["first_sanctioned"] < forced["first_sanctioned"]
    # Perks or pressure: when everybody joins at the first rescoring, it is as if it were mandatory.
    pressed = ("participation.joining=1",)
    assert counts("opt-in", pressed)["participants"] == forced["participants"]
    assert counts("opt-in", pressed)["first_sanctioned"] >= counts("", pressed)["first_sanctioned"]


def test_lists_only():
    lists, score = counts("lists-only"), counts("")
    assert lists["participants"] == lists["closed_restaurant"] == lists["association_penalties"] == 0
    assert 0 < lists["sanction_days"] < score["sanction_days"]
    # Defaulters gain nothing. (Without the spiral: who has less credit defaults more often.)
    no_spiral = ("people.debt_spiral=1",)
    assert counts("lists-only", no_spiral)["listed_defaulter"] >= 0.98 * counts("", no_spiral)["listed_defaulter"]


def test_no_unrelated_penalty():
    related, all_gates = counts("no-unrelated-penalty"), counts("")
    assert related["closed_restaurant"] == related["closed_shop"] == related["closed_visa"] == 0
    assert 0 < related["closed_credit"] < all_gates["closed_credit"]
    assert related["unjust_days"] < 0.5 * all_gates["unjust_days"]
    # Where everything is called related, it helps only those with nothing on record.
    loose = counts("no-unrelated-penalty", EVERYTHING_RELATED)["sanction_days"]
    assert loose > 0.8 * counts("", EVERYTHING_RELATED)["sanction_days"]


def test_sanction_ceiling():
    long = ("restrictions.defaulter_weeks=39", "restrictions.dishonest_weeks=39", "registries.stale_share=0")
    low, high = counts("sanction-ceiling", long), counts("", long)
    for gate in ("hotel", "restaurant", "shop", "school"):
        assert low[f"closed_{gate}"] == 0 < high[f"closed_{gate}"]
    assert low["on_defaulter_list"] < high["on_defaulter_list"]
    # Nobody takes people off the list: a ceiling on paper.
    stale = (*LISTS_ALONE, "registries.stale_share=1", "registries.stale_weeks=52")
    assert counts("sanction-ceiling", stale)["on_defaulter_list"] == counts("", stale)["on_defaulter_list"] > 0


def test_human_review():
    many = ("redress.review_capacity=10000", "redress.review_automation_bias=0.2")
    seen, unseen = counts("human-review", own=many), counts("")
    assert seen["reviews"] == seen["proposals"]
    assert seen["reviews_stopped_wrongful"] > 5 * seen["reviews_stopped_rightful"]
    assert seen["onsets_wrongful"] < 0.6 * unseen["onsets_wrongful"]
    # Some whom a reviewer lets off by mistake are the price.
    assert seen["reviews_stopped_rightful"] > 0
    # A rubber stamp: looked at, and nobody is better off.
    stamped = counts("human-review", own=("redress.review_automation_bias=1",))
    assert stamped["reviews"] > 0 == stamped["reviews_stopped_wrongful"]
    assert stamped["wrongful_days"] == unseen["wrongful_days"]


def test_human_review_is_only_as_good_as_there_are_reviewers():
    few = counts("human-review", own=("redress.review_capacity=0.5", "redress.review_automation_bias=0.2"))
    many = counts("human-review", own=("redress.review_capacity=10000", "redress.review_automation_bias=0.2"))
    assert 0 < few["reviews"] < 0.8 * few["proposals"]
    assert few["onsets_wrongful"] > many["onsets_wrongful"]


def test_reviewers_have_no_more_time_than_they_have():
    """Bursts come with each rescoring; over four weeks no more is reviewed than there is time for."""
    capacity = 4
    base = ("score.every=21", "start=2020-01-01", "learned_score.watch=0")  # what is aimed grows from one to the next
    run = simulated("human-review", base, (f"redress.review_capacity={capacity}", "redress.review_automation_bias=0.2"))
    daily = run.daily.sum(axis=(1, 2))
    reviews, proposals = daily[:, Count.reviews], daily[:, Count.proposals]
    time = capacity * POPULATION / 10_000 * 28
    assert proposals[41] > 3 * time
    assert 0 < reviews[41] < 0.6 * time
    spent = [int(reviews[day : day + 28].sum()) for day in range(DAYS - 27)]
    # The first rescoring, on day 20, is reckoned with by nobody.
    assert 0.5 * time < max(spent[21:]) < 1.3 * time
    assert max(spent) < 2 * time


def test_notice_and_reasons():
    less = ("redress.notice=0.2", "redress.appeal_wrongful=0.1")
    told, untold = counts("notice-and-reasons", less), counts("", less)
    assert told["appeals_upheld"] > untold["appeals_upheld"]
    assert told["wrongful_days"] < untold["wrongful_days"]
    # An appeal before somebody who follows the machine: more letters, no fewer days.
    deaf = (*less, "redress.automation_bias=1")
    told, untold = counts("notice-and-reasons", deaf), counts("", deaf)
    assert told["appeals_rejected"] > untold["appeals_rejected"]
    assert told["sanction_days"] == untold["sanction_days"] > 0


def test_appeal():
    weak = ("redress.decision_days=60", "redress.automation_bias=0.7", "redress.sensitivity=0.6")
    assert counts("appeal", weak)["wrongful_days"] < counts("", weak)["wrongful_days"]
    assert counts("appeal", weak)["appeals"] > counts("", weak)["appeals"]


def test_list_audit():
    audited, not_audited = counts("list-audit", own=("redress.audit=0.5",)), counts("")
    assert audited["corrected"] > 0 == not_audited["corrected"]
    assert audited["wrongful_days"] < not_audited["wrongful_days"]
    true_lists = tuple(f"{key}=0" for key in REFERENCES["error-free"].numbers)
    assert counts("list-audit", true_lists)["corrected"] == 0


def test_moratorium():
    half = simulated("moratorium").daily.sum(axis=(1, 2))[:, Count.sanction_days]
    assert half[: DAYS // 2].sum() == 0 < half[DAYS // 2 :].sum()
    # It backfires when it ends: what was scored in the meantime closes gates all at once.
    end = MANDATORY + 15
    own = (f"restrictions.suspended_from={busy().date_of(10)}", f"restrictions.suspended_until={busy().date_of(end)}")
    late, usual = (run.daily.sum(axis=(1, 2)) for run in (simulated("moratorium", own=own), simulated("")))
    assert late[10:end, Count.sanction_days].sum() == 0 < late[9, Count.sanction_days]
    assert late[10, Count.lifted] == late[9, Count.sanction_days]
    assert late[end, Count.onsets] > 10 * usual[end, Count.onsets]


def test_a_ban_from_the_first_day_leaves_no_sanction():
    banned = counts("ban")
    kept = "judgments_recorded late_recorded volunteering_recorded acts_observed"
    zero = "sanction_days first_sanctioned proposals watched participants on_defaulter_list sightings entries_true"
    assert {name: banned[name] for name in zero.split()} == dict.fromkeys(zero.split(), 0)
    assert all(banned[name] > 0 for name in kept.split())  # courts and offices go on with their work
    assert banned["chilled_post"] > 0  # fear does not end with the law


def test_a_ban_in_the_middle_lifts_all_and_undoes_nothing():
    day = MANDATORY + 15
    late = simulated("ban", own=(f"ban.date={busy().date_of(day)}",))
    assert (late.daily[:day] == simulated("").daily[:day]).all()
    daily = late.daily.sum(axis=(1, 2))
    assert daily[day:, Count.sanction_days].sum() == 0
    assert daily[day, Count.lifted] > 0.8 * daily[day - 1, Count.sanction_days] > 0
    assert int((late.state["observed_weeks"] != 0).sum()) == 0
    assert totals(late)["first_sanctioned"] > 0


def test_trust_recovers_slowly_after_a_ban_and_fear_too():
    quick, slow = (counts("ban", own=(f"ban.recovery={days}",)) for days in (0, 3650))
    never = counts("unwatched")
    assert counts("")["fear_sum"] > slow["fear_sum"] > never["fear_sum"] == 0
    assert never["trust_sum"] >= quick["trust_sum"] > slow["trust_sum"]


def test_in_the_unwatched_world_nobody_holds_back():
    never, watched = counts("unwatched"), counts("")
    assert never["chilled_post"] == never["chilled_assembly"] == never["sanction_days"] == 0 < watched["chilled_post"]
    assert never["act_critical_post"] > watched["act_critical_post"]
    assert never["trips"] == watched["trips"]


def test_without_errors_nothing_is_wrongful():
    # A reviewer's mercy would part the two ledgers, too.
    true = counts("error-free", ("redress.overturn_rate=0",))
    assert true["wrongful_days"] == true["entries_false"] == 0 < true["sanction_days"]


def test_a_law_frightens_nobody_once_the_system_is_banned():
    scenario = load("hong-kong-2020")
    params = scenario.day_of(date(2020, 6, 30))
    assert (
        scenario.jump(params)
        > 0
        == apply(scenario, ["ban"]).jump(params)
        == apply(scenario, ["unwatched"]).jump(params)
    )


def test_the_documentation_lists_them_in_the_order_in_which_they_are_laid_over():
    text = (Path(__file__).parents[2] / "docs" / "safeguards.md").read_text(encoding="utf-8")
    rows = [
        f"| {k} | `{s.name}` | {s.stage} | {s.sentence} | {s.fails} |" for k, s in enumerate(INTERVENTIONS.values(), 1)
    ]
    assert "\n".join(rows) in text
    assert all(f"| `{world.name}` | {world.sentence} |" in text for world in REFERENCES.values())


def test_no_plug_in_takes_the_place_of_a_shipped_safeguard(tmp_path):
    """And one that is no safeguard stops nothing."""
    (tmp_path / "thief.py").write_text(
        "from dataclasses import replace\nfrom glasshouse.mechanisms.human_review import HUMAN_REVIEW\n"
        "TAKEN = replace(HUMAN_REVIEW, title='another', module=__name__)\n"
        "OWN = replace(TAKEN, name='own')\n"
    )
    folder = tmp_path / "thief-1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: thief\nVersion: 1\n")
    (folder / "entry_points.txt").write_text(
        "[glasshouse.interventions]\nnothing = json:dumps\nown = thief:OWN\ntaken = thief:TAKEN\n"
    )
    code = "from glasshouse.interventions import INTERVENTIONS as i; print(i['human-review'].title, i['own'].title)"
    path = os.pathsep.join([children.environment()["PYTHONPATH"], str(tmp_path)])
    environment = {**children.environment(), "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{INTERVENTIONS['human-review'].title} another"


@pytest.mark.parametrize(
    ("tier", "scenario"),
    [
        ("Trusted", load_text(small_tiers.text(3))),
        ("AAA", with_sets(load("as-described"), ["restrictions.tier_gates.AAA=school"])),
    ],
)
def test_a_ceiling_opens_what_the_best_tier_closes_whatever_it_is_called(tier, scenario):
    key = f"restrictions.tier_gates.{tier}"
    assert scenario.gates[key] == ("school",)
    assert apply(scenario, ["sanction-ceiling"]).gates[key] == ()
