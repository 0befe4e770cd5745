"""The page of a life, its story as files, and the same as JSON."""

from __future__ import annotations

import shlex
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from pydantic import BaseModel

from glasshouse.arguments import in_options
from glasshouse.errors import BadInputError
from glasshouse.lab.folder_library import NotHereError
from glasshouse.lab.jobs import QueueFullError
from glasshouse.lab.pages import TheLab, TheReplays, address, page
from glasshouse.lab.replays import Replaying, ReplayTask, TooMuchError, answered
from glasshouse.lab.security import HEADERS_FILE
from glasshouse.lab.sentences import sentence
from glasshouse.lab.settings import Lab
from glasshouse.lab.story.story_query import CROWDS, WAYS, StoryQuery, elsewhere, opened, shelf, whose
from glasshouse.languages.spoken import ENGLISH, speaking
from glasshouse.report.story_page import context, render_story
from glasshouse.scenario import ScenarioError
from glasshouse.stories.follow_in_replay import ReplaySource
from glasshouse.stories.story import Story

router = APIRouter(tags=["story"])

#: Seconds that a request waits for a life before it says how far it is: it holds a thread of the few that answer.
PATIENCE = 1.2
_STATUS = {NotHereError: 404, QueueFullError: 429, BadInputError: 400, ScenarioError: 400}
_LOOKING = Annotated[StoryQuery, Query()]


class Told(BaseModel):
    """A story: ``living`` until it is told; ``story`` has the layout of ``glasshouse story --json``."""

    status: Literal["living", "told"]
    living: Replaying | None = None
    story: dict[str, Any] | None = None


@router.get("/story", response_class=HTMLResponse, include_in_schema=False)
def story_page(request: Request, asked: _LOOKING, lab: TheLab, replays: TheReplays) -> HTMLResponse:
    """A story as a page: the story, or how far it is, or whom to choose."""
    source, task, story, said, status, again = None, None, None, "", 200, False
    try:
        source = opened(lab, asked.run) if asked.run else None
        if source is None and asked.person.strip():
            raise BadInputError("Of which run? Choose one, and then the person.")
        if source is not None and asked.whole:
            task = replays.story(whose(source, asked))
            story = answered(task, PATIENCE)
    except tuple(_STATUS) as error:
        said, status, task = plainly(error, lab), _status(error), None
        again = isinstance(error, TooMuchError)
    return page(
        request,
        "story.html.j2",
        here="story",
        title=story.here.rendering.title if story else "A story",
        status=status if story or said or task is None else 202,
        asked=asked,
        source=source,
        said=said,
        results=results(source, asked) if source else "",
        waiting=None if story or task is None else task.living,
        told=story is not None,
        shelf=shelf(lab),
        ways=WAYS,
        elsewhere=elsewhere(source) if source else (),
        command=command(source, asked) if source and (story or again) else "",
        files="?" + address("", asked).partition("?")[2],
        **(_told(story) if story else {}),
    )


@router.get("/story/story.html", response_class=HTMLResponse, include_in_schema=False)
def as_page(asked: _LOOKING, lab: TheLab, replays: TheReplays) -> Response:
    """The story as a file of its own, which needs no lab and no network."""
    story = _story(asked, lab, replays)
    headers = {"Content-Disposition": f'attachment; filename="{_file(story)}.html"'}
    with speaking(ENGLISH):  # files are in English, wherever they are taken to
        page = render_story(story)
    return HTMLResponse(page, headers={**headers, **HEADERS_FILE})


@router.get("/story/story.txt", response_class=PlainTextResponse, include_in_schema=False)
def as_text(asked: _LOOKING, lab: TheLab, replays: TheReplays) -> Response:
    """The story in plain words."""
    story = _story(asked, lab, replays)
    headers = {"Content-Disposition": f'attachment; filename="{_file(story)}.txt"'}
    return PlainTextResponse(story.text + "\n", headers=headers)


@router.get("/api/story", responses={status: {} for status in (400, 404, 429)})
def as_json(asked: _LOOKING, lab: TheLab, replays: TheReplays) -> Told:
    """The story as JSON, or how far it is; ask again until it is told."""
    task, story = _asked_for(asked, lab, replays)
    if story is None:
        return Told(status="living", living=task.living)
    return Told(status="told", story={**story.document(), "run": asked.run})


def _asked_for(asked: StoryQuery, lab: Lab, replays: TheReplays) -> tuple[ReplayTask, Story | None]:
    """The task, and the story if it is told by then. Raises what the lab says instead of the command line."""
    if not asked.whole:
        raise BadInputError(f"say of which run, and whose life: a person's number, or one of {', '.join(WAYS)}.")
    try:
        task = replays.story(whose(opened(lab, asked.run), asked))
        return task, answered(task, PATIENCE)
    except BadInputError as error:
        raise BadInputError(plainly(error, lab)) from None


def _story(asked: StoryQuery, lab: Lab, replays: TheReplays) -> Story:
    """The story for a file. Raises ``QueueFullError`` while it is not told yet."""
    _, story = _asked_for(asked, lab, replays)
    if story is None:
        raise QueueFullError("The life is still being simulated again. Open its page first.")
    return story


def _status(error: Exception) -> int:
    return next(status for kind, status in _STATUS.items() if isinstance(error, kind))


def plainly(error: Exception, lab: Lab) -> str:
    """What is wrong, as the lab says it: without the command line's options, too.

    >>> from pathlib import Path
    >>> from glasshouse.arguments import Argument
    >>> plainly(BadInputError("runs/001-x: nobody fits. Try ", Argument("random", True), "."), Lab(folder=Path("runs")))
    '001-x: nobody fits. Try any adult, by lot.'
    """
    text = in_options(error).replace("--random", "any adult, by lot").replace("--another ", "passing over ")
    return sentence(text, lab)


def results(source: ReplaySource, asked: StoryQuery) -> str:
    """The page of the run's or the comparison's figures; "" for a crowd, which has none of its own."""
    if asked.run.startswith(CROWDS):
        return ""
    name, kind = quote(asked.run.partition("/")[0], safe=""), "compare?name" if source.comparison else "run?run"
    return f"/{kind}={name}"


def command(source: ReplaySource, asked: StoryQuery) -> str:
    """The command line that tells the same."""
    whom = [asked.person.strip()] if asked.person.strip() else [f"--{asked.choose}"]
    another = ["--another", str(asked.another)] if asked.another and not asked.person.strip() else []
    under = ["--under", asked.under.strip()] if asked.under.strip() else []
    return shlex.join(["glasshouse", "story", str(source.folder), *whom, *another, *under])


def _file(story: Story) -> str:
    return f"life-{story.here.history.person.number}"


def _told(story: Story) -> dict[str, Any]:
    """What the templates of a story take; the lab's base page has its own version and warning."""
    return {name: value for name, value in context(story).items() if name not in ("version", "not_a_forecast")}
