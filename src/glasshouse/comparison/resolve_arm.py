"""Make an arm's scenario: the scenario that its parts come to, and the past that it shares with another."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from glasshouse.arguments import Argument
from glasshouse.comparison.arm_names import BASELINE, Written, folder_names, parse, with_always
from glasshouse.comparison.arm_titles import part_title, sentence_of, title_of, titled
from glasshouse.comparison.changed_number import with_change
from glasshouse.comparison.part_kinds import is_whole, part_kind
from glasshouse.comparison.shared_setting import FROM, Setting, plain, recorded_past, shared_past
from glasshouse.errors import BadInputError
from glasshouse.intervention import Intervention
from glasshouse.interventions import apply, known_to
from glasshouse.interventions.laying import lay_over
from glasshouse.mechanism import Mechanism
from glasshouse.runs.run_plan import Branch
from glasshouse.scenario import (
    Scenario,
    ScenarioError,
    changed,
    load,
    load_changes,
    preset_names,
    with_mechanisms,
)
from glasshouse.scenario.origin import typed
from glasshouse.scenario.scenario_loading import loads_again, settled
from glasshouse.scenario.user_text import quoted
from glasshouse.wording.lists_and_nouns import enumerated

#: An arm as it may be asked for.
Asked = str | os.PathLike[str] | Scenario | Intervention | Mechanism
#: What no arm may change, and how a person calls it.
_SHARED = {
    "population": "the number of people",
    "days": "the number of days",
    "start": "the start",
    "warm_up": "the warm-up",
}
#: Of these, what a run takes with ``--set``.
_SET = ("start", "warm_up")


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One scenario of a comparison.

    ``name`` is its folder's and what it is called in tables; ``text`` what was written for it; ``title`` its name for
    readers and ``sentence`` what is different in it. ``past`` is simulated under another scenario.
    """

    name: str
    text: str
    title: str
    sentence: str
    scenario: Scenario
    past: Branch | None = None


def baseline(setting: Setting) -> Arm:
    """The arm that the others are compared with."""
    scenario = setting.scenario
    return Arm(name=BASELINE, text=BASELINE, title=scenario.title, sentence="The baseline.", scenario=scenario)


def as_text(asked: Asked, setting: Setting) -> str | Scenario | Written:
    """An arm as it is written: a path as it is typed, a scenario by what it was loaded from, if that comes to the same.

    A safeguard of one's own is laid over the baseline, and so is a mechanism.

    >>> setting = Setting(scenario=load("as-described"), population=1000, days=10, seed=1)
    >>> as_text(load("as-described", sets=["cameras.enabled=false"]), setting)
    'cameras.enabled=false'
    """
    if isinstance(asked, str):
        return asked
    if isinstance(asked, os.PathLike):
        return typed(asked, (*known_to(setting.scenario.mechanisms), *preset_names()))
    if isinstance(asked, Intervention):
        return asked.name if known_to(setting.scenario.mechanisms).get(asked.name) is asked else _laid(asked, setting)
    if isinstance(asked, Mechanism):
        return _with_mechanism(asked, setting)
    if not isinstance(asked, Scenario):
        raise BadInputError(f"arm {asked!r}: an arm is a text, a path, a scenario, a safeguard or a mechanism.")
    made = settled(asked)
    for text in _ways(made, setting):
        with suppress(BadInputError, ScenarioError):
            (arm,) = _resolve([parse(text)], setting)
            if arm.scenario.hash == made.hash:
                return text
    return made


def _ways(scenario: Scenario, setting: Setting) -> list[str]:
    """What might be written for a scenario that was loaded: what it was loaded from, what was laid over it, or both."""
    origin = loads_again(scenario)
    if origin is None or origin.scenario is None:
        return []
    own = [text for text in origin.sets if text not in setting.sets]
    return [text for parts in ([origin.scenario], own, [origin.scenario, *own]) if (text := "+".join(parts))]


def _laid(safeguard: Intervention, setting: Setting) -> Written:
    """A safeguard that was made in Python, over the baseline."""
    made = lay_over(setting.scenario, [safeguard], 0, setting.days)
    return Written(text=safeguard.name, parts=(safeguard.name,), scenario=made, sentence=safeguard.sentence)


def _with_mechanism(mechanism: Mechanism, setting: Setting) -> Written:
    """A mechanism that was made in Python, switched on in the baseline."""
    made = with_mechanisms(setting.scenario, [mechanism])
    made = changed(made, {mechanism.section: {"enabled": True}}, name=mechanism.name)
    return Written(text=mechanism.name, parts=(mechanism.name,), scenario=made, sentence=mechanism.what)


def resolve(asked: Iterable[str | Scenario | Written], setting: Setting) -> tuple[Arm, ...]:
    """The arms of a comparison, in the order given, ``ban`` and ``unwatched`` after them; without the baseline.

    An arm begins as the baseline, or as the preset or the whole scenario that it names. Files of changes come next,
    then safeguards in the order that the documentation gives, then ``KEY=VALUE``. Raises ``BadInputError`` or
    ``ScenarioError``.

    >>> setting = Setting(scenario=load("as-described"), population=1000, days=10, seed=1)
    >>> [arm.name for arm in resolve(["cameras.enabled=false", "ban@3"], setting)]
    ['cameras.enabled=false', 'ban@3', 'ban', 'unwatched']
    """
    return _resolve(with_always(_written(one, setting) for one in asked), setting)


def _written(one: str | Scenario | Written, setting: Setting) -> Written:
    if isinstance(one, Written):
        return one
    return parse(one) if isinstance(one, str) else _given(one, setting)


def _resolve(written: list[Written], setting: Setting) -> tuple[Arm, ...]:
    arms = (_arm(one, name, setting) for one, name in zip(written, folder_names(written), strict=True))
    return _told_apart(arms, setting.scenario.title)


def _told_apart(arms: Iterable[Arm], baseline: str) -> tuple[Arm, ...]:
    """The same arms; one that has the title of another, or of the baseline, has its name in it, too."""
    taken, found = {baseline}, []
    for arm in arms:
        named = replace(arm, title=f"{arm.title} ({arm.name})") if arm.title in taken else arm
        taken.add(named.title)
        found.append(named)
    return tuple(found)


def _given(scenario: Scenario, setting: Setting) -> Written:
    """A scenario that was made in Python, as an arm: it goes by its title, or by its name if that is the baseline's."""
    title = scenario.title if scenario.title != setting.scenario.title else scenario.name
    taken = (BASELINE, *known_to(setting.scenario.mechanisms), *preset_names())
    if title.lower() in taken:  # the name of something else
        title = f"{title}, changed"
    return Written(text=title, parts=(title,), scenario=scenario)


def _arm(written: Written, name: str, setting: Setting) -> Arm:
    if written.scenario is not None:
        _same_place(written.scenario, setting, written.text)
        return Arm(
            name=name,
            text=written.text,
            title=written.text,
            sentence=written.sentence or f"The scenario '{written.text}' instead.",
            scenario=titled(written.scenario, setting.scenario, written.text),
        )
    mechanisms = setting.scenario.mechanisms
    kinds: dict[str, list[str]] = {"preset": [], "file": [], "safeguard": [], "change": []}
    for part in written.parts:
        kinds[part_kind(part, mechanisms)].append(part)
    begins = [*kinds["preset"], *(file for file in kinds["file"] if is_whole(file))]
    if len(begins) > 1:
        two = quoted(enumerated(begins))
        raise BadInputError(
            f"arm '{quoted(written.text)}': it names {len(begins)} scenarios ({two}); an arm begins as one."
        )
    scenario, past = setting.scenario, shared_past(written, setting)
    titles = {part: part_title(part, mechanisms) for part in written.parts}
    for preset in kinds["preset"]:
        scenario = load(preset, sets=setting.sets)
        _same_place(scenario, setting, written.text)
    for file in sorted(kinds["file"], key=lambda file: file not in begins):
        under = scenario.title
        scenario, branch = _with_file(file, scenario, setting, written)
        if scenario.title != under:  # a title of its own
            titles[file] = scenario.title
        if branch and past:
            raise BadInputError(f"arm '{quoted(written.text)}': its past is given twice, by '@' and by '{FROM}:'.")
        past = branch or past
    if past and "unwatched" in kinds["safeguard"]:
        raise BadInputError(f"arm '{quoted(written.text)}': what never existed has no past. Write ban@{past.day}.")
    scenario = _with_safeguards(scenario, kinds["safeguard"], past.day if past else 0, setting.days)
    scenario = _with_changes(scenario, kinds["change"], written.text, setting)
    if past and past.day > 0 and past.scenario.tiers != scenario.tiers:
        raise BadInputError(
            f"arm '{quoted(written.text)}': tiers cannot change in the middle of a run; leave out '@{past.day}'."
        )
    title = title_of(written, titles, mechanisms)
    return Arm(
        name=name,
        text=written.text,
        title=title,
        sentence=sentence_of(kinds, titles, mechanisms),
        scenario=titled(scenario, setting.scenario, title),
        past=past,
    )


def _with_safeguards(scenario: Scenario, names: list[str], day: int, days: int) -> Scenario:
    # A safeguard may reckon with the end of the comparison, which need not be the scenario's own.
    return apply(scenario, names, day, days) if names else scenario


def _with_changes(scenario: Scenario, changes: list[str], text: str, setting: Setting) -> Scenario:
    for change in changes:
        key = change.partition("=")[0].strip()
        if key in _SHARED:
            raise _differs(text, key, setting)
    for change in changes:
        try:
            scenario = with_change(scenario, change)
        except ScenarioError as error:
            raise ScenarioError(error.message, where=f"arm '{quoted(text)}'") from None
    return scenario


def _with_file(file: str, scenario: Scenario, setting: Setting, written: Written) -> tuple[Scenario, Branch | None]:
    if is_whole(file):
        made = load(Path(file))
        _same_place(made, setting, written.text)
        return made, None
    made, aside = load_changes(file, scenario, aside=(FROM,))
    _same_place(made, setting, written.text)
    for key in ("population", "days"):
        if getattr(made, key) != getattr(scenario, key):
            raise _differs(written.text, key, setting)
    if FROM not in aside:
        return made, None
    value, line = aside[FROM]
    try:
        return made, recorded_past(value, Path(file).parent, setting)
    except BadInputError as error:
        raise ScenarioError(str(error), where=file, line=line) from None


def _same_place(scenario: Scenario, setting: Setting, text: str) -> None:
    """A person lives in one place and is born once: arms differ in what is done to people, not in who they are."""
    for what in ("place", *_SET):
        own, base = (plain(getattr(one, what)) for one in (scenario, setting.scenario))
        if getattr(scenario, what) != getattr(setting.scenario, what):
            hint = (" Try ", setting.laid_over(what, own), ".") if what in _SET else ()
            raise BadInputError(
                f"arm '{quoted(text)}': its {what} is {own}, and the baseline's is {base}; "
                "the same people must live in both.",
                *hint,
            )


def _differs(text: str, key: str, setting: Setting) -> BadInputError:
    return BadInputError(
        f"arm '{quoted(text)}': {_SHARED[key]} is the same in all arms of a comparison. Use ",
        setting.laid_over(key, "…") if key in _SET else Argument(key),
        " to change it in all of them.",
    )
