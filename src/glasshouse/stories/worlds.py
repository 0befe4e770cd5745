"""The same people in another world: an arm of the comparison, or one that nobody has run yet."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from glasshouse.comparison.setting import Setting
from glasshouse.comparison.worlds import resolve
from glasshouse.results.errors import BadInputError
from glasshouse.stories.replay import BASELINE, COMPARISON, Source, open_source


def other_world(source: Source, text: str) -> Source:
    """The world called `text`, with the people and the luck of `source`.

    An arm of the comparison in whose folder `source` lies, by its name or as it was written, is taken from there, so
    that its digest is checked too; anything else is what may be an arm of one. Raises ``BadInputError`` or
    ``ScenarioError`` for what is none.
    """
    kept = _kept(source, text)
    if kept is None:
        setting = Setting(scenario=source.scenario, population=source.population, days=source.days, seed=source.seed)
        arm = resolve([text], setting)[0]
        past = (arm.past.scenario, arm.past.day) if arm.past else (source.past, source.past_day)
        return source.under(arm.scenario, arm.name, arm.sentence, *past)
    assert source.comparison is not None
    found = open_source(source.comparison / str(kept["name"]))
    for name in ("population", "days", "seed"):
        own, other = getattr(source, name), getattr(found, name)
        if own != other:
            raise BadInputError(
                f"{found.folder}: its {name} is {other}, and that of {source.folder} is {own}: not the same people."
            )
    return replace(found, sentence=str(kept.get("sentence", "")))


def _kept(source: Source, text: str) -> dict[str, Any] | None:
    """What the comparison says of its arm called `text`; None where it has no such arm, or this is no comparison."""
    if source.comparison is None:
        return None
    path = source.comparison / COMPARISON
    try:
        arms = json.loads(path.read_text(encoding="utf-8"))["arms"]
        return next((arm for arm in arms if text in (arm["name"], arm.get("written"))), None)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BadInputError(f"{path}: damaged. Run the comparison again.") from None


def name_of(source: Source) -> str:
    """What to call a world in a story: its arm, or the run."""
    return "the run" if source.arm in ("", BASELINE) else source.arm
