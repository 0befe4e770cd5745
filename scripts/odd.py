"""The generated parts of ``docs/odd.md``: what the mechanisms declare, and what their files say of them.

Prose comes from a file's docstring; its parameters, counts, streams and stages from its declarations; what it reads and
changes of people's state from its syntax tree. So the page cannot say what the code does not.
"""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from glasshouse.engine.stages import BLOCK_PHASES, PHASES, Phase
from glasshouse.mechanism import Mechanism
from glasshouse.mechanisms import MECHANISMS
from glasshouse.population.people import COLUMNS, MEANINGS

ROOT = Path(__file__).parents[1]
CODE = ROOT / "src" / "glasshouse"
#: The labelled paragraphs that a docstring must hold: of a sensor, and of any other mechanism.
SENSOR_PARTS = ("Mechanism", "Error", "Effect", "Source")
OTHER_PARTS = ("Process", "Source")
#: Modules that the mechanisms share, in the order of their use.
SHARED = (
    "engine/params", "engine/screening", "model/state", "model/restrictions", "model/attribution", "model/mail",
    "model/events", "engine/stocks", "engine/stages", "engine/assembly",
)  # fmt: skip
STAGES = ("live", "observe", "attribute", "record", "score", "sanction", "gate", "adapt", "redress")
#: What happens in each stage.
SENTENCES = {
    "live": "what people want to do today, and what they leave undone.",
    "observe": "which sensors see what a person does, and what they pin on that person.",
    "attribute": "what is pinned on the wrong person.",
    "record": "what enters the dossier, in the two ledgers, and what it costs in points.",
    "score": "on rescoring days, points become tiers; tiers become lists; people join; old entries expire.",
    "sanction": "which gates are closed to whom today, in both ledgers, and who hears of it.",
    "gate": "what people try to do, and are refused, or get as a perk.",
    "adapt": "what the day does to fear and trust.",
    "redress": "notices, appeals, repair, and the terms of lists.",
}


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

    >>> module(CODE / "mechanisms" / "cameras.py").name
    'cameras'
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


def mechanisms() -> list[tuple[Mechanism, Module]]:
    """Each mechanism with what its file says."""
    return [(each, module(CODE / "mechanisms" / f"{each.name}.py")) for each in MECHANISMS]


def needed(each: Mechanism) -> tuple[str, ...]:
    """The paragraphs that a mechanism's docstring must hold."""
    return SENSOR_PARTS if each.scored or each.name == "face_recognition" else OTHER_PARTS


def phases(stage: str) -> list[Phase]:
    """The phases of a stage, in order."""
    persons = [phase for several in PHASES.values() for phase in several]
    return [phase for phase in (*persons, *BLOCK_PHASES) if phase.name.split("_")[0] == stage]


def stages_of(each: Mechanism) -> list[str]:
    """The stages in which a mechanism's rules come in."""
    return [stage for stage in STAGES if any(phase.name in each.rules for phase in phases(stage))]


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
    """Each column of the state: its type, and its meaning."""
    return {name: (np.dtype(kind).name, MEANINGS[name]) for name, kind in COLUMNS.items()}


def reads_and_changes(one: Module) -> tuple[list[str], list[str]]:
    """Columns of the state that a mechanism reads, and that it changes, itself or by a function that it calls."""
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
            passed = dict(zip(names, map(_name, node.args), strict=False))
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
    return path if dotted.startswith(("glasshouse.model.", "glasshouse.mechanisms.")) and path.is_file() else None


# The page


def _codes(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "–"


def _fold(summary: str, inside: str) -> str:
    return f'<details markdown="1"><summary>{summary}</summary>\n\n{inside}\n\n</details>'


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def state_text() -> str:
    """Columns of the state, and which mechanisms read and change each."""
    read: dict[str, list[str]] = {name: [] for name in columns()}
    changed: dict[str, list[str]] = {name: [] for name in columns()}
    for _, one in mechanisms():
        reads, changes = reads_and_changes(one)
        for name in reads:
            read[name].append(one.name)
        for name in changes:
            changed[name].append(one.name)
    rows = [
        (f"`{name}`", kind, meaning, ", ".join(read[name]) or "–", ", ".join(changed[name]) or "–")
        for name, (kind, meaning) in columns().items()
    ]
    return _table(("column", "type", "what it holds", "read in", "changed in"), rows)


def schedule_text() -> str:
    """The stages in order, with the mechanisms that come in."""
    lines = []
    for k, stage in enumerate(STAGES, 1):
        lines.append(f"{k}. **{stage}**: {SENTENCES[stage]}")
        for phase in phases(stage):
            who = ", ".join(f"[{each.name}](#{each.name})" for each in MECHANISMS if phase.name in each.rules)
            lines.append(f"    - `{phase.name}`{' (once a week)' if phase.when else ''}, {phase.what}: {who or '–'}")
    return "\n".join(lines)


def mechanisms_text() -> str:
    """A section a mechanism."""
    return "\n\n".join(_section(each, one) for each, one in mechanisms())


def _section(each: Mechanism, one: Module) -> str:
    reads, changes = reads_and_changes(one)
    facts = [
        f"- **Stages**: {', '.join(stages_of(each)) or '–'}.",
        f"- **Reads** of the state: {_codes(reads)}.",
        f"- **Changes**: {_codes(changes)}.",
        f"- **Draws** of its own: {_codes([stream.name for stream in each.streams])}.",
    ]
    parts = [
        f"### {each.name}",
        f"{_sentence(one.title)} {one.prose}".strip(),
        "\n".join(f"- **{part}.** {one.parts.get(part, '')}" for part in needed(each)),
        "\n".join(facts),
    ]
    if each.parameters:
        rows = [(f"`{row.key}`", row.unit, row.meaning) for row in each.parameters]
        parts.append(_fold(f"What a scenario gives it: {len(rows)} numbers", _table(("number", "unit", "what"), rows)))
    if each.counts:
        counted = [(f"`{count.name}`", count.unit, count.text) for count in each.counts]
        parts.append(_fold(f"What it counts: {len(counted)}", _table(("count", "unit", "what"), counted)))
    return "\n\n".join(parts)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def shared_text() -> str:
    """The modules that the mechanisms share."""
    return "\n".join(f"- **`{name}.py`**: {module(CODE / f'{name}.py').title}" for name in SHARED)


def cited() -> list[str]:
    """Ids of the sources that the docstrings name, in order."""
    said = " ".join(one.parts.get("Source", "") for _, one in mechanisms())
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
    "mechanisms": mechanisms_text,
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
