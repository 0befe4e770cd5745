"""The verdicts on the tables that ship, reached once and kept beside the code.

To evaluate all tables takes a minute: too long for a page that somebody wants to read now. So the verdicts are kept in
``known_verdicts.json``, each with the hash of its table, and all with the hash of the code that reached them;
``python -m scripts.validation_page`` reaches them anew, and a test says when that is due.
"""

from __future__ import annotations

import ast
import io
import json
import math
import re
import tokenize
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import Any

from glasshouse.folders.atomic_write import in_one_step
from glasshouse.scenario import load
from glasshouse.validation.carried_over import QuantitySpread
from glasshouse.validation.crowd import PRESET
from glasshouse.validation.evaluate_tables import SCORED, Result, Tried, Validation
from glasshouse.validation.table_loading import FOLDER, load_table, table_names
from glasshouse.validation.validation_table import ValidationTable
from glasshouse.validation.verdict import PASS, Judged

FILE = Path(__file__).parent / "known_verdicts.json"
ROOT = Path(__file__).parents[1]

#: What a verdict hangs on: the stages, the people and the random numbers; how tables are drawn, simulated and judged.
CODE = (
    "draws.py", "kernels.py", "mechanism.py", "mechanisms", "model", "note.py", "population",
    "scenario/parameter_draws.py",
    *(f"engine/{name}" for name in "assembly.py binding.py block.py params.py stages.py stocks.py".split()),
    *(f"validation/{name}" for name in "carried_over.py crowd.py drawn_inputs.py evaluate_tables.py kinds".split()),
    "validation/simulate_tables.py", "validation/verdict.py",
)  # fmt: skip
_NUMBERS = (
    "low", "middle", "high", "missing", "crps", "naive_crps", "low80", "high80", "low50", "high50", "pit",
)  # fmt: skip
#: So many figures of each number are kept: more than anybody reads, fewer than another compiler might change.
_FIGURES = 12


def known() -> Validation:
    """What is known of the tables as they are; a table that changed since is left out.

    >>> "cardiff-final-2017" in {result.table.name for result in known().results}
    True
    """
    kept = _kept()
    alike = {name: one for name, one in kept["tables"].items() if one["hash"] == _hashes().get(name)}
    return Validation(
        results=tuple(_result(name, one) for name, one in alike.items()),
        seed=int(kept["seed"]),
        spreads=tuple(QuantitySpread(**one) for one in kept.get("spreads", ())),
    )


def passes() -> Mapping[str, tuple[str, bool, bool]]:
    """The kind of each table as it is, whether it passes and whether it is confirmed: what needs none of them loaded.

    >>> passes()["cardiff-final-2017"]
    ('lfr-deployment', False, True)
    """
    kept = {name: one for name, one in _kept()["tables"].items() if one["hash"] == _hashes().get(name)}
    return {
        name: (_word(name, "kind"), _passes(one), _word(name, "status") == "confirmed") for name, one in kept.items()
    }


def _word(name: str, key: str) -> str:
    """A key's word in a table's file, which is not loaded for it."""
    found = re.search(rf"^{key}: *(\S+)", (FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert found, f"{name} has no {key}"
    return found[1]


def _passes(kept: Mapping[str, Any]) -> bool:
    """As ``Result.passed``."""
    return all(one["verdict"] == PASS for one in kept["outputs"].values()) and all(kept["broke"])


def stale() -> tuple[str, ...]:
    """What changed since the verdicts were reached: names of tables, and "the code"; nothing when all is as it was."""
    tables = {name: one["hash"] for name, one in _kept()["tables"].items()}
    changed = [name for name in sorted({*tables, *_hashes()}) if tables.get(name) != _hashes().get(name)]
    return (*changed, *(["the code"] if _kept()["code"] != code_hash() else []))


def reached_by() -> str:
    """The hash of the code that reached the verdicts; that of the code as it is, unless they are stale."""
    return str(_kept()["code"])


def write(found: Validation) -> None:
    """Keep these verdicts, of all tables that ship."""
    tables = {
        result.table.name: {
            "hash": _hashes()[result.table.name],
            "draws": result.draws,
            "broke": [list(tried.broke) for tried in result.tried],
            **{
                way: {name: _kept_figure(judged) for name, judged in getattr(result, way).items()}
                for way in SCORED
                if way == "outputs" or getattr(result, way)
            },
        }
        for result in found.results
    }
    head = {"seed": found.seed, "code": code_hash(), "spreads": [_kept_spread(each) for each in found.spreads]}
    with in_one_step(FILE) as partial:
        partial.write_text(_lines(head, tables), encoding="utf-8", newline="\n")


@cache
def code_hash() -> str:
    """The hash of the code that reaches verdicts, and of the preset whose numbers stand where a table gives none."""
    digest = blake2b(load(PRESET).hash.encode(), digest_size=16)
    for path in _files():
        digest.update(f"\0{path.relative_to(ROOT).as_posix()}\0{_bare(path.read_text(encoding='utf-8'))}".encode())
    return digest.hexdigest()


def _files() -> list[Path]:
    places = [ROOT / name for name in CODE]
    return sorted(path for place in places for path in ([place] if place.is_file() else place.rglob("*.py")))


def _bare(code: str) -> str:
    """Code without docstrings, comments, blank lines and indentation: what stands there for people changes no verdict.

    >>> _bare('def f():\\n    "Say."\\n\\n    return 1  # why\\n')
    'def f():\\nreturn 1'
    """
    lines = code.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            said = node.body[0]
            lines[said.lineno - 1 : said.end_lineno] = [""] * ((said.end_lineno or said.lineno) - said.lineno + 1)
    return "\n".join(filter(None, (line.strip() for line in lines)))


@cache
def _kept() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))


@cache
def _hashes() -> dict[str, str]:
    texts = {name: (FOLDER / f"{name}.yaml").read_text(encoding="utf-8") for name in table_names()}
    return {name: blake2b(_verdictless(text).encode(), digest_size=8).hexdigest() for name, text in texts.items()}


def _verdictless(text: str) -> str:
    """A table's file without its reason, which is written after the verdict and changes none.

    >>> _verdictless("name: x\\nreason: >-\\n  Because.\\nsources: {}\\n")
    'name: x\\nsources: {}\\n'
    """
    return re.sub(r"^reason:.*\n(?:[ \t].*\n|\n)*", "", text, flags=re.MULTILINE)


def _result(name: str, kept: dict[str, Any]) -> Result:
    table = load_table(name)
    tried = (Tried(wrong=wrong, broke=tuple(broke)) for wrong, broke in zip(table.wrong, kept["broke"], strict=True))
    figures = {
        way: MappingProxyType({output: _judged(table, output, one) for output, one in kept.get(way, {}).items()})
        for way in SCORED
    }
    return Result(table=table, tried=tuple(tried), draws=int(kept["draws"]), **figures)


def _judged(table: ValidationTable, output: str, kept: dict[str, Any]) -> Judged:
    numbers = {key: math.nan if kept.get(key) is None else float(kept[key]) for key in _NUMBERS}
    return Judged(published=table.outputs[output], **numbers, verdict=str(kept["verdict"]), firm=bool(kept["firm"]))


def _kept_spread(spread: QuantitySpread) -> dict[str, Any]:
    return {key: float(f"{x:.6g}") if isinstance(x, float) else x for key, x in asdict(spread).items()}


def _kept_figure(judged: Judged) -> dict[str, Any]:
    numbers = {key: float(getattr(judged, key)) for key in _NUMBERS}
    rounded = {key: float(f"{x:.{_FIGURES}g}") if math.isfinite(x) else None for key, x in numbers.items()}
    return {**rounded, "verdict": judged.verdict, "firm": judged.firm}


def _lines(head: dict[str, Any], tables: dict[str, dict[str, Any]]) -> str:
    """JSON with a line a figure, so that a change can be read."""
    said = []
    for name, table in tables.items():
        rows = (
            f"  {json.dumps(key)}: {_figure_a_line(value) if key in SCORED else json.dumps(value)}"
            for key, value in table.items()
        )
        said.append(f" {json.dumps(name)}: {{\n" + ",\n".join(rows) + "\n }")
    top = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items())
    return f'{{\n{top},\n"tables": {{\n' + ",\n".join(said) + "\n}\n}\n"


def _figure_a_line(figures: Mapping[str, Any]) -> str:
    return "{\n" + ",\n".join(f"   {json.dumps(name)}: {json.dumps(one)}" for name, one in figures.items()) + "\n  }"
