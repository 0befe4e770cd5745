"""Imports point downward only, never in a circle, and stand at the top of their file."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import glasshouse
from source_trees import nodes, tree

ROOT = Path(glasshouse.__file__).parent
#: From the bottom up; modules of one row may use one another, but packages must not go round in a circle.
LAYERS = (
    (
        "",
        *"arguments card_section children codecache consistency controls day_settings draws entry_kind errors".split(),
        *"flow_chart gate headline_sentence intervention kernels letter measure".split(),
        *"mechanism morning note person_list renamed rich_display section shipped_kernel signals source tiers".split(),
        *"plugin_source site_figures told_by trial_values withdrawn".split(),
        "wording",
        *"assessed control_panel protection".split(),
    ),
    ("evidence", "languages", "population"),
    ("model", "stored"),
    ("mechanisms",),
    ("mechanism_faults", "mechanism_set"),
    ("authoring", "former_names"),
    ("plugins",),
    ("scenario",),
    ("interventions",),
    ("engine",),
    ("folders",),
    ("measures",),
    ("runs",),
    ("headlines",),
    ("comparison", "stories", "validation"),
    ("cluster",),
    ("studies",),
    ("report",),
    ("report_files",),
    ("odd", "runner", "skeleton", "speed", "table_runner", "testing"),
    ("assessments", "claim_list", "rocrate"),
    ("simulation",),
    ("sites",),
    ("api", "cli", "lab"),
    ("__main__",),
)
HEIGHT = {name: height for height, row in enumerate(LAYERS) for name in row}
MODULES = sorted(path.relative_to(ROOT) for path in ROOT.rglob("*.py"))
#: All but the package's front door, which names what it opens.
INSIDE = [path for path in MODULES if path.as_posix() != "__init__.py"]


def home(name: str) -> str:
    """The layer's name of a module of glasshouse: what stands after the first dot."""
    return name.split(".")[1] if "." in name else ""


def own(module: Path) -> str:
    return "" if module.as_posix() == "__init__.py" else module.parts[0].removesuffix(".py")


@cache
def imported(module: Path) -> set[str]:
    """Layers that a module imports from, wherever in it the import stands."""
    found = set()
    for node in nodes(ROOT / module):
        if isinstance(node, ast.Import):
            found |= {home(alias.name) for alias in node.names if alias.name.split(".")[0] == "glasshouse"}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: a relative import hides where it points"
            if node.module == "glasshouse":
                found |= {alias.name if alias.name in HEIGHT else "" for alias in node.names}
            elif node.module and node.module.startswith("glasshouse."):
                found.add(home(node.module))
    return found


def test_every_module_has_a_layer():
    assert {own(module) for module in MODULES} == set(HEIGHT)


def test_imports_point_downward():
    upward = {(module, name) for module in INSIDE for name in imported(module) if HEIGHT[name] > HEIGHT[own(module)]}
    assert upward == set()


def test_packages_of_one_layer_do_not_go_round_in_a_circle():
    uses = {name: set().union(*(imported(m) for m in MODULES if own(m) == name)) - {name} for name in HEIGHT}
    for row in LAYERS[1:]:
        for name in row:
            for other in uses[name] & set(row):
                assert name not in uses[other], f"{name} and {other} import each other"


def test_the_model_knows_nothing_of_files():
    for module in MODULES:
        if own(module) in ("model", "population", "draws"):
            names = {node.id for node in nodes(ROOT / module) if isinstance(node, ast.Name)}
            assert not names & {"open", "Path", "os", "io", "pq", "json"}, module


# From file to file.

#: What stands upon the core, and needs nothing of it but what any Python program may use.
APPLICATIONS = {"assessments", "claim_list", "cli", "rocrate", "lab", "report", "sites", "stories"}
#: Libraries of the optional extras: ``pyproject.toml`` says which brings what.
EXTRAS = {"SALib", "dask", "distributed", "ema_workbench", "optuna", "pandas"}
#: A library that everybody has, and that takes half a second to load: only what draws an ensemble or fits needs it.
SLOW_TO_LOAD = {"scipy"}
#: Imports inside functions that measured start-up time or memory demands; each says so where it stands.
LATE = {("report_files", "glasshouse.report")}
#: Packages and modules of the core that are its own, and those within them that are for everybody.
INTERNAL = {
    "codecache", "draws", "engine", "kernels", "model", "population", "cluster",
    "folders.background_writer", "folders.entries", "folders.leftovers", "folders.lock", "runs.devices",
    "runs.stored_fits", "runs.needed_memory", "runs.replicate_output", "measures.tally", "runs.run_writer",
    "comparison.comparison_folder",
}  # fmt: skip
PUBLIC = {
    "cluster.placement",
    "engine.person_index",
    "engine.profile",
    "engine.simulate",
    "engine.trace",
    "engine.wasm",
}


class Import(NamedTuple):
    """An import as it stands in a file: of a module, or of a name in one, perhaps inside a function."""

    module: str
    name: str
    late: bool


def named(module: Path) -> str:
    """A file's name as it is imported, without the package's: "runs.run"; the front door has none."""
    return ".".join(module.with_suffix("").parts).removesuffix("__init__").rstrip(".")


FILES = {named(module): module for module in MODULES}


def imports_in(node: ast.AST, late: bool = False) -> list[Import]:
    found = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            found += [Import(alias.name, "", late) for alias in child.names]
        elif isinstance(child, ast.ImportFrom):
            found += [Import(child.module or "", alias.name, late) for alias in child.names]
        inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        found += imports_in(child, late or inside)
    return found


@cache
def imports_of(file: str) -> tuple[Import, ...]:
    return tuple(imports_in(tree(ROOT / FILES[file])))


def target(one: Import) -> str | None:
    """The file of glasshouse that an import leads to; the front door only names what it opens, and is none."""
    inside = one.module.removeprefix("glasshouse").lstrip(".")
    if one.module.split(".")[0] != "glasshouse":
        return None
    whole = f"{inside}.{one.name}".lstrip(".")
    return (whole if whole in FILES else inside) or None


def reached(file: str, graph: dict[str, set[str]]) -> set[str]:
    """All files that importing one leads to."""
    found: set[str] = set()
    todo = [file]
    while todo:
        fresh = graph[todo.pop()] - found
        found |= fresh
        todo += fresh
    return found


def circles(graph: dict[str, set[str]]) -> set[frozenset[str]]:
    """Files that lead to one another."""
    beyond = {file: reached(file, graph) for file in graph}
    found = {frozenset(other for other in beyond[file] if file in beyond[other]) for file in graph}
    return {one for one in found if len(one) > 1}


def test_circles_are_found():
    around = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": set()}
    assert circles(around) == {frozenset("abc")}


def test_files_do_not_go_round_in_a_circle():
    """Whatever the import is for: one inside a function, or for the eyes of a type checker alone, counts too."""
    graph = {file: {to for one in imports_of(file) if (to := target(one))} - {file} for file in FILES if file}
    assert circles(graph) == set()


def needed(one: Import) -> bool:
    """Whether it is there without any extra; what runs on a GPU is made with one."""
    gpu = (one.module, one.name) == ("numba", "cuda") or one.module.startswith("glasshouse.engine.cuda")
    return one.module.split(".")[0] not in EXTRAS | SLOW_TO_LOAD and not gpu


def test_imports_stand_at_the_top():
    """But of what is installed with an extra: at the top, it would have to be there for everybody."""
    late = [(file, one.module) for file in FILES for one in imports_of(file) if one.late and needed(one)]
    assert set(late) == LATE
    assert len(late) == len(LATE)


def test_private_names_stay_in_their_file():
    def private(one: Import) -> bool:
        names = (*one.module.split("."), one.name)
        return bool(target(one)) and any(name.startswith("_") and not name.startswith("__") for name in names)

    assert {(file, one.name) for file in FILES for one in imports_of(file) if private(one)} == set()


def test_no_two_classes_have_one_name():
    homes: dict[str, set[str]] = {}
    for file in FILES:
        for node in nodes(ROOT / FILES[file]):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, set()).add(file)
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_a_files_name_says_what_is_in_it_without_its_folder():
    ours = [path.name for path in MODULES if path.name not in ("__init__.py", "__main__.py")]  # Python names those two
    twice = Counter(ours)
    assert {name for name, number in twice.items() if number > 1} == set()
    assert {path.as_posix() for path in MODULES if path.name in ("page.py", "app.py")} == {"lab/app.py"}


def forwards(node: ast.stmt) -> bool:
    """Whether a statement brings nothing of its own: a docstring, an import, another name for something."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]) | ast.Assign(value=ast.Name() | ast.Attribute()):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
    return False


def test_forwarding_is_found():
    source = '"""Say."""\nfrom a import b\nimport c\nif TYPE_CHECKING:\n    import d\n__all__ = ["b"]\nother = c.each'
    assert all(map(forwards, ast.parse(source).body))
    assert not any(map(forwards, ast.parse("PLACES = (1, 2)\ndef one(): ...\nclass Two: ...").body))


def test_no_file_only_forwards():
    """But the front door of a package, which names what it opens."""
    inside = [path for path in MODULES if path.name != "__init__.py"]
    bodies = {path.as_posix(): tree(ROOT / path).body for path in inside}
    assert [name for name, body in bodies.items() if all(map(forwards, body))] == []


def within(file: str, names: set[str]) -> bool:
    return any(file == name or file.startswith(f"{name}.") for name in names)


@pytest.mark.parametrize("application", sorted(APPLICATIONS))
def test_applications_stand_on_what_is_public(application):
    files = [file for file in FILES if own(FILES[file]) == application]
    used = {to for file in files for one in imports_of(file) if (to := target(one))}
    assert {to for to in used if within(to, INTERNAL) and not within(to, PUBLIC)} == set()
