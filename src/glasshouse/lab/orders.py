"""What a page asks to be simulated: checked against the lab's limits before it waits, and made a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from glasshouse.comparison.arm_names import parse
from glasshouse.comparison.comparison_plan import PEOPLE, ComparisonPlan, plan_comparison
from glasshouse.comparison.resume_comparison import unfinished as unfinished_comparison
from glasshouse.errors import BadInputError
from glasshouse.folders.changed_title import titled_with
from glasshouse.former_names import KEY, refusal
from glasshouse.interventions import known_to
from glasshouse.lab.folder_library import place_of
from glasshouse.lab.settings import Kind, Lab
from glasshouse.measures.concerned import only_stops
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.runs.ensemble_simulate import members_of
from glasshouse.runs.resume_run import unfinished
from glasshouse.runs.run_plan import Plan, plan
from glasshouse.scenario import Scenario, ScenarioError, load, preset_names
from glasshouse.scenario.scenario_error import nearest
from glasshouse.scenario.scenario_keys import settable
from glasshouse.scenario.scenario_loading import load_text
from glasshouse.wording.lists_and_nouns import counted
from glasshouse.wording.numbers import whole

#: What a lab takes unless it is told a number: few enough people for an answer within a minute.
FEW_PEOPLE, FEW_REPLICATES = 50_000, 5
#: The same where people are stopped after an alert, which happens seldom.
_FEW_OF_STOPS = 500_000
#: Most changes of a scenario.
MOST_SETS = 60
#: A number whose thousands are set apart, always by the same sign.
_GROUPED = re.compile(r"[0-9]{1,3}([.,\s_])[0-9]{3}(?:\1[0-9]{3})*")
#: The key under which a scenario names plug-ins.
_PLUGINS = "plugins"
#: What separates folders, or names a file: no arm in the lab holds it.
_A_PATH = re.compile(r"[/\\\0]|\.ya?ml\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Order:
    """A run or a comparison to be made, or one to go on with.

    - ``scenario``: a preset's name, or the text of a YAML file. ``sets``: ``KEY=VALUE``, laid over it.
    - ``arms``: of a comparison: safeguards, presets and ``KEY=VALUE``, joined by ``+``, perhaps with ``@DAY``.
    - ``population``, ``days``, ``replicates``: the lab's own or the scenario's unless given. ``draws``: of the
      assumptions of a run, none unless given.
    - ``resume``: the name of an unfinished run or comparison of this lab; nothing else is asked of it then.
    """

    kind: Kind = "run"
    scenario: str = "as-described"
    sets: tuple[str, ...] = ()
    arms: tuple[str, ...] = ()
    population: int | None = None
    days: int | None = None
    seed: int = 1
    replicates: int | None = None
    draws: int | None = None
    resume: str = ""


@dataclass(frozen=True, kw_only=True)
class Checked:
    """An order that can be carried out, with its sizes filled in.

    ``total``: its days × replicates × scenarios, and those of its draws.
    """

    order: Order
    title: str
    label: str
    population: int
    total: int


def check(order: Order, lab: Lab) -> Checked:
    """The order with its sizes, what it is called, and how much it is.

    Raises ``ScenarioError`` for a scenario that cannot be, ``BadInputError`` for sizes beyond the lab's limits and for
    names that there are not, ``NotHereError`` for something to go on with that there is not.
    """
    if order.resume:
        return _to_go_on(order, lab)
    _within(order, lab)
    scenario = _scenario(order)
    check_arms(order.arms, scenario.mechanisms)
    sized = _sized(order, scenario)
    _small_enough(sized, lab)
    if sized.kind == "compare":
        whole = comparison_plan(sized, scenario, lab.threads)
        return _checked(sized, whole.plan, whole.label, len(whole.all_arms))
    return _checked(sized, run_plan(sized, scenario, lab.threads), scenario.label, 1)


def run_plan(order: Order, scenario: Scenario, threads: int) -> Plan:
    """The plan of a run. Raises ``BadInputError``."""
    return plan(scenario, **_sizes(order), threads=threads)


def comparison_plan(order: Order, scenario: Scenario, threads: int) -> ComparisonPlan:
    """The plan of a comparison. Raises ``BadInputError`` and ``ScenarioError``."""
    return plan_comparison(scenario, order.arms, **_sizes(order), threads=threads)


def is_text(scenario: str) -> bool:
    """Whether an order's scenario is the text of a file, not a preset's name.

    >>> is_text("as-described"), is_text("extends: as-described")
    (False, True)
    """
    return "\n" in scenario or ":" in scenario


def check_arms(arms: Sequence[str], mechanisms: MechanismSet = SHIPPED) -> None:
    """Raise for an arm that is not made of safeguards, presets and ``KEY=VALUE`` alone: the lab opens no files.

    >>> check_arms(["human-review+appeal@30"])
    >>> check_arms(["human-reviews"])
    Traceback (most recent call last):
    ...
    glasshouse.errors.BadInputError: unknown arm 'human-reviews'. Did you mean 'human-review'?
    """
    for arm in arms:
        if _A_PATH.search(arm):
            raise BadInputError(f"arm '{arm}': the lab opens no files. Name a safeguard, a preset or KEY=VALUE.")
        for part in parse(arm).parts:
            _known(part, mechanisms)


def _known(part: str, mechanisms: MechanismSet) -> None:
    names = (*known_to(mechanisms), *preset_names())
    key, changes, _ = part.partition("=")
    _names_no_plugin(part)
    keys = settable(mechanisms)
    if changes and key.strip() not in keys:
        unknown = f"unknown key '{key.strip()}'.{nearest(key.strip(), keys)}"
        raise BadInputError(f"arm '{part}': {refusal(KEY, key.strip(), keys) or unknown}")
    if not changes and part not in names:
        raise BadInputError(f"unknown arm '{part}'.{nearest(part, names)}")


def _names_no_plugin(change: str) -> None:
    """Raise for a change that names plug-ins: it could name any module, whose code would be run."""
    if change.partition("=")[0].strip() == _PLUGINS:
        raise BadInputError(
            f"'{_PLUGINS}' cannot be set here. Write 'extends:' and '{_PLUGINS}:' in a text of your own."
        )


def _within(order: Order, lab: Lab) -> None:
    """What can be said of an order before its scenario is read."""
    size = len(order.scenario.encode())
    if size > lab.most_bytes:
        raise BadInputError(f"the text has {whole(size)} bytes; this lab reads at most {whole(lab.most_bytes)}.")
    if len(order.sets) > MOST_SETS:
        raise BadInputError(f"{len(order.sets)} changes are too many; at most {MOST_SETS}. Write a text instead.")
    for change in order.sets:
        _names_no_plugin(change)
    if order.arms and order.kind != "compare":
        raise BadInputError("other scenarios belong to a comparison, not to a run.")
    if len(order.arms) > lab.most_arms:
        raise BadInputError(f"{len(order.arms)} other scenarios are too many; at most {lab.most_arms} at a time.")


def _scenario(order: Order) -> Scenario:
    if is_text(order.scenario):
        return load_text(order.scenario, order.sets)
    if order.scenario not in preset_names():  # never a file's path
        known = preset_names()
        raise ScenarioError(f"unknown preset '{order.scenario[:80]}'.{nearest(order.scenario, known)}")
    return load(order.scenario, sets=order.sets)


def few_people(scenario: Scenario) -> int:
    """How many people a run is of unless asked: few enough for a quick answer, enough for one.

    >>> few_people(load("as-described")), few_people(load("london-lfr")), few_people(load("stadium-list"))
    (50000, 500000, 170000)
    """
    return min(scenario.population, _FEW_OF_STOPS if only_stops(scenario) else FEW_PEOPLE)


def _sized(order: Order, scenario: Scenario) -> Order:
    few = min(scenario.population, PEOPLE) if order.kind == "compare" else few_people(scenario)
    return replace(
        order,
        population=few if order.population is None else order.population,
        days=scenario.days if order.days is None else order.days,
        replicates=FEW_REPLICATES if order.replicates is None else order.replicates,
        draws=order.draws or 0,
    )


def _sizes(order: Order) -> dict[str, Any]:
    return {name: getattr(order, name) for name in ("population", "days", "seed", "replicates", "draws")}


def whole_number(text: str, name: str, kind: Kind, lab: Lab) -> int | None:
    """A size as somebody wrote it, with or without separators of thousands; None where nothing was written.

    German writes them as points.

    Raises ``BadInputError`` for what is no whole number; whether it is small enough, ``check`` says.
    """
    plain = ungrouped(text)
    if not plain:
        return None
    if not plain.isascii() or not plain.isdigit() or len(plain) > 20:
        raise BadInputError(_which(name, kind, lab))
    return int(plain)


def ungrouped(text: str) -> str:
    """A whole number without separators of thousands, whichever language wrote it.

    >>> ungrouped("50,000"), ungrouped("1.234.567"), ungrouped("50 000"), ungrouped("1.5"), ungrouped("2,50")
    ('50000', '1234567', '50000', '1.5', '2,50')
    """
    bare = text.strip()
    return re.sub(r"\D", "", bare) if _GROUPED.fullmatch(bare) else bare


def _small_enough(order: Order, lab: Lab) -> None:
    for name, (low, high) in _limits(lab).items():
        number = getattr(order, name)
        if number is not None and not low <= number <= high:
            raise BadInputError(_which(name, order.kind, lab))


def _limits(lab: Lab) -> dict[str, tuple[int, int]]:
    return {
        "population": (1, lab.most_people),
        "days": (1, lab.most_days),
        "replicates": (1, lab.most_replicates),
        "draws": (0, lab.most_draws),
        "seed": (0, 2**64 - 1),
    }


def _which(name: str, kind: Kind, lab: Lab) -> str:
    """What a size may be, by its name on the form."""
    low, high = _limits(lab)[name]
    called = "Times" if (name, kind) == ("replicates", "compare") else name.capitalize()
    return f"{'People' if name == 'population' else called}: a whole number from {whole(low)} to {whole(high)}."


def _checked(order: Order, asked: Plan, label: str, arms: int) -> Checked:
    title = titled_with(asked.scenario.title, order.sets, asked.scenario.mechanisms)
    if order.kind == "compare":
        title = f"{title}, and {counted(arms - 1, 'other scenario')}"
    drawn = asked.draws if order.kind == "compare" else len(members_of(asked))
    total = asked.days * (asked.replicates * arms + drawn)
    return Checked(order=order, title=title, label=label, population=asked.population, total=total)


def _to_go_on(order: Order, lab: Lab) -> Checked:
    place = place_of(lab, order.kind, order.resume)
    if order.kind == "compare":
        whole = unfinished_comparison(place, lab.threads)
        asked, label, count = (whole.plan, whole.label, len(whole.all_arms)) if whole else (None, "", 0)
    else:
        asked, count = unfinished(place, lab.threads), 1
        label = asked.scenario.label if asked else ""
    if asked is None:
        if (place / "report.html").is_file():
            raise BadInputError(f"{order.resume} is finished; there is nothing left to do.")
        return Checked(order=order, title=f"The report of {order.resume}", label=label, population=0, total=0)
    return _checked(order, asked, label, count)
