"""Each part switched off: its own measures fall to zero, what only it feeds falls with them, and the rest goes on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from glasshouse.engine.counts import CORE, MEASURES, Count
from glasshouse.scenario import load
from glasshouse.scenario.parameters import SWITCHED
from model.runs import MANDATORY, busy, totals

#: What safeguards count of their own work is looked at in ``interventions``.
OWN = set(MEASURES) - set(CORE)

#: Nobody's conduct, and no chance of the day, hangs on what the state does with it. Mistakes of whoever looks do: of
#: informants, of filters and of feeds, who look at other people when others are watched.
FIXED = "people adults trips posts"


@dataclass(frozen=True, kw_only=True)
class Row:
    """What a part switched off does to the measures.

    `zero` are all the measures that fall to zero, no more and no fewer; `falls` and `rises` are less and more than with
    the part on; `same` are equal to the last count.
    """

    zero: str = ""
    falls: str = ""
    rises: str = ""
    same: str = FIXED


GATES = "hotel restaurant shop credit flight rail school visa".split()
TIERS = "tier_AAA tier_AA tier_A tier_B tier_C tier_D"
ALERTS = "alert_true alert_false stops"
LOOK_UPS = "lookup_hit lookup_wrong lookup_none"
REPORTS = "reports_true reports_household reports_neighbour reports_workplace report_malicious report_mistaken"
FLAGS = "flagged_critical flagged_unlawful flagged_unattributed posts_removed false_flags"
CHILLED = "chilled_assembly chilled_post chilled_message chilled_visit deterred"
SEEN_WHERE = "visit_entries company_seen movement_entries false_visits false_company false_movements company_penalties"
DEFAULTERS = "listed_defaulter on_defaulter_list stale_entries"
DISHONEST = "listed_dishonest on_dishonest_list closed_restaurant closed_shop blocked_restaurant blocked_shop"
SANCTIONS = (
    "sanction_days wrongful_days unjust_days first_sanctioned first_wrongful first_unjust "
    "onsets onsets_wrongful onsets_unjust onsets_answering"
)
CLOSED = " ".join(f"closed_{gate} blocked_{gate}" for gate in GATES)
REDRESS = "notices appeals appeals_upheld appeals_rejected overturned"
PRIVATE_SCORE = "perk_hotel perk_visa commercial_members"

ROWS = {
    # Cameras in companies' clouds go on, so that some faces are still looked up.
    "cameras": Row(
        zero=f"sightings seen_by_camera {ALERTS} {SEEN_WHERE}",
        falls=f"{LOOK_UPS} false_match pinned_on_nobody entries_true entries_false fear_sum",
        rises="seen_by_company_camera",
    ),
    "face_recognition": Row(
        zero=f"{LOOK_UPS} {ALERTS} false_match {SEEN_WHERE}",
        falls="entries_true entries_false fear_sum",
        rises="pinned_on_nobody",
        same=f"{FIXED} sightings",
    ),
    # People go where they go, whoever looks.
    "whereabouts": Row(
        zero=SEEN_WHERE,
        falls="entries_true entries_false unjust_days sanction_days",
        same=f"{FIXED} sightings alert_false false_match",
    ),
    "internet": Row(
        zero=FLAGS,
        falls=f"{CHILLED} acts_observed entries_true entries_false unjust_days first_unjust records_expired tier_B",
        same=f"{FIXED} sightings false_match clerical_errors",
    ),
    "informants": Row(
        zero=REPORTS,
        falls="withdrawn entries_false first_wrongful",
        rises="trust_sum act_volunteering",
        same=f"{FIXED} sightings alert_false false_match",
    ),
    # Software for the state's cameras, screening by platforms and the tie of accounts to persons are partly bought.
    "companies": Row(
        zero=f"seen_by_company_camera messages_seen purchases_seen shared_account_errors {PRIVATE_SCORE}",
        falls=f"{LOOK_UPS} {FLAGS} alert_false false_match entries_true entries_false with_dossier tier_B tier_C tier_D"
        .replace("flagged_unattributed ", ""),
        rises="flagged_unattributed tier_AAA",
        same=f"{FIXED} sightings report_malicious clerical_errors",
    ),
    "registries": Row(
        zero=f"judgments_recorded late_recorded volunteering_recorded clerical_errors entries_good "
        f"{DEFAULTERS} tier_AAA tier_AA perk_redlist",
        falls="entries_true entries_unlawful entries_false association_penalties expired sanction_days wrongful_days "
        "closed_visa",
        same=f"{FIXED} sightings report_malicious alert_false false_match",
    ),
    # The lists of courts and their gates need no score.
    "score": Row(
        zero=f"association_penalties company_penalties joined "
        f"rescored tier_rises tier_falls learned_penalised perk_redlist participants "
        f"{TIERS} {DISHONEST}",
        falls="watched sanction_days wrongful_days unjust_days closed_hotel fear_sum",
        same=f"{FIXED} sightings report_malicious clerical_errors",
    ),
    "participation": Row(
        zero=f"joined rescored tier_rises tier_falls learned_penalised perk_redlist participants {TIERS} {DISHONEST}",
        falls="watched sanction_days wrongful_days unjust_days closed_hotel fear_sum",
        same=f"{FIXED} sightings report_malicious clerical_errors",
    ),
    "learned_score": Row(
        zero="learned_penalised",
        falls="watched alert_true stops fear_sum tier_D",
        same=f"{FIXED} sightings alert_false joined rescored",
    ),
    # A private score changes nothing but its own perks, and what it leaves to the redlist.
    "commercial_score": Row(
        zero=PRIVATE_SCORE,
        rises="perk_redlist",
        same=" ".join(name for name in CORE if name not in (*PRIVATE_SCORE.split(), "perk_redlist")),
    ),
    "restrictions": Row(
        zero=f"{SANCTIONS} lifted {CLOSED} {REDRESS} {DEFAULTERS} {DISHONEST} expired association_penalties "
        "company_seen company_penalties false_company friend_sanctioned perk_redlist",
        falls="act_default act_late_payment chilled_post fear_sum",
        same=f"{FIXED} sightings report_malicious joined rescored commercial_members",
    ),
    "response": Row(
        zero=f"{CHILLED} withdrawn fear_sum trust_sum",
        rises="act_offence act_assembly act_visit act_volunteering act_unlawful_post act_critical_post act_message "
        "entries_good entries_true sanction_days",
        same=f"{FIXED} sightings report_malicious alert_false",
    ),
    "redress": Row(
        zero=REDRESS,
        rises="sanction_days wrongful_days expired",
        same=f"{FIXED} sightings report_malicious clerical_errors",
    ),
}  # fmt: skip


def empty(found):
    return {name for name, n in found.items() if n == 0} - set(OWN)


def test_the_busy_state_shows_every_measure():
    assert empty(totals(busy())) == set()


def test_every_part_has_a_row():
    assert set(ROWS) == set(SWITCHED)


def test_every_measure_is_named_by_a_part():
    # What the private score leaves as it was names everything, and so says nothing here.
    named = {name for row in ROWS.values() for name in f"{row.zero} {row.falls} {row.rises}".split()}
    named |= {name for part, row in ROWS.items() if part != "commercial_score" for name in row.same.split()}
    named |= {"act_purchase"}  # held by name below
    assert named == set(MEASURES) - set(OWN)


@pytest.mark.parametrize("part", ROWS)
def test_what_a_part_feeds_alone_is_zero_and_nothing_else_is(part):
    off = totals(busy(f"{part}.enabled=false"))
    assert empty(off) == set(ROWS[part].zero.split())


@pytest.mark.parametrize("part", ROWS)
def test_what_a_part_feeds_among_others_moves(part):
    on, off, row = totals(busy()), totals(busy(f"{part}.enabled=false")), ROWS[part]
    assert {name: (on[name], off[name]) for name in row.falls.split() if off[name] >= on[name]} == {}
    assert {name: (on[name], off[name]) for name in row.rises.split() if off[name] <= on[name]} == {}
    assert {name: (on[name], off[name]) for name in row.same.split() if off[name] != on[name]} == {}


def test_every_sanction_that_began_is_lifted_or_lasts():
    sums, last = totals(busy()), totals(busy(), 69)
    assert sums["onsets"] - sums["lifted"] <= last["sanction_days"]


def test_people_shop_alike_whoever_watches():
    shopped = {part: totals(busy(f"{part}.enabled=false"))["act_purchase"] for part in ROWS}
    on = totals(busy())["act_purchase"]
    assert all(abs(n - on) < 4 * on**0.5 for n in shopped.values())


def test_without_face_recognition_cameras_see_acts_and_pin_them_on_nobody():
    off = totals(busy("face_recognition.enabled=false"))
    assert off["pinned_on_nobody"] == off["seen_by_camera"] + off["seen_by_company_camera"] > 0


def test_without_the_learned_score_nothing_is_fitted():
    assert [day for day, _ in busy().fits] == [13, 27, 41, 55, 69]
    assert busy("learned_score.enabled=false").fits == busy("score.enabled=false").fits == []


def test_without_false_flags_people_fear_less_but_for_whom_the_learned_score_then_watches():
    """It is fitted to false entries too, and finds others to watch without them."""
    off, none = "learned_score.enabled=false", "internet.false_flag=0"
    alone, cleared = totals(busy(off)), totals(busy(off, none))
    assert cleared["fear_sum"] < alone["fear_sum"]
    assert cleared["posts_removed"] < alone["posts_removed"]
    assert cleared["stops"] < alone["stops"]
    assert [points.tolist() for _, points in busy().fits] != [points.tolist() for _, points in busy(none).fits]


def test_taking_part_is_voluntary_and_then_mandatory():
    daily = busy().daily.sum(axis=(1, 2))
    before, after = daily[MANDATORY - 4], daily[MANDATORY + 10]  # Sundays of the run
    assert 0.3 < before[Count.participants] / before[Count.adults] < 0.6
    assert after[Count.participants] == after[Count.adults]
    opted = totals(busy("participation.mandatory_from=null"), 0, 70)
    assert opted["participants"] < 0.8 * opted["adults"]


def test_without_uptake_only_those_who_join_take_part():
    nobody = totals(busy("participation.mandatory_from=null", "participation.uptake=0", "participation.joining=0"))
    assert nobody["participants"] == nobody["joined"] == 0


def test_a_person_may_be_punished_by_every_agency_that_follows_a_list():
    sets = ("restrictions.joint_punishment.enabled=false", "restrictions.tier_gates.D=[]")
    alone, joint = totals(busy(*sets)), totals(busy(sets[1]))
    assert (alone["closed_visa"], joint["closed_visa"] > 0) == (0, True)
    assert alone["closed_flight"] > 0


#: Measures that fall, or fall to zero, without one company, by what it supplies.
COMPANY_ROWS = {
    "tencent": Row(zero="messages_seen", falls="purchases_seen shared_account_errors flagged_critical posts_removed"),
    "alibaba": Row(zero=PRIVATE_SCORE, falls="purchases_seen shared_account_errors", same=f"{FIXED} false_match"),
    "dahua": Row(falls="seen_by_company_camera", same=f"{FIXED} sightings"),
    "hikvision": Row(falls="seen_by_company_camera", same=f"{FIXED} sightings"),
    "sensetime": Row(falls=f"{LOOK_UPS} alert_false false_match", rises="pinned_on_nobody", same=f"{FIXED} sightings"),
    "megvii": Row(falls=f"{LOOK_UPS} alert_false false_match", rises="pinned_on_nobody", same=f"{FIXED} sightings"),
    "bytedance": Row(falls="flagged_critical flagged_unlawful posts_removed false_flags", same=f"{FIXED} sightings"),
    "huawei": Row(falls="seen_by_company_camera", rises="flagged_unattributed", same=f"{FIXED} sightings"),
    "zte": Row(rises="flagged_unattributed", same=f"{FIXED} sightings"),
}


def test_every_company_has_a_row():
    assert {f"companies.{name}" for name in COMPANY_ROWS} == set(load("as-described").suppliers)


@pytest.mark.parametrize("company", COMPANY_ROWS)
def test_a_company_switched_off_takes_away_what_it_supplies(company):
    on, off = totals(busy()), totals(busy(f"companies.{company}.enabled=false"))
    row = COMPANY_ROWS[company]
    assert empty(off) == set(row.zero.split())
    # What two suppliers share falls by a good part; nothing that falls does so by chance alone.
    assert {name: (on[name], off[name]) for name in row.falls.split() if off[name] > 0.9 * on[name]} == {}
    assert {name: (on[name], off[name]) for name in row.rises.split() if off[name] < 1.05 * on[name]} == {}
    assert {name: (on[name], off[name]) for name in row.same.split() if off[name] != on[name]} == {}


def test_all_companies_off_one_by_one_is_the_part_off():
    one_by_one = totals(busy(*(f"companies.{name}.enabled=false" for name in COMPANY_ROWS)))
    assert one_by_one == totals(busy("companies.enabled=false"))
