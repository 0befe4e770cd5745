"""What a call in memory is given, looked at before anything is simulated: each fault names its argument."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from numbers import Integral, Real
from typing import Any, TypeVar, cast

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError, nearest
from glasshouse.intervention import Intervention
from glasshouse.mechanism import KINDS, Mechanism
from glasshouse.scenario import with_sets
from glasshouse.scenario.scenario import Scenario
from glasshouse.scenario.scenario_error import ScenarioError

T = TypeVar("T")
#: So many names are all told where none is near.
_FEW = 12
#: Every how many days an observer is called, by the word for it; None: on the last evening of each month.
_EVERY: dict[str, int | None] = {"day": 1, "week": 7, "month": None}


def days_between(every: str | int) -> int | None:
    """Every how many days an observer is called; None: on the last of each month. Raises ``BadInputError``.

    >>> days_between("week"), days_between(10), days_between("month")
    (7, 10, None)
    """
    if isinstance(every, str) and every in _EVERY:
        return _EVERY[every]
    if isinstance(every, (str, bool)) or not isinstance(every, Integral) or every < 1:
        hint = nearest(every, _EVERY) if isinstance(every, str) else ""
        said = f": it must be 'day', 'week', 'month', or a whole number of days.{hint}"
        raise BadInputError(Argument("every", every), said)
    return int(every)


def function(name: str, given: Any, of: str) -> None:
    """Raise ``BadInputError`` where an argument is no function."""
    if not callable(given):
        raise BadInputError(Argument(name, given), f": it must be a function of {of}.")


def single_or_many(asked: T | Iterable[T], *single: type) -> list[T]:
    """What was asked for, of which one may stand alone.

    >>> single_or_many("appeal", str), single_or_many(["appeal", "ban"], str)
    (['appeal'], ['appeal', 'ban'])
    """
    return [cast("T", asked)] if isinstance(asked, single) else list(cast("Iterable[T]", asked))


def at_least_one(name: str, asked: T | Iterable[T], *single: type) -> list[T]:
    """The same of an argument that needs at least one. Raises ``BadInputError`` for none.

    >>> at_least_one("arms", [])
    Traceback (most recent call last):
    glasshouse.errors.BadInputError: arms=[]: it must name at least one.
    """
    try:
        found = single_or_many(asked, *single)
    except TypeError:
        found = []
    if not found:
        raise BadInputError(Argument(name, asked), ": it must name at least one.")
    return found


def switch(name: str, given: Any) -> bool:
    """True or False, of Python or of NumPy. Raises ``BadInputError`` for anything else.

    >>> switch("strings", True)
    True
    """
    plain = _plain(given)
    if not isinstance(plain, bool):
        raise BadInputError(Argument(name, given), ": it must be True or False.")
    return plain


def overridden(scenario: Scenario, overrides: Mapping[str, Any]) -> Scenario:
    """A scenario with numbers, switches, texts and dates laid over it by key. Raises ``ScenarioError``.

    >>> from glasshouse.scenario import load
    >>> overridden(load("as-described"), {"internet.fals_flag": 0})
    Traceback (most recent call last):
    glasshouse.scenario.scenario_error.ScenarioError: overrides={'internet.fals_flag': 0}: unknown key \
'internet.fals_flag'. Did you mean 'internet.false_flag'?
    """
    if not isinstance(overrides, Mapping):
        raise BadInputError(Argument("overrides", overrides), ": it must be values by key, such as {'days': 30}.")
    if not overrides:
        return scenario
    sets = [_set(key, value) for key, value in overrides.items()]
    try:
        # At once: a place moves numbers of the preset, and none that is given beside it.
        return with_sets(scenario, sets)
    except ScenarioError as error:
        if isinstance(error.where, str):  # of a place that is a file
            raise
        blamed = _at_fault(scenario, overrides, sets, error.message)
        raise ScenarioError(error.message, where=Argument("overrides", blamed)) from None


def _set(key: str, value: Any) -> str:
    one = Argument("overrides", {key: value})
    if isinstance(value, str) and not value.strip():
        raise ScenarioError("it is empty.", where=one)
    try:
        return f"{key}={_written(value)}"
    except TypeError:
        raise ScenarioError("it is no number, switch, text, date or list of texts.", where=one) from None


def _at_fault(scenario: Scenario, overrides: Mapping[str, Any], sets: list[str], message: str) -> Mapping[str, Any]:
    """The override that alone is refused for the same reason, or all of them where none is.

    Another one may be refused alone for a reason that it does not have beside the others.
    """
    for (key, value), one in zip(overrides.items(), sets, strict=True):
        try:
            with_sets(scenario, [one])
        except ScenarioError as error:
            if error.message == message:
                return {key: value}
    return dict(overrides)


def _written(value: Any) -> str:
    """A value as ``--set`` takes it, behind the ``=``. Raises ``TypeError`` for what it takes in no form.

    >>> _written("london"), _written(date(2020, 1, 1)), _written(["hotel", "flight"]), _written(False), _written(0.5)
    ('london', '2020-01-01', '[hotel, flight]', 'false', '0.5')
    """
    value = _plain(value)
    if isinstance(value, datetime):
        if value.time() != time():
            raise TypeError("a moment, and no day")
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (str, os.PathLike)):
        return os.fspath(cast("str", value))
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_word, cast('list[Any]', value)))}]"
    return json.dumps(value)


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _plain(value: Any) -> Any:
    """A number of NumPy as one of Python."""
    return value.item() if hasattr(value, "item") and not hasattr(value, "__len__") else value


def drawn_values(drawn: Mapping[str, float], scenario: Scenario) -> dict[str, float]:
    """Values of parameters that a scenario has.

    Raises ``BadInputError`` for another key, for what is no number, and for one beyond what its parameter may be.
    """
    if not isinstance(drawn, Mapping):
        said = ": it must be values by key, such as {'internet.false_flag': 0.001}."
        raise BadInputError(Argument("drawn", drawn), said)
    known = scenario.all_given()
    for key, value in drawn.items():
        if key not in known:
            raise BadInputError(Argument("drawn"), f": the scenario has no parameter '{key}'.{nearest(key, known)}")
        if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
            raise BadInputError(Argument("drawn", {key: value}), ": it must be a number.")
        row = scenario.mechanisms.parameters.get(key.rpartition(":")[2])
        low, high, whole = row.bounds if row else KINDS["level"]  # an event's jump of fear is no parameter
        if not low <= value <= high:
            said = f"below the lowest value {low:g}" if value < low else f"above the highest value {high:g}"
            raise BadInputError(Argument("drawn", {key: value}), f": {key} is {value:g}, {said}.")
        if whole and value != int(value):
            raise BadInputError(Argument("drawn", {key: value}), f": {key} must be a whole number, not {value:g}.")
    return {key: float(value) for key, value in drawn.items()}


def own_mechanisms(asked: Mechanism | Iterable[Mechanism]) -> tuple[Mechanism, ...]:
    """Mechanisms, of which one may stand alone. Raises ``BadInputError`` for what is none."""
    try:
        found = tuple(single_or_many(asked, Mechanism, str))
    except TypeError:
        raise BadInputError(Argument("mechanisms", asked), ": it must be a list of glasshouse.Mechanism.") from None
    for each in found:
        if not isinstance(each, Mechanism):
            raise BadInputError(
                Argument("mechanisms", each),
                ": it must be a glasshouse.Mechanism; a scenario names those of a package under 'plugins'.",
            )
    return found


def own_interventions(asked: Intervention | str | Iterable[Intervention | str]) -> tuple[Intervention | str, ...]:
    """Safeguards, of which one may stand alone. Raises ``BadInputError`` for what is none."""
    said = ": it must be a safeguard's name or a glasshouse.Intervention."
    try:
        found = tuple(single_or_many(asked, str, Intervention))
    except TypeError:
        raise BadInputError(Argument("interventions", asked), said) from None
    for each in found:
        if not isinstance(each, (str, Intervention)):
            raise BadInputError(Argument("interventions", each), said)
    return found


def known_name(argument: str, name: Any, known: Iterable[str], otherwise: str = "") -> None:
    """Raise ``BadInputError`` for a name that is not among those that there are; ``otherwise`` says who lists them."""
    names = list(known)
    if name not in names:
        all_ = f" Choose from {', '.join(names)}." if len(names) <= _FEW else ""
        hint = nearest(str(name), names) or (f" {otherwise}" if otherwise else all_)
        raise BadInputError(Argument(argument, name), f": there is none of that name.{hint}")
