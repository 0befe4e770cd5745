"""What every page of the lab shares: its template's surroundings, its address, and what it is handed."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader
from pydantic import BaseModel

from glasshouse import __version__
from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.lab.addresses import way_to_root
from glasshouse.lab.jobs import Jobs
from glasshouse.lab.language_choice import choices
from glasshouse.lab.replays import Replays
from glasshouse.lab.retold import retell
from glasshouse.lab.roles import role_of
from glasshouse.lab.settings import Lab
from glasshouse.languages.catalogues import translations
from glasshouse.languages.spoken import ENGLISH, SPOKEN, spoken
from glasshouse.report.html_templates import environment as report_environment

#: The pages in the order in which somebody new sees them: word, path, name.
PAGES = (
    ("crowd", "/", "A crowd"),
    ("run", "/run", "A run"),
    ("compare", "/compare", "Compare"),
    ("story", "/story", "A story"),
    ("validation", "/validation", "Validation"),
)

#: Where the scripts of the pages lie, which say some of the messages.
SCRIPTS = "lab/static/"
#: Those that a pupil of a class sees.
FOR_PUPILS = ("crowd", "validation")


def the_lab(request: Request) -> Lab:
    """The settings of the lab that answers."""
    return request.app.state.lab


def the_jobs(request: Request) -> Jobs:
    """The queue of the lab that answers."""
    return request.app.state.jobs


def the_replays(request: Request) -> Replays:
    """What simulates runs again for the pages."""
    return request.app.state.replays


TheLab = Annotated[Lab, Depends(the_lab)]
TheJobs = Annotated[Jobs, Depends(the_jobs)]
TheReplays = Annotated[Replays, Depends(the_replays)]


def page(
    request: Request, template: str, *, here: str = "", title: str, status: int = 200, **context: Any
) -> HTMLResponse:
    """A page from its template, which extends ``base.html.j2``. ``here`` is the page's word in ``PAGES``.

    Templates put ``root`` before every address, and take macros that do so ``with context``. The page is in
    the language that is spoken.
    """
    role, root = role_of(request.scope), way_to_root(request.scope)
    place = next((path for word, path, _ in PAGES if word == here), "/")
    text = (
        environment()
        .get_template(template)
        .render(
            request=request,
            root=root,
            language=spoken(),
            language_name=SPOKEN[spoken()],
            languages=choices(request, root + place),
            messages={} if spoken() == ENGLISH else translations(spoken(), used_in=SCRIPTS),
            here=here,
            title=title,
            pages=[each for each in PAGES if role == "teacher" or each[0] in FOR_PUPILS],
            pupil=role == "pupil",
            for_class=request.app.state.lab.for_class,
            not_a_forecast=NOT_A_FORECAST,
            version=__version__,
            **context,
        )
    )
    return HTMLResponse(text, status_code=status)


def address(path: str, state: BaseModel, **changes: Any) -> str:
    """A page's address with its state: only what differs from the first sight stands in it.

    >>> class Looking(BaseModel):
    ...     preset: str = "as-described"
    ...     seed: int = 1
    >>> address("/", Looking(), seed=3), address("/", Looking(seed=3), seed=1)
    ('/?seed=3', '/')
    """
    told = {**state.model_dump(mode="json", exclude_defaults=True), **changes}
    fields = type(state).model_fields
    kept = {name: value for name, value in told.items() if name not in fields or value != fields[name].default}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


@cache
def environment() -> Environment:
    """The lab's templates, and the report's, whose pieces they include."""
    found = report_environment()
    found.loader = ChoiceLoader([PackageLoader("glasshouse.lab", "templates"), found.loader])  # type: ignore[list-item]
    found.globals |= {"address": address, "retell": retell}
    return found
