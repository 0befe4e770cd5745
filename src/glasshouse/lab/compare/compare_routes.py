"""The page of another scenario, its charts, and the same as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from glasshouse.errors import BadInputError
from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.lab.compare.compare_query import HOW, CompareQuery, Harm, accounts, from_form, order, safeguards
from glasshouse.lab.compare.compare_shown import CompareView, close, shown
from glasshouse.lab.compare.harmed_people import HarmedPeople, people
from glasshouse.lab.figures import PageFigure, files_of, serve_figures
from glasshouse.lab.folder_library import LibraryEntry, NotHereError, comparisons
from glasshouse.lab.jobs import Job, QueueFullError
from glasshouse.lab.jobs_api import Posted, to_page
from glasshouse.lab.pages import TheJobs, TheLab, TheReplays, address, page
from glasshouse.lab.sentences import sentence
from glasshouse.lab.settings import Lab
from glasshouse.report import spared_chart
from glasshouse.report.comparison_tables import ReportTable
from glasshouse.scenario import ScenarioError, list_presets, load, preset_names

router = APIRouter(tags=["compare"])

#: Seconds that the page waits for the people of a scenario before it says how far they are.
PATIENCE = 0.5
_LOOKING = Annotated[CompareQuery, Query()]
_NAME = Annotated[str, Path(max_length=200)]
_ERRORS: dict[int | str, dict[str, Any]] = {status: {} for status in (400, 404, 429)}
_REFUSED = {BadInputError: 400, ScenarioError: 400, NotHereError: 404, QueueFullError: 429}


class ArmShown(BaseModel):
    """One scenario of a comparison: what is different in it, what that does, and whether it changes nothing."""

    name: str
    title: str
    sentence: str
    said: str
    inert: bool


class TableShown(BaseModel):
    """A table: cells as text, with the interval below."""

    name: str
    caption: str
    heads: list[str]
    rows: list[list[str]]


class ComparisonShown(BaseModel):
    """A comparison as the page shows it."""

    note: str = NOT_A_FORECAST
    name: str
    title: str
    label: str
    population: int
    days: int
    replicates: int
    seed: int
    command: str
    arms: list[ArmShown]
    tables: list[TableShown]


class Comparisons(BaseModel):
    """The comparisons in the lab's folder, the newest first."""

    comparisons: list[LibraryEntry]


def figures(asked: _LOOKING, lab: TheLab) -> Mapping[str, PageFigure]:
    """The charts of a comparison, by name; none without one."""
    if not asked.name:
        return {}
    whole, looked = shown(lab, asked.name), close(lab, asked.name, asked.arm, asked.harm)
    facts = whole.comparison.manifest
    told = {
        "command": str(facts["command"]),
        "label": f"{whole.comparison.scenario.title} ({facts['label']})",
        "about": whole.name,
    }
    near = CompareQuery(name=asked.name, arm=looked.arm, harm=looked.harm)  # type: ignore[arg-type]
    far = CompareQuery(name=asked.name)
    title = whole.comparison.about(looked.arm)["title"]
    return {
        "arms": PageFigure(
            name="arms", title=whole.about.title, chart=whole.picture, note=f"{whole.unit}.",
            address=address("/compare", far), files=files_of("compare", "arms", far), **told,
        ),
        "groups": PageFigure(
            name="groups", title=f"{title}: who is spared and who newly harmed, by group", chart=looked.chart,
            note=f"{looked.table.caption}.",
            address=address("/compare", near), files=files_of("compare", "groups", near), **told,
        ),
    }  # fmt: skip


serve_figures(router, "compare", figures)


@router.get("/compare", response_class=HTMLResponse, include_in_schema=False)
def compare_page(request: Request, asked: _LOOKING, lab: TheLab, replays: TheReplays, jobs: TheJobs) -> HTMLResponse:
    """The page: a comparison, the form for another, and the earlier ones."""
    job = jobs.get(asked.job) if asked.job else None
    if not asked.name:
        return _page(request, asked, lab, jobs, job=job)
    whole, looked = shown(lab, asked.name), close(lab, asked.name, asked.arm, asked.harm)
    found, said = None, ""
    try:
        found = people(lab, replays, asked.name, looked.arm, looked.harm, PATIENCE)
    except (BadInputError, QueueFullError) as error:
        said = sentence(error, lab)
    return _page(
        request,
        asked,
        lab,
        jobs,
        job=job,
        shown=whole,
        looked=looked,
        harms=spared_chart.harms_of(whole.comparison),
        figures=figures(asked, lab),
        people=found,
        people_said=said,
    )


@router.post("/compare", response_class=HTMLResponse, include_in_schema=False)
def compare(request: Request, form: Posted, lab: TheLab, jobs: TheJobs) -> Response:
    """Order a comparison by the form; it answers with the page on which it is seen, or says what is wrong."""
    asked = CompareQuery()
    try:
        asked = from_form(form)
        return to_page(jobs.submit(order(asked, lab)))
    except tuple(_REFUSED) as error:
        status = next(status for kind, status in _REFUSED.items() if isinstance(error, kind))
        if asked.preset not in preset_names():
            asked = CompareQuery()
        return _page(request, asked, lab, jobs, said=sentence(error, lab), status=status)


def _page(
    request: Request,
    asked: CompareQuery,
    lab: Lab,
    jobs: TheJobs,
    *,
    job: Job | None = None,
    shown: CompareView | None = None,
    said: str = "",
    status: int = 200,
    **more: object,
) -> HTMLResponse:
    alive = [one for one in jobs.all() if one.kind == "compare" and one.status in ("waiting", "running")]
    form = _form(asked, shown)
    others = accounts(form.preset)  # raises, with the nearest name, for a preset that there is not
    return page(
        request,
        "compare.html.j2",
        here="compare",
        title=shown.summary.title if shown else "Compare scenarios",
        status=status,
        asked=asked,
        lab=lab,
        said=said,
        jobs=[*([job] if job else []), *(one for one in alive if job is None or one.id != job.id)],
        shown=shown,
        presets=list_presets(),
        form=form,
        scenario=load(form.preset),
        accounts=[(name, load(name).title) for name in others],
        safeguards=safeguards(),
        how=HOW,
        earlier=comparisons(lab),
        waiting=None,
        source_names={},
        **more,
    )


def _form(asked: CompareQuery, shown: CompareView | None) -> CompareQuery:
    """The form as the address fills it in; below a comparison it begins with the same preset."""
    name = str(shown.comparison.manifest["scenario_name"]) if shown else asked.preset
    chosen = asked.preset != CompareQuery().preset or name not in preset_names()
    return asked if chosen else asked.model_copy(update={"preset": name})


@router.get("/api/compare")
def listed(lab: TheLab) -> Comparisons:
    """The comparisons of the lab."""
    return Comparisons(comparisons=comparisons(lab))


@router.get("/api/compare/{name}", responses=_ERRORS)
def one(name: _NAME, lab: TheLab) -> ComparisonShown:
    """One comparison, with its tables."""
    whole = shown(lab, name)
    facts = whole.comparison.manifest
    return ComparisonShown(
        name=name,
        title=whole.summary.title,
        label=whole.summary.label,
        **{key: facts[key] for key in ("population", "days", "replicates", "seed", "command")},
        arms=[ArmShown.model_validate(arm, from_attributes=True) for arm in whole.arms],
        tables=[_table(table) for table in whole.tables.values()],
    )


@router.get("/api/compare/{name}/people", responses=_ERRORS)
def persons(
    name: _NAME,
    lab: TheLab,
    replays: TheReplays,
    arm: Annotated[str, Query(max_length=200)] = "",
    harm: Harm = "",
) -> HarmedPeople:
    """A few of those spared and newly harmed, or how far the scenarios are that tell of them; ask again until then."""
    return people(lab, replays, name, arm, harm, PATIENCE)


def _table(table: ReportTable) -> TableShown:
    rows = [[row.name, *(" ".join(filter(None, (c.text, c.below))) for c in row.cells)] for row in table.rows]
    return TableShown(name=table.name, caption=table.caption, heads=list(table.heads), rows=rows)
