"""The page of the crowd: one HTML file with the engine, its parameters and all that it shows; it asks for nothing."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from glasshouse.assessed import Identification
from glasshouse.engine.wasm.exported_year import ExportedYears, refusal
from glasshouse.engine.wasm.wasm_fingerprint import fingerprint
from glasshouse.engine.wasm.wasm_parts import description, engine_parts
from glasshouse.errors import BadInputError
from glasshouse.languages.catalogues import LANGUAGES, translations
from glasshouse.scenario import Scenario, load
from glasshouse.scenario.presets import preset_names
from glasshouse.sites.assumed_ranges import assumed_ranges
from glasshouse.sites.content_policy import policy
from glasshouse.sites.life_words import life_words, women_of
from glasshouse.sites.page_frame import PageFrame
from glasshouse.sites.page_messages import AGES
from glasshouse.sites.page_positions import MOST_DAYS, PageControls, Position, page_controls, page_levers
from glasshouse.sites.page_terms import OUTCOMES, counted_in, opens_on, terms
from glasshouse.tiers import cut_keys
from glasshouse.told_by import ever_on

#: How many people a page shows at first, and how many it can show.
POPULATION = 10_000
LARGER = (100_000,)
#: The seed of the first view: of `as-described`, the number of sanctioned people is neither high nor low among the ten
#: populations that the page shows, and its groups stand as in far more people. Seed 1 has the highest number of ten.
SEED = 13
#: What gives people a score of the state, where a scenario has it; a company's is not the state's.
_SCORES = "score", "learned_score"
_STATIC = Path(__file__).parent / "static"
#: The worker's script, and the page's, in parts that are each one thing; the last begins.
_WORKER = "follow_person", "life_events", "worker"
_SCRIPTS = (
    "page_data", "languages", "address", "misread_words", "misread_address", "runs", "crowd_dots", "outcome_key",
    "group_rates", "answer_range", "trade_off", "pinned_baseline", "person_card", "share_box", "definitions",
    "life_sentences", "life_told", "life_panel", "page",
)  # fmt: skip


def crowd_page(
    scenarios: Sequence[str] = (),
    say: Callable[[str], None] = lambda _: None,
    frame: Callable[[], PageFrame] = PageFrame,
    language: str | None = None,
) -> str:
    """The page as HTML, with these presets or files of scenarios, or all presets that a page can hold.

    `say` is told which is being worked out; `frame` gives what stands around it; without a `language` the page speaks
    that of the browser. Raises `ScenarioError` for a scenario
    that there is not, and `BadInputError` for one that no page can hold, and where the engine of the pages was made
    from another source than what is installed.
    """
    about = _engine()
    asked = scenarios or [name for name in preset_names() if not refusal(load(name))]
    controls = {_key(name): page_controls(name) for name in asked}
    if len(controls) < len(asked):
        raise BadInputError("Two of the scenarios have one name in the page; rename a file.")
    for each in controls.values():
        if why := refusal(each.base):
            raise BadInputError(f"{each.scenario}: {why}")
    data, shown = {}, {}
    for turn, (key, each) in enumerate(controls.items(), 1):
        say(f"{each.base.title} ({turn} of {len(controls)})")
        positions = list(each.positions())
        data[key] = _years(each, positions)
        shown[key] = _facts(each, positions)
    tokens, style = _read(_STATIC / "tokens.css"), _read(_STATIC / "page.css")
    script = _parts(_STATIC / "page", _SCRIPTS)
    dial = next(iter(controls.values())).dial
    levers = [lever for lever in page_levers() if any(lever in each.levers for each in controls.values())]
    around = frame()
    facts = {
        "populations": (POPULATION, *LARGER),
        "seed": SEED,
        "presets": shown,
        "outcomes": OUTCOMES,
        "levers": [{"name": each.name, "title": each.title} for each in levers],
        "terms": terms(dial, levers),
        "life": life_words(),
        "language": language,
        "languages": {each: translations(each, used_in=("sites/", *around.saying)) for each in LANGUAGES},
    }
    return _TEMPLATES.get_template("page.html.j2").render(
        policy=Markup(policy([script, *around.scripts], [tokens, style, *around.styles])),
        frame=around,
        tokens=tokens,
        style=style,
        script=script,
        engine=_read(_STATIC / "engine.js"),
        worker=_parts(_STATIC, _WORKER),
        populations=[f"{many:,}" for many in (POPULATION, *LARGER)],
        presets=shown,
        outcomes=OUTCOMES,
        dial=dial.title,
        languages={"en": "English", **LANGUAGES},
        levers=levers,
        facts=Markup(_json(facts).replace("<", "\\u003c")),
        wasm=Markup(_packed((_STATIC / "engine.wasm").read_bytes())),
        about=Markup(_packed(_json(about).encode())),
        years=Markup(_packed(_json(data).encode())),
    )


def _key(scenario: str) -> str:
    """What a scenario is called in the address: a preset's name, or that of a file."""
    return scenario if scenario in preset_names() else Path(scenario).stem


def _engine() -> dict[str, Any]:
    """What is known of the engine that ships. Raises `BadInputError` where it is not that of this source."""
    about = json.loads((_STATIC / "engine.json").read_text(encoding="utf-8"))
    parts = engine_parts()
    if about["fingerprint"] != fingerprint(parts, description(parts)):
        raise BadInputError(
            "The engine of the pages was made from another source than this one; make it anew: "
            "python -m scripts.site_wasm"
        )
    return about


def _years(controls: PageControls, positions: list[Position]) -> dict[str, Any]:
    years = ExportedYears(population=POPULATION, days=min(controls.base.days, MOST_DAYS), larger=LARGER)
    runs = {each.key: years.add(each.scenario, each.key, each.near) for each in positions}
    return {"years": years.data(), "runs": runs, "faces": _searches(controls.base)}


def _searches(base: Scenario) -> dict[str, Any]:
    """From which day on, what share of what cameras see is searched, unless there is a ban; and the counts of it."""
    of = next(each for each in base.mechanisms.declared(Identification) if each.need == "faces")
    hit, wrong, nobody = (count.name for count in of.looked_up)
    return {
        "shares": [(first, of.searched(base.settings(first))) for first in base.epochs(min(base.days, MOST_DAYS))],
        "counted": {"alerts": of.wrong_alerts.name, "hit": hit, "wrong": wrong, "nobody": nobody},
        "seen_in": of.sightings,
    }


def _facts(controls: PageControls, positions: list[Position]) -> dict[str, Any]:
    base, days = controls.base, min(controls.base.days, MOST_DAYS)
    return {
        "title": base.title,
        "labels": {each.key: each.scenario.label for each in positions},
        "leaves_out": list(base.leaves_out),
        "days": days,
        "start": base.start.isoformat(),
        "groups": list(base.place.group_names),
        "women": women_of(base.place.groups),
        "ages": AGES,
        "districts": list(base.place.districts),
        "tiers": list(base.tiers),
        "cuts": _cuts(base),
        "stops": list(controls.stops),
        "own": controls.own,
        "opens": opens_on(base),
        "counted": counted_in(base),
        "levers": [lever.name for lever in controls.levers],
        "scores": any(ever_on(base, each) for each in _SCORES),
        "assumed": assumed_ranges(base, days),
        "commands": {each.key: each.command for each in positions},
    }


def _cuts(scenario: Scenario) -> list[tuple[str, int]]:
    """Each tier but the lowest with the fewest points for it; none where nobody has a score of the state."""
    keys = cut_keys(scenario.tiers)
    if not all(ever_on(scenario, key.partition(".")[0]) for key in keys):
        return []
    return [(tier, round(scenario.parameters[key].value)) for tier, key in zip(scenario.tiers, keys, strict=False)]


def _read(path: Path) -> Markup:
    return Markup(path.read_text(encoding="utf-8"))


def _parts(folder: Path, names: Sequence[str]) -> Markup:
    return Markup("\n").join(_read(folder / f"{name}.js") for name in names)


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


_TEMPLATES = Environment(
    loader=FileSystemLoader(_STATIC), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
)
