"""The generated parts of ``docs/odd.md``: what the stages' own docstrings and source say of them.

Prose comes from the module's docstring; what a stage reads, changes, draws and counts comes from its syntax tree, and
what it is given from the table of parameters. So the page cannot say what the code does not.
"""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "src" / "glasshouse" / "model"
#: The labelled paragraphs that a docstring must hold, by the kind of module.
STAGE_PARTS = ("Process", "Source")
SENSOR_PARTS = ("Mechanism", "Error", "Effect", "Source")
#: Modules that several stages share, in the order of their use.
SHARED = ("params", "screening", "restrictions", "events", "learned", "stocks", "day")


@dataclass(frozen=True, kw_only=True)
class Module:
    """What a module says of itself: its first line, its prose, its labelled paragraphs, its functions' first lines."""

    name: str
    title: str
    prose: str
    parts: dict[str, str]
    functions: dict[str, str]
    tree: ast.Module


def module(path: Path) -> Module:
    """Read a module without importing it.

    >>> module(MODEL / "gate.py").name
    'gate'
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    first, *rest = re.split(r"\n\s*\n", inspect.cleandoc(ast.get_docstring(tree) or ""))
    parts, prose = {}, []
    for paragraph in rest:
        label = re.match(r"([A-Z][a-z]+): ", paragraph)
        if label:
            parts[label[1]] = _plain(paragraph[label.end() :])
        else:
            prose.append(_plain(paragraph))
    functions = {
        node.name: _plain((ast.get_docstring(node) or "").split("\n\n")[0])
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    title = _plain(first.split(": ", 1)[-1] if first.startswith(f"{path.stem}: ") else first)
    return Module(name=path.stem, title=title, prose=" ".join(prose), parts=parts, functions=functions, tree=tree)


def _plain(text: str) -> str:
    """One line of Markdown: RST's double backquotes become single ones."""
    return " ".join(text.split()).replace("``", "`")


def stages() -> list[Module]:
    """The stages in the order of the day, as ``glasshouse.model`` names them."""
    said = ast.get_docstring(ast.parse((MODEL / "__init__.py").read_text(encoding="utf-8"))) or ""
    names = re.findall(r"\w+", said.split(":", 1)[1])
    return [module(MODEL / f"{name}.py") for name in names]


def sensors() -> list[Module]:
    """One module a sensor, by name."""
    return [module(path) for path in sorted((MODEL / "sensors").glob("*.py")) if path.stem != "__init__"]


def missing(one: Module, parts: tuple[str, ...]) -> list[str]:
    """The labelled paragraphs that a docstring lacks."""
    return [part for part in parts if not one.parts.get(part)]


def _attributes(tree: ast.AST, owners: set[str]) -> set[str]:
    """Names of the attributes of these objects, wherever in the tree they stand."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in owners
    }


def columns() -> dict[str, tuple[str, str]]:
    """Each column of the state: its type, and its meaning as ``docs/model.md`` has it."""
    from glasshouse.population.people import COLUMNS

    page = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| ")
    ]
    meanings = {name: row[2] for row in rows if len(row) == 4 for name in row[0].split(", ")}
    return {name: (kind.__name__, meanings[name]) for name, kind in COLUMNS.items()}


def reads_and_changes(one: Module) -> tuple[list[str], list[str]]:
    """Columns of the state that a stage reads, and that it changes, itself or by a function that it calls."""
    reads: set[str] = set()
    changes: set[str] = set()
    for node in one.tree.body:
        if isinstance(node, ast.FunctionDef):
            reads |= _read(node)
            changes |= _changed(node, one, frozenset())
    return [name for name in columns() if name in reads], [name for name in columns() if name in changes]


def _read(function: ast.FunctionDef) -> set[str]:
    return {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _changed(function: ast.FunctionDef, home: Module, seen: frozenset[str]) -> set[str]:
    """Names to which a function writes: as a field, as a place of a column, or through a call."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            found.add(_name(node.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in seen:
            called = _function(node.func.id, home)
            if called is None:
                continue
            inside = _changed(called[0], called[1], seen | {node.func.id})
            names = [argument.arg for argument in called[0].args.args]
            passed = {names[k]: _name(argument) for k, argument in enumerate(node.args)}
            found |= {passed.get(name, name) for name in inside}
    return found


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _function(name: str, home: Module) -> tuple[ast.FunctionDef, Module] | None:
    """A function of the model by the name that a module calls it: its own, an imported one, or one given a new name."""
    for node in home.tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node, home
        if isinstance(node, ast.Assign) and name in map(_name, node.targets) and isinstance(node.value, ast.Attribute):
            path = _home(_name(node.value.value), home)
            return _function(node.value.attr, module(path)) if path else None
        if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names):
            path = _path(node.module or "")
            return _function(name, module(path)) if path else None
    return None


def _home(name: str, home: Module) -> Path | None:
    """The file of a module that another imports by name."""
    for node in home.tree.body:
        if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names):
            return _path(f"{node.module}.{name}")
    return None


def _path(dotted: str) -> Path | None:
    path = (ROOT / "src" / dotted.replace(".", "/")).with_suffix(".py")
    return path if dotted.startswith("glasshouse.model.") and path.is_file() else None


def draws(one: Module) -> list[str]:
    """Purposes for which the stage takes a keyed word of its own; two stages take the dense words by their place."""
    return sorted(name.lower() for name in _attributes(one.tree, {"Stream"}))


def counts(one: Module) -> list[str]:
    """Measures that the module counts."""
    return sorted(_attributes(one.tree, {"Count"}))


def given(stage: str) -> list[tuple[str, str, str]]:
    """(key, unit, meaning) of each number that a scenario gives to a stage."""
    from glasshouse.scenario.parameters import PARAMETERS

    return [(row.key, row.unit, row.meaning) for row in PARAMETERS.values() if row.stage == stage]


# The page


def _codes(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "–"


def _fold(summary: str, inside: str) -> str:
    return f'<details markdown="1"><summary>{summary}</summary>\n\n{inside}\n\n</details>'


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def state_text() -> str:
    """Columns of the state, and which stages read and change each."""
    read: dict[str, list[str]] = {name: [] for name in columns()}
    changed: dict[str, list[str]] = {name: [] for name in columns()}
    for stage in stages():
        reads, changes = reads_and_changes(stage)
        for name in reads:
            read[name].append(stage.name)
        for name in changes:
            changed[name].append(stage.name)
    rows = [
        (f"`{name}`", kind, meaning, ", ".join(read[name]) or "–", ", ".join(changed[name]) or "–")
        for name, (kind, meaning) in columns().items()
    ]
    return _table(("column", "type", "what it holds", "read in", "changed in"), rows)


def schedule_text() -> str:
    """The stages in order, a line each."""
    return "\n".join(f"{k}. [**{one.name}**](#{one.name}): {one.title}" for k, one in enumerate(stages(), 1))


def stages_text() -> str:
    """A section a stage."""
    return "\n\n".join(map(_stage, stages()))


def _stage(one: Module) -> str:
    reads, changes = reads_and_changes(one)
    numbers = given(one.name)
    facts = [
        f"- **Reads** of the state: {_codes(reads)}.",
        f"- **Changes**: {_codes(changes)}.",
        f"- **Draws** of its own: {_codes(draws(one))}.",
    ]
    functions = [(f"`{name}`", text) for name, text in one.functions.items() if text]
    parts = [
        f"### {one.name}",
        f"{_sentence(one.title)} {one.prose}".strip(),
        f"**Process.** {one.parts.get('Process', '')}",
        "\n".join(facts),
        _table(("part of it", "what it does"), functions),
    ]
    if numbers:
        rows = [(f"`{key}`", unit, meaning) for key, unit, meaning in numbers]
        parts.append(_fold(f"What a scenario gives it: {len(rows)} numbers", _table(("number", "unit", "what"), rows)))
    if counted := counts(one):
        parts.append(_fold(f"What it counts: {len(counted)} measures", _codes(counted)))
    parts.append(f"**Source.** {one.parts.get('Source', '')}")
    return "\n\n".join(parts)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def sensors_text() -> str:
    """A section a sensor: what it sees, how it errs, what it leaves."""
    told = []
    for one in sensors():
        lines = [f"- **{part}.** {one.parts.get(part, '')}" for part in SENSOR_PARTS]
        told.append("\n\n".join([f"#### {one.name}", f"{one.title} {one.prose}".strip(), "\n".join(lines)]))
    return "\n\n".join(told)


def shared_text() -> str:
    """The modules that several stages share."""
    return "\n".join(f"- **`{one.name}`**: {one.title}" for one in (module(MODEL / f"{name}.py") for name in SHARED))


def cited() -> list[str]:
    """Ids of the sources that the docstrings name, in order."""
    said = " ".join(one.parts.get("Source", "") for one in [*stages(), *sensors()])
    return sorted(set(re.findall(r"`([a-z-]+(?:-\d+)+)`", said)))


def references_text() -> str:
    """What the ids of sources stand for."""
    from glasshouse.evidence import load_sources

    sources = load_sources()
    return "\n".join(f"- `{name}`: {sources[name].citation}" for name in cited())


#: The marks of the page, and what stands between them.
PARTS = {
    "state": state_text,
    "schedule": schedule_text,
    "stages": stages_text,
    "sensors": sensors_text,
    "shared": shared_text,
    "references": references_text,
}


def rewritten(page: str) -> str:
    """The page with every generated part written anew. Raises ``ValueError`` where a mark is missing."""
    for name, text in PARTS.items():
        begin, end = f"<!-- odd:{name}:begin -->", f"<!-- odd:{name}:end -->"
        before, found, rest = page.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise ValueError(f"the marks {begin} and {end} are missing")
        page = f"{before}{begin}\n\n{text()}\n\n{end}{after}"
    return page
