"""The lab's queue over HTTP: /api/jobs for modules, and forms for a browser without scripts.

A form that starts something answers with the page on which it is seen: /run?job=ID or /compare?job=ID.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from glasshouse.errors import BadInputError
from glasshouse.lab.jobs import Job
from glasshouse.lab.orders import MOST_SETS, Order
from glasshouse.lab.pages import TheJobs
from glasshouse.lab.settings import Kind

router = APIRouter(tags=["jobs"])

_Word = Annotated[str, Field(min_length=1, max_length=300)]
_Id = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]
_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"description": "Something asked for cannot be done."},
    404: {"description": "There is nothing of that name."},
    429: {"description": "Enough wait already."},
}


#: The page on which each kind of job is seen.
PAGES = {"run": "/run", "compare": "/compare"}


class NewJob(BaseModel):
    """What is to be simulated; see ``Order``. What is left out is the lab's own choice."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind = "run"
    scenario: Annotated[str, Field(min_length=1, max_length=1_000_000)] = "as-described"
    sets: Annotated[list[_Word], Field(max_length=MOST_SETS)] = []
    arms: Annotated[list[_Word], Field(max_length=60)] = []
    population: Annotated[int, Field(ge=1, le=10_000_000_000)] | None = None
    days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    seed: Annotated[int, Field(ge=0, le=2**64 - 1)] = 1
    replicates: Annotated[int, Field(ge=1, le=10_000)] | None = None
    resume: Annotated[str, Field(max_length=200)] = ""

    def order(self) -> Order:
        """The same as an order."""
        given = self.model_dump()
        return Order(**{**given, "sets": tuple(self.sets), "arms": tuple(self.arms)})


class JobList(BaseModel):
    """Jobs, the newest first."""

    jobs: list[Job]


@router.post("/api/jobs", status_code=201, responses=_ERRORS)
def submit(new: NewJob, jobs: TheJobs) -> Job:
    """Put a run or a comparison in the queue."""
    return jobs.submit(new.order())


@router.get("/api/jobs")
def listed(jobs: TheJobs) -> JobList:
    """All jobs that the lab remembers."""
    return JobList(jobs=jobs.all())


@router.get("/api/jobs/{id}", responses={404: _ERRORS[404]})
def one(id: _Id, jobs: TheJobs) -> Job:
    """How far a job is."""
    return jobs.get(id)


@router.delete("/api/jobs/{id}", responses={404: _ERRORS[404]})
def cancel(id: _Id, jobs: TheJobs) -> Job:
    """Stop a job; what it finished is kept."""
    return jobs.cancel(id)


async def posted(request: Request) -> dict[str, list[str]]:
    """The fields of a form as a browser posts it, each with all its values; empty ones are left out."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return parse_qs(body, max_num_fields=400)
    except ValueError:
        raise BadInputError("the form has too many fields.") from None


#: What a route takes to read a form.
Posted = Annotated[dict[str, list[str]], Depends(posted)]


def to_page(job: Job) -> RedirectResponse:
    """To the page on which a job is seen."""
    return RedirectResponse(f"{PAGES[job.kind]}?job={job.id}", status_code=303)


@router.post("/jobs/resume", include_in_schema=False)
def resume(form: Posted, jobs: TheJobs) -> RedirectResponse:
    """Go on with what is unfinished: fields ``kind`` and ``name``."""
    kind = "compare" if form.get("kind") == ["compare"] else "run"
    return to_page(jobs.submit(Order(kind=kind, resume=form.get("name", ["?"])[0])))


@router.post("/jobs/{id}/cancel", include_in_schema=False)
def stop(id: _Id, jobs: TheJobs) -> RedirectResponse:
    """Stop a job, by a form."""
    return to_page(jobs.cancel(id))
