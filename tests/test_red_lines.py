"""What glasshouse never does, held by looking at its own source, its schema and its commands."""

from __future__ import annotations

import inspect
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
import typer

import glasshouse
from glasshouse import api, draws
from glasshouse.cli.commands import COMMANDS, app, command
from glasshouse.engine.assembly import compiled_day
from glasshouse.engine.counts import MEASURES
from glasshouse.engine.params import compile_params
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.mechanisms import MECHANISMS
from glasshouse.model.state import AGENT_DAY
from glasshouse.population.people import ERROR_FREE_LIST, ERROR_FREE_TIER, INTERNET, PARTICIPATES
from glasshouse.scenario import load
from glasshouse.scenario.presets import list_presets
from glasshouse.scenario.scenario_models import file_model
from glasshouse.testing.red_lines import (
    HIDDEN,
    NETWORK,
    PEOPLE,
    PERSONAL,
    PICKLES,
    RECOGNISING,
    arguments,
    attributes,
    imports,
    readers,
    runs_what_it_reads,
)
from model.runs import BUSY

ROOT = Path(glasshouse.__file__).parent
REPOSITORY = Path(__file__).parent.parent
MODULES = sorted(ROOT.rglob("*.py"))
EVERY_FILE = [*MODULES, *sorted(REPOSITORY.glob("tests/**/*.py")), *sorted(REPOSITORY.glob("benchmarks/**/*.py"))]

#: What a benchmark compares glasshouse with, as arithmetic on columns of numbers. No part of glasshouse imports it, and
#: none of its extras installs it.
COMPARED_WITH = {"benchmarks/peers/torch_tensors.py": {"torch"}}


#: Holds "plate", and is the form of a document.
#: `from_csv` takes totals of districts, and refuses what looks like a list of persons: ``tests/cli/test_place.py``.
HARMLESS = {"template", "from_csv"}


# 1. Invented people only.


#: These read checkpoints, which are compared with people who are drawn: ``tests/engine/test_checkpoint.py``.
CHECKPOINTS = ("column_files.py", "stored_checkpoint.py")
#: This reads the compiled code that ships, which holds nobody.
CODE = ("shipped_code.py",)


def test_the_populations_come_from_draws_and_no_file():
    for folder in ("population", "model", "mechanisms", "engine"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path.name not in (*CHECKPOINTS, *CODE):
                assert readers(path) == set(), path


def schema_keys(schema: object) -> set[str]:
    if isinstance(schema, dict):
        keys = set(schema.get("properties", {}))
        return keys.union(*(schema_keys(value) for value in schema.values()))
    if isinstance(schema, list):
        return set().union(*(schema_keys(value) for value in schema))
    return set()


def test_a_scenario_has_no_key_for_data_about_persons():
    keys = schema_keys(file_model().model_json_schema(by_alias=True))
    assert len(keys) > 100
    assert {key for key in keys for word in PERSONAL if word in key.lower()} == set()


def test_a_scenario_s_lists_hold_words_and_events_only():
    """Rows about persons would need a list of numbers or of mappings; the one such list is the dated events."""
    schema = file_model().model_json_schema(by_alias=True)
    rows = {
        name
        for model in [schema, *schema["$defs"].values()]
        for name, value in model.get("properties", {}).items()
        for kind in [value, *value.get("anyOf", [])]
        if kind.get("type") == "array" and "$ref" in kind.get("items", {})
    }
    assert rows == {"events"}


def test_the_commands_take_nothing_about_persons():
    """Whoever adds an option looks at this list, and at the first red line."""
    known = """
    scenario population days seed replicates threads set_ out shards device folder file preset parameter json version
    name path from_ help force no_browser port top width key value safeguards arms attribute part json_
    workers scheduler stages
    person wrongly_sanctioned falsely_matched most_chilled random another under html
    table draws ensemble_population points show_
    pdf
    host allow_host root_path class_
    template format_
    odd into
    single
    warm_up only parts ensemble
    run check charts compare language
    action title people group minority children older urban internet from_csv assumed
    """.split()
    taken = {p.name for p in typer.main.get_command(app).params}
    taken |= {p.name for name in COMMANDS for p in command(name).params}
    assert {"scenario", "population", "seed"} <= taken
    assert taken - set(known) == set()
    assert {name for name in taken - HARMLESS for word in PERSONAL if word in str(name)} == set()


def test_the_calls_take_nothing_about_persons():
    for name in api.__all__:
        parameters = inspect.signature(getattr(api, name)).parameters
        assert {p for p in parameters if p not in HARMLESS for word in PERSONAL if word in p} == set()
    for path in MODULES:
        for function, names in arguments(path):
            assert not names & set(PERSONAL), f"{path.name}: {function}"


# 2. Sensors are probabilities.


def test_no_dependency_recognises_or_intercepts():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for group in project["optional-dependencies"].values() for name in group),
    ]
    names = {re.split(r"[<>=!~\[; ]", text)[0].lower().replace("_", "-") for text in wanted}
    assert "numpy" in names
    assert names & {name.lower().replace("_", "-") for name in RECOGNISING} == set()


def test_no_module_recognises_or_intercepts():
    found = {path: imports(path) & RECOGNISING for path in EVERY_FILE}
    allowed = {REPOSITORY / place: names for place, names in COMPARED_WITH.items()}
    assert {path: names for path, names in found.items() if names} == allowed


# 4. No false authority.


@pytest.mark.parametrize("preset", list_presets(), ids=lambda preset: preset.name)
def test_every_preset_says_what_it_is_and_what_it_leaves_out(preset):
    scenario = load(preset.name)
    assert scenario.label in ("documented", "hypothetical")
    assert len(scenario.leaves_out) >= 3
    assert all(len(text) > 20 for text in scenario.leaves_out)
    assert scenario.summary
    for given in scenario.parameters.values():
        assert given.source or given.assumed


def test_the_warning_says_invented_and_no_forecast():
    """Other tests only hold where it stands."""
    assert "people are invented" in NOT_A_FORECAST
    assert "not a forecast" in NOT_A_FORECAST


def test_what_the_documented_preset_leaves_out_begins_with_xinjiang():
    assert "Xinjiang" in load("as-documented").leaves_out[0]


def test_numbers_belong_to_functions_and_never_to_a_company():
    company = file_model(named=("companies.acme",)).model_json_schema(by_alias=True)["$defs"]["Company"]["properties"]
    assert set(company) == {"enabled", "title", "role", "source", "functions"}
    assert all(
        company.source for name in ("as-described", "as-documented") for company in load(name).suppliers.values()
    )


# 5. No network, no telemetry; and no format that runs code.


def test_no_module_reaches_the_network():
    found = {path: imports(path) & (NETWORK | PICKLES) for path in MODULES}
    # Compiled code is code, and Numba pickles it; ``tests/test_codecache.py`` holds that it is this user's own.
    # Work goes through a pipe to processes that this one started, which nobody else reaches (``tests/cluster``).
    files = ("codecache.py", "cluster/serve_work.py", "cluster/worker_processes.py")
    assert {path: names for path, names in found.items() if names} == {ROOT / file: {"pickle"} for file in files}


def test_no_module_runs_what_it_reads():
    assert {path: found for path in MODULES if (found := list(runs_what_it_reads(path)))} == {}


def test_pages_are_whole_without_a_network():
    pages = [*ROOT.rglob("*.html"), *ROOT.rglob("*.j2"), *ROOT.rglob("*.css"), *ROOT.rglob("*.js")]
    assert pages
    loading = re.compile(r"""(src|href)\s*=\s*["']https?://|@import\s+url|url\(\s*["']?https?://""")
    for page in pages:
        links = re.sub(r"<a\s[^>]*>", "", page.read_text(encoding="utf-8"))  # a link loads nothing by itself
        assert not loading.search(links), page


# People act on what they could know; the error-free ledger and the file on them move nobody.

ACTING = [(each, phase) for each in MECHANISMS for phase in PEOPLE if phase in each.rules]


@pytest.mark.parametrize(("mechanism", "phase"), ACTING, ids=[f"{each.name}-{phase}" for each, phase in ACTING])
def test_people_act_on_what_they_could_know(mechanism, phase):
    assert attributes(mechanism.rules[phase]) & HIDDEN == set()


def test_every_phase_in_which_people_act_has_a_rule():
    assert {phase for _, phase in ACTING} == set(PEOPLE)


class PlainRecord(np.record):
    """A record whose field is not hidden by what an array calls ``flags``."""

    flags = property(lambda self: self["flags"], lambda self, value: self.__setitem__("flags", value))


def record(array: np.ndarray) -> np.record:
    return array.view(np.recarray)[0]


@pytest.mark.parametrize("word", [0, 10**6, 10**8, 2 * 10**9, 2**32 - 1])
def test_the_clean_ledger_moves_nobody(word):
    tables = compile_params(load("as-described", sets=BUSY), 0, 10_000)
    days = []
    for error_free in (
        2 << ERROR_FREE_TIER,
        5 << ERROR_FREE_TIER | 2 << ERROR_FREE_LIST,
        3 << ERROR_FREE_TIER | 1 << ERROR_FREE_LIST,
    ):
        agents = np.zeros(1, np.dtype((PlainRecord, AGENT_DAY)))
        flags = np.array([PARTICIPATES | 4 | error_free], np.uint16)
        for name, value in {"traits": 1 << 2 | INTERNET, "flags": flags[0], "fear": 120, "trust": 90}.items():
            agents[name] = value
        agents["error_free"], agents["dossier"] = (1000, 0) if error_free == 2 << ERROR_FREE_TIER else (200, 0xFF)
        words, late = np.full((8, 1), word, np.uint32), np.full((8, 1), word, np.uint32)
        counts, nobody = np.zeros((5, len(MEASURES)), np.int64), np.zeros(0)
        params, d, now = record(tables.params), record(tables.districts), record(draws.moment(1, 3))
        step = {name: each.py_func for name, each in compiled_day().steps.items() if hasattr(each, "py_func")}
        step["snapshot_restrictions"](agents, 0, 1, np.zeros(1, np.int64), flags, params)
        step["live_intend"](agents, 0, 1, np.zeros(1, np.int64), words, params, d)
        step["live_inhibit"](
            agents, 1, np.zeros(1, np.int64), words, late, params, now, counts, nobody, 40, 30, 20, 10, 100
        )
        agents["onset"] = agents["refused"] = 1
        step["adapt"](agents, 1, params, now, counts)
        fields = "gates0 conduct online money outing fear trust".split()
        days.append(([int(agents[name][0]) for name in fields], counts.tolist()))
    assert days[0] == days[1] == days[2]
