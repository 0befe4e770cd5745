"""How the figures of each method are to be read, negative ones and wide ones among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from glasshouse.studies.index_table import Index
from glasshouse.studies.posterior_words import NOTES as POSTERIOR_NOTES
from glasshouse.studies.study_parts import Output
from glasshouse.studies.study_plan import Study
from glasshouse.wording.change_words import with_interval
from glasshouse.wording.numbers import short

SHARED = (
    "Every point has the same people and common random numbers, so that what differs is the assumptions. What a "
    "study says "
    "holds within the ranges that were moved, for this scenario and this many days: an assumption with a narrow range "
    "drives little, however doubtful that range is."
)
UNDEFINED = "The figure is not defined at some points, and this method needs all of them; a Latin hypercube does not."
UNDEFINED_AT = "The figure is undefined at {undefined} of {points} points: too few are left to say what drives it."
SAME = "The figure is the same at all points: nothing that moved drives it."
SAME_WHERE_DEFINED = (
    "The figure is undefined at {undefined} of {points} points, and the same at all others: nothing can be said of "
    "what drives it."
)
#: Below so many people behind a figure, chance is a large part of it.
FEW_PEOPLE = 20
FEW = (
    "At half of the points {people} people or fewer are behind this figure, so that chance shows in it although it is "
    "shared: ask for a larger population, or more seeds."
)
#: An interval of Sobol, or of a rank correlation, that is wider says little.
WIDE = 0.3

NOTES: Mapping[str, tuple[str, ...]] = {
    "tornado": (
        "Each assumption was moved alone, to the low and to the high end of its range, with all others at their "
        "central values. What several do together does not show here.",
        "Both ends may lie on the same side of the centre: the figure then has a peak or a valley within the range.",
    ),
    "morris": (
        "The figure of an assumption is how much the output changes, on average, when it alone moves, seen from many "
        "settings of all others. Each move goes over two thirds of its range (evenly in the logarithm where that spans "
        "more than tenfold), and the change is multiplied by three halves, as if it went on alike over the whole.",
        "Moves count by their size; where they go both ways, the mean with its sign (mu) is much smaller, and can be "
        "negative: the output falls as the assumption rises. A spread (sigma) larger than the mean says that the "
        "effect depends on the other assumptions.",
        "A wide interval says that few settings were seen: ask for more points before ranking assumptions whose "
        "intervals overlap.",
    ),
    "sobol": (
        "The first figure is the part of the output's variance that would go away if this assumption alone were known; "
        "the total is that which it has a hand in, with others. A total well above the first says that it matters "
        "mostly together with others. Totals may add up to more than 1.",
        "No true part is negative. A negative one, or a first above its total, comes of too few points: read it as "
        "nothing. So does an interval that holds 0.",
        "A wide interval says that the points do not settle it. Four times the points halve it.",
    ),
    "latin-hypercube": (
        "The rank correlation goes from -1 to 1: how surely the output is higher wherever the assumption is higher. A "
        "negative one says that the output falls as the assumption rises, not that it matters less.",
        "An interval that holds 0 says that these points cannot tell it from nothing. With many assumptions, one in "
        "twenty of those that do nothing will still look as if it did.",
        "It sees what rises or falls throughout. An assumption with a peak in the middle of its range can matter and "
        "have none.",
    ),
    "prim": (
        "The box is found in the points, a slice at a time. Coverage: of all points at which the conclusion fails, the "
        "part inside the box. Density: of the points inside, the part at which it fails. A good box has much of both.",
        "Outside the box the conclusion mostly holds, but not always: coverage says how often it fails there too. "
        "Assumptions that the box does not name may take any value in their range.",
        "Bounds that could well have come of chance (above 1 in 20) are left out. Other boxes may do as well: a box "
        "is a summary, not a cause.",
    ),
    "calibrate": (
        "Assumptions were moved, and nothing else, until the figures came close to the published ones. That a fit "
        "exists does not make its assumptions true: where several fit, the figures do not tell them apart.",
        "A figure that was fitted proves nothing when it is then met. Test the fit on others: docs/validation.md.",
    ),
    "abc": POSTERIOR_NOTES,
}


_LESS = (
    "Safeguards' own numbers were moved, and nothing else, from what they are towards the people's side. The best "
    "found is the best of these points, in this model: it says where to look, and not that it would be so.",
    "Where nobody is harmed as it is, nothing can be found.",
)


def of(study: Study) -> tuple[str, ...]:
    """How a study of its method is to be read."""
    return _LESS if study.less_of else NOTES[study.method]


def _tornado(one: Index, by: Mapping[tuple[str, str], Index], output: Output) -> str:
    low, high = by[one.parameter, "at_low"].value, by[one.parameter, "at_high"].value
    return f"{short(low)} at its low end and {short(high)} at its high end"


def _morris(one: Index, by: Mapping[tuple[str, str], Index], output: Output) -> str:
    mean = by[one.parameter, "mu"].value
    if abs(mean) < 0.5 * one.value:
        way = "up or down, depending on the others"
    else:
        way = "upwards as it rises" if mean > 0 else "downwards as it rises"
    return f"which moves it by {interval(one)} for its whole range, {way}"


def _sobol(one: Index, by: Mapping[tuple[str, str], Index], output: Output) -> str:
    first = by[one.parameter, "first"]
    return f"with a hand in {interval(one)} of the variance, and alone in {interval(first)}"


def _ranks(one: Index, by: Mapping[tuple[str, str], Index], output: Output) -> str:
    way = "higher" if one.value > 0 else "lower"
    return f"with which it is {way} (rank correlation {interval(one)})"


#: What an assumption's figure says, in a clause.
SAYS: Mapping[str, Callable[[Index, Mapping[tuple[str, str], Index], Output], str]] = {
    "tornado": _tornado,
    "morris": _morris,
    "sobol": _sobol,
    "latin-hypercube": _ranks,
}


def interval(one: Index) -> str:
    """A figure with its interval.

    >>> interval(Index(output="x", parameter="y", name="z", value=-0.5, low=-0.61, high=-0.4))
    '−0.5 (−0.61 to −0.4)'
    """
    return with_interval(one.value, one.low, one.high)


def _of_sobol(found: Sequence[Index]) -> list[str]:
    said = []
    negative = [one for one in found if one.value < 0]
    if negative:
        said.append(
            f"{len(negative)} of {len(found)} parts came out negative, the lowest "
            f"{short(min(one.value for one in negative))}: too few points to tell them from nothing."
        )
    return said + _wide([one for one in found if one.name == "total"], "Sobol parts")


def _wide(found: Sequence[Index], what: str) -> list[str]:
    wide = [one for one in found if one.high - one.low > WIDE]
    if not wide:
        return []
    return [
        f"{len(wide)} of {len(found)} {what} have intervals wider than {WIDE:g}: do not rank these by their figures; "
        "ask for more points."
    ]


def _of_ranks(found: Sequence[Index]) -> list[str]:
    apart = sum(one.low > 0 or one.high < 0 for one in found)
    said = [f"Of {len(found)} assumptions, {apart} have an effect that these points can tell from none."]
    return (said if found else []) + _wide(found, "rank correlations")


def _of_morris(found: Sequence[Index]) -> list[str]:
    stars = sorted((one for one in found if one.name == "mu_star"), key=lambda one: -one.value)
    if len(stars) > 1 and stars[1].high > stars[0].low:
        return ["The intervals of the strongest overlap: their order among each other is not settled."]
    return []


#: What to beware of in an output's own indices.
WARNINGS: Mapping[str, Callable[[Sequence[Index]], list[str]]] = {
    "sobol": _of_sobol,
    "latin-hypercube": _of_ranks,
    "morris": _of_morris,
}
