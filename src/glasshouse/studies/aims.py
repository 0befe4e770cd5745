"""What a study may aim at: the third red line of the project, in code.

A study that only looks (tornado, Morris, Sobol, Latin hypercube) may report any measure. One that *aims*, because it
sorts scenarios into good and bad (a conclusion) or looks for the best (an objective), may aim at two things alone: fit
with published figures, and less of a harm that `docs/measures.md` marks with a star (wrongful, unjust, unequal,
hardship, misidentification).

- Nothing else is an objective. Fewer misses is more detection, and less chilling can be bought with secrecy: whoever
  lowers either has designed a better surveillance system, not a less harmful one.
- A conclusion says that a harm is small, never that it is large.
- Published figures have a source, so that a fit cannot be to a wish. What is fitted are assumptions, within the range
  of their evidence: only what is not known moves, never the design of the system. A published figure is of one
  scenario, as it is, and no figure of the system's reach or of people's fear or compliance is fitted.
- Where less of a harm is sought, it is sought in one scenario (a gap between two can be widened by making the other one
  worse), only safeguards' own numbers move, and only from where they stand in that scenario towards the people's side:
  how many sanctions are reviewed, how long records are kept, how sure a match must be. Otherwise the search would
  set up the system itself (more cameras bring fewer mistaken reports, say), and its answer could be more control.

`Study` holds these lines itself, so that one built in Python is refused like one in a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasshouse.measures import HARMS, measures_of
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.protection import Protects
from glasshouse.scenario.scenario_error import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glasshouse.scenario.scenario import Scenario
    from glasshouse.studies.study_parts import Conclusion, Moved, Output, Target

    #: What is wrong in a sentence, and where in a study file that stands.
    Fault = tuple[str, tuple[str | int, ...]]


def sides(mechanisms: MechanismSet) -> dict[str, str]:
    """Safeguards' own numbers, and the side to which each protects people more ("up" or "down").

    A mechanism speaks for its own parameters alone.
    """
    return {
        key: side
        for each in mechanisms
        for declared in each.declared(Protects)
        for key, side in declared.sides.items()
        if any(row.key == key for row in each.parameters)
    }


def refusal(measure: str, mechanisms: MechanismSet = SHIPPED) -> str | None:
    """Why a measure may not be aimed at, in a sentence; None where it may be.

    >>> refusal("wrongful") is None
    True
    >>> refusal("misses").split(":")[0]
    "'misses' may be reported and never aimed at"
    """
    found = measures_of(mechanisms).get(measure)
    if found is not None and found.objective:
        return None
    why = (found and found.unsought) or "it is no harm that a safeguard alone could lower"
    return (
        f"'{measure}' may be reported and never aimed at: {why}. A study may aim at fit with published figures, or at "
        "less of: wrongful, unjust, unequal, hardship, misidentification (marked with a star in docs/measures.md)."
    )


def misplaced(key: str, value: float, low: float, high: float, mechanisms: MechanismSet = SHIPPED) -> str | None:
    """Why a search for less of a harm may not move a number over a range, in a sentence; None where it may.

    >>> misplaced("redress.review_share", 0.0, 0.0, 1.0) is None
    True
    >>> misplaced("cameras.total", 2e8, 1e8, 3e8).partition(":")[0]
    'cameras.total is no number of a safeguard'
    >>> misplaced("redress.decision_days", 90, 30, 365).partition(":")[0]
    'redress.decision_days protects people less when it rises'
    >>> misplaced("redress.notice", 0.3, 0.5, 0.9)
    'redress.notice is 0.3 now: its range must begin there, so that the search sets out from the world as it is.'
    """
    side = sides(mechanisms).get(key)
    if side is None:
        return (
            f"{key} is no number of a safeguard: where less of a harm is sought, only safeguards move, not the system."
        )
    start, bound = (low, "begin") if side == "up" else (high, "end")
    if start == value:
        return None
    if (side == "up") == (start < value):
        worse = "falls" if side == "up" else "rises"
        return f"{key} protects people less when it {worse}: its range must {bound} at what it is now, {value:g}."
    return f"{key} is {value:g} now: its range must {bound} there, so that the search sets out from the world as it is."


def unfit(measure: str, side: str, mechanisms: MechanismSet = SHIPPED) -> str | None:
    """Why a published figure of a measure may not be fitted, in a sentence; None where it may.

    >>> unfit("sanctioned", "baseline") is None
    True
    >>> unfit("misses", "baseline")
    "'misses' may be reported and never aimed at, not even as a published figure: fewer misses is more detection."
    >>> unfit("sanctioned", "ratio").partition(":")[0]
    "a published figure is of the world as it is, not 'ratio'"
    """
    found = measures_of(mechanisms).get(measure)
    why = found and found.unsought
    if not why and measure not in HARMS and refusal(measure, mechanisms):
        why = "its plug-in declares it as no harm"
    if why:
        return f"'{measure}' may be reported and never aimed at, not even as a published figure: {why}."
    if side != "baseline":
        return f"a published figure is of the world as it is, not '{side}': write 'of: baseline', or leave 'of' out."
    return None


def beyond(key: str, own: tuple[float, float], evidence: tuple[float, float]) -> str | None:
    """Why a fit may not move a number over a range of the study's own, in a sentence; None where it may.

    >>> beyond("people.trips", (1, 2), (1, 3)) is None
    True
    >>> beyond("people.trips", (1, 4), (1, 3)).partition(":")[0]
    'people.trips may move within the range of its evidence, 1 to 3'
    >>> beyond("redress.audit", (0, 1), (0, 0))
    'redress.audit has no range of evidence, so that it stays at 0: in a fit what is not known moves, never the design.'
    """
    if evidence[0] <= own[0] and own[1] <= evidence[1]:
        return None
    if evidence[0] == evidence[1]:
        begin = f"{key} has no range of evidence, so that it stays at {evidence[0]:g}"
    else:
        begin = f"{key} may move within the range of its evidence, {evidence[0]:g} to {evidence[1]:g}"
    return f"{begin}: in a fit what is not known moves, never the design."


class AimError(ScenarioError):
    """A study that may not be. ``at`` is where in a study file that stands.

    >>> AimError(str(refusal("fear", SHIPPED)), ("conclusion", "measure")).at
    ('conclusion', 'measure')
    """

    def __init__(self, message: str, at: tuple[str | int, ...]) -> None:
        """Keep the place beside the message."""
        super().__init__(message)
        self.at = at


def check(
    *,
    scenario: Scenario,
    arm: Scenario | None,
    moved: Sequence[Moved],
    conclusion: Conclusion | None,
    targets: Sequence[Target],
    less_of: Output | None,
) -> None:
    """Raise ``AimError`` for a study that aims at anything but fit with published figures, or less of a harm."""
    faults: list[Fault] = [
        *([] if conclusion is None else _of_conclusion(conclusion)),
        *(_of_fit(scenario, moved, targets) if targets else ()),
        *([] if less_of is None else _of_less(scenario, arm, moved, less_of)),
    ]
    for message, at in faults[:1]:
        raise AimError(message, at)


def _of_conclusion(conclusion: Conclusion) -> Iterator[Fault]:
    if message := refusal(conclusion.output.measure, conclusion.output.mechanisms):
        yield message, ("conclusion", "measure")


def _of_fit(scenario: Scenario, moved: Sequence[Moved], targets: Sequence[Target]) -> Iterator[Fault]:
    for k, target in enumerate(targets):
        if target.output.summary:  # a function of one's own, which the model knows nothing of
            continue
        if message := unfit(target.output.measure, target.output.side, target.output.mechanisms):
            yield message, ("targets", k, "measure")
    evidence = scenario.all_given()
    for one in moved:
        known = evidence.get(one.key, one.given)
        if message := beyond(one.key, (one.given.low, one.given.high), (known.low, known.high)):
            yield message, ("parameters",)


def _of_less(scenario: Scenario, arm: Scenario | None, moved: Sequence[Moved], output: Output) -> Iterator[Fault]:
    path, side = ("objective", "less-of"), output.side
    if message := refusal(output.measure, output.mechanisms):
        yield message, path
    aimed = {"baseline": scenario, "arm": arm}.get(side)
    if aimed is None:
        some = "'of: baseline' or 'of: arm'" if arm else "'of: baseline'"
        yield (
            f"less of a harm is sought in one scenario: write {some}, not '{side}', which another scenario shifts.",
            path,
        )
        return
    for one in moved:
        if message := _misplaced_in(one, aimed):
            yield message, ("parameters",)


def _misplaced_in(one: Moved, scenario: Scenario) -> str | None:
    """``misplaced`` with the numbers of the very scenario in which the harm is to be less."""
    there = scenario.all_given().get(one.key, one.given)
    over = one.given if one.own else there
    return misplaced(one.key, there.value, over.low, over.high, scenario.mechanisms)
