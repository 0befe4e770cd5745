"""The lab's queue over HTTP: /api/jobs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from glasshouse.lab.jobs import Job
from glasshouse.lab.orders import MOST_SETS, Kind, Order
from glasshouse.lab.pages import TheJobs

router = APIRouter(prefix="/api/jobs", tags=["jobs"])

_Word = Annotated[str, Field(min_length=1, max_length=300)]
_Id = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]
_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"description": "Something asked for cannot be done."},
    404: {"description": "There is nothing of that name."},
    429: {"description": "Enough wait already."},
}


class NewJob(BaseModel):
    """What is to be lived; see ``Order``. What is left out is the lab's own choice."""

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


@router.post("", status_code=201, responses=_ERRORS)
def submit(new: NewJob, jobs: TheJobs) -> Job:
    """Put a run or a comparison in the queue."""
    return jobs.submit(new.order())


@router.get("")
def listed(jobs: TheJobs) -> JobList:
    """All jobs that the lab remembers."""
    return JobList(jobs=jobs.all())


@router.get("/{id}", responses={404: _ERRORS[404]})
def one(id: _Id, jobs: TheJobs) -> Job:
    """How far a job is."""
    return jobs.get(id)


@router.delete("/{id}", responses={404: _ERRORS[404]})
def cancel(id: _Id, jobs: TheJobs) -> Job:
    """Stop a job; what it finished is kept."""
    return jobs.cancel(id)
