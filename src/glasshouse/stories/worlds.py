"""The same people in another world: an arm of the comparison, or a change that nobody has run yet."""

from __future__ import annotations

from pathlib import Path

from glasshouse.model.safeguards import SAFEGUARDS, WORLDS, apply
from glasshouse.results.errors import BadInputError
from glasshouse.scenario import Scenario, with_sets
from glasshouse.scenario.errors import nearest
from glasshouse.stories.replay import BASELINE, Source, open_source


def other_world(source: Source, text: str) -> Source:
    """The world called `text`, with the people and the luck of `source`.

    An arm of the comparison in whose folder `source` lies is taken from there, so that its digest is checked too.
    Raises ``BadInputError`` or ``ScenarioError`` for what is no arm.
    """
    kept = _kept(source, text)
    if kept is None:
        return source.under(_changed(source, text), text)
    found = open_source(kept)
    for name in ("population", "days", "seed"):
        own, other = getattr(source, name), getattr(found, name)
        if own != other:
            raise BadInputError(
                f"{kept}: its {name} is {other}, and that of {source.folder} is {own}: not the same people."
            )
    return found


def _changed(source: Source, text: str) -> Scenario:
    """The scenario with safeguards (joined by ``+``), or with ``KEY=VALUE``, laid over it."""
    if "=" in text:
        return with_sets(source.scenario, [text])
    names = [name.strip() for name in text.split("+")]
    known = {**SAFEGUARDS, **WORLDS}
    for name in names:
        if name not in known:
            arms = [path.parent.name for path in (source.comparison or source.folder).glob("*/run.json")]
            hint = nearest(name, [*arms, *known])
            what = "an arm of the comparison, a safeguard ('glasshouse scenarios --safeguards' lists them) or KEY=VALUE"
            raise BadInputError(f"--under {text}: there is no world '{name}'.{hint} It is {what}.")
    return apply(source.scenario, names)


def _kept(source: Source, text: str) -> Path | None:
    """The folder of an arm of the same comparison."""
    comparison = source.comparison
    if comparison is None or Path(text).name != text or not (comparison / text / "run.json").is_file():
        return None
    return comparison / text


def name_of(source: Source) -> str:
    """What to call a world in a story: its arm, or the run."""
    return "the run" if source.arm in ("", BASELINE) else source.arm


def sentence_of(source: Source) -> str:
    """What is different in a world, as far as its name says; "" for the run itself, and for a change by key."""
    known = {**SAFEGUARDS, **WORLDS}
    return " ".join(known[name].sentence for name in source.arm.partition("@")[0].split("+") if name in known)
