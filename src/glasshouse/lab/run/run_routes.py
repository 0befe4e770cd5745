"""Page 2: the form, the job under way, and the finished run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from glasshouse.errors import BadInputError
from glasshouse.lab import folder_library
from glasshouse.lab.figures import PageFigure, serve_figures
from glasshouse.lab.folder_library import NotHereError
from glasshouse.lab.jobs import Job, Jobs, QueueFullError
from glasshouse.lab.jobs_api import Posted, to_page
from glasshouse.lab.orders import Order, few_people
from glasshouse.lab.pages import TheJobs, TheLab, page
from glasshouse.lab.run import run_shown
from glasshouse.lab.run.knobs import knobs, others, switches
from glasshouse.lab.run.run_query import Looking, as_left, load_preset, looking_of, order_of
from glasshouse.lab.sentences import sentence
from glasshouse.lab.settings import Lab
from glasshouse.scenario import ScenarioError, list_presets
from glasshouse.scenario.presets import template

router = APIRouter(tags=["run"])

_Asked = Annotated[Looking, Query()]


@router.get("/run", response_class=HTMLResponse, include_in_schema=False)
def run_page(request: Request, state: _Asked, lab: TheLab, jobs: TheJobs) -> HTMLResponse:
    """The page in the state that its address says."""
    if state.run:
        return _run(request, state, lab)
    said, job, text = "", None, ""
    if state.job:
        try:
            job, order = jobs.get(state.job), jobs.order(state.job)
            state, text = _as_asked(order, state, lab)
        except NotHereError as error:
            said = str(error)
    return _form(request, state, lab, jobs, job=job, said=said, text=text)


@router.post("/run", response_class=HTMLResponse, include_in_schema=False)
def start(request: Request, form: Posted, lab: TheLab, jobs: TheJobs) -> Response:
    """Put what the form asks for into the queue; what is wrong with it is said on the form."""
    text, status = form.get("text", [""])[0], 400
    try:
        return to_page(jobs.submit(order_of(form, lab)))
    except (BadInputError, ScenarioError) as error:
        said = str(error)
    except QueueFullError as error:
        said, status = str(error), 429
    return _form(request, as_left(form, lab), lab, jobs, said=said, text=text, status=status)


def figures(state: _Asked, lab: TheLab) -> Mapping[str, PageFigure]:
    """The charts of a run."""
    return run_shown.figures(run_shown.seen(lab, state.run), state)


serve_figures(router, "run", figures)


def _as_asked(order: Order, state: Looking, lab: Lab) -> tuple[Looking, str]:
    """The form as it was sent, and the text in it."""
    if order.resume:
        return state.model_copy(update={"job": ""}), ""
    found = looking_of(order)
    return found, order.scenario if found.own else ""


def _form(
    request: Request,
    state: Looking,
    lab: Lab,
    jobs: Jobs,
    *,
    job: Job | None = None,
    said: str = "",
    text: str = "",
    status: int = 200,
) -> HTMLResponse:
    preset = load_preset(state.preset)
    return page(
        request,
        "run.html.j2",
        here="run",
        title="A run",
        status=status,
        state=state,
        job=job,
        waiting=[each for each in jobs.all() if each.status in ("waiting", "running") and each != job],
        said=sentence(said, lab),
        lab=lab,
        few=few_people(preset),
        population=state.population or few_people(preset),
        presets=list_presets(),
        preset=preset,
        knobs=knobs(preset, state.set),
        switches=switches(preset, state.set),
        others=others(state.set, preset.mechanisms),
        text=text or template(preset, "mine"),
        earlier=folder_library.runs(lab),
    )


def _run(request: Request, state: Looking, lab: Lab) -> HTMLResponse:
    found = run_shown.seen(lab, state.run)
    return page(
        request,
        "run_shown.html.j2",
        here="run",
        title=found.headline.title,
        name=state.run,
        state=state,
        earlier=[entry for entry in folder_library.runs(lab) if entry.name != state.run],
        **run_shown.context(lab, found, state),
    )
