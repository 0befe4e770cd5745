"""The lab as an application: its pages, its static files, and what becomes of errors."""

from __future__ import annotations

import errno
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from glasshouse import __version__
from glasshouse.errors import BadInputError, StoppedError, why
from glasshouse.lab.addresses import within
from glasshouse.lab.class_page import class_address
from glasshouse.lab.crowd.crowd_turns import Turns
from glasshouse.lab.crowd.prepared_crowds import PreparedCrowds
from glasshouse.lab.damaged import DamagedFolders
from glasshouse.lab.folder_library import NotHereError
from glasshouse.lab.former_addresses import FormerAddresses
from glasshouse.lab.gatekeeper import Gatekeeper
from glasshouse.lab.jobs import Jobs, QueueFullError
from glasshouse.lab.language_choice import LanguageChoice
from glasshouse.lab.pages import page
from glasshouse.lab.replays import Replays
from glasshouse.lab.retold import retold
from glasshouse.lab.routes import ROUTERS
from glasshouse.lab.security import Guard
from glasshouse.lab.sentences import sentence
from glasshouse.lab.settings import Lab
from glasshouse.report.html_templates import FOLDER as REPORT
from glasshouse.scenario.scenario_error import ScenarioError, nearest

_HERE = Path(__file__).parent
#: Requests of a class that are answered, or wait for a crowd, at a time.
_CLASS_THREADS = 200
#: What becomes of each failure.
_STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (BadInputError, 400),
    (ScenarioError, 400),
    (NotHereError, 404),
    (StoppedError, 409),
    (QueueFullError, 429),
)
#: How any request may be refused, beside what its own route says.
_REFUSALS: dict[int | str, str] = {
    400: "What is asked for cannot be.",
    403: "A page of another site asked.",
    404: "There is nothing of that name.",
    409: "What it needs stopped, or is at work already.",
    413: "The request is too large.",
    421: "The host's name is not the lab's own.",
    422: "The request is not of the form described.",
    429: "The lab is busy.",
    503: "As many ask for the same kind of page as may. The answer says when to ask again.",
}
#: What is said of the faults that a model finds; others get a sentence that fits all.
_FAULTS = {
    "extra_forbidden": "'{name}' is nothing that can be asked for here.",
    "missing": "{name}: it is missing.",
    "json_invalid": "What was sent is not JSON.",
    "literal_error": "{name}: there is no '{given}'.",
    "int_parsing": "{name}: '{given}' is not a whole number.",
    "int_from_float": "{name}: '{given}' is not a whole number.",
    "int_type": "{name}: a whole number is needed.",
    "float_parsing": "{name}: '{given}' is not a number.",
    "bool_parsing": "{name}: '{given}' is neither true nor false.",
    "greater_than_equal": "{name}: {given} is too little; at least {ge}.",
    "less_than_equal": "{name}: {given} is too much; at most {le}.",
    "string_too_short": "{name}: nothing is written there.",
    "string_too_long": "{name}: it is too long; at most {max_length} letters.",
}
#: The framework can send what it sees to a collector that the environment names. Here it never does.
_NO_TELEMETRY: Any = dict.fromkeys(("tracing", "metrics", "logs", "operation_spans", "auto_configure"), False)
#: The style sheets of the report's own pages, which the lab's build on.
_STYLES = ("style.css", "story.css", "verdicts.css")
_SCRIPT = "unfold.js"


class ErrorBody(BaseModel):
    """Why a request was refused, in one sentence."""

    message: str


def create_app(lab: Lab) -> FastAPI:
    """The lab with its settings, ready to be served."""

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        if lab.for_class:
            to_thread.current_default_thread_limiter().total_tokens = _CLASS_THREADS
            app.state.prepared.begin()
        yield
        await run_in_threadpool(app.state.prepared.close)
        app.state.replays.close()
        await run_in_threadpool(app.state.jobs.close)

    # Interactive pages about the interface would load scripts from elsewhere.
    app = FastAPI(
        title="glasshouse lab",
        version=__version__,
        description="A simulated state, and what it does to people. The people are invented. This is not a forecast.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=running,
        responses={status: {"model": ErrorBody, "description": said} for status, said in _REFUSALS.items()},
        telemetry=_NO_TELEMETRY,
    )
    app.state.lab, app.state.jobs, app.state.replays = lab, Jobs(lab), Replays(lab.threads)
    app.state.turns = Turns(at_once=lab.threads if lab.for_class else 1, for_class=lab.for_class)
    app.state.prepared = PreparedCrowds(app.state.turns, lab.threads)
    app.state.address = class_address(lab) if lab.for_class else None
    for router in ROUTERS:
        app.include_router(router)
    for kind, status in _STATUSES:
        app.add_exception_handler(kind, _answer(status))
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.get("/static/report/{name}", include_in_schema=False)(_report_part)
    app.mount("/static", StaticFiles(directory=_HERE / "static"))
    app.add_middleware(DamagedFolders, told=_answer(400))
    app.add_middleware(Gatekeeper, told=_http, for_class=lab.for_class)
    app.add_middleware(FormerAddresses)
    app.add_middleware(Guard, lab=lab, told=_http, failed=_answer(500))
    app.add_middleware(LanguageChoice, lab=lab)
    return app


def _report_part(name: str) -> Response:
    if name not in (*_STYLES, _SCRIPT):
        raise HTTPException(404, "The report has no such part.")
    kind = "text/javascript" if name == _SCRIPT else "text/css"
    return Response((REPORT / name).read_bytes(), media_type=kind)


def _answer(status: int):
    def handler(request: Request, error: Exception) -> Response:
        said = str(error) if status < 500 else _failure(error)
        return _say(request, status, f"{said.rstrip('.?')}{'?' if said.endswith('?') else '.'}")

    return handler


def _failure(error: Exception) -> str:
    """What failed, where a person can do something about it; else only that it did."""
    full = isinstance(error, MemoryError) or getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)
    return f"The lab cannot go on: {why(error)}." if full else "The lab failed at this. The terminal says how."


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    plain = {404: "There is no such page.", 405: "That cannot be done here."}
    said = error.detail if error.detail not in ("Not Found", "Method Not Allowed") else plain[error.status_code]
    return _say(request, error.status_code, said, error.headers)


def _invalid(request: Request, error: Exception) -> Response:
    """A request that its model refuses: the first fault, by the name of the field, in plain words."""
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    first = faults[0]
    name = str(first["loc"][1]) if len(first["loc"]) > 1 else "the request"
    given = " ".join(str(first.get("input", ""))[:40].split())
    limits = {key: f"{value:,}" for key, value in first.get("ctx", {}).items() if isinstance(value, int | float)}
    allowed = [word for fault in faults for word in re.findall(r"'([^']+)'", fault.get("ctx", {}).get("expected", ""))]
    said = _FAULTS.get(first["type"], "{name}: '{given}' will not do.")
    return _say(request, 422, said.format(name=name, given=given, **limits) + nearest(given, allowed))


def _say(request: Request, status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """The sentence as JSON to a module, and as a page to a person."""
    message = sentence(message, request.app.state.lab)
    inner = within(request.scope["path"], request.scope.get("root_path", ""))
    if inner.startswith("/api") or "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"message": retold(message)}, status_code=status, headers=headers)
    shown = page(request, "error.html.j2", title="That did not work", status=status, message=message)
    shown.headers.update(headers or {})
    return shown
