from __future__ import annotations

import numpy as np
import pyarrow.parquet as pq
import pytest

from glasshouse.comparison import harm_attribution, shapley
from glasshouse.comparison.attributed_parts import PARTS, off_document
from glasshouse.comparison.harm_attribution import HARMS, MOST_PEOPLE, Attribution, Family, attribute, harms_of, write
from glasshouse.engine.simulate import simulate
from glasshouse.errors import BadInputError
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.interventions import apply
from glasshouse.mechanism import FAMILIES, Ablation
from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario import changed, load
from grammar import facts
from model.runs import BUSY, run, totals

PEOPLE, DAYS = 1500, 45
SIZES = {"population": PEOPLE, "days": DAYS, "seed": 3, "threads": 1}
#: For each part, the measures that must be zero when it is off.
SILENT = {
    "cameras": ("seen_by_camera", "sightings", "lookup_hit", "alert_false", "false_match"),
    "internet": ("flagged_critical", "flagged_unlawful", "false_flags"),
    "informants": ("reports_true", "report_mistaken", "report_malicious"),
    "companies": ("messages_seen", "purchases_seen", "shared_account_errors", "seen_by_company_camera"),
    "registries": ("judgments_recorded", "late_recorded", "clerical_errors"),
    "defaulter-list": ("listed_defaulter", "on_defaulter_list"),
    "dishonest-list": ("listed_dishonest", "on_dishonest_list"),
    "guilt-by-association": ("association_penalties",),
    "learned-score": ("learned_penalised",),
    "false-matches": ("alert_false", "false_match", "lookup_wrong"),
    "false-flags": ("false_flags",),
    "false-reports": ("report_mistaken", "report_malicious"),
    "clerical-errors": ("clerical_errors",),
    "shared-accounts": ("shared_account_errors",),
    "stale-listings": ("stale_entries",),
}


@pytest.fixture(scope="module")
def busy():
    return load("as-described", sets=BUSY)


#: A few parts of each family, so that there are eight scenarios and not sixty-four.
SOME = {
    "sensors": ["internet", "companies", "registries"],
    "rules": ["tiers", "defaulter-list", "learned-score"],
    "errors": ["false-matches", "false-flags", "clerical-errors"],
}


@pytest.fixture(scope="module", params=SOME)
def found(busy, request) -> Attribution:
    return attribute(busy, parts=SOME[request.param], **SIZES)


def is_off(scenario, part: Ablation) -> bool:
    flat = {**scenario.switches, **{key: given.value for key, given in scenario.parameters.items()}, **scenario.gates}
    return all(not flat[key] for key in part.off)


def world(scenario, *names: str):
    return changed(scenario, off_document(scenario, [PARTS[name] for name in names]), name="a scenario")


def simulated(scenario) -> np.ndarray:
    return harms_of(simulate(scenario, **SIZES))


def add_up(family: Family, all_on: np.ndarray, none: np.ndarray) -> None:
    assert family.exact
    assert family.shapley.sum(axis=0) == pytest.approx(family.whole, abs=1e-6)
    assert (family.all_on == all_on).all()
    assert (family.whole == all_on - none).all()
    assert family.whole.any()


def test_the_shares_add_up_to_what_all_parts_add(found, busy):
    family = found.families[0]
    add_up(family, simulated(busy), simulated(world(busy, *(part.name for part in family.parts))))
    assert found.scenarios == 8


@pytest.mark.slow
def test_the_shares_of_the_three_families_add_up_to_what_all_their_parts_add(busy):
    every = attribute(busy, **SIZES)
    assert [family.name for family in every.families] == list(FAMILIES)
    assert {part.name for family in every.families for part in family.parts} == set(PARTS)
    for family in every.families:
        add_up(family, simulated(busy), simulated(world(busy, *(part.name for part in family.parts))))


def test_one_at_a_time_is_the_difference_from_the_world_without_the_part(found, busy):
    family = found.families[0]
    for row, part in enumerate(family.parts):
        assert (family.one_at_a_time[row] == simulated(busy) - simulated(world(busy, part.name))).all()


def test_two_parts_share_as_by_hand(busy):
    family = attribute(busy, parts=["internet", "informants"], **SIZES).families[0]
    both, neither = simulated(busy), simulated(world(busy, "internet", "informants"))
    one, other = simulated(world(busy, "informants")), simulated(world(busy, "internet"))
    by_hand = np.array([both - other + one - neither, both - one + other - neither]) / 2
    assert family.shapley == pytest.approx(by_hand)
    assert (family.standard_error == 0).all()
    assert family.name == harm_attribution.CHOSEN


def test_the_same_part_is_found_whatever_the_order_of_the_names(busy):
    one = attribute(busy, parts=["tiers", "companies", "stale-listings"], **SIZES).families[0]
    other = attribute(busy, parts=["stale-listings", "tiers", "companies"], **SIZES).families[0]
    assert one.shapley[[2, 0, 1]] == pytest.approx(other.shapley)


def test_a_part_that_is_off_already_adds_nothing_and_costs_nothing(monkeypatch):
    lives: list[str] = []

    def counted(scenario, **sizes):
        lives.append(scenario.hash)
        return simulate(scenario, **sizes)

    monkeypatch.setattr("glasshouse.comparison.harm_attribution.simulate", counted)
    quiet = load("as-described", sets=(*BUSY, "learned_score.enabled=false"))
    seen: list[tuple[int, int]] = []
    found = attribute(quiet, parts=["learned-score", "internet"], watch=lambda *x: seen.append(x), **SIZES)
    assert (found.families[0].shapley[0] == 0).all()
    assert found.families[0].shapley[1].any()
    assert found.scenarios == len(lives) == 2
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_more_than_six_parts_are_sampled_with_an_error(busy, monkeypatch):
    """Seven parts in a made-up state, where each adds its own power of two, and two of them only together."""
    names = list(PARTS)[:7]

    def made_up(scenario, **_) -> int:
        on = [k for k, name in enumerate(names) if not is_off(scenario, PARTS[name])]
        return sum(2**k for k in on) + 100 * (0 in on and 6 in on)

    monkeypatch.setattr("glasshouse.comparison.harm_attribution.simulate", made_up)
    monkeypatch.setattr(harm_attribution, "harms_of", lambda made: np.full(len(HARMS), made))
    family = attribute(busy, parts=names, **SIZES).families[0]
    assert not family.exact
    assert family.shapley.sum(axis=0) == pytest.approx(family.whole)
    assert family.shapley[1:6, 0].tolist() == [2, 4, 8, 16, 32]
    assert family.shapley[[0, 6], 0].tolist() == [51, 114]  # a pair of orders splits what two make together evenly
    assert family.one_at_a_time[:, 0].tolist() == [101, 2, 4, 8, 16, 32, 164]
    assert (family.standard_error == 0).all()


@pytest.mark.parametrize("name", SILENT)
def test_what_is_switched_off_is_silent(name, busy):
    busy_run, without = run("as-described", *BUSY), simulate(world(busy, name), population=10_000, days=70, threads=1)
    loud, quiet = totals(busy_run), totals(without)
    assert all(loud[measure] > 0 for measure in SILENT[name])
    assert {measure: quiet[measure] for measure in SILENT[name]} == dict.fromkeys(SILENT[name], 0)


def test_without_tiers_gates_or_joint_punishment_fewer_gates_close(busy):
    settings = world(busy, "tiers").settings(0)
    assert all(gates == () for gates in settings.tier_gates.values())
    assert set(world(busy, "joint-punishment").settings(0).list_gates["dishonest"]) < set(
        busy.settings(0).list_gates["dishonest"]
    )


@pytest.mark.parametrize("preset", ["as-described", "as-documented", "hong-kong-2020"])
def test_without_any_error_the_world_is_the_error_free_one(preset):
    scenario = load(preset)
    errors = [name for name, part in PARTS.items() if part.family == "errors"]
    ours, theirs = world(scenario, *errors), apply(scenario, ["error-free"])
    for day in (0, 200, 364):
        assert dict(ours.settings(day).numbers) == dict(theirs.settings(day).numbers)
        assert ours.settings(day).switches == theirs.settings(day).switches


def test_a_dated_event_does_not_switch_a_part_on_again():
    city = load("hong-kong-2020")
    late = city.day_of(city.events[-1].date) + 1
    assert city.settings(late).numbers["internet.false_flag"] > 0
    assert city.settings(late).numbers["informants.malicious"] > 0
    quiet = world(city, "false-flags", "false-reports")
    assert quiet.settings(late).numbers["internet.false_flag"] == 0
    assert quiet.settings(late).numbers["informants.malicious"] == 0
    assert (
        quiet.settings(late).numbers["informants.willingness"] == city.settings(late).numbers["informants.willingness"]
    )
    assert [quiet.jump(quiet.day_of(e.date)) for e in quiet.events] == [
        city.jump(city.day_of(e.date)) for e in city.events
    ]


def test_a_switch_in_an_event_is_taken_out_and_the_event_stays():
    document = dict(load("as-described").document)
    document["events"] = [
        {"date": "2019-03-01", "name": "law", "text": "x", "assumed": "y", "set": {"internet.enabled": True}}
    ]

    class Stub:
        def __init__(self):
            self.document = document
            self.mechanisms = SHIPPED

    changes = off_document(Stub(), [PARTS["internet"]])  # type: ignore[arg-type]
    assert changes["internet"] == {"enabled": False}
    assert changes["events"] == [{"date": "2019-03-01", "name": "law", "text": "x", "assumed": "y"}]
    assert "events" not in off_document(Stub(), [PARTS["tiers"]])  # type: ignore[arg-type]


def test_every_family_is_small_enough_to_be_exact():
    for family in FAMILIES:
        assert 0 < sum(part.family == family for part in PARTS.values()) <= shapley.MOST_EXACT
    assert all(isinstance(part, Ablation) and part.name == name for name, part in PARTS.items())


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (["internett"], "'internett' … 'internet'?"),
        (["zzz"], "'zzz' … cameras, internet"),
        (["internet", "internet"], "'internet' … twice"),
        ([], "name at least one"),
    ],
)
def test_a_wrong_list_of_parts_is_refused(parts, said, busy):
    with pytest.raises(BadInputError, match=facts(said)):
        attribute(busy, parts=parts, **SIZES)


def test_too_many_people_are_refused(busy):
    with pytest.raises(BadInputError, match=r"population=50001: .*50,000"):
        attribute(busy, population=MOST_PEOPLE + 1, days=1)


COLUMNS = ("one_at_a_time", "shapley", "standard_error", "whole")


def test_the_table_holds_every_part_and_harm_and_reads_back(found, tmp_path):
    path = tmp_path / "attribution.parquet"
    write(found, path, "00ff")
    table = pq.read_table(path)
    assert table.column_names == ["family", "part", "harm", *COLUMNS]
    assert table.num_rows == 3 * len(HARMS) == len(found.rows())
    assert [tuple(row.values()) for row in table.to_pylist()] == found.rows()
    family = found.families[0]
    for p, part in enumerate(family.parts):
        for h, harm in enumerate(HARMS):
            row = (family.name, part.name, harm, family.one_at_a_time[p, h], family.shapley[p, h], 0.0, family.whole[h])
            assert row in found.rows()
    assert b"no forecast" in table.schema.metadata[b"glasshouse"]
    assert (table.schema.metadata[b"label"], table.schema.metadata[b"digest"]) == (b"hypothetical", b"00ff")
    assert table.schema.metadata[b"note"] == NOT_A_FORECAST.encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_nothing(found, tmp_path, monkeypatch):
    def full(table, where, **_):
        open(where, "wb").close()
        raise OSError("disk full")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(OSError, match="disk full"):
        write(found, tmp_path / "attribution.parquet")
    assert list(tmp_path.iterdir()) == []
