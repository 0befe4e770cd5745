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
    apart = ["Counted in days, and not in people, it is another matter. "] + [""] * MOST
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


def ranks(comparison: Comparison) -> str:
    """Which scenarios do least harm, in how many draws; "" without draws, and where only two are compared."""
    ranked = told(comparison)
    if ranked is None or len(ranked.arms) < 3:
        return ""
    first, *others = zip(ranked.arms, ranked.first, ranked.tied, strict=True)
    by = _fewer(comparison, ranked.measure).removeprefix("fewer ").removeprefix("less of ")
    of = counted(ranked.draws, "draw")
    places = [f"{_named(comparison, first[0])} comes first in {first[1]} of {of}{_shared(first[1], first[2])}"]
    places += [f"{_named(comparison, arm)} in {number}{_shared(number, tied)}" for arm, number, tied in others]
    return f"Ranked in each draw from the fewest {by}, {enumerated(places)}."


def _shared(first: int, tied: int) -> str:
    """How many of the first places are shared with another scenario.

    >>> _shared(9, 0), _shared(9, 4), _shared(4, 4), _shared(1, 1)
    ('', ' (4 of them ties)', ' (all ties)', ' (a tie)')
    """
    if not tied:
        return ""
    if tied == first:
        return " (all ties)" if first > 1 else " (a tie)"
    return f" ({tied} of them {plural(tied, 'a tie', 'ties')})"


def method(comparison: Comparison) -> str:
    """How the conclusions were drawn; "" without draws."""
    drawn = comparison.drawn
    if drawn is None:
        return ""
    return (
        f"What holds is counted over {counted(drawn.draws, 'draw')} of the assumptions{_posterior(comparison)}, each "
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
    less, more = (_named(comparison, arm) for arm in (one.less, one.more))
    fewer = _fewer(comparison, one.measure)
    if one.harmless == one.draws:  # neither can spare anybody from what befalls nobody: too few were simulated
        harm = fewer.removeprefix("fewer ").removeprefix("less of ")
        return f"No draw can tell {less} from {more}: in none of the {one.draws} does either leave any {harm}."
    if one.holds == 0:
        return _capital(f"{less} and {more} leave {_as_many(fewer)}, in all {counted(one.draws, 'draw')}.")
    of = f"all {counted(one.draws, 'draw')}" if one.holds == one.draws else f"{one.holds} of {one.draws} draws"
    if one.throughout and one.equal:
        begins = f"{less} leaves {fewer} than {more} in {of}, with {_tied(one)}."
        return _capital(begins) + _ceases(comparison, one)
    if one.equal > _HALF * one.draws:
        none = f", with none in either in {one.harmless} of these" if one.harmless else ""
        begins = (
            f"{less} and {more} leave {_as_many(fewer)} in {one.equal} of {one.draws} draws, a tie{none}; {less} "
            f"leaves {fewer} in {one.holds}, {more} in {one.turned}."
        )
    elif one.throughout or one.holds >= _MOSTLY * one.draws:
        begins = f"{less} leaves {fewer} than {more}: in {of}{_rest(one)}."
    else:
        rest = f", {_tied(one)}" if one.equal else ""
        begins = (
            f"Whether {less} or {more} leaves {fewer} depends on the assumptions: {less} does in {of}, {more} in "
            f"{one.turned}{rest}."
        )
    return _capital(begins) + _turns(comparison, one)


def _rest(one: PairConclusion) -> str:
    """The other draws."""
    parts = [f"more in {one.turned}"] if one.turned else []
    parts += [_tied(one)] if one.equal else []
    return f", {' and '.join(parts)}" if parts else ""


def _tied(one: PairConclusion) -> str:
    """The draws in which neither does less: ties, and in how many of them there is no harm at all.

    >>> pair = PairConclusion(measure="wrongful", less="a", more="b", holds=7, equal=3, draws=10, harmless=2)
    >>> _tied(pair)
    'a tie in 3 (2 with none in either)'
    """
    said = f"a tie in {one.equal}"
    if not one.harmless:
        return said
    if one.harmless == one.equal:
        return f"{said} (with none in either)"
    return f"{said} ({one.harmless} with none in either)"


def _turns(comparison: Comparison, one: PairConclusion) -> str:
    """Where it turns: a box of several assumptions, the threshold of one, or nothing that tells."""
    if one.box:
        return _in_a_box(comparison, one.box, one)
    if one.flip:
        return _at_a_threshold(comparison, one.flip, one)
    if one.turned >= LEAST_TURNED:
        return " No assumption, alone or with others, tells when it turns."
    if not one.turned:
        return _ceases(comparison, one)
    return (
        f" Where the other leaves {'less' if _less(comparison, one) else 'fewer'}, it is by at most "
        f"{_amount(comparison, one)}, in too few draws to say under which assumptions."
        f"{_ceases(comparison, one)}"
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
    fewer = "less" if _less(comparison, one) else "fewer"
    less = _named(comparison, one.less)
    depends = f" Whether {less} leaves {fewer} depends on"
    if one.ceases_box:
        return f"{depends} several assumptions: where {_bounds(comparison, one.ceases_box)}, {_still(one.ceases_box)}."
    if one.ceases:
        side = _side(one.ceases.above, one.ceases.threshold)
        return f"{depends} {_assumption(comparison, one.ceases.parameter)}: {side}, {_still(one.ceases)}."
    return f" No assumption, alone or with others, tells when {less} leaves no {fewer}."


def _less(comparison: Comparison, one: PairConclusion) -> bool:
    """Whether the harm is an amount and no number of people or days."""
    return _fewer(comparison, one.measure).startswith("less")


def _still(where: Flip | TurningBox) -> str:
    """In how many draws a conclusion holds on either side of where it ceases; a tie is no turn."""
    inside, others = where.of - where.turned, where.of_others - where.elsewhere
    return f"it does in {inside} of {where.of} draws, elsewhere in {others} of {where.of_others}"


def _at_a_threshold(comparison: Comparison, flip: Flip, one: PairConclusion) -> str:
    return (
        f" It turns on {_assumption(comparison, flip.parameter)}: {_side(flip.above, flip.threshold)}, "
        f"{_named(comparison, one.more)} does better in {flip.turned} of {flip.of} draws, elsewhere in "
        f"{flip.elsewhere} of {flip.of_others}."
    )


def _in_a_box(comparison: Comparison, box: TurningBox, one: PairConclusion) -> str:
    better = f"{_named(comparison, one.more)} does better in {box.turned} of {box.of} draws"
    return (
        f" It turns where {_bounds(comparison, box)}: there, {better}, elsewhere in {box.elsewhere} of {box.of_others}."
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
    return fewer.replace("fewer", "as many", 1).replace("less of", "as much of", 1)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _fewer(comparison: Comparison, measure: str) -> str:
    return _FEWER[measure] if measure in _FEWER else f"less of “{comparison.defined[measure].title}”"


def _named(comparison: Comparison, arm: str) -> str:
    return "the baseline" if arm == BASELINE else f"“{comparison.about(arm)['title']}”"


def _always(comparison: Comparison, arm: str) -> bool:
    return str(comparison.about(arm)["written"]).partition("@")[0] in ALWAYS
