"""The same people in another scenario: an arm of the comparison, or one that nobody has run yet."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from glasshouse.comparison.arm_sentences import begins
from glasshouse.comparison.arm_titles import FROM_DAY
from glasshouse.comparison.comparison import open_comparison
from glasshouse.comparison.resolve_arm import Asked, as_text, resolve
from glasshouse.comparison.shared_setting import Setting
from glasshouse.errors import BadInputError
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.stories.follow_in_replay import BASELINE, ReplaySource, open_source
from glasshouse.wording.dates import in_words

#: Scenarios of which a comparison says "Had the system ..."; shorter, to stand in the middle of a sentence too.
_WITHOUT = {"unwatched": "without the system", "error-free": "without errors"}
#: When a safeguard begins and ends unless a date was given for it.
_UNLESS = re.compile(r"[,:] the first [a-z ]+ unless said")


def counterfactual(source: ReplaySource, asked: Asked) -> ReplaySource:
    """The scenario that is `asked` for, with the people and the random numbers of `source`.

    An arm of the comparison in whose folder `source` lies, by its name or as it was written, is taken from there, so
    that its digest is checked too; anything else is what may be an arm of one. Raises ``BadInputError`` or
    ``ScenarioError`` for what is none.
    """
    kept = _kept(source, asked) if isinstance(asked, str) else None
    if kept is None:
        setting = Setting(scenario=source.scenario, population=source.population, days=source.days, seed=source.seed)
        arm = resolve([as_text(asked, setting)], setting)[0]
        past = (arm.past.scenario, arm.past.day) if arm.past else (source.past, source.past_day)
        other = source.under(arm.scenario, arm.name, arm.sentence, *past)
        return replace(other, where=_where(arm.title, arm.text, source.scenario.mechanisms))
    assert source.comparison is not None
    found = open_source(source.comparison / str(kept["name"]))
    for name in ("population", "days", "seed"):
        own, other = getattr(source, name), getattr(found, name)
        if own != other:
            raise BadInputError(
                f"{found.folder}: its {name} is {other}, and that of {source.folder} is {own}: not the same people."
            )
    return replace(found, sentence=str(kept.get("sentence", "")))


def _kept(source: ReplaySource, text: str) -> dict[str, Any] | None:
    """What the comparison says of its arm called `text`; None where it has no such arm, or this is no comparison."""
    if source.comparison is None:
        return None
    arms = open_comparison(source.comparison).manifest["arms"]
    return next((arm for arm in arms if text in (arm["name"], arm["written"])), None)


def name_of(source: ReplaySource) -> str:
    """What to call a scenario in a story: its arm, or the run."""
    return "the run" if source.arm in ("", BASELINE) else source.arm


def where_of(source: ReplaySource) -> str:
    """How a sentence says that something is so in a scenario: "in the run", "under a ban", "with human review"."""
    if source.arm in ("", BASELINE):
        return "in the run"
    if source.where:
        return source.where
    kept = _kept(source, source.arm) or {"name": source.arm}
    written = str(kept.get("written", kept["name"]))
    return _where(str(kept.get("title", written)), written, source.scenario.mechanisms)


def _where(title: str, written: str, mechanisms: MechanismSet = SHIPPED) -> str:
    """A scenario in a sentence, from its title and what was written for it.

    >>> _where("Unwatched", "unwatched"), _where("Human review, from day 3", "human-review@3")
    ('without the system', 'with human review from day 3')
    """
    when = title.partition(FROM_DAY)[2]
    short = _WITHOUT.get(written.partition("@")[0])
    if short:
        return f"{short} from {when}" if when else short
    said = begins(title, written, mechanisms).replace(FROM_DAY, " from ")
    return said[:1].lower() + said[1:]


def different(source: ReplaySource) -> str:
    """What is different in a scenario, in a sentence or two; "" where the name of the arm says it all."""
    changes = where_of(source).removeprefix("with ").partition(" from ")[0].split(" + ")
    if source.arm in ("", BASELINE) or all(" = " in change for change in changes):
        return ""
    scenario, day, said = source.scenario, source.past_day, source.sentence
    if scenario.ban_day is not None:
        when = scenario.date_of(max(day, scenario.ban_day))
        said = said.replace("on a date, the first day unless said", f"on {_on(when)}")
    return _UNLESS.sub("", said) if day else said


def _on(when: date) -> str:
    return in_words(when)
