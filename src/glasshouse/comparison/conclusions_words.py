"""What holds of a comparison whatever the assumptions, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from glasshouse.comparison.arm_names import ALWAYS, BASELINE
from glasshouse.comparison.conclusions import LEAST_TURNED, Flip, PairConclusion, Ranking, ranking
from glasshouse.comparison.turning_box import TurningBox
from glasshouse.runs.ensemble_reading import posterior_in
from glasshouse.wording.lists_and_nouns import counted, enumerated, people, plural
from glasshouse.wording.numbers import parameter, short
from glasshouse.wording.prose import capital

if TYPE_CHECKING:
    from glasshouse.comparison.comparison import Comparison

#: What a scenario leaves less of, by harm.
_FEWER = {
    "wrongful": "fewer people wrongly sanctioned",
    "unjust": "fewer people sanctioned unjustly by rule",
    "hardship": "fewer days behind closed gates",
    "misidentified": "fewer people taken for somebody else",
    "stops_false": "fewer stops of the wrong person",
    "stops_faulty": "fewer stops by a faulty entry",
    "wrongful_days": "fewer days under a wrongful sanction",
}
#: Harms that count people, and days; of the others, an amount is in the unit of the measure.
_PEOPLE, _DAYS = ("wrongful", "unjust", "misidentified"), ("hardship", "wrongful_days")
#: A harm that counts people, and the same counted in days, of which another scenario may leave fewer.
_IN_DAYS = {"wrongful": "wrongful_days"}
#: Where two scenarios are told apart in fewer of the draws than this, neither is said to do less.
_MOSTLY = 0.75
#: Where they are equal in more of the draws than this, that is said first.
_HALF = 0.5
#: Most sentences of a headline.
MOST = 5


def sentences(comparison: Comparison) -> tuple[str, ...]:
    """What holds, a sentence or more each, from the scenario that does least harm on; none without draws.

    Each scenario against the next, the first against the baseline, and what is otherwise where the harm is counted in
    days.
    """
    ranked = told(comparison)
    if ranked is None:
        return ()
    pairs = _pairs(comparison, ranked.measure)
    found = [pairs[frozenset(pair)] for pair in pairwise(ranked.arms)]
    first = frozenset((ranked.arms[0], BASELINE))
    best = [pairs[first]] if first in pairs and first not in map(frozenset, pairwise(ranked.arms)) else []
    days = _otherwise_in_days(comparison, found)
    kept = found[: MOST - len(best) - len(days)]
    apart = ["Counted in days and not in people, the picture is different. "] + [""] * MOST
    return (
        *(sentence(comparison, one) for one in (*kept, *best)),
        *(begins + sentence(comparison, one) for begins, one in zip(apart, days, strict=False)),
    )


def _pairs(comparison: Comparison, measure: str) -> dict[frozenset[str], PairConclusion]:
    return {frozenset((one.less, one.more)): one for one in comparison.conclusions if one.measure == measure}


def _otherwise_in_days(comparison: Comparison, found: Sequence[PairConclusion]) -> list[PairConclusion]:
    """Pairs of scenarios, two at most, of which the other leaves fewer days, or that differ in days alone."""
    in_days = _pairs(comparison, _IN_DAYS.get(found[0].measure, "") if found else "")
    both = [(one, in_days[pair]) for one in found if (pair := frozenset((one.less, one.more))) in in_days]
    return [
        days
        for one, days in both
        if days.holds > days.turned
        and (
            (days.less != one.less and one.holds > one.turned)
            or (one.equal > _HALF * one.draws and days.equal <= _HALF * days.draws)
        )
    ][:2]


def told(comparison: Comparison) -> Ranking | None:
    """The ranking by the harm that a comparison is told by; None where no draw has any harm.

    A ban and the unwatched scenario, which are in every comparison, are ranked only where nothing else is compared.
    """
    drawn = comparison.drawn
    name = next((each for each in (*_FEWER, *drawn.levels) if each in drawn.levels), None) if drawn else None
    if drawn is None or name is None:
        return None
    kept = {arm: own for arm, own in drawn.levels[name].items() if arm == BASELINE or not _always(comparison, arm)}
    return ranking(name, kept if len(kept) > 1 else drawn.levels[name])


def method(comparison: Comparison) -> str:
    """How the conclusions were drawn; "" without draws."""
    drawn = comparison.drawn
    if drawn is None:
        return ""
    return (
        f"Conclusions rest on {counted(drawn.draws, 'draw')} of the assumptions{_posterior(comparison)}, each "
        f"simulated in every scenario with {people(drawn.population)}. Within a draw all scenarios have the same "
        "people, random numbers and assumptions."
    )


def _posterior(comparison: Comparison) -> str:
    """Which of the assumptions the draws take from a posterior."""
    if (named := posterior_in(comparison.manifest["ensemble"])) is None:
        return ""
    of = f", which was fitted to {named.fitted_to}" if named.fitted_to else ""
    return f" ({counted(named.parameters, 'assumption')} from the posterior in {named.file}{of})"


def sentence(comparison: Comparison, one: PairConclusion) -> str:
    """A conclusion, and where it turns.

    Names are the scenarios' titles.
    """
    less, more = (scenario_named(comparison, arm) for arm in (one.less, one.more))
    fewer = fewer_of(comparison, one.measure)
    harm = fewer.removeprefix("fewer ").removeprefix("less of ")
    if one.harmless == one.draws:  # neither can spare anybody from what befalls nobody: too few were simulated
        return f"No draw can tell {less} from {more}: in none of the {one.draws} does either leave any {harm}."
    same = _as_many(fewer)
    if one.holds == 0:
        return capital(f"{less} and {more} leave {same} in {of_draws(one.equal, one.draws)}.")
    of = of_draws(one.holds, one.draws)
    if one.equal > _HALF * one.draws and not one.throughout:
        begins = f"{less} and {more} leave {same} in {one.equal} of {one.draws} draws{_none_at_all(one)}"
        if one.harmless == one.equal:
            begins = f"neither {less} nor {more} leaves any {harm} in {one.equal} of {one.draws} draws"
        begins = f"{begins}; {less} leaves {_fewer(comparison, one)} in {one.holds} and {more} in {one.turned}."
    elif one.throughout or one.holds >= _MOSTLY * one.draws:
        begins = f"{less} leaves {fewer} than {more} in {of}{_rest(comparison, one)}."
    else:
        begins = (
            f"Whether {less} or {more} leaves {fewer} depends on the assumptions: {less} does in {of} and {more} in "
            f"{one.turned}{_neither(comparison, one)}."
        )
    return capital(begins) + _turns(comparison, one)


def of_draws(number: int, draws: int) -> str:
    """In how many of the draws.

    >>> of_draws(3, 200), of_draws(200, 200), of_draws(2, 2), of_draws(1, 1)
    ('3 of 200 draws', 'all 200 draws', 'both draws', 'the only draw')
    """
    if number < draws:
        return f"{number} of {draws} draws"
    return {1: "the only draw", 2: "both draws"}.get(draws, f"all {draws} draws")


def _rest(comparison: Comparison, one: PairConclusion) -> str:
    """The other draws, of one scenario beside the other: in how many it leaves more, and in how many as much.

    >>> from dataclasses import replace
    >>> from types import SimpleNamespace as Some
    >>> pair = PairConclusion(measure="wrongful", less="a", more="b", holds=7, equal=3, draws=10, harmless=2)
    >>> _rest(Some(), pair), _rest(Some(), replace(pair, harmless=3))
    (' and as many in 3, in 2 of them none at all', '; in 3 neither leaves any')
    >>> _rest(Some(), replace(pair, holds=6, harmless=0)), _rest(Some(), replace(pair, holds=6, harmless=3))
    (', more in 1 and as many in 3', ' and more in 1; in 3 neither leaves any')
    """
    more = f"more in {one.turned}" if one.turned else ""
    if one.equal and one.equal == one.harmless:
        return f"{f' and {more}' if more else ''}; in {one.equal} neither leaves any"
    equal = f"as {'much' if _less(comparison, one) else 'many'} in {one.equal}" if one.equal else ""
    if more and equal:
        return f", {more} and {equal}{_none_at_all(one)}"
    return f" and {more or equal}{_none_at_all(one)}" if more or equal else ""


def _neither(comparison: Comparison, one: PairConclusion) -> str:
    """The draws in which neither does less."""
    if not one.equal:
        return ""
    if one.equal == one.harmless:
        return f"; in {one.equal} neither leaves any"
    return f"; in {one.equal} they leave as {'much' if _less(comparison, one) else 'many'}{_none_at_all(one)}"


def _none_at_all(one: PairConclusion) -> str:
    """In how many of the equal draws neither scenario leaves any harm."""
    return f", in {one.harmless} of them none at all" if one.harmless else ""


def _turns(comparison: Comparison, one: PairConclusion) -> str:
    """Where it turns: a box of several assumptions, the threshold of one, or nothing that tells."""
    more, fewer = scenario_named(comparison, one.more), _fewer(comparison, one)
    if one.box:
        return _in_a_box(comparison, one.box, one)
    if one.flip:
        return _at_a_threshold(comparison, one.flip, one)
    if one.turned >= LEAST_TURNED:
        return f" No assumption, alone or with others, tells when {more} leaves {fewer}."
    if not one.turned:
        return _ceases(comparison, one)
    return (
        f" Where {more} leaves {fewer}, it is by at most {_amount(comparison, one)}, in too few draws to tell under "
        f"which assumptions.{_ceases(comparison, one)}"
    )


def _amount(comparison: Comparison, one: PairConclusion) -> str:
    """By how much it is the other way round at most."""
    number = short(one.most)
    if one.measure in _PEOPLE:
        return f"{number} of 10,000 people"
    if one.measure in _DAYS:
        return f"{number} {plural(number, 'day', 'days')} a year of 10,000 people"
    return f"{number} {comparison.defined[one.measure].unit}"


def _ceases(comparison: Comparison, one: PairConclusion) -> str:
    """Where it does not hold, being mostly equal: in a box, on a side of a threshold, or where nothing tells."""
    if min(one.holds, one.draws - one.holds) < LEAST_TURNED:
        return ""
    fewer = _fewer(comparison, one)
    less = scenario_named(comparison, one.less)
    depends = f" Whether {less} leaves {fewer} depends"
    if one.ceases_box:
        where = _bounds(comparison, one.ceases_box)
        return f"{depends} on several assumptions: where {where}, {_still(one.ceases_box)}."
    if one.ceases:
        side = f"where that is {_side(one.ceases.above, one.ceases.threshold)}"
        return f"{depends} most on {_assumption(comparison, one.ceases.parameter)}: {side}, {_still(one.ceases)}."
    return f" No assumption, alone or with others, tells when {less} does not leave {fewer}."


def _fewer(comparison: Comparison, one: PairConclusion) -> str:
    return "less" if _less(comparison, one) else "fewer"


def _less(comparison: Comparison, one: PairConclusion) -> bool:
    """Whether the harm is an amount and no number of people or days."""
    return fewer_of(comparison, one.measure).startswith("less")


def _still(where: Flip | TurningBox) -> str:
    """In how many draws a conclusion holds on either side of where it ceases; a tie is no turn."""
    inside, others = where.of - where.turned, where.of_others - where.elsewhere
    return f"it does in {inside} of {where.of} draws, elsewhere in {others} of {where.of_others}"


def _at_a_threshold(comparison: Comparison, flip: Flip, one: PairConclusion) -> str:
    where = f"where that is {_side(flip.above, flip.threshold)}"
    return f" It depends most on {_assumption(comparison, flip.parameter)}: {where}, {_turned(comparison, flip, one)}."


def _in_a_box(comparison: Comparison, box: TurningBox, one: PairConclusion) -> str:
    return f" Where {_bounds(comparison, box)}, {_turned(comparison, box, one)}."


def _turned(comparison: Comparison, where: Flip | TurningBox, one: PairConclusion) -> str:
    """In how many draws the other scenario does less harm, on either side of where it turns."""
    fewer = _fewer(comparison, one)
    return (
        f"{scenario_named(comparison, one.more)} leaves {fewer} in {where.turned} of {where.of} draws, elsewhere in "
        f"{where.elsewhere} of {where.of_others}"
    )


def _bounds(comparison: Comparison, box: TurningBox) -> str:
    return enumerated(
        [f"{_assumption(comparison, each.parameter)} is {_side(each.above, each.threshold)}" for each in box.bounds]
    )


def _assumption(comparison: Comparison, key: str) -> str:
    return f"“{comparison.meaning(key)}” ({key})"


def _side(above: bool, threshold: float) -> str:
    return f"{'above' if above else 'at or below'} {parameter(threshold, figures=2)}"


def _as_many(fewer: str) -> str:
    """What two scenarios leave that leave as much."""
    return fewer.replace("fewer", "the same number of", 1).replace("less of", "as much of", 1)


def fewer_of(comparison: Comparison, measure: str) -> str:
    """What a scenario leaves less of, as the object of "leaves"."""
    return _FEWER[measure] if measure in _FEWER else f"less of “{comparison.defined[measure].title}”"


def scenario_named(comparison: Comparison, arm: str) -> str:
    """A scenario by its title."""
    return "the baseline" if arm == BASELINE else f"“{comparison.about(arm)['title']}”"


def _always(comparison: Comparison, arm: str) -> bool:
    return str(comparison.about(arm)["written"]).partition("@")[0] in ALWAYS
