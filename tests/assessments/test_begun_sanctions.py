from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from glasshouse.assessments.begun_sanctions import SCORING_DAY, Begun, SanctionBegun, causes, sanctions
from glasshouse.entry_kind import AREAS, entry_kinds
from glasshouse.gate import gate_bits, gates_in
from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario.scenario_words import GATES


def one(**changed) -> SanctionBegun:
    usual = {
        "replicate": 0,
        "cause": "default",
        "gates": 1,
        "wrongful": False,
        "unjust": False,
        "areas": frozenset({"money"}),
        "lasted": 3,
        "running": False,
        "weight": 1,
    }
    return SanctionBegun(**{**usual, **changed})


def test_every_sanction_begun_is_there_and_lasts_as_long_as_the_run_counted(scored):
    found, daily = sanctions(scored.run), scored.run.daily.collect()
    for replicate in range(2):
        own = [each for each in found if each.replicate == replicate]
        counted = {
            name: daily.filter(pl.col("replicate") == replicate, pl.col("measure") == name)["value"].sum()
            for name in ("onsets", "onsets_wrongful", "onsets_unjust", "sanction_days")
        }
        assert len(own) == counted["onsets"] > 20
        assert sum(each.wrongful for each in own) == counted["onsets_wrongful"]
        assert sum(each.unjust for each in own) == counted["onsets_unjust"] > 5
        # A sanction that ends on an evening counts that day, one that ends in the morning does not.
        assert abs(sum(each.lasted for each in own) - counted["sanction_days"]) <= sum(not each.running for each in own)


def test_what_is_called_unrelated_was_counted_as_unjust(scored):
    """The entries told are no fewer than those on record, so that nothing is called unrelated that was not."""
    related = scored.scenario.settings(0).related
    found = [each for each in sanctions(scored.run) if each.unrelated(related, GATES)]
    assert found
    assert all(each.unjust for each in found)


def test_a_door_is_unrelated_unless_an_unlawful_area_on_record_is_tied_to_it():
    related = {"money": ["credit", "flight"], "conduct": ["rail"], "expression": ["hotel"]}
    credit, both, hotel = (gate_bits(some, GATES) for some in (["credit"], ["credit", "rail"], ["hotel"]))
    assert not one(gates=credit).unrelated(related, GATES)
    assert one(gates=both).unrelated(related, GATES)
    assert not one(gates=both, areas=frozenset({"money", "conduct"})).unrelated(related, GATES)
    assert one(gates=hotel, areas=frozenset({"expression"})).unrelated(related, GATES), "a lawful area ties nothing"
    assert not one(gates=both, wrongful=True).unrelated(related, GATES), "what is false is no matter of areas"


def test_a_lawful_act_is_one_of_expression_or_private_life():
    assert [one(areas=frozenset({area})).lawful for area in AREAS] == [False, True, True, False]


@given(st.integers(0, 255))
def test_doors_are_counted_and_named(gates):
    assert len(gates_in(gates, GATES)) == one(gates=gates).doors
    assert gate_bits(gates_in(gates, GATES), GATES) == gates
    assert set(gates_in(gates, GATES)) <= set(GATES)


def test_shares_and_means_keep_their_intervals_and_weights():
    rows = [one(weight=2, lasted=10), one(lasted=1, unjust=True), *(one(replicate=1, lasted=4) for _ in range(4))]
    begun = Begun(all=tuple(rows), replicates=2)
    assert begun.number() == 3
    assert begun.of(lambda each: each.unjust).share(begun).text == "not estimable", "three are too few"
    many = Begun(all=tuple(rows * 10), replicates=2)
    share, mean = many.of(lambda each: each.unjust).share(many), many.mean(lambda each: each.lasted)
    assert (share.text, share.below) == ("33", "0 to 33")
    assert (mean.text, mean.below) == ("7", "4 to 7")
    alone = Begun(all=tuple(each for each in rows * 10 if each.replicate == 0), replicates=1)
    assert alone.of(lambda each: each.unjust).share(alone).text == "10 of 30"
    assert Begun(all=(), replicates=2).mean(lambda each: each.lasted).text == "none"


def test_a_share_of_few_events_is_told_as_the_events_that_it_rests_on():
    """Each of them stands for 50 people's; that makes them no more than they are."""
    rows = [one(weight=50, unjust=k < 5, replicate=r) for k in range(7) for r in (0, 1)]
    few = Begun(all=tuple(rows), replicates=2)
    share = few.of(lambda each: each.unjust).share(few)
    assert (share.text, share.below) == ("5 of 7", "71 to 71 of 100")
    fewer = Begun(all=tuple(rows[:8]), replicates=2)
    assert fewer.of(lambda each: each.unjust).share(fewer).text == "not estimable"
    assert fewer.mean(lambda each: each.lasted).text == "not estimable"
    alone = Begun(all=tuple(each for each in rows if each.replicate == 0), replicates=1)
    assert alone.of(lambda each: each.unjust).share(alone).text == "5 of 7"


def test_causes_are_in_the_order_of_the_model_and_the_scoring_day_comes_last():
    rows = [one(cause=SCORING_DAY), one(cause="default"), one(cause="offence"), one(cause="assembly", replicate=1)]
    kinds = entry_kinds(SHIPPED)
    assert causes(Begun(all=tuple(rows), replicates=2), kinds) == ["offence", "default", SCORING_DAY]
    assert set(causes(Begun(all=tuple(rows), replicates=2), kinds)) <= {*(kind.name for kind in kinds), SCORING_DAY}


def test_a_run_without_sanctions_has_none(stopped):
    assert sanctions(stopped.run) == ()
