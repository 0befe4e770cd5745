"""Whether a safeguard has anything to act on in a scenario, from what it changes there and what the scenario has on.

A safeguard whose mechanism is off changes nothing, and "nobody differs" then says nothing of the safeguard.
"""

from __future__ import annotations

from contextlib import suppress

from glasshouse.assessed import Need, ever
from glasshouse.comparison.arm_titles import part_title
from glasshouse.errors import BadInputError
from glasshouse.interventions import INTERVENTIONS, apply, known_to
from glasshouse.scenario import Scenario, ScenarioError
from glasshouse.wording.lists_and_nouns import enumerated

#: Stages of the day that do something to people who are sanctioned, and to nobody else.
_OF_SANCTIONS = ("sanction", "gate", "redress")
#: The section without which nobody is sanctioned.
_SANCTIONS = "restrictions"


def acts_in(name: str, scenario: Scenario) -> bool:
    """Whether a safeguard changes anything that is in force at some time.

    >>> from glasshouse.scenario import load
    >>> acts_in("human-review", load("as-described")), acts_in("human-review", load("london-lfr"))
    (True, False)
    >>> acts_in("match-threshold", load("london-lfr"))
    True
    """
    needed = known_to(scenario.mechanisms)[name].needs
    if needed and not _on(needed, scenario):
        return False
    return any(_in_force(key, scenario) for key in _changed_keys(name, scenario))


def idle(names: tuple[str, ...], scenario: Scenario) -> str:
    """That safeguards have nothing to act on in a scenario, why, and which ones have, in two sentences; "" if one has.

    >>> from glasshouse.scenario import load
    >>> idle(("match-threshold",), load("london-lfr"))
    ''
    """
    if not names or any(acts_in(name, scenario) for name in names):
        return ""
    why = "; ".join(dict.fromkeys(_why(name, scenario) for name in names))
    others = [name for name in INTERVENTIONS if name not in names and name != "ban" and _acts(name, scenario)]
    titles = [part_title(name, scenario.mechanisms) for name in names]
    does = "do nothing" if len(names) > 1 else "does nothing"
    here = f" Safeguards that act here: {enumerated(others)}." if others else ""
    first, *more = titles
    said = enumerated([first, *(title[:1].lower() + title[1:] for title in more)])
    return f"{said} {does} here: {why}.{here}"


def _acts(name: str, scenario: Scenario) -> bool:
    with suppress(BadInputError, ScenarioError):  # one that does not fit the scenario, such as a plug-in's
        return acts_in(name, scenario)
    return False


def _why(name: str, scenario: Scenario) -> str:
    """Why a safeguard has nothing to act on, as a clause."""
    safeguard, changed = known_to(scenario.mechanisms)[name], _changed_keys(name, scenario)
    of_sanctions = any(_of_sanctions(key, scenario) for key in changed) or safeguard.stage in _OF_SANCTIONS
    named = [*([_SANCTIONS] if of_sanctions else []), *([safeguard.needs] if safeguard.needs else [])]
    section = next((each for each in (*named, *map(_section, changed)) if not _on(each, scenario)), "")
    if not section:
        return "what it would change is so already in this scenario"
    needs = (each for each in scenario.mechanisms.declared(Need) if not each.beside and each.met is None)
    lacking = (each.lacking for each in needs if each.on == (f"{section}.enabled",))
    title, _ = scenario.mechanisms.titles.get(section, (section, ""))
    return next(lacking, f"“{title}” is off in this scenario")


def _section(key: str) -> str:
    return key.partition(".")[0]


def _in_force(key: str, scenario: Scenario) -> bool:
    return _on(_section(key), scenario) and (_on(_SANCTIONS, scenario) or not _of_sanctions(key, scenario))


def _of_sanctions(key: str, scenario: Scenario) -> bool:
    row = scenario.mechanisms.parameters.get(key)
    return row is not None and row.stage in _OF_SANCTIONS


def _on(section: str, scenario: Scenario) -> bool:
    """Whether a section is on at some time; one without a switch always is."""
    key = f"{section}.enabled"
    return key not in scenario.switches or ever(scenario, key)


def _changed_keys(name: str, scenario: Scenario) -> list[str]:
    """The keys to which a safeguard gives another value, at the start or in a dated event."""
    made = apply(scenario, [name])
    before, after = _values(scenario), _values(made)
    found = [key for key, value in after.items() if before.get(key) != value]
    for old, new in zip(scenario.events, made.events, strict=False):
        found += [
            key for key, given in new.changes.items() if key in old.changes and given.value != old.changes[key].value
        ]
    return found


def _values(scenario: Scenario) -> dict[str, object]:
    """All that a scenario gives, by key, without its evidence."""
    numbers = {key: (given.value, given.low, given.high) for key, given in scenario.parameters.items()}
    return {**numbers, **scenario.switches, **scenario.dates, **scenario.gates}
