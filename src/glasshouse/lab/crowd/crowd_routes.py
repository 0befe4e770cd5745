"""The page of the crowd, its answers to its module, and its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from glasshouse.lab.crowd import crowd_words
from glasshouse.lab.crowd.crowd_answers import (
    OTHER_SEEDS,
    Answer,
    CrowdQuery,
    KeptCrowd,
    Opened,
    Range,
    answer,
    examples,
    seed_range,
)
from glasshouse.lab.crowd.crowd_picture import drawing, table
from glasshouse.lab.crowd.crowd_run import CrowdRun, SupersededError
from glasshouse.lab.crowd.crowd_turns import BusyError, Turns
from glasshouse.lab.crowd.kept_crowd import kept_run
from glasshouse.lab.crowd.machine_run import machine_run
from glasshouse.lab.crowd.machine_settings import DIALS, LEVERS, PEOPLE, CrowdState, MachineSettings
from glasshouse.lab.crowd.prepared_crowds import PreparedCrowds, worded
from glasshouse.lab.pages import TheLab, address, page
from glasshouse.languages.spoken import spoken
from glasshouse.report import painting
from glasshouse.scenario.presets import crowd_presets

router = APIRouter()
_HIGHEST_SEED = 999_999
#: Seconds that a page waits for its crowd before it says that it waits.
PATIENCE = 3.0


def the_turns(request: Request) -> Turns:
    """The crowds of the lab that answers."""
    return request.app.state.turns


TheTurns = Annotated[Turns, Depends(the_turns)]
TheState = Annotated[CrowdState, Query()]


@contextmanager
def told() -> Iterator[None]:
    """What the browser is told when a crowd cannot be had."""
    try:
        yield
    except SupersededError:
        raise HTTPException(409, "A later change took the place of this one.") from None
    except BusyError:
        raise HTTPException(429, "Too many are waiting for a crowd. Try again in a moment.") from None


def crowds(turns: Turns, machines: list[MachineSettings], tab: str = "") -> list[CrowdRun]:
    """The crowds of machines."""
    with told():
        return turns.crowds(machines, tab)


@router.get("/", include_in_schema=False)
def show(request: Request, turns: TheTurns, state: TheState) -> HTMLResponse:
    """The question; and once somebody guessed, the answer and the controls."""
    crowd = None
    if state.guess is None:
        turns.begin(state.machine())
    else:
        with told():
            crowd = turns.soon(state.machine(), PATIENCE)
    run = machine_run(state.machine())
    return page(
        request,
        "crowd.html.j2",
        here="crowd",
        title="A crowd",
        state=state,
        scenario=run.scenario,
        days=run.days,
        people=PEOPLE,
        period=crowd_words.period(run),
        presets=crowd_presets(),
        states=crowd_words.states(state),
        moved=[each.name for each in (*DIALS, *LEVERS)],
        sliders=crowd_words.sliders(state),
        switches=crowd_words.switches(state),
        columns=crowd_words.columns(state),
        harms=crowd_words.harms(state),
        curves=trade_lines(crowd_words.trade_curves(state.preset)),
        crowd=crowd and answer(crowd, state),
        **(links(crowd, state) if crowd else {}),
    )


def trade_lines(curves: Sequence[tuple[float, float, float]]) -> dict[str, str]:
    """The two sides of the threshold as points of lines, 200 wide and 40 high.

    >>> trade_lines([(0.5, 1.0, 0.0), (0.6, 0.0, 0.5), (0.7, 0.0, 1.0)])
    {'wrong': '0,0 100,40 200,40', 'missed': '0,40 100,20 200,0'}
    """
    first, last = curves[0][0], curves[-1][0]
    across = [f"{200 * (stop - first) / (last - first):.3g}" for stop, _, _ in curves]
    most = max(missed for _, _, missed in curves) or 1.0
    sides = {"wrong": [each for _, each, _ in curves], "missed": [missed / most for _, _, missed in curves]}
    return {
        name: " ".join(f"{x},{40 - 40 * y:.3g}" for x, y in zip(across, side, strict=True))
        for name, side in sides.items()
    }


def links(crowd: CrowdRun, state: CrowdState) -> dict[str, Any]:
    """Where the page leads: lives, files, the next seed, and the preset as it was."""
    seed = state.seed % _HIGHEST_SEED + 1
    lives = [(one, address("/crowd/open", state.machine(), person=one.person)) for one in examples(crowd)]
    return {
        "rows": crowd_words.cells(crowd, state),
        "top": crowd_words.top_of_scale(crowd, "mistaken"),
        "lives": [(one.words, one.person, where) for one, where in lives],
        "files": [(kind, address(f"/crowd/picture.{kind}", state)) for kind in _FILES],
        "next": (seed, address("/", state, seed=seed)),
        "reset": address("/", CrowdState(preset=state.preset, guess=state.guess)),
    }


@router.get("/api/crowd")
def ask(request: Request, turns: TheTurns, asked: Annotated[CrowdQuery, Query()]) -> Answer:
    """A crowd's year under a machine: 10,000 people, each with what became of them, and the counts by group."""
    prepared: PreparedCrowds | None = request.app.state.prepared if request.app.state.lab.for_class else None
    if prepared is not None and (kept := prepared.found(asked)) is not None:
        # Kept as JSON that was an Answer: a response is sent as it is, and not checked and written again.
        return JSONResponse(kept)  # type: ignore[return-value]
    (crowd,) = crowds(turns, [asked.machine()], asked.tab)
    told = answer(crowd, asked)
    if prepared is not None:
        machine = asked.machine()
        prepared.keep(machine, worded(crowd, CrowdState(**machine.model_dump()), {spoken(): told}))
    return told


@router.get("/api/crowd/other-seeds")
def ask_other_seeds(turns: TheTurns, asked: Annotated[CrowdQuery, Query()]) -> Range:
    """What chance alone does: the same machine on other crowds."""
    machine = asked.machine()
    seeds = [(machine.seed + k) % (_HIGHEST_SEED + 1) for k in range(OTHER_SEEDS)]
    return seed_range(crowds(turns, [machine.model_copy(update={"seed": seed}) for seed in seeds], asked.tab), machine)


@router.post("/api/crowd/keep")
def keep(lab: TheLab, turns: TheTurns, opened: Annotated[Opened, Query()]) -> KeptCrowd:
    """Keep a crowd as a run, so that the life of one of its people can be told; where it is told."""
    with told(), turns.turn():
        path = kept_run(lab, opened.machine())
    return KeptCrowd(link=f"/story?run=crowds/{Path(path).name}&person={opened.person}")


@router.post("/crowd/open", include_in_schema=False)
def open_life(lab: TheLab, turns: TheTurns, opened: Annotated[Opened, Query()]) -> RedirectResponse:
    """The same for a browser without scripts."""
    return RedirectResponse(keep(lab, turns, opened).link, status_code=303)


@router.get("/crowd/picture.{kind}", include_in_schema=False)
def picture(request: Request, turns: TheTurns, kind: str, state: TheState) -> Response:
    """The crowd as a file: svg, png or csv."""
    if kind not in _FILES:
        raise HTTPException(404, "There is no such picture. It comes as svg, png or csv.")
    (crowd,) = crowds(turns, [state.machine()])
    here = str(request.base_url).rstrip("/") + address("/", state)
    make, media = _FILES[kind]
    name = f"glasshouse-crowd-{state.preset}-seed-{state.seed}.{kind}"
    headers = {"Content-Disposition": f'{"inline" if kind == "svg" else "attachment"}; filename="{name}"'}
    return Response(make(crowd, here), media_type=media, headers=headers)


def _png(crowd: CrowdRun, here: str) -> bytes:
    return painting.draw("svg_to_png", drawing(crowd, here), scale=2)


_FILES: dict[str, tuple[Any, str]] = {
    "svg": (drawing, "image/svg+xml"),
    "png": (_png, "image/png"),
    "csv": (table, "text/csv; charset=utf-8"),
}
