"""``glasshouse plugins``: what installed packages offer, kind by kind, and the ODD page of a mechanism."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.table import Table
from rich.text import Text

from glasshouse import plugins as registry
from glasshouse.cli.console import output
from glasshouse.cli.lines import complain, document, say
from glasshouse.errors import BadInputError, ended, nearest
from glasshouse.intervention import Intervention
from glasshouse.interventions import INTERVENTIONS, REFERENCES
from glasshouse.measure import Measure
from glasshouse.measures import HARMS
from glasshouse.measures.definitions import measures_of
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED, MechanismError
from glasshouse.odd import page
from glasshouse.plugins import KINDS, Plugin, PluginError, mechanisms_named
from glasshouse.scenario import ScenarioError, load, places, scenario_loading
from glasshouse.scenario.place_loading import load_place
from glasshouse.validation import table_loading as tables
from glasshouse.validation.table_loading import load_table

_T = TypeVar("_T")
_NONE = (
    "No plug-in is installed. Write one with `glasshouse new-mechanism NAME`, or install somebody's package with pip."
)


def plugins(
    json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
    odd: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Print the ODD page of a mechanism, in Markdown.", show_default=False),
    ] = None,
) -> None:
    """``glasshouse plugins``."""
    if odd is not None:
        say(odd_page(odd))
        return
    for told in registry.misnamed():
        complain(told)
    found = [(each, problem(each)) for each in registry.installed()]
    if json:
        document([{**asdict(each), "problem": wrong} for each, wrong in found])
    elif not found:
        say(_NONE)
    else:
        show(found)


def problem(plugin: Plugin) -> str | None:
    """Why a plug-in cannot be used, in one line; None if it can."""
    try:
        _TRIED[plugin.kind](plugin)
    except (PluginError, MechanismError, ScenarioError) as error:
        return " ".join(str(error).split())
    return None


def _mechanisms(plugin: Plugin) -> None:
    measures_of(SHIPPED.with_(mechanisms_named(plugin.name)))


def _intervention(plugin: Plugin) -> None:
    found = _of_its_kind(plugin, Intervention)
    _free(plugin, found.name, INTERVENTIONS.get(found.name, found) is found and found.name not in REFERENCES)


def _measure(plugin: Plugin) -> None:
    name = _of_its_kind(plugin, Measure).name
    _free(plugin, name, name not in HARMS)


def _file(loads: Callable[[str], Any], shipped: Path) -> Callable[[Plugin], None]:
    def tried(plugin: Plugin) -> None:
        _free(plugin, plugin.name, not (shipped / f"{plugin.name}.yaml").exists())
        loads(plugin.name)

    return tried


def _of_its_kind(plugin: Plugin, kind: type[_T]) -> _T:
    found = plugin.load()
    if not isinstance(found, kind):
        raise PluginError(f"plug-in '{plugin.name}' is no {kind.__name__} ({plugin.origin})")
    return found


def _free(plugin: Plugin, name: str, free: bool) -> None:
    if not free:
        raise PluginError(f"plug-in '{plugin.name}' cannot be used: the name '{name}' is taken")


#: How it is found out whether something can be used, by kind.
_TRIED: Mapping[str, Callable[[Plugin], None]] = {
    "mechanisms": _mechanisms,
    "interventions": _intervention,
    "places": _file(load_place, places.FOLDER),
    "presets": _file(load, scenario_loading.FOLDER),
    "measures": _measure,
    "validation_tables": _file(load_table, tables.FOLDER),
}


def show(found: list[tuple[Plugin, str | None]]) -> None:
    """A table for each kind; below whatever cannot be used stands why."""
    console = output()
    for kind in KINDS:
        rows = [(each, wrong) for each, wrong in found if each.kind == kind]
        if not rows:
            continue
        table = Table(box=None, pad_edge=False, title=kind.replace("_", " "), title_justify="left", title_style="bold")
        for head in ("name", "package", "version", "origin"):
            table.add_column(head, overflow="fold")
        for each, wrong in rows:
            table.add_row(f"{each.name} (!)" if wrong else each.name, each.package, each.version, each.origin)
        console.show(table)
        for _, wrong in rows:
            if wrong:
                console.print(Text(f"(!) {wrong}", "red"), soft_wrap=not console.is_terminal)
        console.print()


def odd_page(name: str) -> str:
    """The ODD page of a shipped mechanism, or of those of a plug-in, by name. Raises BadInputError."""
    try:
        return page(_named(name))
    except ValueError as error:
        raise BadInputError(f"--odd {name}: {ended(' '.join(str(error).split()))}") from error


def _named(name: str) -> tuple[Mechanism, ...]:
    shipped = {each.name: each for each in SHIPPED}
    if name in shipped:
        return (shipped[name],)
    try:
        return mechanisms_named(name)
    except PluginError as error:
        if hint := nearest(name, shipped):
            raise PluginError(f"there is no mechanism '{name}'.{hint}") from error
        raise
