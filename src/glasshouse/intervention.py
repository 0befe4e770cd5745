"""A safeguard as code: one composable change of a scenario, with its evidence; or a reference to compare with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError, nearest
from glasshouse.mechanism import Mechanism, maker

#: From a number that is in force (``scenario.ParameterValue``) to the one that takes its place.
Change = Callable[[Any], Any]
#: The stages of the day; safeguards are laid over a scenario in this order.
STAGES = ("attribute", "record", "score", "sanction", "redress", "all")
#: What stands on a command line, joined to others by +, and names a folder.
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


@dataclass(frozen=True, kw_only=True)
class Intervention:
    """One change for the better, or a reference to compare with.

    - `sentence`: what it does, in one sentence; `fails`: when it does nothing, or backfires, in another.
    - `stage`: the stage of the day on which it works: attribute, record, score, sanction, redress or all.
    - `numbers`: changes of parameters by key, made by `fixed`, `shifted`, `multiplied`, `at_most` or `at_least` of
      ``glasshouse.authoring``. They reach dated events too, so that no event undoes them.
    - `switches`, `dates`, `gates`: the other keys. Dates are given (scenario, first day, days in all),
      gates (key, gates).
    - `of_all`: for one that hangs on other mechanisms: given all of a scenario, the fields that follow from them.
    - `reference`: nobody can bring it about; it shows what others are measured against.
    - `needs`: the section of a scenario without which it does nothing. `tried`: its place among the safeguards that a
      report names first, where their sections are on; it names none without a place. `heading`: how the report begins,
      its name unless given. `begins`: how a sentence on a scenario with it begins, "With" and its title unless given.

    One of somebody's own is an arm of ``glasshouse.compare`` and ``glasshouse.counterfactual`` as it is:

    >>> import glasshouse
    >>> from glasshouse.authoring import fixed
    >>> careful = Intervention(
    ...     name="careful", title="careful flags", sentence="No innocent post is flagged.", fails="Where none was.",
    ...     stage="attribute", numbers={"internet.false_flag": fixed(0, assumed="a trial")},
    ... )
    >>> table = glasshouse.counterfactual("as-described", [careful], population=300, days=7, outcomes="wrongful")
    >>> table.columns[-2:]
    ['wrongful:baseline', 'wrongful:careful']
    """

    name: str
    title: str
    sentence: str
    fails: str
    stage: str
    numbers: Mapping[str, Change] = field(default_factory=dict[str, Any])
    switches: Mapping[str, bool] = field(default_factory=dict[str, Any])
    dates: Callable[[Any, int, int], Mapping[str, date | None]] | None = None
    gates: Callable[[str, tuple[str, ...]], tuple[str, ...]] | None = None
    of_all: Callable[[Iterable[Mechanism]], Mapping[str, Any]] | None = None
    reference: bool = False
    needs: str = ""
    tried: int | None = None
    heading: str = ""
    begins: str = ""
    module: str = field(default_factory=maker)

    def __post_init__(self) -> None:
        """Raise ``BadInputError`` for words that are none, for another stage, and for a number without a reason."""
        for word in ("name", "title", "sentence", "fails"):
            given = getattr(self, word)
            # Whether it says when it fails is a check of ``glasshouse.testing``, which tells it with others.
            if not isinstance(given, str) or not (given.strip() or word == "fails"):
                raise BadInputError(Argument(word), f" of a safeguard must be a text, not {given!r}.")
        if not _NAME.fullmatch(self.name):
            near = re.sub(r"[^A-Za-z0-9_-]+", "-", self.name).strip("-")
            hint = f" Did you mean {near!r}?" if _NAME.fullmatch(near) else ""
            raise BadInputError(
                Argument("name", self.name), f": it must be letters, digits, - and _, as in a command.{hint}"
            )
        if self.stage not in STAGES:
            hint = nearest(str(self.stage), STAGES) or f" It may be {', '.join(STAGES)}."
            raise BadInputError(f"stage={self.stage!r} of the safeguard '{self.name}': there is no such stage.{hint}")
        for key, change in self.numbers.items():
            if not callable(change):
                how = f"write glasshouse.authoring.fixed({change!r}, assumed='why')"
                raise BadInputError(
                    Argument("numbers", {key: change}), f": it must be a change with its reason; {how}."
                )

    def among(self, mechanisms: Iterable[Mechanism]) -> Intervention:
        """As it is among the mechanisms of a scenario.

        >>> from glasshouse.interventions import INTERVENTIONS
        >>> from glasshouse.mechanism_set import SHIPPED
        >>> appeal = INTERVENTIONS["appeal"]
        >>> appeal.among(SHIPPED) is appeal
        True
        """
        return self if self.of_all is None else replace(self, **self.of_all(mechanisms))


def fixed(value: float, low: float | None = None, high: float | None = None, **evidence: str) -> Change:
    """A number of one's own, with its range, and `assumed`, or `source` and `confidence`.

    >>> from glasshouse.scenario import load
    >>> old = load("as-described").parameters["redress.notice"]
    >>> fixed(0.9, 0.8, 1, assumed="a duty")(old).value
    0.9
    """
    blank = {"source": None, "confidence": None, "assumed": None}

    def change(given: Any) -> Any:
        ends = (value if low is None else low, value if high is None else high)
        return replace(given, value=value, low=ends[0], high=ends[1], **{**blank, **evidence})

    return change


def _moved(move: Callable[[float], float], why: str) -> Change:
    def change(given: Any) -> Any:
        value, low, high = (move(x) for x in (given.value, given.low, given.high))
        return replace(given, value=value, low=low, high=high, source=None, confidence=None, assumed=why)

    return change


def shifted(by: float, why: str) -> Change:
    """What it was, and so much more; its range moves with it.

    >>> from glasshouse.scenario import load
    >>> old = load("as-described").parameters["people.trips"]
    >>> old.value, shifted(1, "a bus line more")(old).value
    (2.3, 3.3)
    """
    return _moved(lambda x: x + by, why)


def multiplied(by: float, why: str) -> Change:
    """What it was, times a factor; its range too.

    >>> from glasshouse.scenario import load
    >>> old = load("as-described").parameters["people.trips"]
    >>> old.value, multiplied(0.5, "half of them")(old).value
    (2.3, 1.15)
    """
    return _moved(lambda x: x * by, why)


def at_most(limit: float, why: str) -> Change:
    """What it was, if that was no more than the limit.

    >>> from glasshouse.scenario import load
    >>> old = load("as-described").parameters["people.trips"]
    >>> at_most(2, "a limit")(old).value, at_most(9, "a limit")(old).value
    (2, 2.3)
    """
    return _moved(lambda x: min(x, limit), why)


def at_least(limit: float, why: str) -> Change:
    """What it was, if that was no less than the limit.

    >>> from glasshouse.scenario import load
    >>> old = load("as-described").parameters["people.trips"]
    >>> at_least(2, "a duty")(old).value, at_least(9, "a duty")(old).value
    (2.3, 9)
    """
    return _moved(lambda x: max(x, limit), why)
