"""The page, its charts, and the table that is evaluated anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from glasshouse.errors import BadInputError
from glasshouse.evidence import MARK, load_claims
from glasshouse.lab.figures import PageFigure, files_of, serve_figures
from glasshouse.lab.jobs_api import Posted
from glasshouse.lab.pages import page
from glasshouse.lab.validation import evidence_numbers, shown_tables, validation_charts
from glasshouse.lab.validation.evidence_numbers import NumberPart, ValidationState, here, labelled
from glasshouse.lab.validation.shown_tables import Anew, Evaluated, TableRefused
from glasshouse.report import evidence_tables, stated_limits, verdict_chart, verdict_tables
from glasshouse.scenario import Scenario
from glasshouse.validation.evaluate_tables import Result

router = APIRouter()
State = Annotated[ValidationState, Query()]
Name = Annotated[str, Path(max_length=80, pattern="^[a-z0-9-]+$", description="a table's name")]
_COUNTING = (
    'python -c "from glasshouse.report import cards, evidence_tables; from glasshouse.scenario import load; '
    "s = load('{preset}'); "
    '[print(p.title, len(p.rows), p.assumed) for p in evidence_tables.numbers(s, cards.switched_off(s))]"'
)
_REFUSED: dict[int | str, dict[str, Any]] = {status: {"model": TableRefused} for status in (404, 429)}


@router.get("/validation", include_in_schema=False)
def validation_page(request: Request, state: State) -> HTMLResponse:
    """The page of the tables of published figures, of what drives the headline, and of every number."""
    return _page(request, state)


@router.post("/api/validation/tables/{name}", responses=_REFUSED)
def evaluate_anew(name: Name, how: Anew) -> Evaluated:
    """Evaluate one validation table here and now, with a seed of one's own choice. It takes some seconds."""
    return shown_tables.answer(*shown_tables.evaluated(name, how), how)


def _asked(form: Posted) -> Anew:
    """What a form sent that no script took."""
    try:
        return Anew.model_validate({name: values[0] for name, values in form.items()})
    except ValidationError:
        raise BadInputError("The seed is a whole number from 0 to 4,294,967,295.") from None


@router.post("/validation/tables/{name}", include_in_schema=False)
def evaluate_on_a_page(request: Request, name: Name, how: Annotated[Anew, Depends(_asked)]) -> HTMLResponse:
    """The same for a browser without scripts: the whole page, with the table as it was found."""
    result, seconds = shown_tables.evaluated(name, how)
    return _page(request, ValidationState(), anew=shown_tables.answer(result, seconds, how), result=result)


def figures(state: State) -> Mapping[str, PageFigure]:
    """The page's charts by name."""
    scenario = evidence_numbers.preset(state.preset)
    weights = evidence_tables.weights(scenario)
    found = [_tables(state), _evidence(scenario, state)]
    if weights and weights["rows"]:
        found.append(_drivers(scenario, weights, state))
    return {one.name: one for one in found}


serve_figures(router, "validation", figures)


def _page(
    request: Request, state: ValidationState, *, anew: Evaluated | None = None, result: Result | None = None
) -> HTMLResponse:
    scenario = evidence_numbers.preset(state.preset)
    found = shown_tables.kept() if result is None else shown_tables.with_result(shown_tables.kept(), result)
    families = verdict_tables.families(verdict_tables.in_order(found))
    shown = [table for family in families for table in family.tables]
    parts = evidence_numbers.parts(scenario, state)
    cited = {source.id for table in shown for source in table.sources}
    cited |= {source for claim in load_claims() for source in claim.sources}
    return page(
        request,
        "validation.html.j2",
        here="validation",
        title="Validation",
        state=state,
        scenario=scenario,
        label=labelled(scenario),
        presets=evidence_numbers.presets(),
        lede=verdict_tables.verdict_in_two_sentences(found),
        heads=verdict_tables.heads(found),
        passing=[table for table in shown if table.passed],
        failing=[table for table in shown if not table.passed],
        families=families,
        **verdict_tables.scores(found),
        changed=shown_tables.changed(),
        anew=anew,
        figures=figures(state),
        weights=evidence_tables.weights(scenario),
        parts=parts,
        **_counts(parts),
        mark=MARK,
        claims=load_claims(),
        limits=stated_limits.limits(),
        **evidence_numbers.sources(scenario, cited),
    )


def _counts(parts: tuple[NumberPart, ...]) -> dict[str, int]:
    return {
        "numbered": sum(len(part.rows) for part in parts),
        "assumed": sum(part.assumed for part in parts),
        "remembered": sum(row.number.kind == "memory" for part in parts for row in part.rows),
        "left": sum(part.left for part in parts),
    }


def _tables(state: ValidationState) -> PageFigure:
    return PageFigure(
        name="tables",
        title=verdict_chart.TITLE,
        chart=verdict_chart.tables(verdict_tables.in_order(shown_tables.kept())),
        command="glasshouse validate",
        address=here(ValidationState()) + "#tables",
        files=files_of("validation", "tables", ValidationState()),
        note=verdict_chart.KEY,
        label=verdict_chart.LABEL,
    )


def _drivers(scenario: Scenario, weights: Mapping[str, Any], state: ValidationState) -> PageFigure:
    chosen = ValidationState(preset=state.preset)
    measure = weights["measure"]
    keys = dict.fromkeys(row.key.rpartition(":")[2] for row in weights["rows"])
    return PageFigure(
        name="drivers",
        title=f"What drives the answer: {measure.title.lower()}, with one assumption moved at a time",
        chart=validation_charts.drivers(weights["rows"], weights["number"], measure.unit, measure.title),
        command=f"for key in {' '.join(keys)}; do glasshouse explain $key --scenario {state.preset}; done",
        address=here(chosen) + "#drivers",
        files=files_of("validation", "drivers", chosen),
        note=(
            "Hollow dot: the assumption at the low end of its range. Filled dot: at the high end. Dashed line: all as "
            f"it is. In a smaller scenario of its own: {weights['size']}."
        ),
        label=labelled(scenario),
        about=state.preset,
    )


def _evidence(scenario: Scenario, state: ValidationState) -> PageFigure:
    chosen = ValidationState(preset=state.preset)
    parts = evidence_tables.numbers(scenario, evidence_numbers.switched_off(scenario))
    return PageFigure(
        name="evidence",
        title="What the numbers rest on, part by part",
        chart=validation_charts.evidence(parts),
        command=_COUNTING.format(preset=state.preset),
        address=here(chosen) + "#numbers",
        files=files_of("validation", "evidence", chosen),
        note="First in each bar, in blue: numbers with a source. Then, in orange: assumptions.",
        label=labelled(scenario),
        about=state.preset,
    )
