"""The page of a story: one self-contained file, in the style of the report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from markupsafe import Markup

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError, StoppedError, why
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.report.html_templates import FOLDER, environment
from glasshouse.report.story_strip import strip
from glasshouse.stories.render import FIRST
from glasshouse.stories.story import Story
from glasshouse.stories.story_layout import LEAVES_OUT, common, months, names, reasons
from glasshouse.stories.told_arms import ToldArm, caption
from glasshouse.wording.numbers import whole

_STYLES = ("style.css", "story.css")


def write_story(story: Story, path: str | os.PathLike[str]) -> Path:
    """Write the page of a story to a file that does not exist yet, in one step.

    Raises ``BadInputError`` for a file that exists, ``StoppedError`` for one that cannot be written.
    """
    target = Path(path)
    if target.exists():
        raise BadInputError(Argument("html", target), ": it exists already. Choose another name.")
    page = render_story(story)
    try:
        with in_one_step(target) as partial:
            partial.write_text(page, encoding="utf-8")
    except OSError as error:
        raise StoppedError(Argument("html", target), f": it cannot be written ({why(error)}).") from error
    return target


def render_story(story: Story) -> str:
    """The page as text."""
    style = Markup("\n".join((FOLDER / name).read_text(encoding="utf-8") for name in _STYLES))
    return environment().get_template("story_report.html.j2").render(style=style, **context(story))


def context(story: Story) -> dict[str, Any]:
    """What the templates ``story_*.html.j2`` take: those of this page, and of the lab's page of a life."""
    here, there = story.here, story.there
    return {
        "not_a_forecast": NOT_A_FORECAST,
        "first": FIRST,
        "leaves_out": LEAVES_OUT,
        "story": story,
        "scenario": here.source.scenario,
        "caption": caption(here),
        "version": here.source.manifest.get("version"),
        "days": common(story) if there else here.rendering.days,
        "months": months(story),
        "reasons": reasons(story),
        "names": names(story) if there else (),
        "strips": _strips(story),
        "facts": _facts(here),
    }


def _strips(story: Story) -> list[tuple[str, Markup]]:
    arms = [(name, arm) for name, arm in zip(_titles(story), (story.here, story.there), strict=True) if arm]
    parted = story.parting.shown if story.parting else None
    return [(name, Markup(strip(arm.history, arm.source.scenario.start, name, parted))) for name, arm in arms]


def _titles(story: Story) -> tuple[str, str]:
    return names(story) if story.there else ("The days at a glance", "")


def _facts(arm: ToldArm) -> list[tuple[str, str]]:
    source = arm.source
    return [
        ("Scenario", f"{source.scenario.name} ({source.scenario.label})"),
        ("People", whole(source.population)),
        ("Days", whole(source.days)),
        ("Seed", str(source.seed)),
        ("glasshouse", str(source.manifest.get("version"))),
        ("Digest of replicate 0, from the run and from this replay", arm.digest),
    ]
