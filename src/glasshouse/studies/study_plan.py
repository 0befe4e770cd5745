"""A study, loaded: the scenarios in which its points are simulated, what moves, and what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glasshouse.studies import aims
from glasshouse.studies.point_rates import Size
from glasshouse.studies.study_parts import Conclusion, Moved, Output, Target

if TYPE_CHECKING:
    from glasshouse.comparison.resolve_arm import Arm
    from glasshouse.mechanism_set import MechanismSet
    from glasshouse.scenario.scenario import Scenario

#: The methods, each in a few words.
METHODS = {
    "tornado": "one assumption at a time, from the low to the high end of its range",
    "morris": "Morris: steps over two thirds of a range from many places, one assumption at a time",
    "sobol": "Sobol: what part of the spread each assumption accounts for, alone and with others",
    "latin-hypercube": "a Latin hypercube: all assumptions at once, and how the figure ranks with each",
    "prim": "PRIM: in which box of assumptions a conclusion fails",
    "calibrate": "a search for the assumptions that fit best",
    "abc": "sequential Monte Carlo ABC: what published figures, with their error, leave of each assumption's range",
}
#: What "calibrate" is where it has no published figures, but a harm to lower.
LESS = "a search for the safeguards' numbers with which least of the harm is left"


@dataclass(frozen=True, kw_only=True)
class Study:
    """A study before it is carried out. ``size`` holds the first seed; ``seeds`` is simulated at each point.

    ``document`` is the file as JSON can hold it, and ``hash`` the fingerprint of all that its points depend on.
    Raises ``AimError`` where it aims at what no study may aim at.
    """

    name: str
    title: str
    scenario: Scenario
    arm: Arm | None
    size: Size
    seeds: int
    method: str
    points: int
    moved: tuple[Moved, ...]
    outputs: tuple[Output, ...]
    conclusion: Conclusion | None
    targets: tuple[Target, ...]
    less_of: Output | None
    document: Mapping[str, Any]
    hash: str
    command: str

    def __post_init__(self) -> None:
        """Hold the third red line, wherever a study comes from."""
        aims.check(
            scenario=self.scenario,
            arm=self.arm.scenario if self.arm else None,
            moved=self.moved,
            conclusion=self.conclusion,
            targets=self.targets,
            less_of=self.less_of,
        )

    @property
    def label(self) -> str:
        """What the whole is: as soon as one scenario is hypothetical, the study is."""
        scenarios = [self.scenario, *([self.arm.scenario] if self.arm else [])]
        return "hypothetical" if any(one.label == "hypothetical" for one in scenarios) else "documented"

    @property
    def summaries(self) -> tuple[str, ...]:
        """Functions of one's own that its targets name."""
        return tuple(target.output.measure for target in self.targets if target.output.summary)

    @property
    def mechanisms(self) -> MechanismSet:
        """The mechanisms of its scenarios."""
        return self.scenario.mechanisms.with_(self.arm.scenario.mechanisms if self.arm else ())

    @property
    def asked(self) -> tuple[Output, ...]:
        """Every output that a point must have: those reported, and those aimed at."""
        more = [*(target.output for target in self.targets)]
        more += [self.conclusion.output] if self.conclusion else []
        more += [self.less_of] if self.less_of else []
        return tuple(dict.fromkeys((*self.outputs, *more)))
