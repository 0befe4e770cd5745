"""The commands of ``glasshouse``: which there are, what each does, and the module that it stands in.

This is the one place of the command line that imports late. A command's module imports all that it needs at its top:
numba, Polars or Altair take a second to load. So its module is imported when the command is asked for, and the help, a
misspelt name and ``glasshouse scenarios`` answer at once. ``part`` does the same for the few parts of a command that
need much more than the rest of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from glasshouse import __version__
from glasshouse.cli.lines import say


class Command(NamedTuple):
    """A command: the module whose function of the command's name carries it out, and its sentence in the help."""

    module: str
    does: str


COMMANDS: Mapping[str, Command] = {
    "scenarios": Command("preset_list", "List the presets, or the safeguards."),
    "new": Command("preset_list", "Start a scenario of your own on top of a preset."),
    "place": Command("place", "Start a place of your own, from a few figures or a table of totals; or check one."),
    "explain": Command(
        "explain", "Say what a parameter is, its value, where that comes from, and how much the headline hangs on it."
    ),
    "demo": Command("demo", "Try it: 50,000 people for 90 days, with nothing left on the disk."),
    "run": Command(
        "running",
        "Run a scenario: print what it did to people, and leave a folder with the figures and a report.",
    ),
    "compare": Command(
        "comparing", "Simulate the same people in other scenarios, and count who is spared and who is newly harmed."
    ),
    "study": Command(
        "studying",
        "Ask which assumptions drive the answer, or where a conclusion fails: many scenarios that differ in them.",
    ),
    "story": Command("storytelling", "Tell one invented person's life, day by day, with the cause of every sanction."),
    "validate": Command(
        "validating",
        "Compare the model's stages with published figures, and say which figures they reproduce.",
    ),
    "lab": Command(
        "labbing",
        "Open the lab in the browser: a crowd, a run, a comparison, a story, and what was validated.",
    ),
    "site": Command(
        "siting", "Write pages that hold the engine itself: a browser simulates 10,000 people without installing."
    ),
    "resume": Command(
        "resuming",
        "Go on with a run, comparison or study that was stopped; it comes to the end that it would have come to.",
    ),
    "merge": Command("merging", "Put the parts together that --only left of a run or of a comparison."),
    "verify": Command(
        "checking",
        "Check the files of a run or of a comparison against their fingerprints, and simulate some of its days again.",
    ),
    "report": Command("handing_on", "Write the report of a run or of a comparison again."),
    "assess": Command(
        "handing_on",
        "Fill drafts of impact assessments as far as a simulation can, and mark what only people can answer.",
    ),
    "claims": Command(
        "claiming", "Say what the description claims, what is known of it and what the model has; link claims of yours."
    ),
    "package": Command(
        "handing_on", "Pack a run or a comparison with all that is needed to reproduce it, as an RO-Crate."
    ),
    "plugins": Command(
        "plugin_list",
        "List the mechanisms, safeguards, places, presets, measures and tables that packages have brought.",
    ),
    "new-mechanism": Command(
        "new_mechanism", "Start a mechanism of your own: a package that works, with tests, to be changed step by step."
    ),
    "bench": Command("benching", "Measure how fast this machine simulates a scenario."),
}


def part(module: str) -> ModuleType:
    """A module of the command line, imported when it is asked for.

    >>> part("lines").nearest("é")
    'e'
    """
    return import_module(f"glasshouse.cli.{module}")


def command(name: str) -> TyperCommand:
    """A command with its options. Raises ``KeyError`` where there is none of that name.

    >>> [option.name for option in command("report").params]
    ['folder', 'pdf', 'charts']
    """
    alone = typer.Typer(add_completion=False)
    alone.command(name, help=COMMANDS[name].does)(getattr(part(COMMANDS[name].module), name.replace("-", "_")))
    made = typer.main.get_command(alone)
    assert isinstance(made, TyperCommand)
    return made


class Commands(TyperGroup):
    """All commands: the help has names and sentences alone, and the one that is asked for is imported."""

    def __init__(self, *, commands: Any = None, **settings: Any) -> None:
        """With a stand-in for each command."""
        stand_ins: dict[str, Any] = {name: TyperCommand(name, help=each.does) for name, each in COMMANDS.items()}
        super().__init__(**settings, commands=stand_ins)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is asked for, imported, and what is left of the words."""
        name, found, rest = super().resolve_command(ctx, args)
        return name, command(name) if name and found else found, rest


def _version(asked: bool) -> None:
    if asked:
        say(f"glasshouse {__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=Commands,
    name="glasshouse",
    help="A laboratory that runs mass surveillance and citizen scoring on an invented population, and counts "
    "what it does to people. The people are invented. Nothing here is a forecast.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass
