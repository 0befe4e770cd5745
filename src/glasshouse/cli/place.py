"""``glasshouse place``: start the file of a place of one's own, or say what is read in one."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from glasshouse.arguments import Argument
from glasshouse.cli.lines import say
from glasshouse.cli.options import number_option, whole_option
from glasshouse.errors import BadInputError, nearest
from glasshouse.scenario.place_files import read_place
from glasshouse.scenario.place_loading import list_places, load_place
from glasshouse.scenario.place_words import described
from glasshouse.scenario.place_writing import PlaceFigures, is_minority, new_place, read_totals
from glasshouse.scenario.places import COLUMNS, Place
from glasshouse.scenario.presets import fitting_template
from glasshouse.scenario.user_text import one_line, quoted

_ACTIONS = ("new", "check")
MOST_PEOPLE = int(COLUMNS["population"][2])
#: A majority is more than this.
_HALF = 0.5


def place(
    action: Annotated[
        str,
        typer.Argument(
            metavar="new|check",
            help="new writes a file; check reads one, or a place that ships, and says what it is.",
            show_default=False,
        ),
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The place's YAML file.", show_default=False)],
    people: Annotated[int | None, whole_option(help="How many people live there.", show_default=False)] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=SHARE",
            help="A group and its share; once for each, or one alone: the rest is then called majority, or others if "
            "it is half of the people or less. The largest is the one that others are compared with.",
            show_default=False,
        ),
    ] = None,
    minority: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A group on which errors fall as on a minority, where a ratio says so; once for each. A group whose "
            "name has the word minority is one.",
            show_default=False,
        ),
    ] = None,
    children: Annotated[float | None, number_option(help="Share of people under 15.", show_default=False)] = None,
    older: Annotated[float | None, number_option(help="Share of people of 60 and over.", show_default=False)] = None,
    internet: Annotated[
        float | None, number_option(help="Internet users of 15 and over, as a share of all.", show_default=False)
    ] = None,
    urban: Annotated[float | None, number_option(help="Share who live in a town.", show_default=False)] = None,
    title: Annotated[str | None, typer.Option(help="What it is called.", show_default="the file's name")] = None,
    assumed: Annotated[str | None, typer.Option(help="Where the figures come from.", show_default=False)] = None,
    from_csv: Annotated[
        Path | None,
        typer.Option(
            "--from-csv",
            metavar="CSV",
            help="A table of totals, one row a district: district, population, children, older, internet, "
            "group NAME …, in persons or shares. Lists of persons are refused.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """``glasshouse place``."""
    if action not in _ACTIONS:
        raise BadInputError(f"'{action}' is not what a place can do.{nearest(action, _ACTIONS)} It can: new, check.")
    shares = {"children": children, "older": older, "internet": internet, "urban": urban}
    given = {name: share for name, share in shares.items() if share is not None}
    if action == "check":
        if given or people is not None or group or minority or from_csv or title or assumed:
            raise BadInputError("'place check' takes a file, and no figures.")
        for line in described(_there(file)):
            say(line)
        return
    if from_csv is not None:
        if given or people is not None or group:
            raise BadInputError(Argument("from_csv", from_csv), " has the figures; leave the other options out.")
        figures = read_totals(from_csv)
    elif people is None and not given and not group and sys.stdin.isatty():
        figures = _asked()
    elif people is None:
        raise BadInputError("how many people live there? Give ", Argument("people"), ", or a table of totals.")
    elif not 1 <= people <= MOST_PEOPLE:
        raise BadInputError(Argument("people", people), f": it must be from 1 to {MOST_PEOPLE:,}.")
    else:
        figures = PlaceFigures(people=people, groups=_groups(group or []), shares=given)
    figures = _marked(figures, minority or [])
    path = new_place(
        file, figures, title=title, assumed=assumed or (f"read from {from_csv.name}" if from_csv else "given by hand")
    )
    say(f"{path} is written:")
    for line in described(read_place(path)):
        say(f"  {line}")
    say(f"Name it in a scenario beside it: place: ./{path.name}")
    if (name := fitting_template(str(path))) is not None:
        site = str(path.with_name(f"{name}-in-{path.stem}.yaml"))
        made, run = (["new", site, "--from", name], ["run", site, "--set", f"place={path}"])
        say(f"Or try a template in it: {' && '.join(shlex.join(['glasshouse', *words]) for words in (made, run))}")


def _there(file: Path) -> Place:
    """A place that ships, by its name, or the one of a file."""
    if str(file) in list_places():
        return load_place(str(file))
    hint = nearest(str(file), list_places())
    if hint and not file.exists():
        raise BadInputError(f"{quoted(str(file))}: there is no such file, and no place of that name.{hint}")
    return read_place(file)


def _marked(figures: PlaceFigures, names: list[str]) -> PlaceFigures:
    """The figures with the groups of these names marked as minorities."""
    for name in names:
        if name not in figures.groups:
            hint = nearest(name, figures.groups) or f" The groups are: {', '.join(figures.groups) or 'none'}."
            raise BadInputError(Argument("minority", name), f": there is no such group.{hint}")
    return replace(figures, minorities=(*figures.minorities, *names))


def _groups(texts: list[str]) -> dict[str, float]:
    """Groups by name with their shares, the largest first; beside a single one stand all others."""
    found: dict[str, float] = {}
    for text in texts:
        name, given, share = text.partition("=")
        if one_line(name) != name.strip():
            raise BadInputError(Argument("group", quoted(text)), ": a group's name must stand on one line.")
        if name.strip() in found:
            raise BadInputError(Argument("group", text), f": group '{name.strip()}' stands twice.")
        try:
            found[name.strip()] = float(share)
        except ValueError:
            raise BadInputError(Argument("group", text), ": write it as NAME=SHARE, such as minority=0.1.") from None
        if not given or not name.strip():
            raise BadInputError(Argument("group", text), ": write it as NAME=SHARE, such as minority=0.1.")
        if not 0 < found[name.strip()] < 1:  # nan neither
            raise BadInputError(Argument("group", text), ": a group's share must be above 0 and below 1.")
    if len(found) == 1:  # one group and the rest
        rest = round(1 - sum(found.values()), 9)
        found[next(name for name in ("majority", "others", "rest") if name not in found and _fits(name, rest))] = rest
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def _fits(name: str, share: float) -> bool:
    """Whether people who are so large a share may be called so."""
    return name != "majority" or share > _HALF


def _asked() -> PlaceFigures:
    """The figures, asked for one by one."""
    people = typer.prompt("How many people live there?", type=int)
    shares = {
        "children": typer.prompt("Share of people under 15", type=float, default=0.15),
        "older": typer.prompt("Share of people of 60 and over", type=float, default=0.2),
        "internet": typer.prompt("Internet users of 15 and over, as a share of all people", type=float, default=0.75),
    }
    text = typer.prompt("Groups with their shares", default="majority=0.9 minority=0.1")
    figures = PlaceFigures(people=people, groups=_groups(text.split()), shares=shares)
    if figures.groups and not any(map(is_minority, figures.groups)):
        names = typer.prompt("Which of them are minorities, on whom errors fall more often", default="none")
        figures = _marked(figures, [name for name in names.split() if name != "none"])
    return figures
